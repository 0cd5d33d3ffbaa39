"""重点学生: who is at risk, with every reason; nominations by teachers."""

from __future__ import annotations

from typing import Any, ClassVar

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import helping as pairs
from kongchuo_desktop.services import risk
from kongchuo_desktop.ui import boxes
from kongchuo_desktop.ui.card import Card
from kongchuo_desktop.ui.dossier import LEVEL_TONES, child_card, open_dossier
from kongchuo_desktop.ui.entries import concern as entry
from kongchuo_desktop.ui.entries import helping, visit, watch
from kongchuo_desktop.ui.table import Column, RowSource
from kongchuo_desktop.ui.tabs.page import Action
from kongchuo_desktop.ui.tabs.record_tab import RecordTab
from kongchuo_desktop.ui.tabs.told import Told


def trend(row: dict[str, Any]) -> str:
    """Whether the level went up or down since the week before, and was set by hand."""
    arrow = {1: "↑", -1: "↓"}.get(row["trend"], "")
    return arrow + ("（调）" if row["by_hand"] else "")


class RiskTab(RecordTab):
    title = "重点学生"
    icon = "alert-triangle"
    watches = frozenset(
        {
            "mark",
            "roll",
            "leave",
            "concern",
            "aid",
            "student",
            "visit",
            "contact",
            "observation",
            "exam_score",
            "level_override",
            "pairing",
            "arrival",
            "dropout_case",
            "case_step",
            "setting",
        }
    )
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
        Action("记谈话", "observe", keys="Ctrl+J", icon="user-circle"),
        Action("包保", "assign", icon="heart-handshake", needs_selection=True),
        Action("调整程度", "set_level", icon="alert-circle", needs_selection=True),
        Action("修改", "change", keys="F2", icon="pencil", needs_selection=True),
        Action("解除关注", "dismiss", icon="circle-check", needs_selection=True),
        Action("解除信号", "end_signal", icon="check", needs_selection=True),
        Action("作废谈话", "void_note", icon="trash", needs_selection=True),
        Action("结对帮扶", "pair", icon="users", needs_selection=True),
        Action("结束结对", "unpair", icon="x", needs_selection=True),
        Action("帮扶计划", "plan", icon="list-check", needs_selection=True),
        Action("辅导记录", "hold", icon="clock", needs_selection=True),
        Action("结束帮扶计划", "end_plan", icon="file-check", needs_selection=True),
        Action("确认重点生", "confirm", icon="shield-check"),
        Action("检查帮扶记录", "check", icon="search"),
        Action("导入成绩", "scores", icon="file-import"),
        Action("学期对照", "outcomes", icon="chart-bar"),
        Action("分值", "points", icon="settings"),
    )

    def source(self) -> RowSource:
        return Told(risk.RiskListing(self.desk.ctx), self._tell)

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        level = row["level"]
        return row | {
            "level": (f"{words.LEVELS[level]} {row['score']}{trend(row)}", LEVEL_TONES[level]),
            "reasons": row["reasons"],
            "assignee": row["assignee"] or ("—" if row["nominated"] else ""),
        }

    def find(self, text: str) -> None:  # type: ignore[override]
        """Also a chip: 今日 sends here to those not visited this week."""
        if text in {chip.key for chip in self.table.source.chips()}:
            self._pick_chip(text)
        else:
            super().find(text)

    def card(self, key: str) -> Card | None:
        return child_card(self.desk, key, self)

    def open_record(self, key: str) -> None:
        open_dossier(self.desk, key, self)

    def new(self) -> None:
        entry.new(self.desk, self, self.selected)

    def visit(self) -> None:
        visit.new(self.desk, self, self.selected, kind=VisitKind.PRIORITY)

    def observe(self) -> None:
        watch.observe(self.desk, self, self.selected)

    def assign(self) -> None:
        watch.assign(self.desk, self, self.selection)

    def set_level(self) -> None:
        watch.set_level(self.desk, self, self.selected)

    def end_signal(self) -> None:
        watch.end_signal(self.desk, self, self.selected)

    def void_note(self) -> None:
        watch.void_note(self.desk, self, self.selected)

    def pair(self) -> None:
        helping.pair(self.desk, self, self.selected)

    def unpair(self) -> None:
        child = self.selected
        boxes.ask(
            self,
            "结束结对帮扶？",
            "从今天起不再结对，记录留着；点错了可以按 Ctrl+Z 撤销。",
            "结束",
            lambda: pairs.unpair(self.desk.ctx, child),
        )

    def plan(self) -> None:
        helping.plan(self.desk, self, self.selected)

    def hold(self) -> None:
        helping.hold(self.desk, self, self.selected)

    def end_plan(self) -> None:
        helping.end(self.desk, self, self.selected)

    def confirm(self) -> None:
        watch.confirm(self.desk, self)

    def check(self) -> None:
        watch.check(self.desk, self)

    def scores(self) -> None:
        from kongchuo_desktop.ui.scores import open_scores_import

        open_scores_import(self.desk, self)

    def outcomes(self) -> None:
        from kongchuo_desktop.ui import outcomes

        outcomes.choose(self.desk, self)

    def points(self) -> None:
        watch.points(self.desk, self)

    def change(self) -> None:
        entry.change(self.desk, self, self.selected)

    def dismiss(self) -> None:
        entry.dismiss(self.desk, self, self.selected)
