"""Days on which the school does otherwise than its calendar says, each with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.store.models import SpecialDayRow


@dataclass(frozen=True, slots=True)
class SpecialDay:
    day: date
    school: bool
    why: str = ""


def between(first: date, last: date) -> Sequence[SpecialDay]:
    """The special days of a span, in order."""
    query = SpecialDayRow.select().where(
        SpecialDayRow.day.between(first.isoformat(), last.isoformat())
    )
    return [
        SpecialDay(date.fromisoformat(row.day), bool(row.school), row.why)
        for row in query.order_by(SpecialDayRow.day)
    ]


def put(special: SpecialDay) -> None:
    SpecialDayRow.replace(
        day=special.day.isoformat(), school=int(special.school), why=special.why
    ).execute()


def remove(day: date) -> None:
    SpecialDayRow.delete().where(SpecialDayRow.day == day.isoformat()).execute()
