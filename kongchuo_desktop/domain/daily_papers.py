"""What the papers of a school day say: 补假手续单, 联系记录, 出勤日报, 出勤日汇总, 今日要做的事.

Strings, numbers and dates only, so that a frozen copy prints again as it was. As on every paper,
`None` (and in tables an empty text) means "not known: leave room to write by hand".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from kongchuo_desktop.domain.papers import LeaveSlip


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeupSlip(LeaveSlip):
    """F08: 补假手续单, the slip of a leave asked for by telephone, signed after the return.

    What it shares with a slip means the same; `applicant_name` is who called and `phone` from
    where. `registered` is the number under which the call was registered (第136号), `called_at` a
    time (7:40), `taken_by` who took the call, `evidence` one of the kinds the template names or any
    other; `issued` is the day on which the slip is made out.
    """

    registered: str | None = None
    called_day: date | None = None
    called_at: str | None = None
    taken_by: str | None = None
    evidence: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLine:
    """One attempt to reach a family, or an absence about which nobody has been reached yet.

    All as printed: `missed` 上午, 全天 or 11月18日起第3天; `on_leave` 否 or 是（病假）; `person`
    with the relation to the child; `minutes` from the roll call to the first attempt.
    """

    day: date | None = None
    class_name: str = ""
    student_name: str = ""
    missed: str = ""
    on_leave: str = ""
    at: str = ""
    way: str = ""
    person: str = ""
    result: str = ""
    promise: str = ""
    teacher: str = ""
    follow_up: str = ""
    minutes: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactLog:
    """F09: 因故缺课联系记录, of one child or of one day (LAW-YF-34).

    `about` is what the page is of (张三民, or 2026年11月20日); `attempts` and `failed` count the
    attempts and those that reached nobody; `within` are the minutes a first attempt may take, after
    the roll calls `found_am` and `found_pm` (08:30).
    """

    school: str | None = None
    about: str | None = None
    lines: Sequence[ContactLine] = ()
    attempts: int | None = None
    failed: int | None = None
    within: int | None = None
    found_am: str | None = None
    found_pm: str | None = None

    @classmethod
    def blank(cls, *, school: str | None = None, rows: int = 10) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school, lines=(ContactLine(),) * rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class HalfCount:
    """The head count of one half day; `state` (未报, 停课) stands in place of the counts."""

    half: str
    state: str = ""
    present: int | None = None
    sick: int | None = None
    personal: int | None = None
    unexcused: int | None = None
    late: int | None = None
    early: int | None = None

    @property
    def reported(self) -> bool:
        return self.present is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentLine:
    """One child who was not there: which half, why, and what was heard from home."""

    student_name: str = ""
    missed: str = ""
    reason: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDaily:
    """F10: 班级出勤日报. `late` are children with the half day they came late or left early.

    A report without absences is a report too; `reported_at` is a time, as printed.
    """

    school: str | None = None
    class_name: str | None = None
    day: date | None = None
    on_roll: int | None = None
    expected: int | None = None
    halves: Sequence[HalfCount] = (HalfCount(half="上午"), HalfCount(half="下午"))
    absent: Sequence[AbsentLine] = ()
    late: Sequence[str] | None = None
    reported_at: str | None = None

    @property
    def reported(self) -> Sequence[HalfCount]:
        return [half for half in self.halves if half.reported]

    @classmethod
    def blank(cls, *, school: str | None = None, rows: int = 18) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school, absent=(AbsentLine(),) * rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolLine:
    """One class in the day's summary. `am` and `pm` are half days as the class reported them.

    A child counts once: 无故 before 病假 before 事假; without leave it counts under the length its
    absence has reached: half a day, a day, two days or more; `suspected` are those of the last that
    have reached the days of 疑似. `named` are the children without leave, each with that length.
    """

    class_name: str
    on_roll: int
    expected: int
    am: HalfCount
    pm: HalfCount
    sick: int = 0
    personal: int = 0
    half_day: int = 0
    one_day: int = 0
    longer: int = 0
    suspected: int = 0
    named: Sequence[tuple[str, str]] = ()
    remark: str = ""
    reported_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolDaily:
    """F10: 学校出勤日汇总, class by class, with totals and the rate of attendance (rules §3.2)."""

    school: str
    day: date
    office: str
    lines: Sequence[SchoolLine]
    suspect_days: int

    def sum(self, count: str) -> int:
        """A column's total."""
        return sum(getattr(line, count) for line in self.lines)

    def present(self, half: str) -> int | None:
        """Children present in one half (am, pm) of the classes that reported it; None if none."""
        counts = [getattr(line, half).present for line in self.lines]
        found = [count for count in counts if count is not None]
        return sum(found) if found else None

    def due(self, half: str) -> int:
        """Children expected in one half (am, pm) by the classes that reported it."""
        return sum(line.expected for line in self.lines if getattr(line, half).reported)

    @property
    def rate(self) -> float | None:
        """实到人次 ÷ 应到人次 of the half days reported; None when none was."""
        due = self.due("am") + self.due("pm")
        present = (self.present("am") or 0) + (self.present("pm") or 0)
        return present / due if due else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyLine:
    """One thing to do: for whom, what, the rule with its number, who is responsible, by when.

    `due_day` is 今天 or 11月23日, `due_time` 24:00前.
    """

    student_name: str
    class_name: str
    what: str
    rule: str
    number: str
    responsible: str
    due_day: str
    due_time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyGroup:
    """已逾期, 今天 or 接下来, with what belongs there."""

    title: str
    lines: Sequence[DutyLine] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DutySheet:
    """今日要做的事, for the morning meeting; `made_at` is a time as printed."""

    school: str
    day: date
    made_at: str
    groups: Sequence[DutyGroup]


@dataclass(frozen=True, slots=True, kw_only=True)
class RateChart:
    """近30个教学日到校率; `points` are school days with the share of children present."""

    school: str
    day: date
    points: Sequence[tuple[date, float]]
