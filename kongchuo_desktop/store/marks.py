"""The attendance book: half days reported, and the exceptions in them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from kongchuo_desktop.domain.attendance import Half, HalfDay, Mark, MarkKind, RollCall, RollState
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.store.models import RollChangeRow, proxy
from kongchuo_desktop.store.students import scoped

HALVES = {str(half): half for half in Half}
KINDS = {str(kind): kind for kind in MarkKind}
STATES = {str(state): state for state in RollState}


def put_roll(roll: RollCall, marks: Iterable[Mark]) -> None:
    """A class's half day as reported, in place of what was reported before."""
    connection = proxy.connection()
    connection.execute(
        "INSERT INTO roll (class, day, half, state, at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (day, class, half) DO UPDATE SET state = excluded.state",
        (roll.class_id, roll.day.isoformat(), roll.half, roll.state, roll.at.isoformat()),
    )
    connection.execute(
        "DELETE FROM mark WHERE day = ? AND half = ?"
        " AND student IN (SELECT id FROM student WHERE class = ?)",
        (roll.day.isoformat(), roll.half, roll.class_id),
    )
    connection.executemany(
        "INSERT INTO mark (student, day, half, kind, note) VALUES (?, ?, ?, ?, ?)",
        [(m.student, m.day.isoformat(), m.half, m.kind, m.note) for m in marks],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RollChange:
    """That a report was changed: `before` and `after` are {"state": …, "marks": {child: kind}}."""

    class_id: str
    day: date
    half: Half
    at: datetime
    who: str
    why: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]


def reported(class_id: str, day: date, half: Half) -> dict[str, Any] | None:
    """What a class reported of a half day; None when it has not."""
    key = (class_id, day.isoformat(), half)
    connection = proxy.connection()
    row = connection.execute(
        "SELECT state FROM roll WHERE class = ? AND day = ? AND half = ?", key
    ).fetchone()
    return {"state": row[0], "marks": held(*key)} if row else None


def held(class_id: str, day: str, half: Half) -> dict[str, str]:
    """The marks of children who are in a class now, whichever class they were in when marked."""
    found = proxy.connection().execute(
        "SELECT m.student, m.kind FROM mark m JOIN student s ON s.id = m.student"
        " WHERE s.class = ? AND m.day = ? AND m.half = ? AND m.note = '' ORDER BY m.student",
        (class_id, day, half),
    )
    return dict(found)


def reported_at(day: date) -> dict[tuple[str, Half], datetime]:
    """When each class first reported its half days of a day."""
    return {
        (class_id, HALVES[half]): datetime.fromisoformat(at)
        for class_id, half, at in proxy.connection().execute(
            "SELECT class, half, at FROM roll WHERE day = ?", (day.isoformat(),)
        )
    }


def keep_change(change: RollChange) -> None:
    RollChangeRow.create(
        id=new_id(),
        class_=change.class_id,
        day=change.day.isoformat(),
        half=change.half,
        at=change.at.isoformat(),
        who=change.who,
        why=change.why,
        before=json.dumps(change.before),
        after=json.dumps(change.after),
    )


def changes(class_id: str, day: date) -> Sequence[RollChange]:
    """How a class's reports of a day were changed, latest first."""
    query = RollChangeRow.select().where(
        (RollChangeRow.class_ == class_id) & (RollChangeRow.day == day.isoformat())
    )
    return [
        RollChange(
            class_id=class_id,
            day=day,
            half=HALVES[row.half],
            at=datetime.fromisoformat(row.at),
            who=row.who,
            why=row.why,
            before=json.loads(row.before),
            after=json.loads(row.after),
        )
        for row in query.order_by(RollChangeRow.at.desc())
    ]


def rolls(
    first: date, last: date, scope: frozenset[str] | None
) -> dict[tuple[str, date, Half], RollState]:
    """What the classes of a scope reported from one day to another."""
    where, values = scoped("class", scope)
    days = _Days()
    return {
        (class_id, days[day], HALVES[half]): STATES[state]
        for class_id, day, half, state in proxy.connection().execute(
            "SELECT class, day, half, state FROM roll"
            f" WHERE day BETWEEN ? AND ? AND {where} ORDER BY day, half",
            (first.isoformat(), last.isoformat(), *values),
        )
    }


def marks(
    first: date, last: date, scope: frozenset[str] | None
) -> dict[str, dict[HalfDay, MarkKind]]:
    """The exceptions of the classes of a scope from one day to another, by child."""
    where, values = scoped("class", scope)
    whose = "" if scope is None else f" AND student IN (SELECT id FROM student WHERE {where})"
    days = _Days()
    found: dict[str, dict[HalfDay, MarkKind]] = {}
    for student, day, half, kind in proxy.connection().execute(
        f"SELECT student, day, half, kind FROM mark WHERE day BETWEEN ? AND ?{whose}",
        (first.isoformat(), last.isoformat(), *values),
    ):
        found.setdefault(student, {})[days[day], HALVES[half]] = KINDS[kind]
    return found


def seen_from(slip: str, day: date, half: Half) -> None:
    """The child of a slip is at school from this half day on: nothing is held back after it."""
    proxy.connection().execute(
        "DELETE FROM mark WHERE note = ? AND (day, half) >= (?, ?)", (slip, day.isoformat(), half)
    )


def of_student(student: str) -> Sequence[Mark]:
    """One child's exceptions, newest first."""
    return [
        Mark(
            student=student,
            day=date.fromisoformat(day),
            half=HALVES[half],
            kind=KINDS[kind],
            note=note,
        )
        for day, half, kind, note in proxy.connection().execute(
            "SELECT day, half, kind, note FROM mark WHERE student = ? ORDER BY day DESC, half DESC",
            (student,),
        )
    ]


class _Days(dict[str, date]):
    """ISO text → date, each parsed once."""

    def __missing__(self, text: str) -> date:
        self[text] = found = date.fromisoformat(text)
        return found
