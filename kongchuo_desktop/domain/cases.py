"""The dropout case (一人一案): what was recorded about it, and the stage that follows (rules §4.2).

A case is opened once and then only added to: each step has its day, who did it and on what basis.
Nothing is deleted; a step or the whole case is made void with a reason and then counts for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from kongchuo_desktop.domain.attendance import Absence
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)
FULL_DAY = 2  # half days


class Origin(StrEnum):
    """Opened by the rules (L4), or by somebody who knew more than the roll calls."""

    LADDER = "ladder"
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
    """All that the stage of a case follows from. `runs` are the absences of this term."""

    case: Case
    steps: Sequence[Step] = ()
    runs: Sequence[Absence] = ()
    deeds: Deeds = field(default_factory=Deeds)
    term: Term

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


def state(facts: Facts, rules: LocalRules, today: date) -> State:
    """The stage that follows from the facts, the same in whatever order they were entered."""
    if facts.standing(StepKind.VOIDED):
        return State(stage=Stage.VOID, since=facts.case.begun)
    begun = _begun(facts)
    again = _relapses(facts, begun, rules)
    since = again[-1].first[0] if again else begun
    earlier = [s for s in facts.standing(StepKind.RETURNED) if s.day < facts.term.first]
    back = max(_returns(facts, since), default=None)
    return State(
        stage=_stage(facts, since, back, today, again=bool(again)),
        since=since,
        recurrences=len(again) + max(0, len(earlier) - 1),
        back_on=back,
    )


def _begun(facts: Facts) -> date:
    """The first day of the absence the case is about; roll calls entered later may have shown that
    it began before."""
    begun = facts.case.begun
    about = (run for run in facts.runs if run.first[0] <= begun <= run.last[0])
    return next((run.first[0] for run in about), begun)


def _stage(facts: Facts, since: date, back: date | None, today: date, *, again: bool) -> Stage:
    if any(step.day >= since for step in facts.standing(StepKind.CLOSED)):
        return Stage.CLOSED
    ended = [step for step in facts.standing(*ENDINGS) if step.day >= since]
    last = max([step.day for step in ended], default=None)
    if back and (last is None or back >= last):
        followed = any(day >= back for day in facts.deeds.follow_ups)
        return Stage.TRACKING if followed else Stage.RETURNED
    if ended:
        return ENDINGS[ended[-1].kind]
    return _pursued(facts, since, today) or (Stage.REOPENED if again else Stage.OPEN)


def _pursued(facts: Facts, since: date, today: date) -> Stage | None:
    """How far the school has gone since a day to bring the child back."""
    deeds = facts.deeds
    if any(rung == "L8" and day >= since for day, rung in deeds.reports):
        return Stage.REFERRED
    last_days = [last for day, last in deeds.served if day >= since]
    if last_days:
        return Stage.OVERDUE if today > max(last_days) else Stage.NOTICE_SERVED
    planned = [step.day for step in facts.standing(StepKind.PLANNED) if step.day >= since]
    went = any(day >= since for day in deeds.persuasions)
    if went or (planned and any(day >= planned[0] for day in deeds.visits)):
        return Stage.PERSUADING
    if planned:
        return Stage.PLANNED
    known = [step for step in facts.standing(StepKind.VERIFIED) if step.day >= since]
    return Stage.VERIFYING if known else None


def _returns(facts: Facts, since: date) -> Iterator[date]:
    """The days on which the child was back: recorded as such, or seen in a roll call."""
    for step in facts.standing(StepKind.RETURNED):
        if step.day >= since:
            yield step.day
    for run in facts.runs:
        if run.first[0] >= since and run.half_days >= FULL_DAY and run.back:
            yield run.back[0]


def _relapses(facts: Facts, begun: date, rules: LocalRules) -> list[Absence]:
    """Absences of a day or more after the child was back (T10), or soon after the case was closed;
    a later one belongs to a new case."""
    returns = sorted(_returns(facts, begun))
    if not returns:
        return []
    closed = [step.day for step in facts.standing(StepKind.CLOSED)]
    found: list[Absence] = []
    for run in facts.runs:
        first = run.first[0]
        shut = max((day for day in closed if day <= first), default=None)
        new_case = shut and first > shut + DAY * rules.reopen_days
        if run.half_days >= FULL_DAY and first >= returns[0] and not new_case:
            found.append(run)
    return found


def covers(case: Case, steps: Sequence[Step], run: Absence, rules: LocalRules) -> bool:
    """Whether an absence belongs to this case, so that no other is opened for it."""
    standing = [step for step in steps if not step.void_why]
    if any(step.kind is StepKind.VOIDED for step in standing):
        return run.first[0] <= case.begun <= run.last[0]  # made void knowing of this absence
    closed = [step.day for step in standing if step.kind is StepKind.CLOSED]
    return not closed or run.first[0] <= max(closed) + DAY * rules.reopen_days


def missing(facts: Facts, rules: LocalRules, today: date) -> list[str]:
    """What still stands in the way of 销号, each a sentence; nothing when it can be closed."""
    now = state(facts, rules, today)
    if now.stage is Stage.VOID:
        return ["这个案件已经作废"]
    if now.stage is Stage.CLOSED:
        return ["这个案件已经销号"]
    if now.stage is Stage.LOST:
        return ["学生失联，要每月继续查找，找到之前不能销号"]
    if now.stage not in SETTLED:
        return ["学生还没有返校，也没有登记他处就读、正当事由或超龄离校"]
    return [*_papers_missing(facts, now), *_tracking_missing(facts, now, rules, today)]


def _papers_missing(facts: Facts, now: State) -> Iterator[str]:
    if not facts.standing(StepKind.VERIFIED):
        yield "没有核实原因和去向"
    if now.stage in BACK and not facts.standing(StepKind.PLANNED):
        yield "没有一人一案方案（复学后怎样帮扶）"
    ended = facts.standing(StepKind.RETURNED, *ENDINGS)
    ended = [step for step in ended if step.day >= now.since]
    if not ended:
        yield "没有登记复学（编入哪个班、怎样安置）"
        return
    reviews = facts.standing(StepKind.REVIEWED)
    if not any(step.day >= ended[-1].day for step in reviews):
        yield "乡（镇）还没有复核"


def _tracking_missing(facts: Facts, now: State, rules: LocalRules, today: date) -> Iterator[str]:
    """A child that is back is followed until the end of a term, with so many visits (T10)."""
    if now.back_on is None or now.stage not in BACK:
        return
    back = now.back_on
    if not any(rung == "L9" and day >= back for day, rung in facts.deeds.reports):
        yield "复学报告书还没有交乡（镇）签收"
    visits = sum(day >= back for day in facts.deeds.follow_ups)
    if visits < rules.follow_ups:
        yield f"跟踪回访{visits}次，要满{rules.follow_ups}次"
    ready = facts.term.last - DAY * rules.close_days
    if back >= facts.term.first and today < ready:
        yield f"要跟踪到学期末（{ready.month}月{ready.day}日起可以销号）"


def checked(facts: Facts, step: Step, rules: LocalRules, today: date) -> Step:
    """The step as it may be added; Invalid, or Refused with what stands in the way."""
    now = state(facts, rules, today)
    if now.stage is Stage.VOID or (now.stage is Stage.CLOSED and step.kind is not StepKind.VOIDED):
        raise Refused("这个案件已经了结，不能再添记录。学生又缺课的，会另外立案。没有改动。")
    if wrong := {**_wrong(facts.case, step, today), **_left_out(step)}:
        raise Invalid(**wrong)
    if barrier := _barrier(facts, step, now, rules, today):
        raise Refused(barrier)
    return step


def _wrong(case: Case, step: Step, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if step.day > today:
        wrong["day"] = "日期在今天之后，请核对"
    elif step.day < case.begun and step.kind is not StepKind.VOIDED:
        wrong["day"] = f"日期早于缺课起始日（{case.begun}），请核对"
    if not step.who.strip():
        wrong["who"] = "请填写经办人"
    return wrong


def _left_out(step: Step) -> dict[str, str]:
    said = {**step.detail, "basis": step.basis, "note": step.note}
    needed = NEEDED.get(step.kind, {})
    return {
        name: f"请填写{told}" for name, told in needed.items() if not said.get(name, "").strip()
    }


NEEDED: Mapping[StepKind, Mapping[str, str]] = {
    StepKind.VERIFIED: {"cause": "主要原因", "whereabouts": "去向"},
    StepKind.PLANNED: {
        "responsible": "劝返责任人",
        "way": "劝返方式",
        "timetable": "时间安排",
        "support": "复学后怎样帮扶",
    },
    StepKind.RETURNED: {"class": "编入班级", "placement": "安置方式"},
    StepKind.ELSEWHERE: {"basis": "学籍或在读证明", "note": "就读学校"},
    StepKind.REASONABLE: {"grounds": "事由", "basis": "批准文件或证明"},
    StepKind.AGED_OUT: {"basis": "县局确认的文件"},
    StepKind.LOST: {"note": "最后一次联系的情况"},
    StepKind.REVIEWED: {"basis": "乡（镇）复核的文件或意见"},
    StepKind.CLOSED: {"basis": "销号依据"},
    StepKind.VOIDED: {"note": "作废的理由"},
}
"""What a step of each kind has to say beside day and person: attribute or detail → its words."""


def _barrier(facts: Facts, step: Step, now: State, rules: LocalRules, today: date) -> str:
    """Why the rules do not allow this step yet; empty when they do."""
    if step.kind is StepKind.CONFIRMED:
        deeds = facts.deeds
        home = any(day >= now.since for day in deeds.visits)
        leader = any(day >= now.since for day in deeds.leader_visits)
        if not (home and leader):
            return "认定辍学前，至少要有一次家访和一次校领导家访的记录。没有登记。"
    if step.kind is StepKind.REVIEWED and now.stage not in SETTLED:
        return "学生返校或有了结果以后，乡（镇）才能复核。没有登记。"
    if step.kind is StepKind.CLOSED and (lacking := missing(facts, rules, today)):
        return f"还不能销号：{'；'.join(lacking)}。没有登记。"
    return ""
