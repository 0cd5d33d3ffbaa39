"""Commands about exam results: taking in a sheet of them, and which exams there are."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TypeAlias

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.services import exams
from kongchuo_desktop.services.context import Context

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
KINDS = {word: kind for kind, word in words.EXAM_KINDS.items()}


def add_verbs(verbs: Verbs, shared: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """exam import|list; `day` reads a date."""
    parser: argparse.ArgumentParser = verbs.add_parser("exam", help="考试成绩")
    group = parser.add_subparsers(dest="what", required=True, metavar="做什么")
    take = group.add_parser("import", parents=[shared], help="导入成绩表")
    take.set_defaults(run=take_in)
    take.add_argument("file", type=Path)
    take.add_argument("--name", required=True, metavar="期中考试")
    take.add_argument("--on", type=day, required=True, metavar="D", help="哪天考的")
    take.add_argument("--kind", choices=list(KINDS), help="不写就按名称判断")
    take.add_argument("--full", action="append", default=[], metavar="科目=满分")
    take.add_argument("--dry-run", action="store_true", help="只预览，不写入")
    every = group.add_parser("list", parents=[shared], help="已导入的考试")
    every.set_defaults(run=listed)


def take_in(ctx: Context, args: argparse.Namespace) -> Answer:
    kind = KINDS.get(args.kind)
    seen = exams.look(ctx, args.file, args.name, args.on, _full(args.full), kind)
    if not args.dry_run:
        exams.take_in(ctx, seen)
    counts = seen.counts
    head = "预览（没有写入）：" if args.dry_run else "已导入："
    lines = [
        f"{head}{seen.exam.name} {seen.exam.day}，{counts['children']}人"
        f"（其中有缺考的{counts['absent']}人），替换原有成绩{counts['replaced']}人，"
        f"退回{counts['refused']}行，没有成绩{counts['empty']}行",
        "满分：" + "　".join(f"{s}{full}" for s, full in exams.full_words(seen.plan).items()),
    ]
    lines += [f"  退回 第{f.row}行 {f.name} {f.column}：{f.reason}" for f in seen.plan.refused]
    lines += [f"  {note}" for note in seen.table.notes]
    return Answer("\n".join(lines), exams.as_json(seen))


def _full(pairs: list[str]) -> dict[str, float]:
    full = {}
    for pair in pairs:
        subject, equals, marks = pair.partition("=")
        if not equals or not marks.isdecimal():
            raise Invalid(full=f"“{pair}”应写成 科目=满分，例如 --full 语文=120")
        full[subject] = float(marks)
    return full


def listed(ctx: Context, _args: argparse.Namespace) -> Answer:
    found = exams.listed(ctx)
    lines = [
        f"{each.exam.day} {each.exam.name}（{words.EXAM_KINDS[each.exam.kind]}）"
        f"　{each.children}人　{each.subjects}科"
        for each in found
    ]
    data = [
        {**exams.exam_json(each.exam), "children": each.children, "subjects": each.subjects}
        for each in found
    ]
    return Answer("\n".join(lines) or "还没有导入成绩", data)
