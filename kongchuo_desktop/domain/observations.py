"""Talks and conduct: what teachers saw and heard about a child, in their own words (rules §6.2).

Some kinds are signals of risk; a signal holds until somebody notes that it is over, or until the
time has passed for which it says anything. Never on a paper for parents (LAW P4).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kongchuo_desktop.domain.errors import Invalid, Refused

HALF_YEAR = timedelta(days=183)


class ObservationKind(StrEnum):
    TALK = "talk"
    PRAISE = "praise"
    INTENTION = "intention"
    CONDUCT = "conduct"
    CONFLICT = "conflict"
    SIBLING = "sibling"
    PARENT_ILL = "parent_ill"
    MARRIAGE = "marriage"
    WORK = "work"
    MOVES = "moves"


SIGNALS = {
    ObservationKind.INTENTION: "B1",
    ObservationKind.CONDUCT: "B2",
    ObservationKind.CONFLICT: "B3",
    ObservationKind.SIBLING: "B4",
    ObservationKind.PARENT_ILL: "D5",
    ObservationKind.MARRIAGE: "D8",
    ObservationKind.WORK: "D9",
    ObservationKind.MOVES: "D11",
}
"""The kinds that are signals, and the code of each (rules §6.2)."""
LASTING = {ObservationKind.CONDUCT: HALF_YEAR, ObservationKind.CONFLICT: HALF_YEAR,
           ObservationKind.MOVES: 2 * HALF_YEAR}  # fmt: skip
"""For how long a signal of these kinds counts; the others until somebody says they are over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """One note about one child. `over_on` is the day from which it holds no longer."""

    id: str = ""
    student: str
    day: date
    kind: ObservationKind = ObservationKind.TALK
    note: str
    who: str
    over_on: date | None = None
    over_why: str = ""
    void_why: str = ""

    @property
    def code(self) -> str:
        """The code of the signal; empty for a note that is none."""
        return SIGNALS.get(self.kind, "")

    def holds(self, day: date) -> bool:
        """Whether it says something about the child on a day."""
        if self.void_why or day < self.day or (self.over_on and day >= self.over_on):
            return False
        lasting = LASTING.get(self.kind)
        return lasting is None or day <= self.day + lasting


def checked(asked: Observation, today: date) -> Observation:
    """The note as it may be kept, or Invalid."""
    wrong: dict[str, str] = {}
    if asked.day > today:
        wrong["day"] = "日期在今天之后，请核对"
    if not asked.note.strip():
        wrong["note"] = "请写下看到、听到的情况；孩子的原话最要紧"
    if not asked.who.strip():
        wrong["who"] = "请填写记录人"
    if wrong:
        raise Invalid(**wrong)
    return asked


def ended(asked: Observation, day: date, why: str) -> tuple[date, str]:
    """Day and reason with which a signal is over, or Invalid."""
    if not asked.code:
        raise Refused("这条记录不是风险信号，不需要解除。没有改动。")
    if asked.over_on or asked.void_why:
        raise Refused("这条记录已经解除或作废，没有改动。")
    wrong: dict[str, str] = {}
    if day < asked.day:
        wrong["over_on"] = "日期早于记录日期，请核对"
    if not why.strip():
        wrong["over_why"] = "请写明现在怎样了"
    if wrong:
        raise Invalid(**wrong)
    return day, why.strip()
