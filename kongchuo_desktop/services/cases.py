"""Dropout cases: opened by the ladder or by hand, carried on step by step, closed by the principal.

The stage is never kept: it follows from the steps, the roll calls and the visits (domain.cases).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from kongchuo_desktop.domain import case_duties, words
from kongchuo_desktop.domain import cases as rules
from kongchuo_desktop.domain.attendance import Absence, absences
from kongchuo_desktop.domain.cases import (
    Case,
    Cause,
    Facts,
    Grounds,
    Origin,
    Stage,
    State,
    Step,
    StepKind,
)
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.ladder import Deeds, Duty
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import EXPECTED, SchoolClass, Status, Student
from kongchuo_desktop.domain.school import Role
from kongchuo_desktop.services import attendance, classes, lookup, roster
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.computed_list import ComputedListing
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import cases, visits
from kongchuo_desktop.store.students import Brief

FOLLOWS_FROM = frozenset({"mark", "leave", "special_day", "setting"})
"""The records from which it follows that a case is due."""
STATUS_OF = {
    Grounds.SUSPENDED: Status.SUSPENDED,
    Grounds.DEFERRED: Status.DEFERRED,
    Grounds.HOME_TUTORING: Status.HOME_TUTORING,
    Grounds.ABROAD: Status.ABROAD,
    Grounds.DECEASED: Status.DECEASED,
}
CODED: Mapping[str, Mapping[Any, str]] = {
    "cause": words.CAUSES,
    "whereabouts": words.WHEREABOUTS,
    "placement": words.PLACEMENTS,
    "grounds": words.GROUNDS,
}
PRINCIPALS = frozenset({StepKind.CONFIRMED, StepKind.CLOSED})
"""What the principal alone decides (rules §4.1, §4.2)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A case as it stands: the child, its facts, and the state that follows from them."""

    case: Case
    pupil: Brief
    found: SchoolClass
    facts: Facts
    state: State

    @property
    def class_name(self) -> str:
        return classes.short(self.found)

    @property
    def away(self) -> bool:
        """Whether the child is still to be brought back, or to be found."""
        return self.state.stage in rules.PERSUASION or self.state.stage is Stage.LOST


def open_due(ctx: Context) -> None:
    """Open a case for each child whose absence has reached the line of 疑似辍学 (L4, T4); part of
    the operation that brought it there, and undone with it."""
    term = ctx.calendar.term
    line = ctx.rules.suspect_days
    books: dict[str, Book] = {}
    for student in cases.often_away(term.first, rules.FULL_DAY * line):
        try:
            child = lookup.seen(ctx, student)
        except Refused:  # another class's child: whoever works there has it opened
            continue
        if child.status not in EXPECTED:
            continue
        if child.class_id not in books:
            books[child.class_id] = attendance.book(ctx, term.first, ctx.today(), child.class_id)
        run = open_run(books[child.class_id], student)
        if run and run.full_days >= line and not _covered(ctx, student, run):
            first = run.first[0]
            cases.add(Case(id=new_id(), student=student, opened_on=ctx.today(), begun=first))


def open_run(book: Book, student: str) -> Absence | None:
    """The absence without leave that a child is in now, as far as anybody has reported."""
    runs = _runs(book, student)
    return runs[-1] if runs and runs[-1].open else None


def _runs(book: Book, student: str) -> Sequence[Absence]:
    pupil = book.pupils.get(student)
    marks = book.marks.get(student)
    return absences(book.reported(pupil.id), marks) if pupil and marks else ()


def _covered(ctx: Context, student: str, run: Absence) -> bool:
    held = cases.of_student(student)
    steps = cases.steps([case.id for case in held])
    return any(rules.covers(case, steps.get(case.id, ()), run, ctx.rules) for case in held)


def seen(ctx: Context, book: Book | None = None) -> list[Known]:
    """Every case within scope as it stands today, the latest first."""
    held = cases.everything(ctx.scope)
    if not held:
        return []
    found = book or attendance.book(ctx, ctx.calendar.term.first, ctx.today())
    return _known(ctx, held, cases.steps(), found)


def get(ctx: Context, case_id: str) -> Known:
    case = cases.get(case_id)
    child = lookup.seen(ctx, case.student)
    return _one(ctx, case, child)


def of_student(ctx: Context, student: str) -> list[Known]:
    """A child's cases, the latest first."""
    child = lookup.seen(ctx, student)
    return [_one(ctx, case, child) for case in cases.of_student(student)]


