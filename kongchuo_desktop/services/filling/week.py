"""What the weekly meeting looks at: the week from Monday to today (F30)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from kongchuo_desktop.domain import priority as priority_rules
from kongchuo_desktop.services import classes, priority, risk, today
from kongchuo_desktop.services.filling.subjects import OfSchool, Subject
from kongchuo_desktop.services.priority import ClassWeek
from kongchuo_desktop.services.risk import AtRisk
from kongchuo_desktop.services.today import Today


class OfWeek(Subject):
    """This week, as it stands today."""

    def __init__(self, school: OfSchool) -> None:
        self.school = school

    @property
    def monday(self) -> date:
        return priority_rules.week_of(self.school.ctx.today())

    @property
    def week(self) -> str:
        """第12周（11月16日至22日）"""
        first = self.monday
        last = first + timedelta(days=6)
        month = f"{last.month}月" if last.month != first.month else ""
        number = self.school.ctx.calendar.term.week(first)
        return f"第{number}周（{first.month}月{first.day}日至{month}{last.day}日）"

    @cached_property
    def today(self) -> Today:
        return today.today(self.school.ctx)

    @cached_property
    def assessed(self) -> Mapping[str, AtRisk]:
        return risk.assess_all(self.school.ctx, self.school.book)

    @cached_property
    def looked_after(self) -> Mapping[str, AtRisk]:
        """The 重点生 of the classes that are seen."""
        return priority.children(self.assessed)

    @cached_property
    def class_weeks(self) -> Sequence[ClassWeek]:
        return priority.weeks(self.school.ctx, assessed=self.assessed)

    @property
    def group_members(self) -> str | None:
        """领导小组: the leaders who answer for a grade, beside the principal."""
        names = dict.fromkeys(name for _grade, name in sorted(classes.leaders().items()))
        names.pop(self.school.ctx.school.principal, None)
        return "、".join(names) or None
