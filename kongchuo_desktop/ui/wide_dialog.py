"""A dialog as large as its subject and the screen let it be: lists, with something beside them."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk

FREE = 60  # px of the screen left beside it


class WideDialog(QDialog):
    """Modal to its window, gone when closed.

    `whole` stacks its parts; `first` has the focus when it is shown.
    """

    def __init__(self, desk: Desk, parent: QWidget, title: str, size: tuple[int, int]) -> None:
        super().__init__(parent)
        self.desk = desk
        self._size = size
        self.first: QWidget | None = None
        self.setWindowTitle(title)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self.whole = QVBoxLayout(self)
        self.whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        self.whole.setSpacing(look.BETWEEN)

    def sizeHint(self) -> QSize:
        room = (self.screen() or QGuiApplication.primaryScreen()).availableGeometry()
        width, height = self._size
        return QSize(min(width, room.width() - FREE), min(height, room.height() - FREE))

    def showEvent(self, event: QShowEvent) -> None:
        self.resize(self.sizeHint())  # Qt itself gives a dialog two thirds of the screen at most
        super().showEvent(event)
        if self.first is not None:
            self.first.setFocus()