def current(ctx: Context, student: str) -> Known:
    """The case of a child that is open; Refused when there is none."""
    for known in of_student(ctx, student):
        if known.state.open:
            return known
    raise Refused("这名学生没有在办的劝返案件，没有改动。可以先“立案”。")


def _one(ctx: Context, case: Case, child: Student) -> Known:
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today(), child.class_id)
    (known,) = _known(ctx, [case], cases.steps([case.id]), book)
    return known


def _known(
    ctx: Context, held: Sequence[Case], steps: Mapping[str, Sequence[Step]], book: Book
) -> list[Known]:
    every = classes.seen(ctx)
    done = visits.deeds(min(case.begun for case in held))
    known = []
    for case in held:
        pupil = book.pupils.get(case.student)
        if pupil is None:
            continue
        facts = Facts(
            case=case,
            steps=steps.get(case.id, ()),
            runs=_runs(book, case.student),
            deeds=done.get(case.student, Deeds()),
            term=ctx.calendar.term,
        )
        known.append(
            Known(
                case=case,
                pupil=pupil,
                found=every[pupil.class_id],
                facts=facts,
                state=rules.state(facts, ctx.rules, ctx.today()),
            )
        )
    return known


def missing(ctx: Context, known: Known) -> list[str]:
    """What still stands in the way of 销号, in words."""
    return rules.missing(known.facts, ctx.rules, ctx.today())


def duties(ctx: Context, known: Known, unserved: tuple[date, str] | None = None) -> Sequence[Duty]:
    """What the case asks for next; `unserved` as `papers.unserved` tells of its child."""
    return case_duties.duties(
        known.facts, known.state, ctx.rules, ctx.calendar, ctx.now(), unserved
    )


def told(step: Step) -> str:
    """What a step says beside its kind and person, in words."""
    detail = step.detail
    side = [words.CAUSES[Cause(each)] for each in detail.get("side", "").split("、") if each]
    said = [
        *(table[detail[name]] for name, table in CODED.items() if detail.get(name) in table),
        *(f"另有{each}" for each in side),
        *(detail.get(name, "") for name in ("place", "responsible", "way", "timetable", "support")),
        step.basis,
        step.note,
        f"已作废：{step.void_why}" if step.void_why else "",
    ]
    return "　".join(filter(None, said))


def open_by_hand(ctx: Context, student: str, begun: date, why: str) -> Case:
    """立案 by somebody who knows more than the roll calls; one open case per child."""
    child = lookup.seen(ctx, student)
    wrong: dict[str, str] = {}
    if not why.strip():
        wrong["why"] = "请写明为什么立案"
    if begun > ctx.today():
        wrong["begun"] = "缺课起始日在今天之后，请核对"
    if wrong:
        raise Invalid(**wrong)
    if any(known.state.open for known in of_student(ctx, student)):
        raise Refused(f"{child.name}已经有在办的劝返案件，一人一案，没有另立。请直接在原案上记录。")
    case = Case(
        id=new_id(),
        student=student,
        opened_on=ctx.today(),
        begun=begun,
        origin=Origin.HAND,
        why=why.strip(),
    )
    with ctx.write(f"{child.name} 立案"):
        cases.add(case)
    return case


def record(ctx: Context, asked: Step) -> Step:
    """One step of a case, where the rules allow it; what it decides about the child's class or
    enrolment is done with it."""
    known = get(ctx, asked.case)
    child = lookup.seen(ctx, known.case.student)
    if asked.kind in PRINCIPALS and ctx.who.role is Role.HOMEROOM_TEACHER:
        raise Refused(f"{words.CASE_STEPS[asked.kind]}由校长决定，没有登记。请校长登记。")
    checked = rules.checked(known.facts, asked, ctx.rules, ctx.today())
    step = replace(checked, id=new_id(), at=ctx.now())
    with ctx.write(f"{child.name} {words.CASE_STEPS[step.kind]}"):
        cases.add_step(step)
        _carry_out(ctx, child, step)
    return step


