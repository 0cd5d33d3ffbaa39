"""What letters about a child that stays away say: since when, what the school has done, by when
it is asked to be back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cached_property

from kongchuo_desktop.domain.helping import PairKind
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.services import cases
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, Subject
from kongchuo_desktop.store import helping


class OfAbsence(Subject):
    """The absence without leave that a child is in now; where its dropout case knows of one that
    began in an earlier term, that one."""

    def __init__(self, child: OfChild, up: OfClass) -> None:
        self.up = up
        self.of_child = child
        self.school = child.school
        self.ctx = child.ctx

    @cached_property
    def absent_from(self) -> date | None:
        case = self.of_child.case
        if case and case.away:
            return case.state.since
        run = cases.open_run(self.school.book, self.of_child.child.id)
        return run.first[0] if run else None

    @property
    def absent_days(self) -> int | None:
        """Days of the calendar from the first to today, as the terms of the law are counted."""
        since = self.absent_from
        return (self.ctx.today() - since).days + 1 if since else None

    @property
    def contact_dates(self) -> tuple[date, ...] | None:
        return self._since(self._deeds.contacts)

    @property
    def visit_dates(self) -> tuple[date, ...] | None:
        return self._since(self._deeds.visits)

    @property
    def deadline(self) -> date:
        """The last day to come back by, when the letter is of today."""
        return self.school.return_by

    @property
    def attending(self) -> bool:
        """Whether there is no case of a dropout to be brought to its end."""
        case = self.of_child.case
        return not (case and case.state.open)

    @property
    def return_day(self) -> date | None:
        case = self.of_child.case
        return case.state.back_on if case else None

    @property
    def cause(self) -> str | None:
        """Why the child stays away, as found out last."""
        from kongchuo_desktop.services.filling.case import OfCase

        case = self.of_child.case
        return OfCase(self.school, case).cause if case and case.state.open else None

    @property
    def tutor(self) -> str | None:
        """The teacher who goes along with the child, or who helps it learn."""
        student, today = self.of_child.child.id, self.ctx.today()
        for pairing in helping.pairings(student):
            if pairing.kind is PairKind.TEACHER and pairing.holds(today):
                return pairing.partner
        return next((plan.teacher for plan in helping.plans(student) if not plan.over_on), None)

    @property
    def _deeds(self) -> Deeds:
        case = self.of_child.case
        if case and case.away:
            return case.facts.deeds
        return self.school.deeds.get(self.of_child.child.id, Deeds())

    def _since(self, days: Sequence[date]) -> tuple[date, ...] | None:
        """Of this absence; None where the child is not away."""
        since = self.absent_from
        return tuple(sorted({day for day in days if day >= since})) if since else None
