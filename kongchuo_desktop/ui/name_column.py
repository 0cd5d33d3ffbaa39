"""Which column of a roster holds the names, where none is headed so."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.roster_import import HeadingRow, NoNames
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.controls import ChoiceBox
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel

TOLD = (
    "文件里没有叫“姓名”的列。请指出表头是哪一行、姓名是哪一列；别的列读完以后可以在“列对应”里改。"
)
WIDTH = 560
SHOWN = 24
"""Characters of a row that are shown in the list of rows."""


class NameColumnDialog(QDialog):
    """The row of the headings, then the heading over the names."""

    pointed_out = Signal(str)

    def __init__(self, found: NoNames, parent: QWidget) -> None:
        super().__init__(parent)
        self._found = found.rows
        self.setWindowTitle("导入花名册　指出姓名一列")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFixedWidth(WIDTH)
        look.role(self, "page")
        self.row = ChoiceBox([(row, _words(row)) for row in self._found])
        self.row.put(max(self._found, key=lambda row: (row.known, len(row.titles))))
        self.row.currentIndexChanged.connect(lambda _number: self._show_titles())
        self._place = QVBoxLayout()
        self._show_titles()
        go_on = PlainButton("按这一列读", "primary", icon="file-import")
        go_on.setDefault(True)
        go_on.does(self._go_on)
        cancel = PlainButton("取消")
        cancel.does(self.reject)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(go_on)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        whole.addWidget(PlainLabel(TOLD, "second", wrap=True))
        whole.addWidget(PlainLabel("表头在"))
        whole.addWidget(self.row)
        whole.addWidget(PlainLabel("姓名是"))
        whole.addLayout(self._place)
        whole.addWidget(PlainLabel("还没有写入任何内容。", "hint"))
        whole.addLayout(foot)

    def showEvent(self, event: QShowEvent) -> None:
        boxes.fit_height(self)
        super().showEvent(event)

    def _show_titles(self) -> None:
        while old := self._place.takeAt(0):
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        self.title = ChoiceBox([(title, title) for title in self.row.value().titles])
        self._place.addWidget(self.title)

    def _go_on(self) -> None:
        self.accept()
        self.pointed_out.emit(self.title.value())


def _words(row: HeadingRow) -> str:
    titles = "、".join(row.titles)
    shown = titles if len(titles) <= SHOWN else titles[:SHOWN] + "…"
    return f"{row.sheet}　第{row.row}行：{shown}"
