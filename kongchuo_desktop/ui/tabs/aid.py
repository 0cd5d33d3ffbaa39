"""减免缓: applications and the steps they go through."""

from __future__ import annotations

from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.services import aid
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import child_card, open_dossier
from kongchuo_desktop.ui.entries import aid as entry
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told, short_day


class AidTab(RecordTab):
    title = "减免缓"
    icon = "coin"
    watches = frozenset({"aid", "student"})
    start_chip: ClassVar[str] = "all"
    empty_text = "困难学生的减、免、缓和补助申请，从申请、评议、公示到落实，一步一步记在这里。"
    columns = (
        Column("applied_on", "申请日期", 96),
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 100),
        Column("kind", "种类", 150),
        Column("item", "项目", 170),
        Column("amount", "金额（元）", 110, "right", "number"),
        Column("state", "进度", 100, kind="pill"),
        Column("evidence", "证明", 150),
    )
    actions_ = (
        Action("登记申请", "new", keys="Ctrl+N", icon="plus", primary=True),
        Action("下一步", "advance", icon="chevron-right", needs_selection=True),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("不予批准", "reject", icon="x", needs_selection=True),
        Action("删除", "remove", keys="Delete", icon="trash", needs_selection=True),
    )

    def source(self) -> RowSource:
        return Told(aid.AidListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        return row | {
            "applied_on": short_day(row["applied_on"], self.desk.ctx.today()),
            "kind": words.AID_KINDS[row["kind"]],
            "amount": words.yuan(row["amount"]) if row["amount"] else "—",
            "state": (words.AID_STATES[row["state"]], entry.TONES[row["state"]]),
        }

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, aid.get(self.desk.ctx, key).student, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, aid.get(self.desk.ctx, key).student, self)

    def new(self) -> None:
        entry.new(self.desk, self)

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def advance(self) -> None:
        state = aid.advance(self.desk.ctx, self.selected)
        self.desk.tell(f"已进到“{words.AID_STATES[state]}”")

    def reject(self) -> None:
        entry.reject(self.desk, self, self.selected)

    def remove(self) -> None:
        found = self.selected
        boxes.ask(
            self,
            "删除这份申请？",
            "删除后可以用 Ctrl+Z 恢复。",
            "删除",
            lambda: aid.remove(self.desk.ctx, found),
        )
