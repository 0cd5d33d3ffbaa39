"""The papers of a school day, from records to PDF: what is printed again and again, not registered.

Only 补假手续单 is numbered: `makeup_slips` fills it for `services.papers`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from kongchuo_desktop.domain import leave as leave_rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.domain.daily_papers import (
    ClassDaily,
    ContactLog,
    DutyGroup,
    DutyLine,
    DutySheet,
    MakeupSlip,
    RateChart,
)
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.leave import Applicant, Leave, LeaveState
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.services import classes, daily_contacts, daily_counts, letters, lookup, today
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.today import Todo
from kongchuo_desktop.store import leaves

Progress = Callable[[int, int], None]
BLANKS = {
    "contact_log": "因故缺课联系记录",
    "class_daily": "班级出勤日报",
}


def makeup_slips(ctx: Context, targets: Sequence[str]) -> list[Letter]:
    """F08, for slips of leave asked for by telephone; others are Refused by name."""
    found = []
    for slip_id in targets:
        slip = leaves.get(slip_id)
        child = lookup.seen(ctx, slip.student)
        if not slip.phone:
            raise Refused(
                f"{child.name}的第{slip.slip_no}号请假条不是电话请假，不用补办手续，没有编号。"
            )
        if slip.state is LeaveState.REFUSED:
            raise Refused(f"{child.name}的这次电话请假没有批准，不能补办手续，没有编号。")
        class_name = letters.class_of(ctx, child)
        found.append(
            Letter(
                student=child.id,
                name=child.name,
                class_name=class_name,
                target=slip_id,
                paper=_makeup(ctx, slip, child, class_name),
            )
        )
    return found


def _makeup(ctx: Context, slip: Leave, child: Student, class_name: str) -> MakeupSlip:
    """From and to as asked for on the telephone, however early the child came back."""
    whom = letters.guardian(child)
    caller = child.name if slip.applicant is Applicant.STUDENT else whom.name if whom else None
    return MakeupSlip(
        school=ctx.school.name,
        student_name=child.name,
        class_name=class_name,
        kind=words.LEAVE_KINDS[slip.kind],
        reason=slip.reason or None,
        first_day=slip.first_day,
        first_half=words.HALVES[slip.first_half],
        last_day=slip.last_day,
        last_half=words.HALVES[slip.last_half],
        half_days=leave_rules.length(replace(slip, back_day=None), ctx.calendar),
        applicant=words.APPLICANTS[slip.applicant],
        applicant_name=caller,
        phone=(whom.phone if whom else "") or child.phone or None,
        back_day=slip.back_day,
        back_half=words.HALVES[slip.back_half] if slip.back_half else None,
        registered=f"第{slip.slip_no}号",
        issued=slip.made_up_on or ctx.today(),
    )


def contact_log_of_child(ctx: Context, student: str) -> bytes:
    """F09 of one child: this term's contacts, and absences nobody has asked about yet."""
    return _contact_logs([daily_contacts.of_child(ctx, student)])


def contact_logs_of_children(ctx: Context, students: Sequence[str]) -> bytes:
    """The same of several children, each on pages of its own."""
    return _contact_logs([daily_contacts.of_child(ctx, student) for student in students])


def contact_log_of_day(ctx: Context, day: date) -> bytes:
    """F09 of one day: its contacts, and the children absent whom nobody has asked after."""
    _check_day(ctx, day, lessons=False)
    return _contact_logs([daily_contacts.of_day(ctx, day)])


def class_reports(
    ctx: Context, day: date, class_ids: Sequence[str] = (), progress: Progress | None = None
) -> bytes:
    """F10 of the classes named, a page each, or of every class that is seen."""
    _check_day(ctx, day)
    every = classes.seen(ctx)
    if not every.keys() >= set(class_ids):
        raise Refused("这个班不在您负责的班级里，没有打印。")
    if not every:
        raise Refused("还没有班级，没有打印。请先导入花名册。")
    wanted = class_ids or [""]
    reports = [each for id_ in wanted for each in daily_counts.of_classes(ctx, day, id_)]
    return _class_reports(reports, progress)


