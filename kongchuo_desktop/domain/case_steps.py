"""What may be added to a dropout case, and what still stands in the way of closing it (§4.2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from kongchuo_desktop.domain.case_state import state
from kongchuo_desktop.domain.cases import (
    BACK,
    ENDINGS,
    SETTLED,
    Facts,
    Stage,
    State,
    Step,
    StepKind,
)
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)
UNREVIEWED = "乡（镇）还没有复核"
TO_THE_END = "要跟踪到学期末"
AGED_OUT = 16  # years (rules §4.1)


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
        yield UNREVIEWED


def _tracking_missing(facts: Facts, now: State, rules: LocalRules, today: date) -> Iterator[str]:
    """A child that is back is followed until the end of a term, with so many visits (T10)."""
    if now.back_on is None or now.stage not in BACK:
        return
    back = now.back_on
    if not any(rung == "L9" and day >= back for day, rung in facts.deeds.reports):
        yield "复学报告书还没有交乡（镇）签收"
    visits = followed(facts, back)
    if visits < rules.follow_ups:
        yield f"跟踪回访{visits}次，要满{rules.follow_ups}次"
    ready = facts.term.last - DAY * rules.close_days
    if back >= facts.term.first and today < ready:
        yield f"{TO_THE_END}（{ready.month}月{ready.day}日起可以销号）"


def followed(facts: Facts, back: date) -> int:
    """On how many days after the return somebody was visited and met."""
    return len({day for day in facts.deeds.follow_ups if day > back})


def checked(facts: Facts, step: Step, rules: LocalRules, today: date) -> Step:
    """The step as it may be added; Invalid, or Refused with what stands in the way."""
    now = state(facts, rules, today)
    if now.stage is Stage.VOID or (now.stage is Stage.CLOSED and step.kind is not StepKind.VOIDED):
        raise Refused("这个案件已经了结，不能再添记录。学生又缺课的，会另外立案。没有改动。")
    if wrong := {**_wrong(facts, step, now, today), **_left_out(step)}:
        raise Invalid(**wrong)
    if barrier := _barrier(facts, step, now, rules, today):
        raise Refused(barrier)
    return step


def _wrong(facts: Facts, step: Step, now: State, today: date) -> dict[str, str]:
    wrong: dict[str, str] = {}
    earliest = _earliest(facts, step, now)
    if step.day > today:
        wrong["day"] = "日期在今天之后，请核对"
    elif step.day < earliest:
        wrong["day"] = f"日期不能早于{earliest}，请核对"
    if not step.who.strip():
        wrong["who"] = "请填写经办人"
    return wrong


def _earliest(facts: Facts, step: Step, now: State) -> date:
    """From which day on a step can be: of this absence, and after what it judges."""
    if step.kind is StepKind.VOIDED:
        return date.min
    if step.kind is StepKind.VERIFIED:
        return facts.case.begun
    days = [now.since]
    if step.kind in {StepKind.REVIEWED, StepKind.CLOSED}:
        ended = facts.standing(StepKind.RETURNED, *ENDINGS)
        days += [each.day for each in ended if each.day >= now.since]
    return max(days)


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
    if step.kind is StepKind.AGED_OUT and not _old_enough(facts.birth, step.day):
        return f"超龄离校要年满{AGED_OUT}周岁，请先核对花名册里的出生日期。没有登记。"
    if step.kind is StepKind.REVIEWED and now.stage not in SETTLED:
        return "学生返校或有了结果以后，乡（镇）才能复核。没有登记。"
    if step.kind is StepKind.CLOSED and (lacking := missing(facts, rules, today)):
        return f"还不能销号：{'；'.join(lacking)}。没有登记。"
    return ""


def _old_enough(birth: date | None, day: date) -> bool:
    if birth is None:
        return False
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day)) >= AGED_OUT
