"""Lists about one child: why it is looked after, the weeks of the term, talks, visits to teach."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.observations import ObservationKind
from kongchuo_desktop.domain.priority import Check, CheckKind, week_of
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import happenings, observations, visits
from kongchuo_desktop.services.filling.helped import term_months
from kongchuo_desktop.services.filling.subjects import OfChild
from kongchuo_desktop.store import checks

Row = Mapping[str, Any]
WEEKS = 20
TALKS = frozenset({ObservationKind.TALK, ObservationKind.PRAISE})


def concern_grounds(about: OfChild) -> Sequence[Row]:
    """Every reason for which the child is looked after, the gravest first, without its points."""
    if about.assessed is None:
        return []
    return [
        {"ground": reason.text, "day": reason.day} for reason in about.assessed.assessment.reasons
    ]


def term_weeks(about: OfChild) -> Sequence[Row]:
    """The weeks of the term, twenty at least, with the visits of each."""
    term = about.ctx.calendar.term
    held = visits.of_student(about.ctx, about.child.id)[::-1]
    monday = week_of(term.first)
    rows = []
    for n in range(max(WEEKS, term.week(term.last))):
        first = monday + timedelta(weeks=n)
        here = [visit for visit in held if week_of(visit.day) == first]
        rows.append(
            {
                "week_span": f"{_short(first)}—{_short(first + timedelta(days=6))}",
                "visit_days": "、".join(_short(visit.day) for visit in here),
                "visitors": "、".join(dict.fromkeys(w for visit in here for w in visit.visitors)),
                "visit_note": "；".join(visit.note for visit in here if visit.note),
            }
        )
    return rows


def _short(day: date) -> str:
    return f"{day.month}.{day.day}"


def talks(about: OfChild) -> Sequence[Row]:
    """Talks of this term, oldest first; what was made void is left out."""
    first = about.ctx.calendar.term.first
    return [
        {"month_day": note.day, "talked_by": note.who, "talk": note.note}
        for note in reversed(observations.of_student(about.ctx, about.child.id))
        if note.kind in TALKS and note.day >= first and not note.void_why
    ]


def monthly_checks(about: OfChild) -> Sequence[Row]:
    """The months of the term, each with who looked at the files of the class and what was said."""
    term = about.ctx.calendar.term
    months = [f"{day:%Y-%m}" for day in term_months(term)]
    held = {
        check.period: check
        for check in checks.of_class(about.child.class_id)
        if check.kind is CheckKind.MONTHLY and term.first <= check.day <= term.last
    }
    return [
        {"check_month": f"{int(month[-2:])}月", **_check(held.get(month))}
        for month in sorted({*months, *held})
    ]


def _check(found: Check | None) -> Row:
    if found is None:
        return {}
    return {"checker": found.who, "check_note": found.note, "month_day": found.day}


def tutoring_visits(about: OfChild) -> Sequence[Row]:
    """送教 of this term, oldest first."""
    first = about.ctx.calendar.term.first
    return [
        {
            "month_day": visit.day,
            "visitors": "、".join(visit.visitors),
            "visit_note": visit.note,
            "agreed": visit.agreed,
            "visit_outcome": words.VISIT_OUTCOMES[visit.outcome],
        }
        for visit in reversed(visits.of_student(about.ctx, about.child.id))
        if visit.kind is VisitKind.TUTORING and visit.day >= first
    ]


TOLD = frozenset({"mark", "leave", "contact", "visit", "exam_score", "aid", "paper"})
"""What the family may read of the time line; notes of teachers and levels of concern are work of
the school (LAW P4, P11)."""


def held_records(about: OfChild) -> Sequence[Row]:
    """What the school has on record of the child and the family may read, oldest first."""
    past = reversed(happenings.past(about.ctx, about.child.id))
    return [
        {"held_day": each.day, "held_words": "　".join(filter(None, (each.title, each.second)))}
        for each in past
        if each.kind in TOLD and not each.void
    ]


LISTS: Mapping[str, Callable[[OfChild], Sequence[Row]]] = {
    "concern_grounds": concern_grounds,
    "term_weeks": term_weeks,
    "talks": talks,
    "monthly_checks": monthly_checks,
    "tutoring_visits": tutoring_visits,
    "held_records": held_records,
}
