"""Pairs and help plans for children who fall behind (F17, F18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kongchuo_desktop.domain import helping as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.helping import HelpPlan, HelpSession, Pairing
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import helping


def pair(ctx: Context, asked: Pairing) -> Pairing:
    """Somebody goes along with a child from now on."""
    child = lookup.seen(ctx, asked.student)
    kept = replace(rules.checked_pairing(asked, ctx.today()), id=new_id())
    with ctx.write(f"{child.name} 结对帮扶"):
        helping.put_pairing(kept)
    return kept


def unpair(ctx: Context, student: str) -> None:
    """The pairs of a child that are in force end today."""
    child = lookup.seen(ctx, student)
    held = [each for each in helping.pairings(student) if each.holds(ctx.today())]
    if not held:
        raise Refused("这名学生现在没有结对帮扶，没有改动。")
    with ctx.write(f"结束 {child.name} 结对帮扶"):
        for each in held:
            helping.put_pairing(replace(each, over_on=max(each.since, ctx.today())))


def plan(ctx: Context, asked: HelpPlan) -> HelpPlan:
    """A help plan, new or changed; a child has one at a time."""
    child = lookup.seen(ctx, asked.student)
    kept = rules.checked_plan(asked, ctx.today())
    if asked.id:
        lookup.seen(ctx, helping.get_plan(asked.id).student)
    elif open_plan(ctx, asked.student):
        raise Refused(f"{child.name}已经有帮扶计划，没有另立。请修改或结束原来的计划。")
    kept = replace(kept, id=asked.id or new_id())
    with ctx.write(f"{child.name} {words.HELP_PLANS[kept.kind]}帮扶计划"):
        helping.put_plan(kept)
    return kept


def end_plan(ctx: Context, student: str, result: str) -> None:
    """The plan is over, with what became of it."""
    held = open_plan(ctx, student)
    if held is None:
        raise Refused("这名学生现在没有帮扶计划，没有改动。")
    plan(ctx, replace(held, over_on=max(held.since, ctx.today()), result=result))


def open_plan(ctx: Context, student: str) -> HelpPlan | None:
    """The plan a child is being helped by now."""
    lookup.seen(ctx, student)
    return next((each for each in helping.plans(student) if each.over_on is None), None)


def hold(
    ctx: Context, student: str, day: date, minutes: int, content: str, effect: str, who: str
) -> HelpSession:
    """One session of help, under the plan the child has."""
    child = lookup.seen(ctx, student)
    held = open_plan(ctx, student)
    if held is None:
        raise Refused(f"{child.name}还没有帮扶计划，没有登记。请先定计划。")
    asked = HelpSession(
        id=new_id(),
        plan=held.id,
        day=day,
        minutes=minutes,
        content=content,
        effect=effect,
        who=who,
    )
    kept = rules.checked_session(asked, held, ctx.today())
    with ctx.write(f"登记 {child.name} 辅导"):
        helping.add_session(kept)
    return kept
