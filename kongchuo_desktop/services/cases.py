"""Dropout cases: opened by the ladder or by hand, carried on step by step, closed by the principal.

The stage is never kept: it follows from the steps, the roll calls and the visits (domain.cases).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar

from kongchuo_desktop.domain import case_duties, case_state, case_steps, words
from kongchuo_desktop.domain import cases as rules
from kongchuo_desktop.domain.attendance import Absence
from kongchuo_desktop.domain.cases import (
    Case,
    Cause,
    Facts,
    Grounds,
    Origin,
    Placement,
    Stage,
    State,
    Step,
    StepKind,
)
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.ladder import Duty
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import EXPECTED, SchoolClass, Status, Student
from kongchuo_desktop.domain.school import Role
from kongchuo_desktop.services import attendance, case_facts, classes, lookup, roster
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.computed_list import ComputedListing
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import cases
from kongchuo_desktop.store.students import Brief

FOLLOWS_FROM = frozenset({"mark", "roll", "leave", "student", "special_day", "setting"})
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
OFFICES = PRINCIPALS | {StepKind.AGED_OUT, StepKind.VOIDED}
"""What a homeroom teacher does not decide."""
DECIDING = (StepKind.RETURNED, StepKind.REASONABLE, StepKind.AGED_OUT)
BEFORE_STATUS, BEFORE_CLASS = "before_status", "before_class"


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
    def ended_elsewhere(self) -> bool:
        """Whether this absence ended otherwise than by a return; also once the case is closed."""
        ended = self.facts.standing(*rules.ENDINGS, StepKind.RETURNED)
        ended = [step for step in ended if step.day >= self.state.since]
        done = self.state.stage in {*rules.ENDINGS.values(), Stage.CLOSED}
        return done and bool(ended) and ended[-1].kind is not StepKind.RETURNED

    @property
    def away(self) -> bool:
        """Whether the child is still to be brought back, or to be found."""
        return self.state.stage in rules.PERSUASION or self.state.stage is Stage.LOST


def open_due(ctx: Context) -> None:
    """Open a case for each child whose absence has reached the line of 疑似辍学 (L4, T4), or who
    has not come at all since the term began (rules §4.1); part of the operation that brought it
    there, and undone with it."""
    _open_absent(ctx)
    _open_not_enrolled(ctx)


def _open_not_enrolled(ctx: Context) -> None:
    """应入学未报到 for as many school days, without a procedure: counted from the first day."""
    term, today = ctx.calendar.term, ctx.today()
    days = list(ctx.calendar.school_days(term.first, today))
    if len(days) < ctx.rules.suspect_days or today > term.last:
        return
    for student in cases.not_enrolled(ctx.scope):
        held = cases.of_student(student)
        if not any(case.begun >= days[0] for case in held):
            origin = Origin.NOT_ENROLLED
            case = Case(id=new_id(), student=student, opened_on=today, begun=days[0], origin=origin)
            cases.add(case)


def _open_absent(ctx: Context) -> None:
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
    runs = case_facts.runs(book, student)
    return runs[-1] if runs and runs[-1].open else None


def _covered(ctx: Context, student: str, run: Absence) -> bool:
    held = cases.of_student(student)
    steps = cases.steps([case.id for case in held])
    return any(case_state.covers(case, steps.get(case.id, ()), run, ctx.rules) for case in held)


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
    return [
        Known(
            case=facts.case,
            pupil=book.pupils[facts.case.student],
            found=every[book.pupils[facts.case.student].class_id],
            facts=facts,
            state=case_state.state(facts, ctx.rules, ctx.today()),
        )
        for facts in case_facts.gather(ctx, held, steps, book)
    ]


def missing(ctx: Context, known: Known) -> list[str]:
    """What still stands in the way of 销号, in words."""
    return case_steps.missing(known.facts, ctx.rules, ctx.today())


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
    enrolment is done with it, and kept in the step so that voiding it can take that back."""
    known = get(ctx, asked.case)
    child = lookup.seen(ctx, known.case.student)
    _may(ctx, asked.kind)
    checked = case_steps.checked(known.facts, asked, ctx.rules, ctx.today())
    after = _decided(ctx, child, checked)
    if after != child:
        before = {BEFORE_STATUS: str(child.status), BEFORE_CLASS: child.class_id}
        checked = replace(checked, detail={**checked.detail, **before})
    step = replace(checked, id=new_id(), at=ctx.now())
    with ctx.write(f"{child.name} {words.CASE_STEPS[step.kind]}"):
        cases.add_step(step)
        if step.kind is StepKind.VOIDED:
            for other in known.facts.standing(*DECIDING)[::-1]:
                child = _take_back(ctx, child, other)
        elif after != child:
            roster.change(ctx, after)
    return step


def _may(ctx: Context, kind: StepKind) -> None:
    if kind in OFFICES and ctx.who.role is Role.HOMEROOM_TEACHER:
        whose = "校长" if kind in PRINCIPALS else "教务处或校长"
        raise Refused(f"{words.CASE_STEPS[kind]}由{whose}决定，没有登记。")


def _decided(ctx: Context, child: Student, step: Step) -> Student:
    """The child as it is after a step: where it learns, and how it is enrolled."""
    if step.kind is StepKind.RETURNED:
        placed = step.detail["class"]
        if placed not in classes.seen(ctx):
            raise Refused("没有这个班，没有登记。请重新选编入的班级。")
        tutored = step.detail["placement"] == Placement.HOME_TUTORING
        status = child.status if child.status in EXPECTED else Status.ENROLLED
        return replace(child, class_id=placed, status=Status.HOME_TUTORING if tutored else status)
    if step.kind is StepKind.REASONABLE:
        return replace(child, status=STATUS_OF[Grounds(step.detail["grounds"])])
    if step.kind is StepKind.AGED_OUT:
        return replace(child, status=Status.AGED_OUT)
    return child


def void_step(ctx: Context, step_id: str, why: str) -> None:
    """A step recorded in error: it stays, with the reason, and counts for nothing; what it decided
    about the child is taken back, unless somebody has changed it since."""
    step = cases.get_step(step_id)
    known = get(ctx, step.case)
    child = lookup.seen(ctx, known.case.student)
    _may(ctx, step.kind)
    if step.void_why:
        raise Refused("这条记录已经作废，没有改动。")
    if known.state.stage is Stage.CLOSED and step.kind is not StepKind.CLOSED:
        raise Refused("案件已经销号，不能作废其中的记录。要更正，请先作废“销号”这一步。没有改动。")
    other = [each for each in of_student(ctx, child.id) if each.state.open]
    if step.kind in {StepKind.VOIDED, StepKind.CLOSED} and other:
        raise Refused(f"{child.name}已经有另一个在办的案件，一人一案，没有改动。")
    if not why.strip():
        raise Invalid(note="请写明作废的理由")
    with ctx.write(f"作废 {child.name} {words.CASE_STEPS[step.kind]}"):
        cases.void_step(step_id, why.strip())
        _take_back(ctx, child, step)


def _take_back(ctx: Context, child: Student, step: Step) -> Student:
    """What a step decided about the child is as it was before, if it still is as decided."""
    if BEFORE_STATUS not in step.detail:
        return child
    decided = _decided(ctx, child, step)
    after = child
    if child.status is decided.status:
        after = replace(after, status=Status(step.detail[BEFORE_STATUS]))
    if step.kind is StepKind.RETURNED and child.class_id == decided.class_id:
        after = replace(after, class_id=step.detail[BEFORE_CLASS])
    if after != child:
        roster.change(ctx, after)
    return after


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
