"""What a paper is to be about, from what a person names: a child, a class, everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.services import cases, classes, filling, leave, lookup, paper_kinds
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.store import papers

ALL = "*"
"""Every class the person may see."""


def of(ctx: Context, kind: Kind, students: Sequence[str] = (), class_id: str = "") -> Sequence[str]:
    """The targets of a kind for the children named, for a class or for ALL classes; of several
    children, those for whom the paper has its ground.

    Invalid where nobody is named; Refused where there is nothing about those named.
    """
    if kind.about is About.SCHOOL:
        return [""]
    if not students and not class_id:
        raise Invalid(student="请选一名学生，或者在下面选班级")
    asked = [(student, "") for student in students] or [("", class_id)]
    named = (target for each in asked for target in OF[kind.about](ctx, *each))
    found = list(dict.fromkeys(named))
    if len(students) != 1 and kind.form is not None and kind.form.needs:
        found = filling.with_ground(ctx, kind.form, found)
    if not found:
        raise Refused(NOTHING[kind.about].format(words=kind.words))
    return found


def _children(ctx: Context, student: str, class_id: str) -> list[str]:
    if student:
        return [student]
    chosen = classes.seen(ctx) if class_id == ALL else [class_id]
    return [child for each in chosen for child in classes.members(ctx, each)]


def _classes(ctx: Context, student: str, class_id: str) -> list[str]:
    if class_id == ALL:
        return list(classes.seen(ctx))
    return [class_id] if class_id else [lookup.seen(ctx, student).class_id]


def _cases(ctx: Context, student: str, class_id: str) -> list[str]:
    """The latest case of a child; of a class, those that are open."""
    if student:
        return [known.case.id for known in cases.of_student(ctx, student)[:1]]
    return [
        known.case.id
        for known in cases.seen(ctx)
        if known.state.open and class_id in (ALL, known.pupil.class_id)
    ]


def _slips(ctx: Context, student: str, class_id: str) -> list[str]:
    if not student:
        raise Refused("请假条一人一条，请选学生。没有打印。")
    return [slip.id for slip in leave.of_student(ctx, student)[:1]]


def _sheets(ctx: Context, student: str, class_id: str) -> list[str]:
    chosen = _children(ctx, student, class_id)
    return [
        sheet.id for each in chosen for sheet in papers.unserved_sheets(each, paper_kinds.served())
    ]


OF: Mapping[About, Callable[[Context, str, str], list[str]]] = {
    About.CHILD: _children,
    About.CLASS: _classes,
    About.CASE: _cases,
    About.LEAVE: _slips,
    About.SHEET: _sheets,
}
NOTHING = {
    About.CHILD: "这里没有可以打印{words}的学生，没有打印。",
    About.CLASS: "还没有班级，没有打印。请先导入花名册。",
    About.CASE: "没有劝返案件，不能打印{words}。请先在“劝返”里立案。",
    About.LEAVE: "这名学生没有请假条，没有打印。",
    About.SHEET: "没有等待送达的文书，没有打印。",
}
