"""Leave slips (请假条): one child, one slip; who may approve, overlap, 销假 and 逾假 (S2c 二.7)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.errors import Invalid, Refused

HalfDay = tuple[date, Half]


class LeaveKind(StrEnum):
    SICK = "sick"
    PERSONAL = "personal"
    OTHER = "other"


class Applicant(StrEnum):
    STUDENT = "student"
    GUARDIAN = "guardian"


class LeaveState(StrEnum):
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REFUSED = "refused"
    RETURNED = "returned"


COUNTING = frozenset({LeaveState.SUBMITTED, LeaveState.APPROVED, LeaveState.RETURNED})
EXCUSING = frozenset({LeaveState.APPROVED, LeaveState.RETURNED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """One slip. It runs from the first half day to the last, both included."""

    id: str = ""
    student: str
    kind: LeaveKind
    first_day: date
    first_half: Half = Half.AM
    last_day: date
    last_half: Half = Half.PM
    reason: str = ""
    applicant: Applicant = Applicant.GUARDIAN
    phone: bool = False
    made_up_on: date | None = None
    destination: str = ""
    state: LeaveState = LeaveState.SUBMITTED
    slip_no: int = 0
    term: str = ""
    back_day: date | None = None
    back_half: Half | None = None
    note: str = ""

    @property
    def first(self) -> HalfDay:
        return self.first_day, self.first_half

    @property
    def last(self) -> HalfDay:
        """The last half day that is excused: an early return shortens the slip."""
        if self.back_day is None:
            return self.last_day, self.last_half
        back = (self.back_day, self.back_half or Half.AM)
        return min((self.last_day, self.last_half), half_day_before(back))

    def overlaps(self, other: Leave) -> bool:
        return self.first <= other.last and other.first <= self.last

    def covers(self, day: date, half: Half) -> bool:
        return self.first <= (day, half) <= self.last

    @property
    def excuses(self) -> bool:
        """Approved; or taken by telephone, which holds until it is refused (rules §4.3)."""
        return self.state in EXCUSING or (self.phone and self.state is LeaveState.SUBMITTED)


def half_day_before(when: HalfDay) -> HalfDay:
    """The half day just before, counted by the calendar."""
    day, half = when
    return (day, Half.AM) if half is Half.PM else (date.fromordinal(day.toordinal() - 1), Half.PM)


def mark_kind(leave: Leave) -> MarkKind:
    """How a half day on leave stands in the attendance book."""
    return MarkKind.SICK if leave.kind is LeaveKind.SICK else MarkKind.PERSONAL


def length(leave: Leave, calendar: Calendar) -> int:
    """How many half days of lessons a slip covers."""
    return sum(
        leave.first <= when <= leave.last
        for when in calendar.half_days(leave.first_day, leave.last_day)
    )


def approver(half_days: int, tiers: tuple[tuple[int, str], ...]) -> str:
    """Who may approve a slip of so many half days; tiers are (up to half days, who) in order."""
    return next((who for upto, who in tiers if half_days <= upto), tiers[-1][1])


def apply(asked: Leave, earlier: Iterable[Leave], next_no: int, calendar: Calendar) -> Leave:
    """The slip to keep, numbered; or Invalid, naming each field at fault."""
    wrong: dict[str, str] = {}
    if (asked.last_day, asked.last_half) < asked.first:
        wrong["last_day"] = "结束时间早于开始时间"
    elif not length(asked, calendar):
        wrong["first_day"] = "这段时间没有课，不需要请假；请核对日期或校历"
    if asked.kind is not LeaveKind.SICK and not asked.reason.strip():
        wrong["reason"] = "请写明事由"
    clash = next(
        (e for e in earlier if e.id != asked.id and e.state in COUNTING and e.overlaps(asked)), None
    )
    if clash and "last_day" not in wrong:
        wrong["first_day"] = f"与第{clash.slip_no}号请假条时间重叠（{period(clash)}）"
    if wrong:
        raise Invalid(**wrong)
    return replace(asked, slip_no=asked.slip_no or next_no, term=asked.term or calendar.term.code)


def decide(slip: Leave, *, approve: bool, note: str = "") -> Leave:
    """A submitted slip approved or refused; a decided one is not decided again."""
    if slip.state is not LeaveState.SUBMITTED:
        raise Refused("这张请假条已经处理过，没有改动。要更改请先撤销原来的处理。")
    state = LeaveState.APPROVED if approve else LeaveState.REFUSED
    return replace(slip, state=state, note=note or slip.note)


def come_back(slip: Leave, day: date, half: Half) -> Leave:
    """销假: the child is back from this half day on; an early return shortens the slip."""
    if slip.state is LeaveState.RETURNED or not slip.excuses:
        raise Refused("只有已批准、还没有销假的请假条可以销假。这张请假条没有改动。")
    if (day, half) < slip.first:
        raise Invalid(back_day="返校时间早于请假开始时间；整张不用的请假条请撤销")
    return replace(slip, state=LeaveState.RETURNED, back_day=day, back_half=half)


def make_up(slip: Leave, day: date) -> Leave:
    """补假: the paper for a leave taken by telephone; approves it where nobody had yet."""
    if not slip.phone:
        raise Refused("这不是电话请假，不需要补办手续。没有改动。")
    if slip.made_up_on:
        raise Refused("这张请假条已经补办过手续，没有改动。")
    if slip.state is LeaveState.REFUSED:
        raise Refused("这张请假条没有批准，不能补办手续。没有改动。")
    state = LeaveState.APPROVED if slip.state is LeaveState.SUBMITTED else slip.state
    return replace(slip, made_up_on=day, state=state)


HALF_WORDS = {Half.AM: "上午", Half.PM: "下午"}


def period(slip: Leave) -> str:
    """11月20日上午至11月21日下午"""
    first = f"{slip.first_day.month}月{slip.first_day.day}日{HALF_WORDS[slip.first_half]}"
    if (slip.first_day, slip.first_half) == (slip.last_day, slip.last_half):
        return first
    if slip.first_day == slip.last_day:
        return f"{slip.first_day.month}月{slip.first_day.day}日全天"
    return f"{first}至{slip.last_day.month}月{slip.last_day.day}日{HALF_WORDS[slip.last_half]}"
