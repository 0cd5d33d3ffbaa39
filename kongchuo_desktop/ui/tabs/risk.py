"""重点学生: who is at risk, with every reason; nominations by teachers."""

from __future__ import annotations

from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import risk
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import LEVEL_TONES, child_card, open_dossier
from kongchuo_desktop.ui.entries import concern as entry
from kongchuo_desktop.ui.entries import visit
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told


class RiskTab(RecordTab):
    title = "重点学生"
    icon = "alert-triangle"
    watches = frozenset({"mark", "roll", "leave", "concern", "aid", "student", "visit", "contact"})
    start_chip: ClassVar[str] = "concern"
    empty_heading = "现在没有需要重点关注的学生"
    empty_text = "程序按考勤、家庭情况等记录算出关注程度；老师也可以不看分数直接提名。"
    columns = (
        Column("level", "关注", 72, kind="pill"),
        Column("name", "姓名", 150, kind="strong"),
        Column("class", "班级", 90),
        Column("reasons", "理由", 460, kind="tags", sortable=False),
        Column("assignee", "包保教师", 100),
    )
    actions_ = (
        Action("列为重点生", "new", keys="Ctrl+N", icon="plus", primary=True),
        Action("记录家访", "visit", icon="map-pin", needs_selection=True),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("解除关注", "dismiss", icon="circle-check", needs_selection=True),
    )

    def source(self) -> RowSource:
        return Told(risk.RiskListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        level = row["level"]
        return row | {
            "level": (f"{words.LEVELS[level]} {row['score']}", LEVEL_TONES[level]),
            "reasons": row["reasons"],
            "assignee": row["assignee"] or ("—" if row["nominated"] else ""),
        }

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, key, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, key, self)

    def new(self) -> None:
        entry.new(self.desk, self, self.selected)

    def visit(self) -> None:
        visit.new(self.desk, self, self.selected, kind=VisitKind.PRIORITY)

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def dismiss(self) -> None:
        entry.dismiss(self.desk, self, self.selected)
