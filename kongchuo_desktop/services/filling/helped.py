"""What is known of helping and watching over: parts of the school, of a class and of a child.

The subjects are made of these parts (`class OfChild(HelpedChild, Subject)`), so that a form finds
their fields like any other. Levels of concern are for internal papers only (LAW P4).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import Aid, AidState
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.exams import Exam, Score
from kongchuo_desktop.domain.helping import HelpPlan, PairKind
from kongchuo_desktop.domain.priority import Check, CheckKind
from kongchuo_desktop.domain.roster import SchoolClass, Student, Tag
from kongchuo_desktop.domain.visits import Visit, VisitOutcome
from kongchuo_desktop.services import aid, exams, helping, risk
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.risk import AtRisk
from kongchuo_desktop.store import checks, visits
from kongchuo_desktop.store import helping as help_rows

HARDSHIPS = (
    Tag.LIFTED_HOUSEHOLD,
    Tag.MONITORED_HOUSEHOLD,
    Tag.DIBAO,
    Tag.TEKUN,
    Tag.ORPHAN,
    Tag.DE_FACTO_UNSUPPORTED,
    Tag.DISABLED,
    Tag.SINGLE_PARENT,
)
"""What an application for assistance may rest on; other groups are no hardship by themselves."""
MONTHS = 5
FEW_DAYS = 10
MET = frozenset({VisitOutcome.MET_GUARDIAN, VisitOutcome.MET_STUDENT})


def month_place(term: Term, day: date) -> int:
    """In which column of a term's months a day counts, 0 to MONTHS - 1: the last days of a month in
    which a term begins count with the next, and what is later than the last column in the last."""
    first = term.first + timedelta(days=FEW_DAYS)
    months = (day.year - first.year) * 12 + day.month - first.month
    return min(max(months, 0), MONTHS - 1)


def term_months(term: Term) -> Sequence[date]:
    """The months of a term by their first days, but one in which only its first few days lie."""
    months = [(term.first + timedelta(days=FEW_DAYS)).replace(day=1)]
    while (following := next_month(months[-1])) <= term.last:
        months.append(following)
    return months


def next_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)


class HelpedSchool:
    """The visits of the term, and what they are counted by."""

    ctx: Context

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """Those of this term that stand, to children the person may see, oldest first."""
        term = self.ctx.calendar.term
        return visits.between(term.first, term.last, self.ctx.scope)[::-1]

    @property
    def term_visits(self) -> int:
        return len(self.visits)

    @property
    def met_visits(self) -> int:
        return sum(visit.outcome in MET for visit in self.visits)

    @property
    def homeroom_quota(self) -> int:
        return self.ctx.rules.visits_per_term

    @property
    def subject_quota(self) -> int:
        return self.ctx.rules.visits_per_term_other

    @cached_property
    def _months(self) -> Sequence[str]:
        """What the columns of the term's months are called: 8、9 and so on to 1."""
        term = self.ctx.calendar.term
        held: list[list[str]] = [[] for _ in range(MONTHS)]
        day = term.first
        while day <= term.last:
            held[month_place(term, day)].append(str(day.month))
            day = next_month(day)
        return ["、".join(each) for each in held]

    @property
    def month_1(self) -> str:
        return self._months[0]

    @property
    def month_2(self) -> str:
        return self._months[1]

    @property
    def month_3(self) -> str:
        return self._months[2]

    @property
    def month_4(self) -> str:
        return self._months[3]

    @property
    def month_5(self) -> str:
        return self._months[4]


class HelpedClass:
    """That the 重点生 of a class were confirmed this term."""

    ctx: Context
    found: SchoolClass

    @cached_property
    def _confirmed(self) -> Check | None:
        held = checks.of_period(CheckKind.CONFIRMED, self.ctx.calendar.term.code)
        return held.get(self.found.id)

    @property
    def confirmed_on(self) -> date | None:
        return self._confirmed.day if self._confirmed else None

    @property
    def confirmed_by(self) -> str | None:
        return self._confirmed.who if self._confirmed else None


class HelpedChild:
    """Why a child is looked after, who helps it and how, and the aid it was given."""

    ctx: Context
    child: Student

    @cached_property
    def assessed(self) -> AtRisk | None:
        return risk.assess(self.ctx, self.child.id)

    @cached_property
    def _concern(self) -> Concern | None:
        return risk.nomination(self.ctx, self.child.id)

    @property
    def concern_level(self) -> str | None:
        return words.LEVELS[self.assessed.assessment.level] if self.assessed else None

    @property
    def listed_on(self) -> date | None:
        return self._concern.since if self._concern else None

    @property
    def listed_why(self) -> str | None:
        return self._concern.reason if self._concern else None

    @property
    def assignee(self) -> str | None:
        return self._concern.assignee or None if self._concern else None

    @cached_property
    def results(self) -> Sequence[tuple[Exam, Mapping[str, Score]]]:
        """Every exam of the child, the latest first."""
        return exams.of_student(self.ctx, self.child.id)

    @property
    def latest_results(self) -> str | None:
        if not self.results:
            return None
        exam, scores = self.results[0]
        return f"{exam.name}：{exams.line(scores)}"

    @cached_property
    def plan(self) -> HelpPlan | None:
        """By which the child is helped now."""
        return helping.open_plan(self.ctx, self.child.id)

    @property
    def weak_subjects(self) -> str | None:
        return self.plan.subjects if self.plan else None

    @property
    def help_teacher(self) -> str | None:
        return self.plan.teacher if self.plan else None

    @property
    def help_measures(self) -> str | None:
        return self.plan.measures if self.plan else None

    @property
    def partner(self) -> str | None:
        """The children it is paired with now."""
        held = [
            each.partner
            for each in help_rows.pairings(self.child.id)
            if each.holds(self.ctx.today()) and each.kind is not PairKind.TEACHER
        ]
        return "、".join(held) or None

    @cached_property
    def aids(self) -> Sequence[Aid]:
        """Every application for assistance, the latest first."""
        return aid.of_student(self.ctx, self.child.id)

    @property
    def _aid(self) -> Aid | None:
        return self.aids[0] if self.aids else None

    @property
    def hardship_kinds(self) -> Sequence[str] | None:
        return [words.TAGS[tag] for tag in HARDSHIPS if tag in self.child.tags] or None

    @property
    def aid_wanted(self) -> str | None:
        """The kind of the latest application."""
        return words.AID_KINDS[self._aid.kind] if self._aid else None

    @property
    def aid_item(self) -> str | None:
        return self._aid.item or None if self._aid else None

    @property
    def aid_amount(self) -> int | None:
        """In 分; None where no money is meant."""
        return self._aid.amount or None if self._aid else None

    @property
    def aid_reason(self) -> str | None:
        return self._aid.reason or None if self._aid else None

    @property
    def aid_evidence(self) -> str | None:
        return self._aid.evidence or None if self._aid else None

    @property
    def aid_state(self) -> str | None:
        return words.AID_STATES[self._aid.state] if self._aid else None

    @property
    def applied_on(self) -> date | None:
        return self._aid.applied_on if self._aid else None

    @property
    def carried_out_on(self) -> date | None:
        found = self._aid
        return found.decided_on if found and found.state is AidState.CARRIED_OUT else None
