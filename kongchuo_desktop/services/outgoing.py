"""What the township is told: only what its work needs (LAW P12).

Children and classes, who is long absent, what was done about it, papers issued, aid. Not told:
points of risk, talk notes, reasons of leave, tags of family circumstances.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from kongchuo_desktop.domain.attendance import RollState, absences
from kongchuo_desktop.services import attendance, classes, letters
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import journal, parcels, students
from kongchuo_desktop.store.parcels import Sent

Record = dict[str, Any]
TAKEN = RollState.TAKEN
LONG = 2  # half days: an absence of a whole day is told (L2)

KINDS = {
    "class": "班级",
    "student": "学生",
    "attendance": "每日出勤",
    "absence": "无故缺课",
    "visit": "家访",
    "paper": "文书",
    "aid": "资助",
}


def tables(ctx: Context) -> dict[str, Sequence[Record]]:
    """Every record that goes out, by kind; each has its `id`."""
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today())
    return {
        "class": _classes(ctx),
        "student": _students(ctx),
        "attendance": _attendance(book),
        "absence": _absences(book),
        **_plain(ctx, book),
    }


def revised(
    found: Mapping[str, Sequence[Record]],
) -> tuple[dict[str, list[Record]], list[Sent]]:
    """The records with their revisions, and what is to be remembered once they were sent."""
    out: dict[str, list[Record]] = {}
    sent: list[Sent] = []
    for kind, records in found.items():
        digests = {
            record["id"]: sha256(
                json.dumps(record, ensure_ascii=False, sort_keys=True).encode()
            ).hexdigest()
            for record in records
        }
        revs, changed = parcels.revisions(kind, digests)
        sent += changed
        out[kind] = [record | {"rev": revs[record["id"]]} for record in records]
    return out, sent


def journal_head(ctx: Context) -> str:
    """The latest hash of the journal, so that a tail cut off later shows."""
    return journal.head(ctx.data.db.connection())


def _plain(ctx: Context, book: Book) -> dict[str, list[Record]]:
    """Visits, papers and aid as they stand; a paper's child may be off the roll by now."""
    held = parcels.plain_records()
    if ctx.scope is None:
        return held
    return {
        kind: [record for record in records if record["student"] in book.pupils]
        for kind, records in held.items()
    }


def _classes(ctx: Context) -> list[Record]:
    return [
        {"id": c.id, "name": c.name, "grade": c.grade, "number": c.number, "teacher": c.teacher}
        for c in classes.seen(ctx).values()
    ]


def _students(ctx: Context) -> list[Record]:
    records = []
    for child in students.everybody(ctx.scope).values():
        whom = letters.guardian(child)
        records.append(
            {
                "id": child.id,
                "class": child.class_id,
                "name": child.name,
                "sex": str(child.sex or ""),
                "birth": child.birth.isoformat() if child.birth else "",
                "id_no": child.id_no,
                "student_no": child.student_no,
                "status": str(child.status),
                "village": child.village,
                "guardian": whom.name if whom else "",
                "phone": whom.phone if whom else child.phone,
            }
        )
    return records


def _attendance(book: Book) -> list[Record]:
    """Head counts of each class and half day that was reported; where lessons were stopped there
    is none."""
    records = []
    for class_id, day, half in (when for when, state in book.rolls.items() if state is TAKEN):
        totals = book.totals(class_id, (day, half))
        records.append(
            {
                "id": f"{class_id}-{day.isoformat()}-{half}",
                "class": class_id,
                "day": day.isoformat(),
                "half": str(half),
                "expected": totals.expected,
                "present": totals.present,
                "leave": totals.leave,
                "unexcused": totals.unexcused,
            }
        )
    return records


def _absences(book: Book) -> list[Record]:
    """Absences without leave of a day or more, this term."""
    records = []
    for student, marks in book.marks.items():
        if student not in book.pupils:
            continue
        for run in absences(book.reported(student), marks):
            if run.half_days >= LONG:
                first, half = run.first
                records.append(
                    {
                        "id": f"{student}-{first.isoformat()}-{half}",
                        "student": student,
                        "first": first.isoformat(),
                        "last": run.last[0].isoformat(),
                        "half_days": run.half_days,
                        "open": run.open,
                    }
                )
    return records
