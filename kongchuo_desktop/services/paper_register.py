"""The register of papers: every numbered sheet, found by its number, its code or its child."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import paper_kinds, papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.lookup import Listing
from kongchuo_desktop.store import papers as register
from kongchuo_desktop.store.lists import RecordList
from kongchuo_desktop.store.papers import Sheet

NUMBER = re.compile(r"([^〔〕\d]+)〔(\d{4})〕第(\d+)号")
CODE = re.compile(r"(F\d\d(?:-[0-9A-Z]+){0,2}?)-(\d{4})-0*(\d+)", re.IGNORECASE)


def find(ctx: Context, code: str) -> Sheet:
    """The sheet with this code (F02-2026-003) or number (校复通〔2026〕第 003 号), void or not."""
    number = words_of(code)
    found = register.called("".join(number.split())) if number else None
    if found is None:
        raise Refused(f"登记里没有“{code.strip()}”这一号。请核对二维码下面或文书右上角的编号。")
    return papers.sheet(ctx, found.id)


def words_of(text: str) -> str:
    """The number a code stands for; the text itself where it is no code."""
    if said := NUMBER.fullmatch("".join(text.split())):
        return f"{said[1]}〔{said[2]}〕第 {int(said[3]):03d} 号"
    said = CODE.fullmatch(text.strip())
    if said is None:
        return text.strip()
    wanted = said[1].upper()
    for kind in paper_kinds.every().values():
        if kind.code == wanted and kind.series:
            return papers.number_words(kind, int(said[2]), int(said[3]))
    return text.strip()


class PaperListing(Listing):
    """The rows of the 文书 tab: every numbered sheet."""

    def records(self) -> RecordList:
        groups: dict[str, list[str]] = {}
        for kind in paper_kinds.every().values():
            groups.setdefault(kind.group, []).append(kind.id)
        return register.records(groups)

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        return super().keys(words_of(text), order, descending, chip)

    def shown(self, row: dict[str, Any]) -> dict[str, Any]:
        served = row["served"]
        return row | {
            "issued_on": date.fromisoformat(row["issued_on"]),
            "served": date.fromisoformat(served) if served else None,
        }

    def foot(self, text: str, chip: str) -> str:
        count = self.records().count(self.ctx.scope, words_of(text), chip)
        return f"共{count}号　作废的号不再使用"
