"""From records to what a paper says: one letter for each child, its number still open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.domain import leave as leave_rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Absence, absences
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.leave import Applicant, LeaveState
from kongchuo_desktop.domain.papers import HomePledge, LeaveSlip, ParentPromise, ReturnNotice
from kongchuo_desktop.domain.risk_facts import POOR
from kongchuo_desktop.domain.roster import Guardian, Student, Tag
from kongchuo_desktop.domain.visit_papers import VisitSheet
from kongchuo_desktop.services import attendance, classes, leave, lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import leaves, visits

Printed = ReturnNotice | HomePledge | ParentPromise | LeaveSlip | VisitSheet


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


def return_notices(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F02 for children who are absent without leave now; others are Refused by name."""
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today())
    done = visits.deeds(ctx.calendar.term.first)
    letters = []
    for student in targets:
        child = lookup.seen(ctx, student)
        runs = absences(book.reported(student), book.marks.get(student, {}))
        if not runs or not runs[-1].open:
            raise Refused(
                f"{child.name}现在没有无故缺课的记录，不能发复学通知书，没有编号。"
                "请先在“考勤”里登记缺课。"
            )
        paper = _notice(ctx, child, runs[-1], done.get(student, Deeds()))
        letters.append(_letter(ctx, child, student, paper))
    return letters


def _notice(ctx: Context, child: Student, run: Absence, deeds: Deeds) -> ReturnNotice:
    first = run.first[0]
    whom = guardian(child)
    deadline = ctx.calendar.on_or_after(ctx.today() + timedelta(days=ctx.rules.notice_days))
    return ReturnNotice(
        school=ctx.school.name,
        guardian_name=whom.name if whom else "",
        student_name=child.name,
        class_name=class_of(ctx, child),
        teacher=classes.seen(ctx)[child.class_id].teacher or None,
        absent_from=first,
        contact_dates=_days(deeds.contacts, first),
        visit_dates=_days(deeds.visits, first),
        deadline=deadline,
        help_items=help_for(child),
        office=ctx.school.office,
        phone=ctx.school.phone or None,
        issued=ctx.today(),
    )


def _days(days: Sequence[date], since: date) -> tuple[date, ...]:
    return tuple(sorted({day for day in days if day >= since}))


def help_for(child: Student) -> tuple[str, ...]:
    """What the school can offer this family; lessons missed are made up for everybody."""
    items = ["补上落下的功课"]
    if child.tags & POOR:
        items.append("申请家庭经济困难学生生活补助")
    if child.tags & {Tag.LEFT_BEHIND_BOTH, Tag.LEFT_BEHIND_ONE} or child.distance_km:
        items.append("协商在校住宿")
    items.append("安排老师谈心陪伴")
    return tuple(items)


def home_pledges(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F05-4, for the children named; a class is all its children."""
    every = classes.seen(ctx)
    year = ctx.calendar.term.year
    letters = []
    for student in targets:
        child = lookup.seen(ctx, student)
        whom = guardian(child)
        found = every[child.class_id]
        paper = HomePledge(
            school=ctx.school.name,
            class_name=found.name,
            teacher=found.teacher or None,
            guardian_name=whom.name if whom else None,
            relation=whom.relation or None if whom else None,
            student_name=child.name,
            school_year=f"{year}—{year + 1}",
            min_visits=ctx.rules.parent_meetings,
            issued=ctx.today(),
        )
        letters.append(_letter(ctx, child, child.id, paper))
    return letters


def parent_promises(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F06, for the children named."""
    letters = []
    for student in targets:
        child = lookup.seen(ctx, student)
        whom = guardian(child)
        paper = ParentPromise(
            school=ctx.school.name,
            class_name=class_of(ctx, child),
            student_name=child.name,
            guardian_name=whom.name if whom else None,
            relation=whom.relation or None if whom else None,
            issued=ctx.today(),
        )
        letters.append(_letter(ctx, child, child.id, paper))
    return letters


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
