"""The status line: what can be undone at the left, messages, and what holds for the whole file."""

from PySide6.QtWidgets import QFrame, QHBoxLayout

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.timers import after

MESSAGE_STAYS = 6_000
LONGEST = 24


class StatusLine(QFrame):
    """Says; asks nothing."""

    def __init__(self, *, demo: bool) -> None:
        super().__init__()
        self.setFixedHeight(28)
        self.undo = PlainButton("", "status", icon="arrow-back-up")
        self.message = PlainLabel("", "hint", elide=True)
        self.right = PlainLabel("数据仅存本机", "hint")
        self.demo = PlainLabel("示范学校", "hint")
        self.demo.setVisible(demo)
        row = QHBoxLayout(self)
        row.setContentsMargins(look.MARGIN - 4, 0, look.MARGIN, 4)
        row.setSpacing(14)
        row.addWidget(self.undo)
        row.addWidget(self.message, 1)
        row.addWidget(self.demo)
        row.addWidget(self.right)
        self._timer = after(self, MESSAGE_STAYS, lambda: self.message.setText(""))

    def say_undo(self, label: str | None) -> None:
        """What Ctrl+Z would take back; nothing for None."""
        short = label if not label or len(label) <= LONGEST else label[: LONGEST - 1] + "…"
        self.undo.set_words(f"撤销：{short}（Ctrl+Z）")
        self.undo.setVisible(bool(label))

    def tell(self, text: str) -> None:
        self.message.setText(text)
        self._timer.start()
