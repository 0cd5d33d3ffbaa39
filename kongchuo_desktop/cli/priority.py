"""Commands about the 重点生: who was visited this week, confirmation and checks, talks."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from typing import Any, TypeAlias

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.observations import Observation
from kongchuo_desktop.domain.priority import week_of
from kongchuo_desktop.domain.risk import MONTH, Override
from kongchuo_desktop.services import classes, lookup, observations, priority, risk, risk_outcomes
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.priority import ClassWeek

Verbs: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def add_verbs(verbs: Verbs, shared: argparse.ArgumentParser, day: Callable[[str], date]) -> None:
    """priority week|confirm|check|level, and talk add."""
    parser: argparse.ArgumentParser = verbs.add_parser("priority", help="重点生：周访、确认、检查")
    group = parser.add_subparsers(dest="what", required=True, metavar="做什么")

    def verb(
        among: Verbs, name: str, run: object, help_: str, **fixed: Any
    ) -> argparse.ArgumentParser:
        made: argparse.ArgumentParser = among.add_parser(name, parents=[shared], help=help_)
        made.set_defaults(run=run, **fixed)
        return made

    verb(group, "week", week, "本周家访了几名重点生，还有谁没访")
    for name, act, help_ in (
        ("confirm", priority.confirm, "班主任确认本学期重点生"),
        ("check", priority.check, "领导检查本月帮扶记录"),
    ):
        one = verb(group, name, check, help_, act=act)
        one.add_argument("--class", dest="class_name", required=True, metavar="七年级1班")
        one.add_argument("--who", required=True, metavar="谁")
        one.add_argument("--note", default="")
    one = verb(group, "outcomes", outcomes, "某一天的理由，后来准不准")
    one.add_argument("--since", type=day, required=True, metavar="D")
    one = verb(group, "level", level, "人工调整关注程度，有理由和期限")
    one.add_argument("--student", required=True, metavar="谁")
    one.add_argument("--level", required=True, choices=list(words.LEVELS.values()))
    one.add_argument("--until", type=day, metavar="D", help="到哪天为止；不写是一个月")
    one.add_argument("--who", required=True, metavar="谁")
    one.add_argument("--why", required=True, metavar="理由")
    talks: argparse.ArgumentParser = verbs.add_parser("talk", help="谈话、品行和情况记录")
    talk = talks.add_subparsers(dest="what", required=True, metavar="做什么")
    one = verb(talk, "add", observe, "登记一次谈话或一个情况")
    one.add_argument("--student", required=True, metavar="谁")
    one.add_argument("--on", type=day, required=True, metavar="D")
    one.add_argument("--kind", choices=list(words.OBSERVATIONS.values()), default="谈话")
    one.add_argument("--who", required=True, metavar="谁")
    one.add_argument("--note", required=True, metavar="内容")


def week(ctx: Context, _args: argparse.Namespace) -> Answer:
    """The week of --date, class by class."""
    found = [each for each in priority.weeks(ctx) if each.names]
    term, monday = ctx.calendar.term, week_of(ctx.today())
    children = sum(len(each.week.children) for each in found)
    missing = sum(len(each.week.missing) for each in found)
    text = [f"第{term.week(monday)}周 重点生{children}名，家访{children - missing}名"]
    text += [
        f"{each.class_name}　没有访到：{_missing(each)}" for each in found if each.week.missing
    ]
    return Answer(
        "\n".join(text),
        {
            "week": term.week(monday),
            "first": monday.isoformat(),
            "children": children,
            "visited": children - missing,
            "rate": round(100 * (children - missing) / children, 1) if children else None,
            "missing": [
                {"student": each.names[id_], "class": each.full_class}
                for each in found
                for id_ in each.week.missing
            ],
        },
    )


def _missing(found: ClassWeek) -> str:
    return "、".join(found.names[id_] for id_ in found.week.missing)


def check(ctx: Context, args: argparse.Namespace) -> Answer:
    found = classes.named(ctx, args.class_name)
    kept = args.act(ctx, found.id, args.who, args.note)
    return Answer(
        f"{found.name} 已登记{words.CHECKS[kept.kind]}：{kept.count}名",
        {"class": found.name, "period": kept.period, "count": kept.count},
    )


def outcomes(ctx: Context, args: argparse.Namespace) -> Answer:
    """Each signal of a day, and how many of its children stayed away afterwards."""
    found = risk_outcomes.outcomes(ctx, args.since)
    lines = [f"{found.since}：{found.children}名学生，后来没来上学{found.away}名"]
    lines += [f"{each.words}：{each.hits}人，后来没来{each.away}人" for each in found.rows]
    data = {
        "since": found.since.isoformat(),
        "children": found.children,
        "away": found.away,
        "rows": [
            {"code": each.code, "words": each.words, "hits": each.hits, "away": each.away}
            for each in found.rows
        ],
    }
    return Answer("\n".join(lines), data)


def level(ctx: Context, args: argparse.Namespace) -> Answer:
    student = lookup.one(ctx, args.student)
    kept = risk.set_level(
        ctx,
        Override(
            student=student,
            level=words.code(words.LEVELS, args.level, "level"),
            day=ctx.today(),
            until=args.until or ctx.today() + MONTH,
            why=args.why,
            who=args.who,
        ),
    )
    return Answer(
        f"已调整为{args.level}，到{kept.until}为止",
        {"level": args.level, "until": kept.until.isoformat()},
    )


def observe(ctx: Context, args: argparse.Namespace) -> Answer:
    kept = observations.record(
        ctx,
        Observation(
            student=lookup.one(ctx, args.student),
            day=args.on,
            kind=words.code(words.OBSERVATIONS, args.kind, "kind"),
            note=args.note,
            who=args.who,
        ),
    )
    return Answer(f"已登记{args.kind}", {"id": kept.id, "code": kept.code})
