"""The row of tabs: icon and word, a line under the one in front."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import ICON_GAP, PlainButton


class TabRow(QFrame):
    """Icons give way first when the window is narrow."""

    chosen = Signal(int)

    def __init__(self, tabs: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        look.role(self, "tabs")
        self.setFixedHeight(41)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(0)
        self._icons = [icon for _title, icon in tabs]
        self._with_icons = True
        for number, (title, icon) in enumerate(tabs):
            button = PlainButton(title, "tab", icon=icon)
            button.setCheckable(True)
            if number < 9:
                button.setToolTip(f"Ctrl+{number + 1}")
            self._group.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        self._group.idClicked.connect(self.chosen)
        self._full = self.sizeHint().width()

    def minimumSizeHint(self) -> QSize:
        return QSize(200, 41)

    def choose(self, number: int) -> None:
        self._group.button(number).setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = self.width() >= self._full
        if wanted != self._with_icons:
            self._with_icons = wanted
            size = QSize(18 + ICON_GAP, 18) if wanted else QSize(0, 0)
            for button in self._group.buttons():
                button.setIconSize(size)
