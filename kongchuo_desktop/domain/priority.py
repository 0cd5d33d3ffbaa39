"""重点生: the week's visits, the term's confirmation, the month's check, and rises of level.

Duties here are about classes, not one a day for each child (rules §2, §6.2).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.ladder import Due, Duty
from kongchuo_desktop.domain.local_rules import LocalRules
from kongchuo_desktop.domain.risk import LEVEL_WORDS, ORDER, PRIORITY, Level

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
CHECK_FROM = 20  # the day of the month from which the month's check is reminded of
NAMED = 5  # children told by name in one line


class CheckKind(StrEnum):
    """The homeroom teacher's confirmation of a term; the leader's look at the files of a month."""

    CONFIRMED = "confirmed"
    MONTHLY = "monthly"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """That somebody confirmed or looked at the 重点生 of a class: how many, when, what was said.

    `period` is a term (2026-1) or a month (2026-11)."""

    id: str = ""
    kind: CheckKind
    class_id: str
    period: str
    day: date
    who: str
    count: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """How many of the 重点生 were visited in a week, Monday to Sunday."""

    first: date
    children: Sequence[str]
    missing: Sequence[str]

    @property
    def last(self) -> date:
        return self.first + 6 * DAY

    @property
    def rate(self) -> float | None:
        """Visited ÷ 重点生; None where there are none (T14)."""
        visited = len(self.children) - len(self.missing)
        return visited / len(self.children) if self.children else None


def week_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def week(children: Sequence[str], visits: Mapping[str, Sequence[date]], first: date) -> Week:
    """The week that begins on a Monday; every visit to the home counts, whoever was met."""
    last = first + 6 * DAY
    missing = [
        child
        for child in children
        if not any(first <= day <= last for day in visits.get(child, ()))
    ]
    return Week(first=first, children=children, missing=missing)


def checked(asked: Check, today: date) -> Check:
    """The check as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    if not asked.who.strip():
        wrong["who"] = "请填写由谁检查、确认"
    if asked.day > today:
        wrong["day"] = "日期在今天之后，请核对"
    if wrong:
        raise Invalid(**wrong)
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """The 重点生 of one class or of several, by name, and what is known of them this week.
    `begun` is the day of the first roll call of the term; None where there was none yet."""

    class_id: str
    names: Mapping[str, str]
    missing: Sequence[str]
    confirmed: bool
    checked: bool
    begun: date | None = None


def duties(
    watched: Watched, rules: LocalRules, calendar: Calendar, now: datetime
) -> Iterator[Duty]:
    """What one class, or the school as a whole, still owes its 重点生."""
    today = now.date()
    monday = week_of(today)
    lessons = any(calendar.school_days(monday, monday + 6 * DAY))

    def owed(rung: str, day: date, **words: object) -> Duty:
        due, where = Due(day), watched.class_id
        return ladder.duty(rung, due, rules, now, words, today, class_id=where)

    if watched.missing and lessons:
        names = "、".join(watched.names[each] for each in watched.missing[:NAMED])
        more = "等" if len(watched.missing) > NAMED else ""
        yield owed("P1", monday + 6 * DAY, count=len(watched.missing), names=names + more)
    if not lessons:
        return
    due = watched.begun and watched.begun + DAY * (rules.confirm_days - 1)
    if due and not watched.confirmed and today >= due - 2 * WEEK:
        due = calendar.on_or_after(due)
        count = len(watched.names)
        found = f"（按记录有{count}名）" if count else "（按记录一名也没有，不硬凑）"
        yield owed("P2", due, found=found)
    if watched.names and not watched.checked and today.day >= CHECK_FROM:
        following = (today.replace(day=28) + 4 * DAY).replace(day=1)
        yield owed("P3", following - DAY, count=len(watched.names))


def risen(
    student: str,
    kept: Sequence[tuple[date, Level]],
    last_deed: date | None,
    rules: LocalRules,
    calendar: Calendar,
    now: datetime,
) -> Duty | None:
    """One duty for one rise to a level of 重点生, from the Monday after; `kept` are the latest
    weekly level and the one before, `last_deed` the last thing done about the child."""
    if not kept or kept[0][1] not in PRIORITY:
        return None
    day, level = kept[0]
    before = kept[1][1] if len(kept) > 1 else Level.GREEN
    if ORDER.index(level) <= ORDER.index(before) or (last_deed and last_deed > day):
        return None
    due = calendar.on_or_after(day + 5 * DAY)
    words = {"level": LEVEL_WORDS[level]}
    return ladder.duty("P4", Due(due), rules, now, words, day, student=student)
