"""一生一档: everything the records hold about one child, on one page, as a time line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kongchuo_desktop.domain.cases import Stage
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import SchoolClass, Student
from kongchuo_desktop.services import cases, classes, happenings, letters, lookup, risk
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.happenings import Happening
from kongchuo_desktop.services.risk import AtRisk
from kongchuo_desktop.store import looks


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    child: Student
    found: SchoolClass
    class_name: str
    assessed: AtRisk | None
    stage: Stage | None  # of the dropout case that is open
    happenings: Sequence[Happening]


def of(ctx: Context, student: str) -> Dossier:
    """The page of one child, the latest first."""
    child = lookup.seen(ctx, student)
    found = classes.seen(ctx)[child.class_id]
    return Dossier(
        child=child,
        found=found,
        class_name=classes.short(found),
        assessed=risk.assess(ctx, student),
        stage=next((k.state.stage for k in cases.of_student(ctx, student) if k.state.open), None),
        happenings=happenings.past(ctx, student),
    )


def reveal(ctx: Context, student: str, what: str) -> str:
    """A number that is masked on screen, in full; looking is recorded (LAW P5)."""
    child = lookup.seen(ctx, student)
    with ctx.write(f"查看 {child.name} 的{REVEALED[what]}", undoable=False):
        looks.add(new_id(), student, what, ctx.now(), ctx.who.name)
    whom = letters.guardian(child)
    return {
        "id_no": child.id_no,
        "student_no": child.student_no,
        "phone": (whom.phone if whom else "") or child.phone,
    }[what]


REVEALED = {"id_no": "身份证号", "student_no": "学籍号", "phone": "电话"}
