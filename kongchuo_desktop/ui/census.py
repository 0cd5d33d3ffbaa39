"""开学报到: the opening-days census in a window of its own, above the page it is opened from."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop import resources
from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import census, undo
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.census_page import CensusPage
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.help import Help
from kongchuo_desktop.ui.plain import PlainLabel

KEYS = "空格、回车 到校　N 未到　Ctrl+回车 全班到校　Ctrl+↑↓ 换班　Ctrl+Z 撤销　F1 说明"


def open_census(desk: Desk, parent: QWidget) -> CensusDialog:
    """开学报到, above the page it is opened from."""
    dialog = CensusDialog(desk, parent)
    dialog.open()
    return dialog


class CensusDialog(QDialog):
    """The page by itself, as large as the screen allows; it says what was kept."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle(f"开学报到　{census.term(desk.ctx).words}")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self.page = CensusPage(desk, self)
        self.said = PlainLabel("", "hint", elide=True)
        foot = QHBoxLayout()
        foot.addWidget(self.said, 1)
        foot.addWidget(PlainLabel(KEYS, "hint"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, 8)
        whole.setSpacing(8)
        whole.addWidget(self.page, 1)
        whole.addLayout(foot)
        desk.told.connect(self.said.setText)
        desk.changed.connect(self._kept)
        for keys, act in (
            (QKeySequence.StandardKey.Undo, self._undo),
            (QKeySequence.StandardKey.Redo, self._redo),
            (QKeySequence.StandardKey.HelpContents, self.help),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        return QSize(min(1320, room.width() - 40), min(860, room.height() - 60))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())  # Qt itself gives a dialog two thirds of the screen at most
        super().showEvent(event)
        self.page.shown()

    def help(self) -> None:
        Help("开学报到", resources.path("help/census.md"), self).open()

    def _kept(self, changes: Changes) -> None:
        self.said.setText(f"已保存：{changes.label}")

    def _undo(self) -> None:
        self._attempt(undo.undo)

    def _redo(self) -> None:
        self._attempt(undo.redo)

    def _attempt(self, act: Callable[[Context], str]) -> None:
        try:
            act(self.desk.ctx)
        except Refused as refused:
            self.desk.report(self, refused)
