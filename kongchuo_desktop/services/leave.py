"""Leave slips: apply, approve, refuse, sign back, take back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kongchuo_desktop.domain import leave as rules
from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.leave import HalfDay, Leave, LeaveState
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import classes, lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.lookup import Listing
from kongchuo_desktop.store import leaves, marks, papers
from kongchuo_desktop.store.lists import RecordList

CATCH_UP = ("教务处", "乡（镇）党委政府负责人")


def apply(ctx: Context, asked: Leave, *, approved: bool = False) -> Leave:
    """A new slip; `approved` where the person at the screen is the one who may approve it."""
    child = lookup.seen(ctx, asked.student)
    with ctx.write(f"登记 {child.name} 请假"):
        earlier = leaves.of_student(asked.student)
        number = leaves.next_number(ctx.calendar.term.code)
        slip = rules.apply(replace(asked, id=new_id()), earlier, number, ctx.calendar)
        if approved:
            slip = rules.decide(slip, approve=True)
        leaves.add(slip)
    return slip


def change(ctx: Context, asked: Leave) -> Leave:
    """A slip corrected, keeping its number and state."""
    child = lookup.seen(ctx, asked.student)
    get(ctx, asked.id)
    with ctx.write(f"修改 {child.name} 请假"):
        earlier = leaves.of_student(asked.student)
        slip = rules.apply(asked, earlier, asked.slip_no, ctx.calendar)
        leaves.save(slip)
    return slip


def decide(ctx: Context, slip_id: str, *, approve: bool, note: str = "") -> None:
    slip = leaves.get(slip_id)
    child = lookup.seen(ctx, slip.student)
    with ctx.write(f"{'批准' if approve else '不批准'} {child.name} 请假"):
        leaves.save(rules.decide(slip, approve=approve, note=note))


def sign_back(ctx: Context, slip_id: str, back: HalfDay) -> None:
    """销假 from the half day on which the child is at school again."""
    slip = leaves.get(slip_id)
    child = lookup.seen(ctx, slip.student)
    if back[0] > ctx.today():
        raise Invalid(back_day="返校日期在今天之后，等学生到校那天再销假")
    with ctx.write(f"{child.name} 销假"):
        leaves.save(rules.come_back(slip, *back))
        marks.seen_from(slip_id, *back)


def make_up(ctx: Context, slip_id: str) -> Leave:
    """补假: the paper for a leave by telephone is here."""
    slip = leaves.get(slip_id)
    child = lookup.seen(ctx, slip.student)
    made = rules.make_up(slip, ctx.today())
    with ctx.write(f"{child.name} 补办请假手续"):
        leaves.save(made)
    return made


def remove(ctx: Context, slip_id: str) -> None:
    """A slip registered by mistake; its number is not given again while later ones exist."""
    slip = leaves.get(slip_id)
    child = lookup.seen(ctx, slip.student)
    with ctx.write(f"删除 {child.name} 第{slip.slip_no}号请假条"):
        leaves.remove(slip_id)
        papers.void_about(slip_id, "请假条已删除")


def approver(ctx: Context, slip: Leave) -> str:
    """Who has the last word on it, by its length; in a 补偿班 the township (rules §4.3, S2a)."""
    return approvers(ctx, slip)[-1]


def approvers(ctx: Context, slip: Leave) -> tuple[str, ...]:
    """Everybody who signs it, in order."""
    child = lookup.seen(ctx, slip.student)
    if classes.seen(ctx)[child.class_id].catch_up:
        return CATCH_UP
    last = rules.approver(rules.length(slip, ctx.calendar), ctx.rules.leave_tiers)
    chain = tuple(who for _, who in ctx.rules.leave_tiers)
    return chain[: chain.index(last) + 1]


def get(ctx: Context, slip_id: str) -> Leave:
    return lookup.own(ctx, leaves.get(slip_id))


def of_student(ctx: Context, student: str) -> Sequence[Leave]:
    lookup.seen(ctx, student)
    return leaves.of_student(student)


class LeaveListing(Listing):
    """The rows of the 请假 tab."""

    def records(self) -> RecordList:
        return leaves.records(self.ctx.today())

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        state = LeaveState(row["state"])
        first = date.fromisoformat(row["first_day"])
        last = date.fromisoformat(row["last_day"])
        slip = Leave(
            student=row["student"],
            kind=rules.LeaveKind(row["kind"]),
            first_day=first,
            first_half=Half(row["first_half"]),
            last_day=last,
            last_half=Half(row["last_half"]),
        )
        over = state is LeaveState.APPROVED and last < self.ctx.today()
        return row | {"state": state, "slip": slip, "over": over}

    def foot(self, text: str, chip: str) -> str:
        return f"共{self.records().count(self.ctx.scope, text, chip)}张请假条"
