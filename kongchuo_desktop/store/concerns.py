"""Nominations of children to look after."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.models import ConcernRow


def add(concern: Concern) -> None:
    ConcernRow.create(**_columns(concern))


def save(concern: Concern) -> None:
    ConcernRow.update(**_columns(concern)).where(ConcernRow.id == concern.id).execute()


def get(concern: str) -> Concern:
    return _concern(ConcernRow.get_by_id(concern))


def of_student(student: str) -> Sequence[Concern]:
    query = ConcernRow.select().where(ConcernRow.student == student)
    return [_concern(row) for row in query.order_by(ConcernRow.since.desc())]


def still_open() -> dict[str, Concern]:
    """The open nomination of each child that has one."""
    query = ConcernRow.select().where(ConcernRow.dismissed_on == "").order_by(ConcernRow.since)
    return {row.student_id: _concern(row) for row in query}


def dismissed(first: date, last: date) -> Sequence[Concern]:
    """The nominations that ended from one day to another."""
    ended = ConcernRow.dismissed_on.between(first.isoformat(), last.isoformat())
    return [_concern(row) for row in ConcernRow.select().where(ended)]


def _columns(concern: Concern) -> dict[str, object]:
    return {
        "id": concern.id,
        "student": concern.student,
        "since": concern.since.isoformat(),
        "reason": concern.reason,
        "assignee": concern.assignee,
        "intention": int(concern.intention),
        "dismissed_on": codec.iso(concern.dismissed_on),
        "dismissed_why": concern.dismissed_why,
    }


def _concern(row: ConcernRow) -> Concern:
    return Concern(
        id=row.id,
        student=row.student_id,
        since=date.fromisoformat(row.since),
        reason=row.reason,
        assignee=row.assignee,
        intention=bool(row.intention),
        dismissed_on=codec.day(row.dismissed_on),
        dismissed_why=row.dismissed_why,
    )
