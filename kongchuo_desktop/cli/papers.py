"""Commands that put out something: papers as PDF, and the file for the township."""

from __future__ import annotations

import argparse

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.services import (
    classes,
    daily_papers,
    exchange,
    leave,
    lookup,
    outgoing,
    papers,
    saving,
)
from kongchuo_desktop.services.context import Context

FORMS = {
    "F02": "return_notice",
    "复学通知书": "return_notice",
    "F05-4": "home_pledge",
    "责任书": "home_pledge",
    "F06": "parent_promise",
    "承诺书": "parent_promise",
    "F07": "leave_slip",
    "请假条": "leave_slip",
    "F08": "makeup_slip",
    "补假单": "makeup_slip",
    "F15": "visit_sheet",
    "家访表": "visit_sheet",
}
DAILY = ("F09", "缺课联系记录", "F10", "出勤日报", "今日清单", "到校率图")


def add_faces(verb: argparse.ArgumentParser) -> None:
    """Whose type faces the paper is set in; `cli.main` sees to it."""
    verb.add_argument(
        "--faces",
        choices=[one.value for one in FaceChoice],
        default=FaceChoice.BUNDLED.value,
        metavar="bundled|system",
        help="用随软件字体（默认）还是本机字体",
    )


def whom(args: argparse.Namespace) -> str:
    """What is wrong with the words, if anything: a numbered paper is for somebody, or blank."""
    if args.form in DAILY or args.student or args.class_name or args.blank:
        return ""
    return "请用 --student、--class 或 --blank 说明给谁打印"


def key_wanted(args: argparse.Namespace) -> str:
    """What is wrong with the words, if anything: a fingerprint belongs to a key file."""
    return "--fingerprint 要和 --key 一起用" if args.fingerprint and not args.key else ""


def print_form(ctx: Context, args: argparse.Namespace) -> Answer:
    if args.form in DAILY:
        return _daily(ctx, args)
    kind = FORMS.get(args.form)
    if kind is None:
        raise Refused(f"没有“{args.form}”这种文书。可打印：{'、'.join([*FORMS, *DAILY])}")
    if args.blank:
        saving.write(args.out, papers.blank(ctx, kind))
        return Answer(f"空白表：{args.out}", {"file": str(args.out), "numbers": []})
    issued = papers.issue_to(ctx, kind, _targets(ctx, kind, args), args.out)
    return Answer(
        f"{issued.title} {issued.span}：{args.out}",
        {"file": str(args.out), "numbers": list(issued.numbers)},
    )


def _daily(ctx: Context, args: argparse.Namespace) -> Answer:
    """Papers of a day (--date): of one class or child where one is named, else of the school."""
    day = ctx.today()
    if args.form == "今日清单":
        pdf = daily_papers.duty_sheet(ctx)
    elif args.form == "到校率图":
        pdf = daily_papers.rate_chart(ctx)
    elif args.form in {"F10", "出勤日报"}:
        pdf = _attendance_report(ctx, args)
    elif args.blank:
        pdf = daily_papers.blank(ctx, "contact_log")
    elif args.student:
        pdf = daily_papers.contact_log_of_child(ctx, lookup.one(ctx, args.student))
    else:
        pdf = daily_papers.contact_log_of_day(ctx, day)
    saving.write(args.out, pdf)
    return Answer(f"{args.form} {day}：{args.out}", {"file": str(args.out), "numbers": []})


def _attendance_report(ctx: Context, args: argparse.Namespace) -> bytes:
    if args.blank:
        return daily_papers.blank(ctx, "class_daily")
    if args.class_name:
        found = classes.named(ctx, args.class_name)
        return daily_papers.class_reports(ctx, ctx.today(), found.id)
    return daily_papers.school_report(ctx, ctx.today())


def _targets(ctx: Context, kind: str, args: argparse.Namespace) -> list[str]:
    if args.class_name:
        found = classes.named(ctx, args.class_name)
        if papers.KINDS[kind].by_leave:
            raise Refused("请假条一人一条，请用 --student 指明学生。")
        return list(classes.members(ctx, found.id))
    student = lookup.one(ctx, args.student)
    if not papers.KINDS[kind].by_leave:
        return [student]
    slips = leave.of_student(ctx, student)
    if not slips:
        raise Refused("这名学生没有请假条，没有打印。")
    return [slips[0].id]


def export(ctx: Context, args: argparse.Namespace) -> Answer:
    if args.key:
        found = exchange.read_office(args.key)
        done = exchange.export_for(ctx, found, args.to, args.fingerprint)
    else:
        done = exchange.export(ctx, args.to)
    counts = "，".join(f"{outgoing.KINDS[kind]}{count}条" for kind, count in done.counts.items())
    whom = exchange.office(ctx)
    return Answer(
        f"已写出并读回核对：{done.path}（{done.size}字节）\n{counts}"
        + (f"\n只有“{whom.name}”能打开，公钥指纹 {whom.fingerprint}" if whom else ""),
        {
            "file": str(done.path),
            "size": done.size,
            "sha256": done.sha256,
            "seq": done.seq,
            "counts": dict(done.counts),
        },
    )
