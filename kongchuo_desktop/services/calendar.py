"""The school calendar in force: the term of a day, with public holidays and days made up for."""

from __future__ import annotations

from datetime import date

from kongchuo_desktop.domain.calendar import DAY, Calendar, Term, default_term
from kongchuo_desktop.store import settings

SATURDAY = 5


def current(day: date) -> Calendar:
    """The calendar of the term a day falls in; public holidays from `chinesecalendar`."""
    held = settings.get("term")
    term = default_term(day)
    if held and date.fromisoformat(held["first"]) <= day <= date.fromisoformat(held["last"]):
        term = Term(
            held["year"],
            held["half"],
            date.fromisoformat(held["first"]),
            date.fromisoformat(held["last"]),
        )
    off, on, known = _holidays(term)
    return Calendar(term, off, on, known)


def _holidays(term: Term) -> tuple[frozenset[date], frozenset[date], date | None]:
    """Weekdays off, weekend days with school, and the last day the package knows about."""
    import chinese_calendar

    off: set[date] = set()
    on: set[date] = set()
    known: date | None = None
    day = term.first
    while day <= term.last:
        try:
            works = chinese_calendar.is_workday(day)
        except NotImplementedError:
            break
        if works and day.weekday() >= SATURDAY:
            on.add(day)
        elif not works and day.weekday() < SATURDAY:
            off.add(day)
        known = day
        day += DAY
    return frozenset(off), frozenset(on), known
