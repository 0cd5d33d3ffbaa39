"""The figures of this term, from before its opening days to today (F29, F32-15)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from functools import cached_property
from typing import Any

from kongchuo_desktop.domain.census import BEFORE
from kongchuo_desktop.domain.roster import SchoolClass, Status
from kongchuo_desktop.services.filling.period import Period, rate
from kongchuo_desktop.services.filling.subjects import OfSchool, Subject


class OfTerm(Subject):
    """What happened at the school this term."""

    def __init__(self, school: OfSchool) -> None:
        self.school = school
        self.up = school.this_week

    @cached_property
    def period(self) -> Period:
        """Children come and go from some days before the first day of term."""
        ctx = self.school.ctx
        first = ctx.calendar.term.first - BEFORE
        return Period(self.school, first, min(ctx.today(), ctx.calendar.term.last))

    def row(self, grades: Collection[int]) -> dict[str, Any]:
        """Table 1 of F29 for some grades."""
        return {
            **self.period.roll(grades),
            "dropout_count": len(self.period.lost(grades)),
            "away_count": len(self.period.away(grades)),
        }

    def rates(self, grades: Collection[int]) -> dict[str, Any]:
        """巩固率, 流失率 and 辍学率 (rules §3.4-3.6), with what they are made of. Counted on the
        whole roll, so that leave with permission (休学、送教) neither raises nor lowers them.
        """
        roll = self.period.roll(grades)
        now = self.period.on_roll(grades)
        gone = len(self.gone(grades))
        lost = len(self.period.lost(grades))
        came = roll["transfer_in"] + roll["newly_enrolled"]
        before = now - came + roll["transfer_out"] + gone
        base = before + came - roll["transfer_out"]
        return {
            "roll_base": before,
            "roll_now": now,
            "dropout_count": lost,
            "retention_rate": rate(now - lost, base - gone),
            "loss_rate": rate(lost, base),
            "dropout_rate": rate(lost, before),
        }

    def gone(self, grades: Collection[int]) -> list[str]:
        """Children who left the roll this term otherwise than by a transfer: abroad, deceased, of
        age."""
        pupils = self.school.book.pupils
        left = {
            change.student
            for change in self.period.changes
            if not change.coming and change.grade in grades and self.period.within(change.day)
        }
        return [id_ for id_ in left if id_ in pupils and pupils[id_].status in GONE]

    @property
    def work_summary(self) -> str:
        found, everyone = self.period, self.period.everyone
        return (
            f"本学期登记疑似辍学{len(found.opened(everyone))}人，劝返复学"
            f"{len(found.returned(everyone))}人；家访{found.visited(everyone)}人次，电话等联系"
            f"{found.calls()}次，发复学通知书{found.sheets_of('return_notice', everyone)}份。"
        )

    @property
    def problem_summary(self) -> str:
        away = len(self.period.away(self.period.everyone))
        return f"期末还有{away}名学生没有返校。" if away else "期末没有未返校的学生。"

    @cached_property
    def pledges(self) -> int:
        """Children whose 责任书 between class and family was numbered this school year and is still
        in force."""
        year = date(self.school.ctx.calendar.term.year, 8, 1)
        return Period(self.school, year, self.school.ctx.today()).given("home_pledge")

    def lost_of(self, class_id: str) -> int:
        """Children of a class who stay away now, or did so long enough this term to be dropouts,
        whether or not they are back."""
        found = self.period
        every = {known.case.student for known in found.dropped(found.everyone)}
        every |= {known.case.student for known in found.away(found.everyone)}
        pupils = self.school.book.pupils
        return sum(pupils[student].class_id == class_id for student in every)

    @cached_property
    def kept_classes(self) -> list[SchoolClass]:
        """The classes with children in them of whom none dropped out this term (无辍学班级)."""
        held = {pupil.class_id for pupil in self.school.book.pupils.values()}
        return [
            found
            for id_, found in self.school.classes.items()
            if id_ in held and not self.lost_of(id_)
        ]

    @property
    def no_dropout_classes(self) -> tuple[str, ...]:
        return tuple(
            f"{found.name}（班主任{found.teacher}）" if found.teacher else found.name
            for found in self.kept_classes
        )

    @property
    def no_dropout_count(self) -> int:
        return len(self.kept_classes)


GONE = frozenset({Status.ABROAD, Status.DECEASED, Status.AGED_OUT})
