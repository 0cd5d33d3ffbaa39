"""Commands that put out something: papers as PDF, and the file for the township."""

from __future__ import annotations

import argparse

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.services import classes, exchange, leave, lookup, papers
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
}


def print_form(ctx: Context, args: argparse.Namespace) -> Answer:
    kind = FORMS.get(args.form)
    if kind is None:
        raise Refused(f"没有“{args.form}”这种文书。可打印：{'、'.join(FORMS)}")
    if not args.out.absolute().parent.is_dir():
        raise FileTrouble(f"没有文件夹“{args.out.parent}”，没有打印，没有编号。请先建好它。")
    if args.blank:
        args.out.write_bytes(papers.blank(ctx, kind))
        return Answer(f"空白表：{args.out}", {"file": str(args.out), "numbers": []})
    issued = papers.issue(ctx, kind, _targets(ctx, kind, args))
    args.out.write_bytes(issued.pdf)
    span = issued.numbers[0] + (f" 至 {issued.numbers[-1]}" if len(issued.numbers) > 1 else "")
    return Answer(
        f"{issued.title} {span}：{args.out}",
        {"file": str(args.out), "numbers": list(issued.numbers)},
    )


def _targets(ctx: Context, kind: str, args: argparse.Namespace) -> list[str]:
    if args.class_name:
        found = classes.named(ctx, args.class_name)
        if kind == "leave_slip":
            raise Refused("请假条一人一条，请用 --student 指明学生。")
        return list(classes.members(ctx, found.id))
    student = lookup.one(ctx, args.student)
    if kind != "leave_slip":
        return [student]
    slips = leave.of_student(ctx, student)
    if not slips:
        raise Refused("这名学生没有请假条，没有打印。")
    return [slips[0].id]


def export(ctx: Context, args: argparse.Namespace) -> Answer:
    if args.key:
        exchange.enrol_office(ctx, exchange.read_office(args.key))
    done = exchange.export(ctx, args.to)
    counts = "，".join(f"{kind}{count}条" for kind, count in done.counts.items())
    return Answer(
        f"已写出并读回核对：{done.path}（{done.size}字节）\n{counts}",
        {
            "file": str(done.path),
            "size": done.size,
            "sha256": done.sha256,
            "seq": done.seq,
            "counts": dict(done.counts),
        },
    )
