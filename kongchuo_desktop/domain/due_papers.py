"""Which papers stand ready, and why: by the duties that are open and by the season (F99)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kongchuo_desktop.domain.calendar import Calendar, school_year
from kongchuo_desktop.domain.ladder import Duty

LAST_DAYS = 3  # school days
FIRST_WEEKS = timedelta(weeks=2)
CAMPAIGN = (3, 9)  # months


class Season(StrEnum):
    """A time of the school year at which papers are made for everybody."""

    SCHOOL_DAY = "school_day"
    MONTH_END = "month_end"
    CAMPAIGN = "campaign"
    YEAR_START = "year_start"
    TERM_END = "term_end"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Which forms a rung asks for, which rungs are warned of, and what each season asks for."""

    rungs: Mapping[str, Sequence[str]]
    soon: Sequence[str]
    seasons: Mapping[Season, tuple[str, Sequence[str]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ready:
    """A form that stands ready: for a child or for all (`student` empty), why, since when; `soon`
    when it is due on the next school day only."""

    form: str
    student: str
    why: str
    since: date
    soon: bool = False


def of_duties(
    matrix: Matrix, now: Iterable[Duty], tomorrow: Iterable[Duty] = ()
) -> Iterator[Ready]:
    """The papers of open duties, each child and form once; then those of the next school day."""
    seen: set[tuple[str, str]] = set()
    for duty in now:
        for form in matrix.rungs.get(duty.rung, ()):
            if (form, duty.student) not in seen:
                seen.add((form, duty.student))
                yield Ready(form=form, student=duty.student, why=duty.text, since=duty.day)
    for duty in tomorrow:
        if duty.rung not in matrix.soon:
            continue
        for form in matrix.rungs.get(duty.rung, ()):
            if (form, duty.student) not in seen:
                seen.add((form, duty.student))
                yield Ready(
                    form=form, student=duty.student, why=duty.text, since=duty.day, soon=True
                )


def of_season(matrix: Matrix, day: date, calendar: Calendar) -> Iterator[Ready]:
    """The papers this time of the year asks for; in the holidays none."""
    term = calendar.term
    if not term.first <= day <= term.last:
        return
    for season, (why, forms) in matrix.seasons.items():
        since = _since(season, day, calendar)
        if since is None:
            continue
        for form in forms:
            yield Ready(form=form, student="", why=why, since=since)


def _since(season: Season, day: date, calendar: Calendar) -> date | None:
    """Since when it is this season; None when it is not."""
    term = calendar.term
    if season is Season.SCHOOL_DAY:
        return day if calendar.is_school_day(day) else None
    if season is Season.CAMPAIGN:
        return day.replace(day=1) if day.month in CAMPAIGN else None
    if season is Season.YEAR_START:
        begins = term.first.month >= 8 and term.year == school_year(day)
        return term.first if begins and day < term.first + FIRST_WEEKS else None
    if season is Season.TERM_END:
        return term.last - FIRST_WEEKS if day > term.last - FIRST_WEEKS else None
    month = list(calendar.school_days(day.replace(day=1), min(_month_end(day), term.last)))
    ending = month[-LAST_DAYS:]
    return ending[0] if ending and day >= ending[0] else None


def _month_end(day: date) -> date:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following - timedelta(days=1)
