"""Commands about the school calendar: the term, days off, days on."""

from __future__ import annotations

import argparse
from typing import Any

from kongchuo_desktop.cli.answer import Answer
from kongchuo_desktop.domain.calendar import words
from kongchuo_desktop.services import calendar
from kongchuo_desktop.services.context import Context


def set_term(ctx: Context, args: argparse.Namespace) -> Answer:
    term = calendar.set_term(ctx, args.term_start, args.term_end)
    found = calendar.own(calendar.of(term))
    days = sum(1 for _ in found.school_days(term.first, term.last))
    text = f"{term.words}：{term.first}至{term.last}，共{days}个教学日"
    if found.uncertain:
        text += "。部分日期的法定节假日还没有公布，请到时用 calendar off 补上。"
    return Answer(
        text,
        {
            "term": term.code,
            "first": term.first.isoformat(),
            "last": term.last.isoformat(),
            "school_days": days,
            "holidays_known_until": found.known_until.isoformat() if found.known_until else None,
        },
    )


def day_off(ctx: Context, args: argparse.Namespace) -> Answer:
    calendar.set_day(ctx, args.day, school=False, why=args.why)
    return _said(args, school=False)


def day_on(ctx: Context, args: argparse.Namespace) -> Answer:
    calendar.set_day(ctx, args.day, school=True, why=args.why)
    return _said(args, school=True)


def _said(args: argparse.Namespace, *, school: bool) -> Answer:
    data: dict[str, Any] = {"date": args.day.isoformat(), "school": school, "why": args.why}
    return Answer(f"{words(args.day)}{'上课' if school else '不上课'}", data)


def show(ctx: Context, _args: argparse.Namespace) -> Answer:
    found = ctx.calendar
    special = calendar.special(ctx)
    days = list(found.school_days(found.term.first, found.term.last))
    lines = [f"{found.term.words}：{found.term.first}至{found.term.last}，{len(days)}个教学日"]
    lines += [f"  {words(s.day)}{'上课' if s.school else '不上课'}　{s.why}" for s in special]
    return Answer(
        "\n".join(lines),
        {
            "term": found.term.code,
            "first": found.term.first.isoformat(),
            "last": found.term.last.isoformat(),
            "school_days": [day.isoformat() for day in days],
            "special": [
                {"date": s.day.isoformat(), "school": s.school, "why": s.why} for s in special
            ],
        },
    )
