"""命中—结果 on screen: what each signal was worth this term."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.services import risk_outcomes
from kongchuo_desktop.services.risk_outcomes import Outcomes
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, day
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView

USUAL = timedelta(weeks=8)
COLUMNS = (
    Column("words", "理由", 360, kind="strong", sortable=False),
    Column("hits", "当时有几人", 100, "right", "number", sortable=False),
    Column("away", "后来没来上学的", 130, "right", "number", sortable=False),
    Column("rate", "占", 80, "right", "number", sortable=False),
)
HOW = (
    "后来没来上学：那天以后无故缺课满5天，或立了劝返案件。占得多的理由，分值可以高一些；"
    "占得少的可以低一些。人数少的时候只供参考。"
)


def choose(desk: Desk, parent: QWidget) -> Editor:
    """From which day on to look."""
    term = desk.ctx.calendar.term

    def save(values: dict[str, Any]) -> None:
        found = risk_outcomes.outcomes(desk.ctx, values["since"])
        OutcomesDialog(found, parent).open()

    editor = Editor(
        "学期对照",
        [Field("since", "从哪天看起", day(desk.ctx.today), required=True)],
        save,
        parent,
        "对照",
        {"since": max(term.first, desk.ctx.today() - USUAL)},
        "看那一天有哪些理由，以后又有谁没来上学，好调整分值。",
        draft="outcomes",
    )
    editor.open()
    return editor


class OutcomesDialog(QDialog):
    """One line for each level and each signal that was on somebody."""

    def __init__(self, found: Outcomes, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("命中—结果对照")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        rows = Rows()
        rows.held = {
            each.code: {
                "words": each.words,
                "hits": str(each.hits),
                "away": str(each.away),
                "rate": f"{each.rate:.0%}" if each.rate is not None else "",
            }
            for each in found.rows
        }
        self.view = RecordView(RecordTable(rows, COLUMNS, self))
        self.view.setSortingEnabled(False)
        self.view.table.reload()
        close = PlainButton("关闭")
        close.does(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(PlainLabel("只用来调整分值，不评价教师，不对外", "hint"), 1)
        foot.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        said = f"{found.since}：{found.children}名学生，后来有{found.away}名没来上学"
        whole.addWidget(PlainLabel(said, "heading"))
        whole.addWidget(PlainLabel(HOW, "second", wrap=True))
        whole.addWidget(self.view, 1)
        whole.addLayout(foot)

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(760, room.width() - 80), min(620, room.height() - 80))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())  # Qt itself gives a dialog two thirds of the screen at most
        super().showEvent(event)
        self.view.setFocus()
