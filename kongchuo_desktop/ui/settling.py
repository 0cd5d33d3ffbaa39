"""From a duty to the form that settles it, already filled in."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services.today import Todo
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.entries import case, leave, visit, watch

Form = Callable[[Desk, QWidget, Todo], object]


def settle(desk: Desk, parent: QWidget, todo: Todo) -> None:
    """Open what settles a duty; what stands in the way is told."""
    try:
        FORMS[todo.duty.does](desk, parent, todo)
    except Refused as refused:
        desk.report(parent, refused)


def _visit(kind: VisitKind, *, leader: bool = False) -> Form:
    def open_(desk: Desk, parent: QWidget, todo: Todo) -> object:
        student, who = todo.duty.student, todo.who
        return visit.new(desk, parent, student, kind=kind, visitor=who, leader=leader)

    return open_


def _step(form: Callable[[Desk, QWidget, str], Editor]) -> Form:
    """A step of the child's dropout case that is open."""

    def open_(desk: Desk, parent: QWidget, todo: Todo) -> object:
        return form(desk, parent, case.open_case(desk, todo.duty.student))

    return open_


FORMS: Mapping[str, Form] = {
    "roll": lambda desk, _parent, todo: desk.go.emit("考勤", todo.duty.class_id),
    "contact": lambda desk, parent, todo: visit.contact(desk, parent, todo.duty.student),
    "visit": _visit(VisitKind.ABSENCE),
    "leader_visit": _visit(VisitKind.ABSENCE, leader=True),
    "opening_visit": _visit(VisitKind.OPENING),
    "follow_up": _visit(VisitKind.FOLLOW_UP),
    "submit": lambda desk, parent, todo: visit.submission(
        desk, parent, todo.duty.student, todo.duty.rung
    ),
    "notice": lambda desk, parent, todo: issuing.issue(
        desk, parent, "return_notice", [todo.duty.student]
    ),
    "sign_back": lambda desk, parent, todo: leave.sign_back(desk, parent, todo.duty.leave),
    "make_up": lambda desk, parent, todo: leave.make_up(desk, parent, todo.duty.leave),
    "case_verify": _step(case.verify),
    "case_plan": _step(case.plan),
    "case_confirm": _step(case.confirm),
    "case_return": _step(case.come_back),
    "case_review": _step(case.review),
    "case_close": _step(case.close),
    "case_void": _step(case.void),
    "serve": lambda desk, parent, todo: case.serve(desk, parent, todo.duty.student),
    "priority_week": lambda desk, _parent, _todo: desk.go.emit("重点学生", "unvisited"),
    "priority_confirm": lambda desk, parent, _todo: watch.confirm(desk, parent),
    "priority_check": lambda desk, parent, _todo: watch.check(desk, parent),
    "risen": lambda desk, parent, todo: watch.observe(desk, parent, todo.duty.student),
}
"""By the use case that a rung names (`does`)."""
