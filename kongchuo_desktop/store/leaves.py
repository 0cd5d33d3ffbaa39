"""Leave slips."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.leave import Applicant, Leave, LeaveKind, LeaveState
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.lists import ChipQuery, RecordList
from kongchuo_desktop.store.models import LeaveRow, proxy

HALVES = {str(half): half for half in Half}
KINDS = {str(kind): kind for kind in LeaveKind}
STATES = {str(state): state for state in LeaveState}
APPLICANTS = {str(who): who for who in Applicant}


def add(slip: Leave) -> None:
    LeaveRow.create(**_columns(slip))


def save(slip: Leave) -> None:
    LeaveRow.update(**_columns(slip)).where(LeaveRow.id == slip.id).execute()


def remove(slip: str) -> None:
    LeaveRow.delete().where(LeaveRow.id == slip).execute()


def get(slip: str) -> Leave:
    return _leave(LeaveRow.get_by_id(slip).__data__)


def of_student(student: str) -> Sequence[Leave]:
    query = LeaveRow.select().where(LeaveRow.student == student)
    return _found(query.order_by(LeaveRow.first_day.desc()))


def between(first: date, last: date) -> Sequence[Leave]:
    """Slips that touch the days from first to last, whatever became of them."""
    query = LeaveRow.select().where(
        (LeaveRow.first_day <= last.isoformat()) & (LeaveRow.last_day >= first.isoformat())
    )
    return _found(query)


def _found(query: Any) -> list[Leave]:
    """A term has thousands of slips, and 今日 reads them all: no row objects in between."""
    names = LeaveRow._meta.sorted_field_names
    rows = proxy.connection().execute(*query.sql())
    return [_leave(dict(zip(names, row, strict=True))) for row in rows]


def next_number(term: str) -> int:
    """Slips are numbered from 1 within a term."""
    row = LeaveRow.select(LeaveRow.slip_no).where(LeaveRow.term == term)
    last = row.order_by(LeaveRow.slip_no.desc()).first()
    return last.slip_no + 1 if last else 1


def records(today: date) -> RecordList:
    """The rows of the 请假 tab."""
    day = today.isoformat()
    return RecordList(
        "leave",
        {
            "student": "r.student",
            "name": "s.name",
            "class": "c.name",
            "slip_no": "r.slip_no",
            "kind": "r.kind",
            "first_day": "r.first_day",
            "first_half": "r.first_half",
            "last_day": "r.last_day",
            "last_half": "r.last_half",
            "reason": "r.reason",
            "applicant": "r.applicant",
            "phone": "r.phone",
            "made_up_on": "r.made_up_on",
            "state": "r.state",
            "back_day": "r.back_day",
        },
        order="r.first_day DESC, r.slip_no DESC",
        orders={"name": "s.sort", "class": "c.grade, c.number"},
        search="f.text || r.reason",
        chips=(
            ChipQuery("all", "全部", "1"),
            ChipQuery("submitted", "待批准", "r.state = 'submitted'"),
            ChipQuery(
                "now", "今天在假",
                "r.state = 'approved' AND ? BETWEEN r.first_day AND r.last_day", (day,),
            ),
            ChipQuery("over", "待销假", "r.state = 'approved' AND r.last_day < ?", (day,)),
        ),
    )  # fmt: skip


def _columns(slip: Leave) -> dict[str, object]:
    return {
        "id": slip.id,
        "student": slip.student,
        "kind": slip.kind,
        "first_day": codec.iso(slip.first_day),
        "first_half": slip.first_half,
        "last_day": codec.iso(slip.last_day),
        "last_half": slip.last_half,
        "reason": slip.reason,
        "applicant": slip.applicant,
        "phone": int(slip.phone),
        "made_up_on": codec.iso(slip.made_up_on),
        "destination": slip.destination,
        "state": slip.state,
        "slip_no": slip.slip_no,
        "term": slip.term,
        "back_day": codec.iso(slip.back_day),
        "back_half": slip.back_half or "",
        "note": slip.note,
    }


def _leave(row: Any) -> Leave:
    return Leave(
        id=row["id"],
        student=row["student"],
        kind=KINDS[row["kind"]],
        first_day=date.fromisoformat(row["first_day"]),
        first_half=HALVES[row["first_half"]],
        last_day=date.fromisoformat(row["last_day"]),
        last_half=HALVES[row["last_half"]],
        reason=row["reason"],
        applicant=APPLICANTS[row["applicant"]],
        phone=bool(row["phone"]),
        made_up_on=codec.day(row["made_up_on"]),
        destination=row["destination"],
        state=STATES[row["state"]],
        slip_no=row["slip_no"],
        term=row["term"],
        back_day=codec.day(row["back_day"]),
        back_half=HALVES.get(row["back_half"]),
        note=row["note"],
    )
