"""Home visits, contacts and reports: what was done about a child, recorded once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kongchuo_desktop.domain import visits as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.visits import (
    Contact,
    Quota,
    Submission,
    Visit,
    VisitKind,
    VisitOutcome,
)
from kongchuo_desktop.services import classes, lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.lookup import Listing
from kongchuo_desktop.store import visits
from kongchuo_desktop.store.lists import RecordList


def record(ctx: Context, asked: Visit) -> Visit:
    """A visit that took place, whoever was met."""
    child = lookup.seen(ctx, asked.student)
    visit = rules.checked(replace(asked, id=new_id()), ctx.today())
    with ctx.write(f"登记 {child.name} 家访"):
        visits.add(visit)
    return visit


def change(ctx: Context, asked: Visit) -> None:
    child = lookup.seen(ctx, asked.student)
    if changeable(ctx, asked.id).student != asked.student:
        raise Refused(
            "家访不能改到另一名学生名下，没有改动。登记错了学生的，请作废这一次，重新登记。"
        )
    with ctx.write(f"修改 {child.name} 家访"):
        visits.save(rules.checked(asked, ctx.today()))


def void(ctx: Context, visit_id: str, why: str) -> None:
    """A visit registered by mistake: the record stays, with the reason, and counts no more."""
    visit = rules.void(get(ctx, visit_id), why)
    child = lookup.seen(ctx, visit.student)
    with ctx.write(f"作废 {child.name} 家访"):
        visits.save(visit)


def get(ctx: Context, visit_id: str) -> Visit:
    return lookup.own(ctx, visits.get(visit_id))


def changeable(ctx: Context, visit_id: str) -> Visit:
    """A visit about to be changed or made void; Refused when it is void already."""
    return rules.standing(get(ctx, visit_id))


def of_student(ctx: Context, student: str) -> Sequence[Visit]:
    """A child's visits that count, newest first."""
    lookup.seen(ctx, student)
    return visits.of_student(student)


def quotas(ctx: Context) -> Sequence[Quota]:
    """家访定额 of this term, by teacher, of visits to the children the person may see. The rules
    set none for the principal, unless a class is hers or his (S2c 二.7)."""
    term = ctx.calendar.term
    homeroom = [found.teacher for found in classes.seen(ctx).values()]
    found = rules.quotas(visits.between(term.first, term.last, ctx.scope), homeroom, ctx.rules)
    principal = {ctx.school.principal} - set(homeroom)
    return [each for each in found if each.teacher not in principal]


def record_contact(ctx: Context, asked: Contact) -> Contact:
    """An attempt to reach the family, successful or not (F09)."""
    child = lookup.seen(ctx, asked.student)
    contact = rules.checked_contact(replace(asked, id=new_id()), ctx.now())
    with ctx.write(f"登记 {child.name} 缺课联系"):
        visits.add_contact(contact)
    return contact


def submit(ctx: Context, asked: Submission) -> None:
    """That something was reported about a child, as a rung of the ladder asks (L4: 不过夜)."""
    child = lookup.seen(ctx, asked.student)
    wrong: dict[str, str] = {}
    if asked.day > ctx.today():
        wrong["day"] = "上报日期在今天之后，请核对"
    if not asked.whom.strip():
        wrong["whom"] = "请填写报给谁"
    if wrong:
        raise Invalid(**wrong)
    with ctx.write(f"登记 {child.name} {words.REPORTS[asked.rung]}"):
        visits.add_submission(replace(asked, id=new_id()))


def void_told(ctx: Context, student: str, record: str, why: str) -> None:
    """A contact or a report upwards that was registered in error: it stays, with the reason, and
    counts for nothing."""
    child = lookup.seen(ctx, student)
    contacts = {each.id for each in visits.contacts_of(student)}
    reports = {each.id for each in visits.submissions_of(student)}
    if record not in contacts | reports:
        raise Refused("这条记录已经作废或不在了，没有改动。")
    if not why.strip():
        raise Invalid(note="请写明作废的理由")
    with ctx.write(f"作废 {child.name} {'联系' if record in contacts else '上报'}"):
        void = visits.void_contact if record in contacts else visits.void_submission
        void(record, why.strip())


def told(ctx: Context, student: str) -> list[tuple[str, str]]:
    """The contacts and reports about a child that stand, in words, the latest first."""
    lookup.seen(ctx, student)
    held = [
        (each.at.date(), each.id, f"{words.CONTACT_WAYS[each.way]}联系 {each.note}")
        for each in visits.contacts_of(student)
    ]
    held += [
        (each.day, each.id, f"{words.REPORTS[each.rung]} {each.whom}")
        for each in visits.submissions_of(student)
    ]
    latest = sorted(held, key=lambda each: each[0], reverse=True)
    return [(id_, f"{day.month}月{day.day}日 {said}") for day, id_, said in latest]


class VisitListing(Listing):
    """The rows of the 家访 tab."""

    def records(self) -> RecordList:
        return visits.records(self.ctx.today(), self.ctx.calendar.term.first)

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        """By the words of the list, or by the number of a 家访记录表: the visits to its child."""
        child = lookup.of_sheet(text)
        if not child:
            return super().keys(text, order, descending, chip)
        of_child = {visit.id for visit in visits.of_student(child, void=True)}
        return [key for key in super().keys("", order, descending, chip) if key in of_child]

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            "kind": VisitKind(row["kind"]),
            "outcome": VisitOutcome(row["outcome"]),
            "leader": bool(row["leader"]),
            "day": date.fromisoformat(row["day"]),
        }

    def foot(self, text: str, chip: str) -> str:
        found = quotas(self.ctx)
        done = sum(1 for each in found if each.done)
        short = sum(1 for each in found if each.short)
        count = len(self.keys(text, "", False, chip or "all"))
        return f"共{count}次家访　本学期{done}位教师家访过，{short}位没有完成定额"
