"""Assistance (减免缓、补助、结对): one application and the steps it goes through (rules §4.4)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from kongchuo_desktop.domain.errors import Invalid, Refused


class AidKind(StrEnum):
    REDUCE = "reduce"
    WAIVE = "waive"
    DEFER_PAY = "defer_pay"
    BOARDING_SUBSIDY = "boarding_subsidy"
    LIVING_SUBSIDY = "living_subsidy"
    NUTRITION = "nutrition"
    PAIRING = "pairing"
    SOCIAL = "social"
    RELIEF = "relief"


class AidState(StrEnum):
    APPLIED = "applied"
    CLASS_REVIEW = "class_review"
    SCHOOL_REVIEW = "school_review"
    PUBLICIZED = "publicized"
    APPROVED = "approved"
    CARRIED_OUT = "carried_out"
    REJECTED = "rejected"


STEPS = (
    AidState.APPLIED,
    AidState.CLASS_REVIEW,
    AidState.SCHOOL_REVIEW,
    AidState.PUBLICIZED,
    AidState.APPROVED,
    AidState.CARRIED_OUT,
)
MONEY_KINDS = frozenset(AidKind) - {AidKind.PAIRING}
MOST = 10_000_000  # 分: no single aid to a pupil exceeds 100,000 元; catches a slip of the finger


@dataclass(frozen=True, slots=True, kw_only=True)
class Aid:
    """One application; `amount` in 分 for the term, 0 where no money is meant."""

    id: str = ""
    student: str
    kind: AidKind
    item: str = ""
    amount: int = 0
    term: str = ""
    evidence: str = ""
    reason: str = ""
    state: AidState = AidState.APPLIED
    applied_on: date
    decided_on: date | None = None
    note: str = ""


def checked(aid: Aid) -> Aid:
    """The application as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    least = 1 if aid.kind in MONEY_KINDS else 0
    if not least <= aid.amount <= MOST:
        wrong["amount"] = "请填写金额（元），大于0、不超过10万元"
    if not aid.reason.strip():
        wrong["reason"] = "请写明家庭困难情况"
    if wrong:
        raise Invalid(**wrong)
    return aid


def next_state(aid: Aid) -> AidState | None:
    """The step that follows, or None at the end."""
    if aid.state not in STEPS[:-1]:
        return None
    return STEPS[STEPS.index(aid.state) + 1]


def advance(aid: Aid, today: date) -> Aid:
    """One step on: class review, school review, publicity, approval, carried out."""
    following = next_state(aid)
    if following is None:
        raise Refused("这份申请已经办结，没有下一步。")
    return replace(aid, state=following, decided_on=today)


def reject(aid: Aid, reason: str, today: date) -> Aid:
    """Turned down, with a reason; what was carried out cannot be turned down."""
    if next_state(aid) is None:
        raise Refused("这份申请已经办结，不能再改为不予批准。")
    if not reason.strip():
        raise Invalid(note="请写明不予批准的理由")
    return replace(aid, state=AidState.REJECTED, note=reason, decided_on=today)
