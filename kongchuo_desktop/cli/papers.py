"""Commands that put out something: papers as PDF, and the file for the township."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.faces import FaceChoice
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.services import (
    classes,
    daily_papers,
    exchange,
    lookup,
    outgoing,
    paper_books,
    paper_kinds,
    paper_targets,
    papers,
    saving,
)
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind

CALLED = {
    "复学通知书": "F02",
    "责任书": "F05-4",
    "承诺书": "F06",
    "补假单": "F08",
    "家访表": "F15",
}
"""Short names, beside the code and the name of each form."""
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
    """What is wrong with the words, if anything: a paper about somebody is for somebody, or
    blank; a batch one by one is no blank sheet."""
    if args.each and args.blank:
        return "--each 和 --blank 不能一起用"
    named = args.form in DAILY or args.student or args.class_name or args.all or args.blank
    called = CALLED.get(args.form, args.form)
    kind = next(
        (k for k in paper_kinds.every().values() if called in (k.id, k.code, k.words)), None
    )
    if named or kind is None or kind.about is About.SCHOOL:
        return ""
    return "请用 --student、--class、--all 或 --blank 说明给谁打印"


def key_wanted(args: argparse.Namespace) -> str:
    """What is wrong with the words, if anything: a fingerprint belongs to a key file."""
    return "--fingerprint 要和 --key 一起用" if args.fingerprint and not args.key else ""


def print_form(ctx: Context, args: argparse.Namespace) -> Answer:
    if args.form in DAILY:
        return _daily(ctx, args)
    kind = paper_kinds.called(ctx, CALLED.get(args.form, args.form))
    if args.blank:
        saving.write(args.out, papers.blank(ctx, kind.id))
        return Answer(f"空白表：{args.out}", {"file": str(args.out), "numbers": []})
    targets = _targets(ctx, kind, args)
    if args.out.suffix.lower() == ".xlsx":
        rows = paper_books.save(ctx, kind.id, targets, args.out, args.purpose)
        told = {"file": str(args.out), "numbers": [], "rows": rows}
        return Answer(f"{kind.words} {rows}行：{args.out}", told)
    if args.each:
        saving.check(args.each / f"{kind.words}.pdf")
    issued = papers.issue_to(ctx, kind.id, targets, args.out, args.purpose)
    each = papers.save_each(ctx, issued, args.each) if args.each and issued.paper else []
    return Answer(
        "\n".join(
            [
                f"{issued.title} {issued.span}：{args.out}",
                *(f"情况没有变化，没有再编号：{name}" for name in issued.unchanged),
                *map(str, each),
            ]
        ),
        {
            "file": str(args.out),
            "numbers": list(issued.numbers),
            "unchanged": list(issued.unchanged),
            "files": [str(path) for path in each],
        },
    )


def _daily(ctx: Context, args: argparse.Namespace) -> Answer:
    """Papers of a day (--date): of one class or child where one is named, else of the school."""
    day = ctx.today()
    if args.out.suffix.lower() == ".xlsx" or args.each or args.purpose:
        raise Refused(
            f"“{args.form}”只有PDF，不编号，没有打印。请去掉 --each、--purpose，存成 .pdf。"
        )
    if (args.class_name or args.all) and args.form in {"F09", "缺课联系记录"}:
        raise Refused(
            "缺课联系记录按学生或者按日，不按班，没有打印。请用 --student，或者去掉 --class。"
        )
    if args.form == "今日清单":
        pdf = daily_papers.duty_sheet(ctx)
    elif args.form == "到校率图":
        pdf = daily_papers.rate_chart(ctx)
    elif args.form in {"F10", "出勤日报"}:
        pdf = _attendance_report(ctx, args)
    elif args.blank:
        pdf = daily_papers.blank(ctx, "contact_log")
    elif args.student:
        pdf = daily_papers.contact_log_of_child(ctx, lookup.one(ctx, args.student[0]))
    else:
        pdf = daily_papers.contact_log_of_day(ctx, day)
    saving.write(args.out, pdf)
    return Answer(f"{args.form} {day}：{args.out}", {"file": str(args.out), "numbers": []})


def _attendance_report(ctx: Context, args: argparse.Namespace) -> bytes:
    if args.blank:
        return daily_papers.blank(ctx, "class_daily")
    if args.class_name:
        found = classes.named(ctx, args.class_name)
        return daily_papers.class_reports(ctx, ctx.today(), [found.id])
    if args.all:
        return daily_papers.class_reports(ctx, ctx.today())
    return daily_papers.school_report(ctx, ctx.today())


def _targets(ctx: Context, kind: Kind, args: argparse.Namespace) -> Sequence[str]:
    students = [lookup.one(ctx, who) for who in args.student]
    class_id = paper_targets.ALL if args.all else ""
    if args.class_name:
        class_id = classes.named(ctx, args.class_name).id
    return paper_targets.of(ctx, kind, students, class_id)


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
