"""Lists of helping: visits and who owes how many, plans and their sessions, 重点生 of a class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain import exams as exam_rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import AidState
from kongchuo_desktop.domain.exams import ExamKind, Score
from kongchuo_desktop.domain.helping import HelpPlan
from kongchuo_desktop.domain.priority import Week
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.domain.visits import Quota, Visit
from kongchuo_desktop.services import attendance, exams, priority, risk, visits
from kongchuo_desktop.services.filling.helped import MONTHS, month_place
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import helping, students

Row = Mapping[str, Any]
NO_SHORTFALL = "达标"


def visits_of_term(school: OfSchool) -> Sequence[Row]:
    """Every visit of the term that stands, oldest first; those of a day class by class."""
    children = students.of_ids([visit.student for visit in school.visits])
    places = {id_: at for at, id_ in enumerate(school.classes)}

    def place(visit: Visit) -> tuple[Any, ...]:
        child = children[visit.student]
        return visit.day, places[child.class_id], sort_key(child.name)

    return [
        {
            "day": visit.day,
            "month_day": visit.day,
            "class_name": school.classes[children[visit.student].class_id].name,
            "student": children[visit.student].name,
            "visit_kind": words.VISIT_KINDS[visit.kind],
            "visitors": "、".join(visit.visitors),
            "met": visit.met,
            "visit_outcome": words.VISIT_OUTCOMES[visit.outcome],
            "visit_note": visit.note,
            "agreed": visit.agreed,
        }
        for visit in sorted(school.visits, key=place)
    ]


def visit_teachers(school: OfSchool) -> Sequence[Row]:
    """The visits of each teacher that count, by month and by kind, and what is still owed."""
    return [_teacher(school, quota) for quota in visits.quotas(school.ctx)]


def _teacher(school: OfSchool, quota: Quota) -> Row:
    term = school.ctx.calendar.term
    months = Counter(month_place(term, visit.day) for visit in quota.visits)
    kinds = Counter(visit.kind for visit in quota.visits)
    return {
        "visiting_teacher": quota.teacher,
        "teacher_role": words.TEACHERS[quota.role],
        **{f"visits_{place + 1}": months[place] or None for place in range(MONTHS)},
        **{f"visits_{kind}": kinds[kind] or None for kind in words.VISIT_KINDS},
        "visits_done": quota.done,
        "visit_quota": quota.quota,
        "quota_state": f"差{quota.short}次" if quota.short else NO_SHORTFALL,
    }


def _plans(school: OfSchool) -> Iterator[tuple[HelpPlan, Student]]:
    """The plans of this term, open or ended, class by class."""
    first = school.ctx.calendar.term.first
    held = [p for p in helping.plans() if p.over_on is None or p.over_on >= first]
    children = students.of_ids([plan.student for plan in held])
    for id_ in school.classes:
        for plan in reversed(held):
            if children[plan.student].class_id == id_:
                yield plan, children[plan.student]


def help_plans(school: OfSchool) -> Sequence[Row]:
    return [_plan(school, plan, child) for plan, child in _plans(school)]


def _plan(school: OfSchool, plan: HelpPlan, child: Student) -> Row:
    about = OfChild(school, child)
    held = helping.sessions([plan.id])
    return {
        "class_name": about.value("class_name"),
        "student": child.name,
        "plan_kind": words.HELP_PLANS[plan.kind],
        "weak_subjects": plan.subjects,
        "start_results": _results(about, plan, lambda exam: exam.day <= plan.since),
        "help_cause": plan.cause,
        "help_teacher": plan.teacher,
        "partner": about.partner,
        "help_goal": plan.goal,
        "help_measures": plan.measures,
        "session_count": len(held),
        "session_minutes": sum(session.minutes for session in held),
        "midterm_results": _results(about, plan, _of(school, ExamKind.MIDTERM)),
        "final_results": _results(about, plan, _of(school, ExamKind.FINAL)),
        "aid_given": _aid_given(school, about),
        "help_result": plan.result,
    }


Wanted = Callable[[exam_rules.Exam], bool]


def _of(school: OfSchool, kind: ExamKind) -> Wanted:
    term = school.ctx.calendar.term.code
    return lambda exam: exam.term == term and exam.kind is kind


def _results(about: OfChild, plan: HelpPlan, wanted: Wanted) -> str | None:
    """The latest such exam, in the subjects the plan is about; in all where it names none."""
    scores = next((scores for exam, scores in about.results if wanted(exam)), None)
    if scores is None:
        return None
    weak: dict[str, Score] = {s: score for s, score in scores.items() if s in plan.subjects}
    return exams.line(weak or scores)


def _aid_given(school: OfSchool, about: OfChild) -> str:
    term = school.ctx.calendar.term.code
    return "、".join(
        words.AID_KINDS[each.kind]
        for each in about.aids
        if each.term == term and each.state is AidState.CARRIED_OUT
    )


def help_sessions(school: OfSchool) -> Sequence[Row]:
    """Every session of these plans, child by child, oldest first."""
    return [
        {
            "class_name": school.classes[child.class_id].name,
            "student": child.name,
            "month_day": session.day,
            "session_teacher": session.who,
            "session_content": session.content,
            "session_minutes": session.minutes,
            "session_effect": session.effect,
        }
        for plan, child in _plans(school)
        for session in helping.sessions([plan.id])
    ]


def class_priority(found: OfClass) -> Sequence[Row]:
    """The 重点生 of a class, and whether they were visited this week."""
    ctx, id_ = found.ctx, found.found.id
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today(), id_)
    watched = priority.children(risk.assess_all(ctx, book))
    weeks = priority.weeks(ctx, assessed=watched)
    week: Week = next(each.week for each in weeks if each.class_id == id_)
    children = students.of_ids(list(watched))
    ordered = sorted(watched, key=lambda child: watched[child].pupil.sort)
    return [
        {
            "student": children[child].name,
            "gender": words.SEXES[sex] if (sex := children[child].sex) else None,
            "concern_level": words.LEVELS[watched[child].assessment.level],
            "grounds": "；".join(each.text for each in watched[child].assessment.reasons),
            "assignee": concern.assignee if (concern := watched[child].concern) else None,
            "visited_this_week": "未访" if child in week.missing else "已访",
        }
        for child in ordered
    ]


LISTS: Mapping[str, Callable[[Any], Sequence[Row]]] = {
    "visits_of_term": visits_of_term,
    "visit_teachers": visit_teachers,
    "help_plans": help_plans,
    "help_sessions": help_sessions,
    "class_priority": class_priority,
}
