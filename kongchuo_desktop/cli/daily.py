"""Commands of a school day: roll call, leave, contacts, what is due, who is at risk."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import Leave, LeaveState, period
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.domain.visits import Contact, Submission
from kongchuo_desktop.services import attendance, classes, leave, lookup, priority, visits
from kongchuo_desktop.services import risk as risks
from kongchuo_desktop.services import today as todays
from kongchuo_desktop.services.context import Context


def mark(ctx: Context, args: argparse.Namespace) -> Answer:
    found = classes.named(ctx, args.class_name)
    half = next(h for h, word in words.HALVES.items() if word == args.half)
    exceptions = _exceptions(ctx, found.id, args.absent)
    if args.stopped and exceptions:
        raise Invalid(stopped="停课的半天没有缺席，请去掉 --absent 或 --stopped。没有登记。")
    attendance.call(ctx, found.id, (args.day, half), exceptions, stopped=args.stopped, why=args.why)
    book = attendance.book(ctx, args.day, args.day)
    totals = book.totals(found.id, (args.day, half))
    if args.stopped:
        text = f"已登记 {found.name} {args.day}{args.half}：停课"
    else:
        text = (
            f"已登记 {found.name} {args.day}{args.half}：应到{totals.expected}，"
            f"实到{totals.present}，请假{totals.leave}，无故{totals.unexcused}"
        )
    return Answer(
        text,
        {
            "class": found.name,
            "date": args.day.isoformat(),
            "half": args.half,
            "expected": totals.expected,
            "present": totals.present,
            "leave": totals.leave,
            "unexcused": totals.unexcused,
            "stopped": args.stopped,
        },
    )


def _exceptions(ctx: Context, class_id: str, pairs: Sequence[str]) -> dict[str, MarkKind]:
    """谁=无故 and the like, by child; Invalid when one is not understood, or two contradict."""
    exceptions: dict[str, MarkKind] = {}
    for pair in pairs:
        who, equals, word = pair.rpartition("=")
        if not equals:
            raise Invalid(absent=f"“{pair}”应写成 谁=无故，例如 --absent 张三民=病假")
        student, kind = lookup.one(ctx, who, class_id), words.code(words.MARKS, word, "absent")
        if exceptions.setdefault(student, kind) is not kind:
            raise Invalid(absent=f"“{who}”写了两种情况，没有登记。请只写一种。")
    return exceptions


def leave_add(ctx: Context, args: argparse.Namespace) -> Answer:
    first_day, first_half = args.first
    last_day, last_half = args.last
    slip = leave.apply(
        ctx,
        Leave(
            student=lookup.one(ctx, args.student),
            kind=words.code(words.LEAVE_KINDS, args.kind, "kind"),
            first_day=first_day,
            first_half=first_half or Half.AM,
            last_day=last_day,
            last_half=last_half or Half.PM,
            reason=args.reason,
            applicant=words.code(words.APPLICANTS, args.by, "by"),
            phone=args.phone,
        ),
    )
    who = leave.approver(ctx, slip)
    text = f"已登记第{slip.slip_no}号请假条：{period(slip)}，待{who}批准"
    return Answer(text, _slip(slip) | {"approver": who})


WAITING: Mapping[str, tuple[Callable[[Leave], bool], str]] = {
    "approve": (lambda slip: slip.state is LeaveState.SUBMITTED, "待批准"),
    "refuse": (lambda slip: slip.state is LeaveState.SUBMITTED, "待批准"),
    "makeup": (
        lambda slip: slip.phone and slip.made_up_on is None and slip.excuses,
        "待补手续的电话",
    ),
    "back": (lambda slip: slip.excuses and slip.back_day is None, "已批准、没有销假"),
}


def leave_decide(ctx: Context, args: argparse.Namespace) -> Answer:
    """approve, refuse, makeup or back: of the child's latest slip that waits for it; nobody comes
    back from one that has not begun."""
    student = lookup.one(ctx, args.student)
    waits, words_of_it = WAITING[args.what]
    found = [slip for slip in leave.of_student(ctx, student) if waits(slip)]
    if not found:
        raise Refused(f"没有{words_of_it}的请假条，没有改动。")
    slip = found[0]
    if args.what == "back":
        day, half = args.at or attendance.latest_half(ctx)
        back = day, half or Half.AM
        slip = next((begun for begun in found if begun.first <= back), slip)
        leave.sign_back(ctx, slip.id, back)
    elif args.what == "makeup":
        leave.make_up(ctx, slip.id)
    else:
        leave.decide(ctx, slip.id, approve=args.what == "approve", note=args.note)
    now = leave.get(ctx, slip.id)
    return Answer(f"第{now.slip_no}号请假条：{words.LEAVE_STATES[now.state]}", _slip(now))


def _slip(slip: Leave) -> dict[str, Any]:
    return {"slip_no": slip.slip_no, "state": words.LEAVE_STATES[slip.state]}


def report(ctx: Context, args: argparse.Namespace) -> Answer:
    visits.submit(
        ctx,
        Submission(
            student=lookup.one(ctx, args.student),
            rung=args.rung,
            day=args.on,
            whom=args.whom,
            note=args.note,
        ),
    )
    said = words.REPORTS[args.rung]
    return Answer(f"已登记：{said}，报给{args.whom}", {"rung": args.rung, "whom": args.whom})


def contact_add(ctx: Context, args: argparse.Namespace) -> Answer:
    contact = visits.record_contact(
        ctx,
        Contact(
            student=lookup.one(ctx, args.student),
            at=args.at,
            way=words.code(words.CONTACT_WAYS, args.how, "how"),
            result=words.code(words.CONTACT_RESULTS, args.result, "result"),
            note=args.note,
        ),
    )
    return Answer(f"已登记{contact.at:%Y-%m-%d %H:%M}联系", {"id": contact.id})


def today(ctx: Context, _args: argparse.Namespace) -> Answer:
    priority.keep_week(ctx)
    page = todays.today(ctx)
    totals = page.totals
    day = f"{page.now:%Y-%m-%d}" if page.school_day else f"{page.now:%Y-%m-%d}不上课，{page.shown}"
    lines = [
        f"{day} 应到{totals.expected} 实到{totals.present} 请假{totals.leave}"
        f" 无故{totals.unexcused} 未登记班级{len(page.unmarked)}"
    ]
    lines += [
        f"{'逾期' if t.duty.overdue else '待办'} {t.class_name} {t.name} {t.duty.text}"
        f"　{t.who}　{t.duty.due.iso}前　{t.duty.rule}（{t.duty.rung}）"
        for t in page.todos
    ]
    return Answer("\n".join(lines), _today(page))


def _today(page: todays.Today) -> dict[str, Any]:
    totals = page.totals
    return {
        "date": page.now.date().isoformat(),
        "totals": {
            "on_roll": totals.on_roll,
            "expected": totals.expected,
            "present": totals.present,
            "leave": totals.leave,
            "unexcused": totals.unexcused,
            "unmarked_classes": [row.found.name for row in page.unmarked],
        },
        "duties": [
            {
                "student": todo.name,
                "class": todo.full_class,
                "rung": todo.duty.rung,
                "kind": todo.duty.does,
                "due": todo.duty.due.iso,
                "overdue": todo.duty.overdue,
                "responsible": todo.duty.who,
                "text": todo.duty.text,
                "source": todo.duty.source,
            }
            for todo in page.todos
        ],
    }


def risk(ctx: Context, _args: argparse.Namespace) -> Answer:
    priority.keep_week(ctx)
    found = [
        row
        for row in risks.assess_all(ctx).values()
        if row.assessment.level is not Level.GREEN or row.concern
    ]
    found.sort(key=lambda row: -row.assessment.score)
    lines = [
        f"{words.LEVELS[row.assessment.level]} {row.assessment.score} {row.class_name}"
        f" {row.pupil.name}　" + "；".join(reason.text for reason in row.assessment.reasons)
        for row in found
    ]
    data = [
        {
            "student": row.pupil.name,
            "class": row.class_name,
            "score": row.assessment.score,
            "level": words.LEVELS[row.assessment.level],
            "reasons": [
                {
                    "code": reason.code,
                    "points": reason.points,
                    "text": reason.text,
                    "date": reason.day.isoformat() if reason.day else None,
                }
                for reason in row.assessment.reasons
            ],
            "unknown": list(row.assessment.unknown),
        }
        for row in found
    ]
    return Answer("\n".join(lines) or "没有需要重点关注的学生", data)
