"""A line to search with: the glass at the left, a way to empty it at the right."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.look import Ink


class SearchLine(QLineEdit):
    """Plain typing; what is done with it belongs to whoever uses it."""

    def __init__(self, hint: str, role: str = "search") -> None:
        super().__init__()
        look.role(self, role)
        self.setPlaceholderText(hint)
        place = QLineEdit.ActionPosition
        self.addAction(look.icon("search", Ink.THIRD), place.LeadingPosition)
        self._empty = self.addAction(look.icon("x", Ink.THIRD), place.TrailingPosition)
        self._empty.setVisible(False)
        self._empty.triggered.connect(self._wipe)
        self.textChanged.connect(self._follow)

    def event(self, event: QEvent) -> bool:
        """Ctrl+Z with nothing typed means the last operation, not this line."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            undo = event.matches(QKeySequence.StandardKey.Undo) and not self.isUndoAvailable()
            redo = event.matches(QKeySequence.StandardKey.Redo) and not self.isRedoAvailable()
            if undo or redo:
                event.ignore()
                return True
        return super().event(event)

    def _follow(self, text: str) -> None:
        ensure_glyphs(text)
        self._empty.setVisible(bool(text))

    def _wipe(self) -> None:
        self.clear()
        self.textEdited.emit("")
        self.setFocus()
