"""文书: the register of issued papers, and issuing more."""

from __future__ import annotations

from functools import partial
from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.services import paper_kinds, paper_register, papers
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import child_card
from kongchuo_desktop.ui.due_papers import open_due
from kongchuo_desktop.ui.entries import case, faces
from kongchuo_desktop.ui.paper_chooser import open_chooser
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told, short_day

TONES = {"issued": "green", "void": "grey"}


class PapersTab(RecordTab):
    title = "文书"
    icon = "file-text"
    watches = frozenset({"paper", "sheet", "service_receipt"})
    start_chip: ClassVar[str] = "all"
    search_hint = "文号、姓名"
    foot_hint = "双击查看存档"
    empty_text = "发出的每一份文书都在这里编号、存档；重打与原来一字不差，作废的号不再使用。"
    columns = (
        Column("words", "文号", 210),
        Column("kind", "文书", 170),
        Column("name", "学生", 150, kind="strong"),
        Column("class", "班级", 110),
        Column("issued_on", "日期", 92),
        Column("state", "状态", 84, kind="pill"),
        Column("note", "备注", 160),
    )
    actions_ = (
        Action("打印文书", "new", keys="Ctrl+N", icon="file-text", primary=True),
        Action("该备的文书", "due", keys="Ctrl+J", icon="list-check"),
        Action("查看、重打", "reprint", keys="Ctrl+P", icon="printer", needs_selection=True),
        Action("重打整批", "batch", icon="printer", needs_selection=True),
        Action("送达回证", "receipt", icon="file-check", needs_selection=True),
        Action("登记送达", "serve", icon="signature", needs_selection=True),
        Action("按编号查找", "by_code", keys="Ctrl+E", icon="search"),
        Action("作废", "void", icon="trash", needs_selection=True),
        Action("字体", "faces", icon="settings"),
    )

    def source(self) -> RowSource:
        return Told(paper_register.PaperListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        today = self.desk.ctx.today()
        served = row["served"] and row["state"] == "issued"
        return row | {
            "kind": paper_kinds.words_of(row["kind"]),
            "name": row["name"] or ("" if row["class"] else "全校"),
            "issued_on": short_day(row["issued_on"], today),
            "state": (words.SHEET_STATES[row["state"]], TONES[row["state"]]),
            "note": f"{short_day(row['served'], today)}送达" if served else row["note"],
        }

    def card(self, key: str) -> Card | None:
        sheet = papers.sheet(self.desk.ctx, key)
        if sheet.student:
            return child_card(self.desk, sheet.student, self)
        card = Card()
        card.heading(sheet.words, (words.SHEET_STATES[sheet.state], TONES[sheet.state]))
        card.facts([sheet.class_name or "全校", f"{papers.issued_on(sheet)}填发"])
        card.buttons([("查看、重打", partial(self.open_record, key))])
        return card

    def open_record(self, key: str) -> None:
        issuing.show_copy(self.desk, self, key)

    def new(self) -> None:
        open_chooser(self.desk, self)

    def due(self) -> None:
        open_due(self.desk, self)

    def receipt(self) -> None:
        issuing.issue(self.desk, self, "service_receipt", [self.selected])

    def by_code(self) -> None:
        issuing.find(self.desk, self, self.view.choose)

    def reprint(self) -> None:
        issuing.show_copy(self.desk, self, self.selected)

    def batch(self) -> None:
        issuing.show_batch(self.desk, self, self.selected)

    def serve(self) -> None:
        case.serve_sheet(self.desk, self, self.selected)

    def void(self) -> None:
        issuing.void(self.desk, self, self.selected)

    def faces(self) -> None:
        faces.change(self.desk, self)
