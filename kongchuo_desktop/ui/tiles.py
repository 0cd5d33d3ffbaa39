"""A tile: a number that matters, what it is, and one line that puts it in proportion."""

from __future__ import annotations

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainLabel

NUMBER = 28


class Tile(QFrame):
    """`say(number, second, tone)`; the tone is red or amber where the number asks for work."""

    def __init__(self, title: str) -> None:
        super().__init__()
        look.role(self, "card")
        self.number = PlainLabel("")
        self.number.setFont(look.font(NUMBER, QFont.Weight.DemiBold))
        self.second = PlainLabel("", "hint", elide=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.number)
        row.addWidget(self.second, 1)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(look.INSIDE, 10, look.INSIDE, 10)
        inside.setSpacing(2)
        inside.addWidget(PlainLabel(title, "second"))
        inside.addLayout(row)

    def say(self, number: str, second: str, tone: str = "") -> None:
        look.role(self.number, tone)
        self.number.setFont(look.font(NUMBER, QFont.Weight.DemiBold))
        self.number.setText(number)
        self.second.setText(second)
