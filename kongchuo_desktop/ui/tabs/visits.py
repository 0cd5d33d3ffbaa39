"""家访: visits with their outcome, also when nobody was home."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import VisitOutcome
from kongchuo_desktop.services import lookup, visits
from kongchuo_desktop.ui import visiting
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import child_card, open_dossier
from kongchuo_desktop.ui.entries import visit as entry
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told, short_day

TONES = {
    VisitOutcome.MET_GUARDIAN: "green",
    VisitOutcome.MET_STUDENT: "green",
    VisitOutcome.NOBODY_HOME: "amber",
    VisitOutcome.MOVED: "red",
}


def tell(row: dict[str, Any], today: date) -> dict[str, Any]:
    """A visit as a list shows it; one made void says why."""
    outcome = words.VISIT_OUTCOMES[row["outcome"]], TONES[row["outcome"]]
    return row | {
        "day": short_day(row["day"], today),
        "kind": words.VISIT_KINDS[row["kind"]],
        "outcome": ("已作废", "grey") if row["void_why"] else outcome,
        "note": row["void_why"] or row["note"],
    }


class VisitsTab(RecordTab):
    title = "家访"
    icon = "map-pin"
    search_hint = "姓名、教师、家访表编号"
    watches = frozenset({"visit", "student", "class", "setting"})
    start_chip: ClassVar[str] = "all"
    empty_text = "去过学生家里，就在这里记一笔；家里没人也要记。有谈话要点的家访才计入定额。"
    columns = (
        Column("day", "日期", 92),
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 100),
        Column("village", "村组", 120),
        Column("kind", "类型", 64),
        Column("visitors", "家访教师", 110),
        Column("outcome", "结果", 110, kind="pill"),
        Column("note", "谈话要点", 240),
    )
    actions_ = (
        Action("登记家访", "new", keys="Ctrl+N", icon="plus", primary=True),
        Action("登记联系", "contact", icon="phone"),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("家访表", "sheets", keys="Ctrl+P", icon="file-text"),
        Action("走访路线", "route", icon="list-check"),
        Action("照片", "photos", icon="eye", needs_selection=True),
        Action("定额", "quota", icon="chart-bar"),
        Action("作废", "void", keys="Delete", icon="trash", needs_selection=True),
    )

    def source(self) -> RowSource:
        return Told(
            visits.VisitListing(self.desk.ctx), lambda row: tell(row, self.desk.ctx.today())
        )

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, visits.get(self.desk.ctx, key).student, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, visits.get(self.desk.ctx, key).student, self)

    def new(self) -> None:
        entry.new(self.desk, self)

    def contact(self) -> None:
        entry.contact(self.desk, self)

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def sheets(self) -> None:
        visiting.sheets(self.desk, self, self._children)

    def route(self) -> None:
        visiting.route(self.desk, self, self._children)

    @property
    def _children(self) -> list[str]:
        """The children of the visits selected, each once."""
        ctx = self.desk.ctx
        return list(dict.fromkeys(visits.get(ctx, key).student for key in self.selection))

    def _say_empty(self, narrowed: bool) -> None:
        """The number of a 家访表 nobody has registered yet leads to registering it."""
        child = lookup.of_sheet(self.search.text())
        found = lookup.described(self.desk.ctx, [child]) if child else []
        if not found:
            super()._say_empty(narrowed)
            return
        self.empty.say(
            f"{found[0].name}　{found[0].second}",
            "这张家访表的学生还没有家访记录。写好的表在这里登记。",
            "登记家访",
            lambda: entry.new(self.desk, self, child),
        )

    def photos(self) -> None:
        from kongchuo_desktop.ui.photos import open_photos

        open_photos(self.desk, self, self.selected)

    def quota(self) -> None:
        from kongchuo_desktop.ui.quota import open_quota

        open_quota(self.desk, self)

    def void(self) -> None:
        entry.void(self.desk, self, self.selected)
