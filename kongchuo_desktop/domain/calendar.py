"""The school year: terms, school days, and how days are counted when rules say a number of them.

School days (教学日) are days with lessons; calendar days (自然日) are all days.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.errors import Invalid

DAY = timedelta(days=1)
SATURDAY = 5
WEEKEND = 3  # days from the last school day before a weekend to the first after it
WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True, slots=True)
class Term:
    """A term, first and last day included; `year` is the autumn in which the school year began."""

    year: int
    half: int  # 1 = 上学期 (autumn), 2 = 下学期 (spring)
    first: date
    last: date

    @property
    def code(self) -> str:
        """2026-1: for numbers and file names."""
        return f"{self.year}-{self.half}"

    @property
    def words(self) -> str:
        return f"{self.year}—{self.year + 1}学年{'上' if self.half == 1 else '下'}学期"

    def week(self, day: date) -> int:
        """The week of term a day lies in, Monday to Sunday, the first week being 1."""
        monday = self.first - timedelta(days=self.first.weekday())
        return (day - monday).days // 7 + 1


def school_year(day: date) -> int:
    """The autumn in which the school year of a day began (1 September to 31 August)."""
    return day.year if day.month >= 9 or (day.month == 8 and day.day >= 20) else day.year - 1


def default_term(day: date) -> Term:
    """The term a day falls in where the school has not set its own dates."""
    year = school_year(day)
    spring = date(year + 1, 2, 20)
    if day < spring:
        return Term(year, 1, date(year, 9, 1), date(year + 1, 1, 20))
    return Term(year, 2, spring, date(year + 1, 7, 10))


def term_after(term: Term) -> Term:
    """The term that follows one, where the school has not set its own dates."""
    begins = (2, 20) if term.half == 1 else (9, 1)
    return default_term(date(term.year + 1, *begins))


@dataclass(frozen=True, slots=True)
class Rhythm:
    """School for so many calendar days, then none for so many, counted from `first`: boarding
    schools of the hills keep ten days and four (十天一放), market days and the like."""

    on: int
    off: int
    first: date

    def holds(self, day: date) -> bool:
        return (day - self.first).days % (self.on + self.off) < self.on


@dataclass(frozen=True, slots=True)
class Calendar:
    """A term with the days on which school is held: weekdays, or the school's own rhythm, less
    `off`, and `on` besides.

    `known_until` is the last day whose public holidays are certain; None when none are known.
    """

    term: Term
    off: frozenset[date] = frozenset()
    on: frozenset[date] = frozenset()
    known_until: date | None = None
    rhythm: Rhythm | None = None

    def is_school_day(self, day: date) -> bool:
        if not self.term.first <= day <= self.term.last:
            return False
        if day in self.on or day in self.off:
            return day in self.on
        return self.rhythm.holds(day) if self.rhythm else day.weekday() < SATURDAY

    def is_return_day(self, day: date) -> bool:
        """The first school day of term, or after more days off than a weekend has (rules §1 ④)."""
        if not self.is_school_day(day):
            return False
        before = self.school_day_before(day)
        return before == day or (day - before).days > WEEKEND

    @property
    def uncertain(self) -> bool:
        """Whether the public holidays of some of the term are not known yet."""
        return self.known_until is None or self.known_until < self.term.last

    def school_days(self, first: date, last: date) -> Iterator[date]:
        """School days from first to last, both included."""
        day = max(first, self.term.first)
        while day <= min(last, self.term.last):
            if self.is_school_day(day):
                yield day
            day += DAY

    def half_days(self, first: date, last: date) -> Iterator[tuple[date, Half]]:
        for day in self.school_days(first, last):
            yield day, Half.AM
            yield day, Half.PM

    def next_school_day(self, day: date) -> date:
        """The first school day after a day; after term's end simply the next weekday."""
        day += DAY
        while not self.is_school_day(day):
            if day > self.term.last and day.weekday() < SATURDAY:
                return day
            day += DAY
        return day

    def school_day_before(self, day: date) -> date:
        """The last school day before a day; before term's start the day itself."""
        earlier = day - DAY
        while earlier >= self.term.first:
            if self.is_school_day(earlier):
                return earlier
            earlier -= DAY
        return day

    def on_or_after(self, day: date) -> date:
        """A due date: the day itself when it is a school day, otherwise the next one (T5)."""
        return day if self.is_school_day(day) else self.next_school_day(day)

    def last_school_days(self, until: date, count: int) -> list[date]:
        """The latest `count` school days up to and including a day, oldest first."""
        days: list[date] = []
        day = min(until, self.term.last)
        while len(days) < count and day >= self.term.first:
            if self.is_school_day(day):
                days.append(day)
            day -= DAY
        return days[::-1]


LONGEST_TERM = 200
SHORTEST_TERM = 30


def term_of(first: date, last: date) -> Term:
    """A term by its own dates, named by where the middle of it lies; or Invalid."""
    wrong: dict[str, str] = {}
    days = (last - first).days + 1
    if days < SHORTEST_TERM:
        wrong["last"] = f"学期至少{SHORTEST_TERM}天，请核对起止日期"
    elif days > LONGEST_TERM:
        wrong["last"] = f"学期最多{LONGEST_TERM}天，请核对起止日期"
    if wrong:
        raise Invalid(**wrong)
    usual = default_term(first + (last - first) / 2)
    return Term(usual.year, usual.half, first, last)


def words(day: date) -> str:
    """11月20日 星期五"""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"
