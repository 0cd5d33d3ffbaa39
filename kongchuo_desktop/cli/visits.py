"""Commands about home visits."""

from __future__ import annotations

import argparse
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

from kongchuo_desktop.cli import papers
from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import Visit
from kongchuo_desktop.services import lookup, saving, visit_papers, visits
from kongchuo_desktop.services.context import Context


def add_verbs(
    verbs: argparse._SubParsersAction[argparse.ArgumentParser],
    shared: argparse.ArgumentParser,
    day: Callable[[str], date],
) -> None:
    group = verbs.add_parser("visit", help="家访").add_subparsers(
        dest="what", required=True, metavar="做什么"
    )
    add = group.add_parser("add", parents=[shared], help="登记家访")
    add.set_defaults(run=add_visit)
    add.add_argument("--student", required=True, metavar="谁")
    add.add_argument("--on", type=day, required=True, metavar="D")
    add.add_argument("--kind", choices=list(words.VISIT_KINDS.values()), default="常规")
    add.add_argument("--visitors", required=True, metavar="张老师,王校长")
    add.add_argument("--leader", action="store_true", help="有校领导参加")
    add.add_argument("--refused", action="store_true", help="劝说无效")
    add.add_argument("--outcome", choices=list(words.VISIT_OUTCOMES.values()), default="见到监护人")
    add.add_argument("--note", default="")
    quota = group.add_parser("quota", parents=[shared], help="家访定额：每位教师完成多少")
    quota.set_defaults(run=quotas)
    route = group.add_parser("route", parents=[shared], help="走访路线：按村组打印，默认全部重点生")
    route.set_defaults(run=print_route)
    route.add_argument("--student", action="append", default=[], metavar="谁")
    route.add_argument("--out", type=Path, required=True, metavar="FILE.pdf")
    papers.add_faces(route)
    void = group.add_parser("void", parents=[shared], help="作废一次家访")
    void.set_defaults(run=void_visit)
    void.add_argument("--id", required=True, metavar="ID", help="登记时 --json 回答的 id")
    void.add_argument("--why", required=True, help="理由")


def add_visit(ctx: Context, args: argparse.Namespace) -> Answer:
    visit = visits.record(
        ctx,
        Visit(
            student=lookup.one(ctx, args.student),
            day=args.on,
            kind=words.code(words.VISIT_KINDS, args.kind, "kind"),
            visitors=tuple(filter(None, re.split("[,，、]", args.visitors))),
            leader=args.leader,
            refused=args.refused,
            outcome=words.code(words.VISIT_OUTCOMES, args.outcome, "outcome"),
            note=args.note,
        ),
    )
    return Answer(f"已登记{visit.day}家访", {"id": visit.id, "date": visit.day.isoformat()})


def quotas(ctx: Context, _args: argparse.Namespace) -> Answer:
    found = visits.quotas(ctx)
    lines = [
        f"{words.TEACHERS[each.role]} {each.teacher}　{each.done}/{each.quota}人次"
        + (f"　还差{each.short}" if each.short else "")
        for each in found
    ]
    data = [
        {
            "teacher": each.teacher,
            "role": words.TEACHERS[each.role],
            "done": each.done,
            "quota": each.quota,
            "short": each.short,
        }
        for each in found
    ]
    return Answer("\n".join(lines) or "还没有班主任，也还没有家访", data)


def print_route(ctx: Context, args: argparse.Namespace) -> Answer:
    chosen = [lookup.one(ctx, who) for who in args.student] or visit_papers.looked_after(ctx)
    saving.write(args.out, visit_papers.route(ctx, chosen))
    homes = len(dict.fromkeys(chosen))
    return Answer(f"走访路线 {homes}户：{args.out}", {"file": str(args.out), "homes": homes})


def void_visit(ctx: Context, args: argparse.Namespace) -> Answer:
    visits.void(ctx, args.id, args.why)
    visit = visits.get(ctx, args.id)
    return Answer(f"已作废{visit.day}家访", {"id": visit.id, "why": visit.void_why})