def school_report(ctx: Context, day: date) -> bytes:
    """F10 of the whole school; Refused to those who see only some of its classes."""
    from kongchuo_desktop.documents import school_daily

    _check_day(ctx, day)
    if ctx.scope is not None:
        raise Refused("您只负责部分班级，全校汇总请到教务处打印。可以打印本班的“班级出勤日报”。")
    if not classes.seen(ctx):
        raise Refused("还没有班级，没有打印。请先导入花名册。")
    return school_daily.make([daily_counts.of_school(ctx, day)])


def duty_sheet(ctx: Context) -> bytes:
    """今日要做的事, as 今日 shows it now, for the morning meeting."""
    from kongchuo_desktop.documents import duty_sheet as document

    return document.make([_duties(ctx)])


def rate_chart(ctx: Context) -> bytes:
    """近30个教学日到校率, as 今日 shows it; Refused before two days were reported."""
    from kongchuo_desktop.documents import rate_chart as document

    points = today.today(ctx).chart
    if len(points) < 2:
        raise Refused("登记了出勤的日子还不到两天，画不出到校率图。没有打印。")
    chart = RateChart(school=ctx.school.name, day=ctx.today(), points=points)
    return document.make([chart])


def blank(ctx: Context, kind: str) -> bytes:
    """A sheet to be filled in by hand, with the school's name on it; `kind` is one of BLANKS."""
    school = ctx.school.name
    if kind == "contact_log":
        return _contact_logs([ContactLog.blank(school=school)])
    return _class_reports([ClassDaily.blank(school=school)], None)


def _contact_logs(logs: Sequence[ContactLog]) -> bytes:
    from kongchuo_desktop.documents import contact_log

    return contact_log.make(logs)


def _class_reports(reports: Sequence[ClassDaily], progress: Progress | None) -> bytes:
    from kongchuo_desktop.documents import class_daily

    return class_daily.make(reports, progress=progress)


def _check_day(ctx: Context, day: date, *, lessons: bool = True) -> None:
    """Refused, with the reason, for a day of which there is nothing to print."""
    term = ctx.calendar.term
    if day > ctx.today():
        raise Refused(f"{day_words(day)}还没有到，没有打印。请选今天或以前的日期。")
    if not term.first <= day <= term.last:
        raise Refused(f"{day_words(day)}不在本学期（{term.first}至{term.last}）内，没有打印。")
    if lessons and not ctx.calendar.is_school_day(day):
        raise Refused(f"{day_words(day)}不上课，没有出勤可以打印。请选上课的日期。")


def _duties(ctx: Context) -> DutySheet:
    page = today.today(ctx)
    groups: dict[str, list[DutyLine]] = {"已逾期": [], "今天": [], "接下来": []}
    for todo in page.todos:
        groups[_group(todo, page.now.date())].append(_duty(todo, page.now.date()))
    return DutySheet(
        school=ctx.school.name,
        day=page.now.date(),
        made_at=f"{page.now:%H:%M}",
        groups=[DutyGroup(title=title, lines=lines) for title, lines in groups.items()],
    )


def _group(todo: Todo, day: date) -> str:
    if todo.duty.overdue:
        return "已逾期"
    return "今天" if todo.duty.due.day == day else "接下来"


def _duty(todo: Todo, day: date) -> DutyLine:
    due = todo.duty.due
    return DutyLine(
        student_name=todo.name,
        class_name=todo.full_class,
        what=todo.duty.text,
        rule=todo.duty.rule,
        number=todo.duty.rung,
        responsible=todo.who,
        due_day="今天" if due.day == day else f"{due.day.month}月{due.day.day}日",
        due_time=f"{due.at.strftime('%H:%M') if due.at else '24:00'}前",
    )
