"""The school calendar in force: the term of a day, with public holidays, the school's own rhythm,
and the days on which it does otherwise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from kongchuo_desktop.domain import calendar as rules
from kongchuo_desktop.domain.calendar import (
    DAY,
    SATURDAY,
    Calendar,
    Rhythm,
    Term,
    default_term,
    term_after,
    term_of,
)
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.store import settings, special_days
from kongchuo_desktop.store.special_days import SpecialDay

if TYPE_CHECKING:
    from kongchuo_desktop.services.context import Context


def current(day: date) -> Calendar:
    """The calendar of the term a day falls in; in the holidays, of the term just before or after;
    where the school has set no dates for it, of the usual term."""
    known, usual = terms(), default_term(day)
    return own(of(next((term for term in known if term.first <= day <= term.last), _set(usual))))


def _set(usual: Term) -> Term:
    """The term with the dates the school has set for it."""
    return next((term for term in terms() if term.code == usual.code), usual)


def on_or_after(day: date) -> date:
    """The day itself when school is held, otherwise the next one, be it of the next term: nobody
    can come back to school in the holidays."""
    calendar = current(day)
    found = calendar.on_or_after(day)
    if found <= calendar.term.last:
        return found
    return own(of(_set(term_after(calendar.term)))).on_or_after(day)


def own(calendar: Calendar) -> Calendar:
    """A calendar with the school's rhythm and special days laid over it."""
    term = calendar.term
    held = settings.get("rhythm")
    rhythm = Rhythm(held["on"], held["off"], date.fromisoformat(held["first"])) if held else None
    off, on = set(calendar.off), set(calendar.on)
    if rhythm:
        on.clear()  # days worked for a bridge day mean nothing to a school with its own rhythm
    for special in special_days.between(term.first, term.last):
        (on if special.school else off).add(special.day)
        (off if special.school else on).discard(special.day)
    return Calendar(term, frozenset(off), frozenset(on), calendar.known_until, rhythm)


def terms() -> Sequence[Term]:
    """The terms whose dates the school has set, in order."""
    return [_term(held) for held in settings.get("terms") or []]


def _term(held: dict[str, Any]) -> Term:
    first, last = date.fromisoformat(held["first"]), date.fromisoformat(held["last"])
    return Term(held["year"], held["half"], first, last)


def set_term(ctx: Context, first: date, last: date) -> Term:
    """The dates of a term, in place of what they were; Invalid when two terms would overlap."""
    term = term_of(first, last)
    others = [each for each in terms() if each.code != term.code]
    clash = next((t for t in others if t.first <= last and first <= t.last), None)
    if clash:
        raise Invalid(first=f"与{clash.words}（{clash.first}至{clash.last}）重叠")
    every = sorted([*others, term], key=lambda each: each.first)
    with ctx.write(f"设置{term.words}起止"):
        settings.put("terms", [_as_json(each) for each in every])
    return term


def _as_json(term: Term) -> dict[str, Any]:
    return {
        "year": term.year,
        "half": term.half,
        "first": term.first.isoformat(),
        "last": term.last.isoformat(),
    }


def set_day(ctx: Context, day: date, *, school: bool, why: str = "") -> None:
    """A day on which school is held, or not, whatever the calendar says otherwise; Invalid for a
    day of no term."""
    term = current(day).term
    if not term.first <= day <= term.last:
        raise Invalid(
            day=f"{day}不在学期内（{term.words}：{term.first}至{term.last}），没有改动。"
            "如学期日期不对，请先改学期起止。"
        )
    words = f"{rules.words(day)}{'上课' if school else '不上课'}"
    with ctx.write(f"校历：{words}"):
        special_days.put(SpecialDay(day, school, why.strip()))


def clear_day(ctx: Context, day: date) -> None:
    """A day follows the calendar again."""
    with ctx.write(f"校历：{rules.words(day)}恢复"):
        special_days.remove(day)


def set_rhythm(ctx: Context, rhythm: Rhythm | None) -> None:
    """School by a rhythm of its own (十天一放), or by weekdays again."""
    if rhythm and not (1 <= rhythm.on <= 30 and 1 <= rhythm.off <= 15):
        raise Invalid(on="连续上课1到30天、放假1到15天")
    with ctx.write("设置上课节奏"):
        held = (
            {"on": rhythm.on, "off": rhythm.off, "first": rhythm.first.isoformat()}
            if rhythm
            else None
        )
        settings.put("rhythm", held)


def special(ctx: Context) -> Sequence[SpecialDay]:
    """The special days of this term."""
    return special_days.between(ctx.calendar.term.first, ctx.calendar.term.last)


def of(term: Term) -> Calendar:
    """The school days of a term by weekdays and public holidays alone (`chinesecalendar`)."""
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
    return Calendar(term, frozenset(off), frozenset(on), known)
