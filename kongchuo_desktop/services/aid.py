"""Assistance: apply, go one step on, turn down."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kongchuo_desktop.domain import aid as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import Aid, AidKind, AidState
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.lookup import Listing
from kongchuo_desktop.store import aids
from kongchuo_desktop.store.lists import RecordList


def apply(ctx: Context, asked: Aid) -> Aid:
    """A new application, of the current term."""
    child = lookup.seen(ctx, asked.student)
    aid = rules.checked(replace(asked, id=new_id(), term=ctx.calendar.term.code))
    with ctx.write(f"登记 {child.name} 资助申请"):
        aids.add(aid)
    return aid


def change(ctx: Context, asked: Aid) -> None:
    child = lookup.seen(ctx, asked.student)
    get(ctx, asked.id)
    with ctx.write(f"修改 {child.name} 资助申请"):
        aids.save(rules.checked(asked))


def advance(ctx: Context, aid_id: str) -> AidState:
    """One step on; the state it has now."""
    aid = aids.get(aid_id)
    child = lookup.seen(ctx, aid.student)
    following = rules.advance(aid, ctx.today())
    with ctx.write(f"{child.name} 资助：{words.AID_STATES[following.state]}"):
        aids.save(following)
    return following.state


def reject(ctx: Context, aid_id: str, reason: str) -> None:
    aid = aids.get(aid_id)
    child = lookup.seen(ctx, aid.student)
    with ctx.write(f"{child.name} 资助不予批准"):
        aids.save(rules.reject(aid, reason, ctx.today()))


def remove(ctx: Context, aid_id: str) -> None:
    """An application registered by mistake."""
    child = lookup.seen(ctx, aids.get(aid_id).student)
    with ctx.write(f"删除 {child.name} 资助申请"):
        aids.remove(aid_id)


def get(ctx: Context, aid_id: str) -> Aid:
    return lookup.own(ctx, aids.get(aid_id))


def of_student(ctx: Context, student: str) -> Sequence[Aid]:
    lookup.seen(ctx, student)
    return aids.of_student(student)


class AidListing(Listing):
    """The rows of the 减免缓 tab."""

    def records(self) -> RecordList:
        return aids.records()

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            "kind": AidKind(row["kind"]),
            "state": AidState(row["state"]),
            "applied_on": date.fromisoformat(row["applied_on"]),
        }

    def foot(self, text: str, chip: str) -> str:
        term = self.ctx.calendar.term.code
        paid = words.yuan(aids.total(AidState.CARRIED_OUT, term, self.ctx.scope))
        count = self.records().count(self.ctx.scope, text, chip)
        return f"共{count}份申请　本学期已落实{paid}元"
