"""What is carried on home visits, from records to paper: 家访记录表 (F15) and 走访路线.

A sheet is numbered and kept by `services.papers`, so that its number finds the child again; a
route is printed as often as it is wanted and kept nowhere.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.domain.visit_papers import Stop, Village, VisitRoute, VisitSheet
from kongchuo_desktop.services import letters, lookup, priority, risk, today
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import concerns

NO_VILLAGE = "没有登记村组"


def looked_after(ctx: Context) -> Sequence[str]:
    """重点生 at school whom the person may see."""
    return list(priority.children(risk.assess_all(ctx)))


def sheets(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F15 for the children named, to be filled in on the way."""
    due = _due(ctx)
    found = []
    for student in targets:
        child = lookup.seen(ctx, student)
        class_name = letters.class_of(ctx, child)
        paper = VisitSheet(
            school=ctx.school.name,
            term=ctx.calendar.term.words,
            student_name=child.name,
            class_name=class_name,
            place=letters.home(child),
            guardian=_guardian(child) or None,
            look_at="；".join(due.get(student, ())) or None,
        )
        found.append(
            Letter(
                student=student, name=child.name, class_name=class_name, target=student, paper=paper
            )
        )
    return found


def route(ctx: Context, targets: Sequence[str]) -> bytes:
    """走访路线 for the children named, village by village, each child once."""
    from kongchuo_desktop.documents import visit_route

    if not targets:
        raise Refused("没有要走访的学生，没有打印。请先选好学生，或者在“重点学生”里提名。")
    return visit_route.make([_route(ctx, dict.fromkeys(targets))])


def _route(ctx: Context, targets: Mapping[str, None]) -> VisitRoute:
    due, chosen = _due(ctx), concerns.still_open()
    villages: dict[str, list[Stop]] = {}
    children = [lookup.seen(ctx, student) for student in targets]
    for child in sorted(children, key=lambda child: sort_key(child.name)):
        whom = letters.guardian(child)
        reasons = list(due.get(child.id, ()))
        if concern := chosen.get(child.id):
            reasons.append(concern.reason)
        stop = Stop(
            student_name=child.name,
            class_name=letters.class_of(ctx, child),
            address=child.address,
            guardian=_guardian(child),
            phone=(whom.phone if whom else "") or child.phone,
            reason="；".join(reasons),
        )
        villages.setdefault(child.village.strip(), []).append(stop)
    return VisitRoute(
        school=ctx.school.name,
        day=ctx.today(),
        villages=[
            Village(name=name or NO_VILLAGE, stops=villages[name])
            for name in sorted(villages, key=lambda name: (not name, sort_key(name)))
        ],
    )


def _guardian(child: Student) -> str:
    """李桂花（母亲）"""
    whom = letters.guardian(child)
    if whom is None:
        return ""
    return f"{whom.name}（{whom.relation}）" if whom.relation else whom.name


FOR_FAMILIES = frozenset({"L1", "L2", "L3", "L10", "LV", "LM"})
"""The duties a guardian may read of: no level of concern, no suspicion, no report (LAW P4)."""


def _due(ctx: Context) -> Mapping[str, Sequence[str]]:
    """What is to be done about each child now, in words, without what is asked for twice."""
    found: dict[str, dict[str, None]] = {}
    for todo in today.today(ctx).todos:
        if todo.duty.student and todo.duty.rung in FOR_FAMILIES:
            found.setdefault(todo.duty.student, {})[todo.duty.text] = None
    return {student: list(texts) for student, texts in found.items()}
