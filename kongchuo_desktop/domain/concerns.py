"""重点生: a teacher's own nomination, with or without data, and how it ends (rules §6.2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from kongchuo_desktop.domain.errors import Invalid, Refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One nomination; open until dismissed. `assignee` is the teacher in charge (包保)."""

    id: str = ""
    student: str
    since: date
    reason: str
    assignee: str = ""
    intention: bool = False  # the child or the family spoke of giving up school (B1)
    dismissed_on: date | None = None
    dismissed_why: str = ""

    @property
    def open(self) -> bool:
        return self.dismissed_on is None


def nominate(asked: Concern, earlier: Iterable[Concern]) -> Concern:
    """The nomination to keep, or Invalid."""
    wrong: dict[str, str] = {}
    if not asked.reason.strip():
        wrong["reason"] = "请写明为什么要重点关注"
    if any(other.open and other.id != asked.id for other in earlier):
        wrong["student"] = "这名学生已经列为重点生，请直接修改原来的记录"
    if wrong:
        raise Invalid(**wrong)
    return asked


def dismiss(concern: Concern, why: str, today: date) -> Concern:
    """No longer of concern, with a reason; the record stays."""
    if not concern.open:
        raise Refused("这名学生已经解除重点关注，没有改动。")
    if not why.strip():
        raise Invalid(dismissed_why="请写明解除的理由")
    return replace(concern, dismissed_on=today, dismissed_why=why)
