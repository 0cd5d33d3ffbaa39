"""The dropout case (一人一案): what is recorded about it (rules §4.2).

A case is opened once and then only added to: each step has its day, who did it and on what basis.
Nothing is deleted; a step or the whole case is made void with a reason and then counts for nothing.
The stage that follows stands in `case_state`; what may be added, and what is missing to close,
in `case_steps`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from kongchuo_desktop.domain.attendance import Absence
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.ladder import Deeds

FULL_DAY = 2  # half days


class Origin(StrEnum):
    """Opened by the rules, from roll calls (L4) or because the child never came (§4.1), or by
    somebody who knew more."""

    LADDER = "ladder"
    NOT_ENROLLED = "not_enrolled"
    HAND = "hand"


class StepKind(StrEnum):
    VERIFIED = "verified"
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    RETURNED = "returned"
    ELSEWHERE = "elsewhere"
    REASONABLE = "reasonable"
    AGED_OUT = "aged_out"
    LOST = "lost"
    REVIEWED = "reviewed"
    CLOSED = "closed"
    VOIDED = "voided"


class Stage(StrEnum):
    OPEN = "open"
    VERIFYING = "verifying"
    PLANNED = "planned"
    PERSUADING = "persuading"
    NOTICE_SERVED = "notice_served"
    OVERDUE = "overdue"
    REFERRED = "referred"
    LOST = "lost"
    RETURNED = "returned"
    TRACKING = "tracking"
    ELSEWHERE = "elsewhere"
    REASONABLE = "reasonable"
    AGED_OUT = "aged_out"
    REOPENED = "reopened"
    CLOSED = "closed"
    VOID = "void"


class Cause(StrEnum):
    """Why a child stays away (F14 ③): one main cause, others beside it."""

    HARDSHIP = "hardship"
    LEARNING = "learning"
    AVERSION = "aversion"
    FAMILY = "family"
    WORKING = "working"
    EARLY_MARRIAGE = "early_marriage"
    ILLNESS = "illness"
    OTHER = "other"


class Whereabouts(StrEnum):
    """Where the child is (F11)."""

    HOME = "home"
    WORKING = "working"
    WITH_FAMILY = "with_family"
    OTHER_SCHOOL = "other_school"
    UNKNOWN = "unknown"


class Placement(StrEnum):
    """Where a child that came back learns (F14 ④)."""

    OWN_CLASS = "own_class"
    CATCH_UP = "catch_up"
    VOCATIONAL = "vocational"
    HOME_TUTORING = "home_tutoring"


class Grounds(StrEnum):
    """Why a child need not come back for now (rules §4.2 正当事由)."""

    SUSPENDED = "suspended"
    DEFERRED = "deferred"
    HOME_TUTORING = "home_tutoring"
    ABROAD = "abroad"
    DECEASED = "deceased"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case of one child. `begun` is the first day absent, or the day of opening by hand."""

    id: str = ""
    student: str
    opened_on: date
    begun: date
    origin: Origin = Origin.LADDER
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing done in a case. `who` did it or decided it; `basis` names the paper it rests on.

    `detail` holds what only this kind has: cause, side causes, whereabouts, place; responsible,
    way, timetable, support; class and placement; grounds. `at` is when it was entered.
    """

    id: str = ""
    case: str
    kind: StepKind
    day: date
    who: str
    basis: str = ""
    note: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    at: datetime | None = None
    void_why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """All that the stage of a case follows from. `runs` are the absences since the case began.

    `expected` says whether the child is on the rolls now; of one that is not, a roll call tells
    nothing. `present_on` is the first whole day from `begun` on which it was seen at school.
    """

    case: Case
    steps: Sequence[Step] = ()
    runs: Sequence[Absence] = ()
    deeds: Deeds = field(default_factory=Deeds)
    term: Term
    expected: bool = True
    present_on: date | None = None
    birth: date | None = None

    def standing(self, *kinds: StepKind) -> list[Step]:
        """The steps of these kinds that are not void, in the order of their days."""
        held = [s for s in self.steps if s.kind in kinds and not s.void_why]
        return sorted(held, key=lambda step: step.day)


ENDINGS = {
    StepKind.ELSEWHERE: Stage.ELSEWHERE,
    StepKind.REASONABLE: Stage.REASONABLE,
    StepKind.AGED_OUT: Stage.AGED_OUT,
    StepKind.LOST: Stage.LOST,
}
GONE = frozenset({Stage.CLOSED, Stage.VOID})
BACK = frozenset({Stage.RETURNED, Stage.TRACKING})
SETTLED = BACK | {Stage.ELSEWHERE, Stage.REASONABLE, Stage.AGED_OUT}
PERSUASION = frozenset(
    {Stage.OPEN, Stage.VERIFYING, Stage.PLANNED, Stage.PERSUADING, Stage.NOTICE_SERVED,
     Stage.OVERDUE, Stage.REFERRED, Stage.REOPENED}
)  # fmt: skip
"""The stages in which the school still goes out to bring the child back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Where a case stands: its stage, since which day this absence counts, and how often the
    child has stayed away again after it was back."""

    stage: Stage
    since: date
    recurrences: int = 0
    back_on: date | None = None

    @property
    def open(self) -> bool:
        return self.stage not in GONE
