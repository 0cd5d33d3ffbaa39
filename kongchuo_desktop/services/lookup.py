"""Finding a child, within what a person may see; and what every list of a tab shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple, Protocol, TypeVar

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.services import classes
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.searching import folded
from kongchuo_desktop.store import papers, students
from kongchuo_desktop.store.lists import ChipCount, RecordList

SHEETS = "校访"
SHEET_NUMBER = re.compile(r"(?:家访记?录?表|校访)[〔(]?(\d{4}(?=\D))?[〕)]?第?0*(\d{1,6})号?")


class Found(NamedTuple):
    """One child in a picker: id, name, and what tells it from its namesakes."""

    id: str
    name: str
    second: str


def seen(ctx: Context, student: str) -> Student:
    """A child by id; Refused when it is outside the classes the person may see."""
    found = students.of_ids([student]).get(student)
    if found is None:
        raise Refused("这名学生已经不在花名册里（可能刚被撤销），没有改动。")
    if ctx.scope is not None and found.class_id not in ctx.scope:
        raise Refused("这名学生不在您负责的班级里，没有改动。")
    return found


class _OfChild(Protocol):
    @property
    def student(self) -> str: ...


Record = TypeVar("Record", bound=_OfChild)


def own(ctx: Context, record: Record) -> Record:
    """A record, Refused unless the person may see the child it is about."""
    seen(ctx, record.student)
    return record


def find(ctx: Context, text: str, most: int = 12) -> list[Found]:
    """Children by name, pinyin, initials, numbers or village, or by the number of a 家访记录表;
    the likeliest first."""
    if child := of_sheet(text):
        return described(ctx, [child])
    ids = students.find(folded(text), ctx.scope, most) if text.strip() else []
    return described(ctx, ids)


def of_sheet(text: str) -> str:
    """The child for whom the 家访记录表 of this number was printed: 家访表3, 校访〔2026〕第003号;
    of the latest year where none is named. Empty where the text is no such number."""
    said = SHEET_NUMBER.fullmatch(folded(text))
    return papers.whose(SHEETS, int(said[2]), int(said[1] or 0)) if said else ""


def described(ctx: Context, ids: Sequence[str]) -> list[Found]:
    every = classes.seen(ctx)
    rows = students.of_ids(ids)
    return [
        Found(
            id_,
            rows[id_].name,
            "　".join(filter(None, [classes.short(every[rows[id_].class_id]), rows[id_].village])),
        )
        for id_ in ids
        if id_ in rows and rows[id_].class_id in every
    ]


def one(ctx: Context, who: str, class_id: str = "") -> str:
    """The id of the one child meant by a name, roll number or ID number (a final x as well).

    Where a class is spoken of, its own children come before their namesakes elsewhere. An
    ambiguous name is Refused with the choices.
    """
    ids = (class_id in classes.seen(ctx) and _called(who, frozenset({class_id}))) or _called(
        who, ctx.scope
    )
    if len(ids) == 1:
        return ids[0]
    if not ids:
        raise Refused(f"花名册里没有“{who}”。请核对姓名、学籍号或身份证号。")
    rows = students.of_ids(ids)
    every = classes.seen(ctx)
    choices = "；".join(
        f"{classes.short(every[row.class_id])} {row.name}"
        f"（学籍号{row.student_no or '无'}，{row.birth or '出生日期不详'}）"
        for row in rows.values()
    )
    raise Refused(f"叫“{who}”的有{len(ids)}人，请用学籍号指明：{choices}")


def _called(who: str, scope: frozenset[str] | None) -> list[str]:
    said = who.strip()
    spelt = (said, said.upper()) if said else ()
    return next(filter(None, (students.named(each, scope) for each in spelt)), [])


class Listing:
    """The rows of a tab: a store list seen through a person's scope, told in words."""

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx

    def records(self) -> RecordList:
        raise NotImplementedError

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        """What the screen gets of one row."""
        return row

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        return self.records().keys(self.ctx.scope, folded(text), order, descending, chip)

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        short = {found.name: classes.short(found) for found in classes.seen(self.ctx).values()}
        return {
            key: self.shown(row | {"class": short.get(row["class"], row["class"])})
            for key, row in self.records().rows(self.ctx.scope, keys).items()
        }

    def chips(self) -> list[ChipCount]:
        return self.records().chips(self.ctx.scope)

    def foot(self, text: str, chip: str) -> str:
        raise NotImplementedError
