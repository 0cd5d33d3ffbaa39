"""From records to what a paper says: one letter for each child, its number still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kongchuo_desktop.domain import leave as leave_rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import Filled
from kongchuo_desktop.domain.leave import Applicant, LeaveState
from kongchuo_desktop.domain.papers import LeaveSlip
from kongchuo_desktop.domain.risk_facts import POOR
from kongchuo_desktop.domain.roster import Guardian, Student, Tag
from kongchuo_desktop.domain.visit_papers import VisitSheet
from kongchuo_desktop.services import classes, leave, lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import leaves

Printed = Filled | LeaveSlip | VisitSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One sheet to be: for whom, about which record, and what it says."""

    student: str
    name: str
    class_name: str
    target: str
    paper: Printed


def guardian(child: Student) -> Guardian | None:
    """The one written to: marked as guardian, else the first named."""
    family = child.guardians
    return next((g for g in family if g.is_guardian), family[0] if family else None)


def _letter(ctx: Context, child: Student, target: str, paper: Printed) -> Letter:
    return Letter(
        student=child.id,
        name=child.name,
        class_name=class_of(ctx, child),
        target=target,
        paper=paper,
    )


def class_of(ctx: Context, child: Student) -> str:
    return classes.seen(ctx)[child.class_id].name


def home(child: Student) -> str | None:
    """Where the child lives, with the village when the address does not name it."""
    village, address = child.village, child.address
    if not address or village in address:
        return address or village or None
    return f"{village}　{address}" if village else address


def help_for(child: Student) -> tuple[str, ...]:
    """What the school can offer this family; lessons missed are made up for everybody."""
    items = ["补上落下的功课"]
    if child.tags & POOR:
        items.append("申请家庭经济困难学生生活补助")
    if child.tags & {Tag.LEFT_BEHIND_BOTH, Tag.LEFT_BEHIND_ONE} or child.distance_km:
        items.append("协商在校住宿")
    items.append("安排老师谈心陪伴")
    return tuple(items)


def leave_slips(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F07, for slips that were not refused."""
    letters = []
    for slip_id in targets:
        slip = leaves.get(slip_id)
        child = lookup.seen(ctx, slip.student)
        if slip.state is LeaveState.REFUSED:
            raise Refused(f"{child.name}的这张请假条没有批准，不能打印，没有编号。")
        half_days = leave_rules.length(slip, ctx.calendar)
        whom = guardian(child)
        paper = LeaveSlip(
            school=ctx.school.name,
            student_name=child.name,
            class_name=class_of(ctx, child),
            kind=words.LEAVE_KINDS[slip.kind],
            reason=slip.reason,
            first_day=slip.first_day,
            first_half=words.HALVES[slip.first_half],
            last_day=slip.last_day,
            last_half=words.HALVES[slip.last_half],
            half_days=half_days,
            applicant=words.APPLICANTS[slip.applicant],
            applicant_name=(
                child.name if slip.applicant is Applicant.STUDENT else whom.name if whom else None
            ),
            phone=(whom.phone if whom else "") or child.phone or None,
            destination=slip.destination or None,
            approvers=leave.approvers(ctx, slip),
            issued=ctx.today(),
        )
        letters.append(_letter(ctx, child, slip_id, paper))
    return letters