def _carry_out(ctx: Context, child: Student, step: Step) -> None:
    after = child
    if step.kind is StepKind.RETURNED:
        placed = step.detail["class"]
        if placed not in classes.seen(ctx):
            raise Refused("没有这个班，没有登记。请重新选编入的班级。")
        after = replace(child, class_id=placed)
        if child.status is Status.PENDING:
            after = replace(after, status=Status.ENROLLED)
    elif step.kind is StepKind.REASONABLE:
        after = replace(child, status=STATUS_OF[Grounds(step.detail["grounds"])])
    elif step.kind is StepKind.AGED_OUT:
        after = replace(child, status=Status.AGED_OUT)
    if after != child:
        roster.change(ctx, after)


def void_step(ctx: Context, step_id: str, why: str) -> None:
    """A step recorded in error: it stays, with the reason, and counts for nothing; a status it
    gave the child is taken back."""
    step = cases.get_step(step_id)
    known = get(ctx, step.case)
    child = lookup.seen(ctx, known.case.student)
    if step.void_why:
        raise Refused("这条记录已经作废，没有改动。")
    if not why.strip():
        raise Invalid(note="请写明作废的理由")
    with ctx.write(f"作废 {child.name} {words.CASE_STEPS[step.kind]}"):
        cases.void_step(step_id, why.strip())
        given = _status_given(step)
        if given and child.status is given:
            roster.change(ctx, replace(child, status=Status.ENROLLED))


def _status_given(step: Step) -> Status | None:
    if step.kind is StepKind.AGED_OUT:
        return Status.AGED_OUT
    if step.kind is StepKind.REASONABLE:
        return STATUS_OF[Grounds(step.detail["grounds"])]
    return None


class CaseListing(ComputedListing[Known]):
    """The rows of the 劝返 tab: cases, the latest first."""

    chip_words = (
        ("open", "在办"),
        ("persuading", "劝返中"),
        ("lost", "失联"),
        ("back", "复学跟踪"),
        ("closing", "可以销号"),
        ("closed", "已销号"),
        ("void", "作废"),
    )
    orders: ClassVar[Mapping[str, Callable[[Known], Any]]] = {
        "name": lambda known: known.pupil.sort,
        "class": lambda known: (known.found.grade, known.found.number),
        "stage": lambda known: list(Stage).index(known.state.stage),
        "since": lambda known: known.state.since,
        "opened": lambda known: known.case.opened_on,
    }

    def compute(self) -> dict[str, Known]:
        return {known.case.id: known for known in seen(self.ctx)}

    def wanted(self, found: Known, chip: str) -> bool:
        stage = found.state.stage
        chosen = {
            "persuading": rules.PERSUASION,
            "lost": {Stage.LOST},
            "back": rules.BACK,
            "closed": {Stage.CLOSED},
            "void": {Stage.VOID},
        }
        if chip == "closing":
            return found.state.open and not missing(self.ctx, found)
        return stage in chosen[chip] if chip in chosen else chip != "open" or found.state.open

    def student(self, found: Known) -> str:
        return found.case.student

    def shown(self, found: Known) -> dict[str, Any]:
        deeds, since = found.facts.deeds, found.state.since
        plan = found.facts.standing(StepKind.PLANNED)
        return {
            "student": found.case.student,
            "name": found.pupil.name,
            "class": found.class_name,
            "stage": found.state.stage,
            "since": since,
            "days": (self.ctx.today() - since).days + 1 if found.away else 0,
            "visits": sum(day >= since for day in deeds.visits),
            "leader_visits": sum(day >= since for day in deeds.leader_visits),
            "responsible": plan[-1].detail.get("responsible", "") if plan else "",
            "recurrences": found.state.recurrences,
            "opened": found.case.opened_on,
        }

    def foot(self, text: str, chip: str) -> str:
        count = len(self.keys(text, "", False, chip))
        away = sum(known.away for known in self.held().values())
        return f"共{count}个案件　现在没有到校的{away}人　案件不能删除，只能写明理由作废"
