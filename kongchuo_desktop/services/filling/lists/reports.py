"""Tables of the reports of a month and a term: rows by grade, by teacher, by kind of help."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.helping import HelpPlan, PlanKind
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import visits
from kongchuo_desktop.services.filling.period import rate
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import concerns, helping, students

Table = Sequence[Mapping[str, Any]]


def month_figures(school: OfSchool) -> Table:
    """F26, grade by grade."""
    return school.this_month.period.graded(school.this_month.row)


def month_causes(school: OfSchool) -> Table:
    """Why those still away stay away: a row for each stage and for the school."""
    rows = school.this_month.period.graded(school.this_month.causes)
    return [row for row in rows if row["is_sum"]]


def term_roll(school: OfSchool) -> Table:
    """F29 table 1."""
    return school.this_term.period.graded(school.this_term.row)


def term_rates(school: OfSchool) -> Table:
    """F29 table 2: a row for each stage and for the school."""
    found = school.this_term
    rows = found.period.graded(found.rates)
    return [row for row in rows if row["is_sum"]]


def helped(school: OfSchool) -> Table:
    """F29 table 5: 重点生 and children who fall behind, and what became of them."""
    pupils = school.book.pupils
    first, today = school.ctx.calendar.term.first, school.ctx.today()
    over = [c for c in concerns.dismissed(first, today) if c.student in pupils]
    now = len(school.this_week.looked_after)
    gone = len({c.student for c in over} - set(school.this_week.looked_after))
    plans = [plan for plan in helping.plans() if plan.student in pupils]
    return [
        {
            "helped_kind": "重点学生",
            "helped_all": now + gone,
            "helped_now": now,
            "helped_over": gone,
        },
        *(_planned(plans, kind, first) for kind in PlanKind),
    ]


def _planned(plans: Sequence[HelpPlan], kind: PlanKind, first: date) -> Mapping[str, Any]:
    """The plans of a kind that ran in the term, each child once."""
    held = [p for p in plans if p.kind is kind and (p.over_on is None or p.over_on >= first)]
    now = {plan.student for plan in held if plan.over_on is None}
    every = {plan.student for plan in held}
    times = [each for each in helping.sessions([plan.id for plan in held]) if each.day >= first]
    return {
        "helped_kind": words.HELP_PLANS[kind],
        "helped_all": len(every),
        "helped_now": len(now),
        "helped_over": len(every - now),
        "session_count": len(times),
    }


class OfTutored(OfChild):
    """A child that is taught at home, as one row of a list."""

    @property
    def tutoring_times(self) -> int:
        return len(self._visits)

    @property
    def tutors(self) -> str | None:
        """Who went, the most frequent first."""
        names = [name for visit in self._visits for name in visit.visitors]
        return "、".join(sorted(set(names), key=lambda name: -names.count(name))) or None

    @property
    def last_tutoring(self) -> date | None:
        return max((visit.day for visit in self._visits), default=None)

    @property
    def _visits(self) -> list[Any]:
        held = self.school.this_term.period.visits
        mine = [visit for visit in held if visit.student == self.child.id]
        return [visit for visit in mine if visit.kind is VisitKind.TUTORING]


def tutored(school: OfSchool) -> Sequence[OfTutored]:
    """F29 table 7: children taught at home."""
    held = students.everybody(school.ctx.scope).values()
    found = [child for child in held if child.status is Status.HOME_TUTORING]
    found.sort(key=lambda child: sort_key(child.name))
    return [OfTutored(school, child) for child in found]


def class_marks(school: OfSchool) -> Table:
    """F29 table 8: what the records say of each class; points and ranks are the school's to
    give."""
    term = school.this_term
    quotas = {each.teacher: each for each in visits.quotas(school.ctx)}
    kept = {found.id for found in term.kept_classes}
    rows = []
    for id_, found in school.classes.items():
        every, there = term.period.presence([id_])
        quota = quotas.get(found.teacher)
        rows.append(
            {
                "class_name": found.name,
                "teacher": found.teacher or None,
                "expected": len(school.book.members(id_)),
                "attendance_rate": rate(there, every),
                "class_visits": quota.done if quota else 0,
                "class_lost": term.lost_of(id_),
                "class_kept": "是" if id_ in kept else "否",
            }
        )
    return rows


LISTS: Mapping[str, Callable[[OfSchool], Sequence[Any]]] = {
    "month_figures": month_figures,
    "month_cause_figures": month_causes,
    "term_roll": term_roll,
    "term_rates": term_rates,
    "helped": helped,
    "tutored": tutored,
    "class_marks": class_marks,
}
