"""What a page shows while it has nothing: what it is for, and the one button that starts it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.look import Ink
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture


class EmptyState(QFrame):
    """An icon, a heading, a sentence and one button, in the middle."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        look.role(self, "card")
        self.heading = PlainLabel("", "heading")
        self.text = PlainLabel("", "second", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.text.setFixedWidth(440)
        self.button = PlainButton("", "primary")
        self._then: Callable[[], object] = lambda: None
        self.button.does(lambda: self._then())  # noqa: PLW0108 - it changes
        middle = Qt.AlignmentFlag.AlignHCenter
        inside = QVBoxLayout(self)
        inside.setSpacing(10)
        inside.addStretch(2)
        inside.addWidget(PlainPicture(icon, Ink.THIRD, 40), 0, middle)
        inside.addWidget(self.heading, 0, middle)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.text)
        row.addStretch(1)
        inside.addLayout(row)
        inside.addSpacing(6)
        inside.addWidget(self.button, 0, middle)
        inside.addStretch(3)

    def say(
        self, heading: str, text: str, verb: str, then: Callable[[], object] | None, role: str = ""
    ) -> None:
        self.heading.setText(heading)
        self.text.setText(text)
        self.text.setVisible(bool(text))
        self.button.set_words(verb)
        self.button.set_role(role or "primary")
        self.button.setVisible(bool(verb) and then is not None)
        self._then = then or (lambda: None)
