"""Help for children who fall behind: pairs (一帮一, 手拉手), plans and their sessions (F17)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kongchuo_desktop.domain.errors import Invalid

LONGEST_SESSION = 240  # minutes


class PairKind(StrEnum):
    CLASSMATE = "classmate"
    TEACHER = "teacher"
    HAND_IN_HAND = "hand_in_hand"


class PlanKind(StrEnum):
    """学困生, or 双困生: behind in learning and poor."""

    LEARNING = "learning"
    DOUBLE = "double"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Somebody who goes along with a child: a classmate, a teacher, a child of another class."""

    id: str = ""
    student: str
    kind: PairKind = PairKind.CLASSMATE
    partner: str
    since: date
    over_on: date | None = None
    note: str = ""

    def holds(self, day: date) -> bool:
        return self.since <= day and (self.over_on is None or day < self.over_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpPlan:
    """What a child finds hard, why, who helps and how; `result` when it is over."""

    id: str = ""
    student: str
    kind: PlanKind = PlanKind.LEARNING
    since: date
    subjects: str
    cause: str
    teacher: str
    goal: str
    measures: str
    over_on: date | None = None
    result: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpSession:
    """One time of help, in minutes, with what came of it."""

    id: str = ""
    plan: str
    day: date
    minutes: int
    content: str
    effect: str = ""
    who: str


def checked_pairing(asked: Pairing, today: date) -> Pairing:
    """The pair as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    if not asked.partner.strip():
        wrong["partner"] = "请填写和谁结对"
    if asked.since > today:
        wrong["since"] = "日期在今天之后，请核对"
    if wrong:
        raise Invalid(**wrong)
    return asked


def checked_plan(asked: HelpPlan, today: date) -> HelpPlan:
    """The plan as it may be kept, or Invalid."""
    needed = {
        "subjects": "薄弱学科",
        "cause": "成因分析",
        "teacher": "帮扶教师",
        "goal": "阶段目标",
        "measures": "帮扶措施",
    }
    wrong = {
        name: f"请填写{told}" for name, told in needed.items() if not getattr(asked, name).strip()
    }
    if asked.since > today:
        wrong["since"] = "日期在今天之后，请核对"
    if asked.over_on and asked.over_on < asked.since:
        wrong["since"] = "开始日期在结束日期之后"
    if asked.over_on and not asked.result.strip():
        wrong["result"] = "结束的计划请写明转化情况"
    if wrong:
        raise Invalid(**wrong)
    return asked


def checked_session(asked: HelpSession, plan: HelpPlan, today: date) -> HelpSession:
    """The session as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    if not plan.since <= asked.day <= today:
        wrong["day"] = f"辅导日期要在{plan.since}至今天之间"
    if not 1 <= asked.minutes <= LONGEST_SESSION:
        wrong["minutes"] = f"时长填1到{LONGEST_SESSION}分钟"
    if not asked.content.strip():
        wrong["content"] = "请写明辅导了什么"
    if not asked.who.strip():
        wrong["who"] = "请填写辅导教师"
    if wrong:
        raise Invalid(**wrong)
    return asked
