"""Commands of the opening days: who has arrived, who has not and why, moves, the daily report."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias

from kongchuo_desktop.cli import papers
from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.census import HandFigure, Why
from kongchuo_desktop.domain.census_figures import Figures, identity, rate_fault
from kongchuo_desktop.domain.census_form import JUNIOR, PRIMARY, GradeRow
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.roster import NUMERALS
from kongchuo_desktop.services import census, census_report, classes, lookup, saving
from kongchuo_desktop.services.context import Context

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
GRADES = {f"{NUMERALS[grade]}年级": grade for grade in range(1, 10)}
REASONS = list(words.MISSING_REASONS.values())


def add_verbs(verbs: Verbs, shared: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """census show|arrive|absent|move|set|print; `day` reads a date."""
    parser: argparse.ArgumentParser = verbs.add_parser("census", help="开学报到")
    group = parser.add_subparsers(dest="what", required=True, metavar="做什么")

    def verb(name: str, run: object, help_: str) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = group.add_parser(name, parents=[shared], help=help_)
        made.set_defaults(run=run)
        return made

    verb("show", show, "到这一天为止的入学情况")
    one = verb("arrive", arrive, "登记一个班报到：没有点名的都到了")
    one.add_argument("day", type=day, metavar="D")
    one.add_argument("--class", dest="class_name", required=True, metavar="七年级1班")
    one.add_argument("--absent", action="append", default=[], metavar="谁=原因[:去向]")
    one = verb("absent", absent, "登记未到的学生")
    one.add_argument("day", type=day, metavar="D")
    one.add_argument("--student", action="append", required=True, metavar="谁")
    one.add_argument("--reason", choices=REASONS, required=True)
    one.add_argument("--also", action="append", choices=REASONS, default=[], help="其他原因")
    one.add_argument("--carried-over", action="store_true", help="结转辍学")
    for name, help_ in (
        ("--whereabouts", "去向"),
        ("--measures", "已采取措施"),
        ("--person", "责任人"),
    ):
        one.add_argument(name, default="", help=help_)
    one = verb("move", move, "登记转入、转出、复学、休学等")
    one.add_argument("day", type=day, metavar="D")
    one.add_argument("--kind", choices=list(words.CENSUS_MOVES.values()), required=True)
    whom = one.add_mutually_exclusive_group(required=True)
    whom.add_argument("--student", action="append", metavar="谁")
    whom.add_argument("--class", dest="class_name", metavar="七年级1班", help="不在花名册里的")
    one.add_argument("--count", type=int, default=1, metavar="人数")
    one.add_argument("--name", default="", help="不在花名册里的学生姓名")
    one.add_argument("--note", default="")
    one = verb("set", set_figure, "手工填一个年级的数；不写人数就恢复花名册算出的")
    one.add_argument("grade", choices=list(GRADES), metavar="七年级")
    one.add_argument("item", choices=list(words.CENSUS_ITEMS.values()), metavar="基数")
    one.add_argument("number", type=int, nargs="?", metavar="人数")
    one.add_argument("--reason", default="")
    one = verb("print", print_report, "入学情况统计日报表，存为 PDF")
    one.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    papers.add_faces(one)


def arrive(ctx: Context, args: argparse.Namespace) -> Answer:
    found = classes.named(ctx, args.class_name)
    exceptions = {}
    for pair in args.absent:
        who, equals, said = pair.rpartition("=")
        if not equals:
            raise Invalid(absent=f"“{pair}”应写成 谁=原因[:去向]，例如 --absent 张三民=厌学")
        reason, _colon, whereabouts = re.sub("：", ":", said, count=1).partition(":")
        exceptions[lookup.one(ctx, who, found.id)] = Why(
            reason=words.code(words.MISSING_REASONS, reason, "absent"), whereabouts=whereabouts
        )
    census.arrive_class(ctx, found.id, args.day, exceptions)
    figures = census_report.book(ctx, args.day).of(found.id).figures
    text = f"已登记 {found.name} {args.day}报到：{identity(figures)}"
    data = {
        "class": found.name,
        "date": args.day.isoformat(),
        "arrived": figures.arrived,
        "not_arrived": figures.not_arrived,
        "unreported": figures.unreported,
    }
    return Answer(text, data)


def absent(ctx: Context, args: argparse.Namespace) -> Answer:
    ids = [lookup.one(ctx, who) for who in args.student]
    why = Why(
        reason=words.code(words.MISSING_REASONS, args.reason, "reason"),
        side=frozenset(words.code(words.MISSING_REASONS, each, "also") for each in args.also),
        whereabouts=args.whereabouts,
        measures=args.measures,
        person=args.person,
        carried_over=args.carried_over,
    )
    census.absent(ctx, ids, args.day, why)
    return Answer(f"已登记{len(ids)}人未到：{args.reason}", {"not_arrived": len(ids)})


def move(ctx: Context, args: argparse.Namespace) -> Answer:
    kind = words.code(words.CENSUS_MOVES, args.kind, "kind")
    if args.student:
        ids = [lookup.one(ctx, who) for who in args.student]
        census.move(ctx, ids, kind, args.day, args.note)
        count = len(ids)
    else:
        found = classes.named(ctx, args.class_name)
        count = args.count
        census.move_others(ctx, found.id, kind, args.day, count, args.name, args.note)
    return Answer(f"已登记{args.kind}{count}人", {"kind": args.kind, "count": count})


def set_figure(ctx: Context, args: argparse.Namespace) -> Answer:
    item = words.code(words.CENSUS_ITEMS, args.item, "item")
    figure = HandFigure(grade=GRADES[args.grade], item=item, number=args.number, reason=args.reason)
    census.set_figures(ctx, [figure])
    how = "按花名册" if args.number is None else f"手工填写为{args.number}"
    return Answer(f"{args.grade}{args.item}{how}", {"grade": args.grade, item: args.number})


def print_report(ctx: Context, args: argparse.Namespace) -> Answer:
    saving.write(args.out, census_report.paper(ctx, ctx.today()))
    return Answer(f"已存为 {args.out}", {"file": str(args.out)})


def show(ctx: Context, _args: argparse.Namespace) -> Answer:
    found = census_report.report(ctx, ctx.today())
    lines = [f"{found.school}　{found.term}　截至{found.day}"]
    lines += [f"{name}：{_line(tally.figures)}" for name, tally in found.lines()]
    lines += found.faults
    data = {
        "date": found.day.isoformat(),
        "grades": [_grade(row) for row in found.rows],
        "primary": _figures(found.of(PRIMARY).figures),
        "junior": _figures(found.of(JUNIOR).figures),
        "total": _figures(found.total.figures),
        "reasons": {row.words: _reasons(row) for row in found.rows if row.tally.reasons},
        "holds": not found.faults,
        "look": "".join(found.faults),
    }
    return Answer("\n".join(lines), data)


def _line(found: Figures) -> str:
    if fault := rate_fault(found):
        return f"{identity(found)}　{fault}"
    rate = "—" if found.rate is None else f"{found.rate:.2f}%"
    return f"{identity(found)}　到校率{rate}"


def _grade(row: GradeRow) -> dict[str, Any]:
    by_hand = {
        each.item.value: {"by_roster": row.by_roster(each.item), "reason": each.reason}
        for each in row.tally.by_hand
    }
    return {"grade": row.words, **_figures(row.tally.figures), "by_hand": by_hand}


def _figures(found: Figures) -> dict[str, Any]:
    """In children; `rate` in percent, null where there is none to show."""
    return {
        "base": found.base,
        "transfer_in": found.transfer_in,
        "resumed": found.resumed,
        "transfer_out": found.transfer_out,
        "suspended": found.suspended,
        "expected": found.expected,
        "arrived": found.arrived,
        "not_arrived": found.not_arrived,
        "unreported": found.unreported,
        "carried_over": found.carried_over,
        "newly_missing": found.newly_missing,
        "change": found.change,
        "rate": found.rate,
        "difference": found.difference,
    }


def _reasons(row: GradeRow) -> dict[str, int]:
    held = row.tally.reasons
    return {word: held[code] for code, word in words.MISSING_REASONS.items() if held.get(code)}
