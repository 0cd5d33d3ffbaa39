"""F1: what the page in front is for, from a text shipped with the program."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainButton


class Help(QDialog):
    """Our own text, so it may be formatted; nothing a user typed is ever shown here."""

    def __init__(self, title: str, file: Path, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"帮助：{title}")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.resize(640, 520)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.document().setDocumentMargin(16)
        if file.is_file():
            self.text.setMarkdown(file.read_text(encoding="utf-8"))
        else:
            self.text.setPlainText(f"“{title}”这一页的说明还没有写。")
        close = PlainButton("知道了", "primary")
        close.clicked.connect(self.accept)
        foot = look.role(QFrame(), "foot")
        row = QHBoxLayout(foot)
        row.setContentsMargins(20, 10, 20, 10)
        row.addStretch(1)
        row.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        look.role(self.text, "paper")
        whole.addWidget(self.text, 1)
        whole.addWidget(foot)
        close.setFocus()
