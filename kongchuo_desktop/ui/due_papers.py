"""The papers that stand ready: what the facts ask for, printed one by one or all of a kind."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.services import due_papers
from kongchuo_desktop.services.due_papers import DuePaper
from kongchuo_desktop.ui import issuing
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.paper_chooser import open_chooser
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView
from kongchuo_desktop.ui.wide_dialog import WideDialog

PAPERS = (
    Column("words", "文书", 210, kind="strong", sortable=False),
    Column("name", "学生", 110, sortable=False),
    Column("class", "班级", 80, sortable=False),
    Column("why", "为什么", 340, sortable=False),
    Column("when", "何时", 110, kind="pill", sortable=False),
)


def open_due(desk: Desk, parent: QWidget, student: str = "") -> DueDialog:
    """Of the whole school, or of one child."""
    dialog = DueDialog(desk, parent, student)
    dialog.open()
    return dialog


WATCHED = frozenset(
    {"sheet", "mark", "roll", "leave", "contact", "visit", "submission", "dropout_case",
     "case_step", "service_receipt"}
)  # fmt: skip
"""The records from which it follows what is due."""


class DueDialog(WideDialog):
    """Drafts that stand ready; what is numbered leaves the list by itself, the rest when the duty
    is done or the season over."""

    def __init__(self, desk: Desk, parent: QWidget, student: str = "") -> None:
        super().__init__(desk, parent, "该备的文书", (960, 600))
        self._student = student
        self._rows = Rows()
        self._found: dict[str, DuePaper] = {}
        self.list = self.first = RecordView(RecordTable(self._rows, PAPERS, self))
        self.heading = PlainLabel("", "heading")
        self.note = PlainLabel("", "second", wrap=True)
        self.preview = PlainButton("预览", "primary")
        self.alike = PlainButton("选中同一种")
        self._build()
        self._read()
        self.list.choose_row(0)
        desk.changed.connect(self._hear)

    def _build(self) -> None:
        self.list.setSortingEnabled(False)
        close = PlainButton("关闭")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(PlainLabel("回车预览；Ctrl、Shift 可以多选同一种文书，一次打印", "hint"), 1)
        for button, act in (
            (self.alike, self.choose_alike),
            (close, self.accept),
            (self.preview, self.show_draft),
        ):
            button.does(act)
            foot.addWidget(button)
        self.whole.addWidget(self.heading)
        self.whole.addWidget(self.note)
        self.whole.addWidget(self.list, 1)
        self.whole.addLayout(foot)
        self.list.entered.connect(lambda _key: self.show_draft())
        self.list.opened.connect(lambda _key: self.show_draft())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.show_draft)

    def _read(self) -> None:
        found = due_papers.due(self.desk.ctx, self._student)
        self._found = {one.key: one for one in found}
        soon = sum(one.soon for one in found)
        self.heading.setText(f"{len(found)}份文书可以准备" if found else "没有要准备的文书")
        self.note.setText(
            f"其中{soon}份下一个教学日才到期，先备好草稿。" if soon else "事实一到，草稿就在这里。"
        )
        self._rows.held = {
            key: {
                "words": one.kind.words,
                "name": one.name,
                "class": one.class_name,
                "why": one.why,
                "when": ("下一教学日", "grey") if one.soon else ("现在", "amber"),
            }
            for key, one in self._found.items()
        }
        self.list.table.reload()
        for button in (self.preview, self.alike):
            button.setEnabled(bool(found))

    def choose_alike(self) -> None:
        """Every paper of the kind that is chosen."""
        chosen = self._found.get(self.list.key())
        if chosen is not None:
            alike = [key for key, one in self._found.items() if one.kind is chosen.kind]
            self.list.choose_all(alike)

    def _chosen(self) -> Sequence[DuePaper]:
        chosen = self.list.keys()
        return [self._found[key] for key in chosen if key in self._found]

    def show_draft(self) -> None:
        chosen = self._chosen()
        if not chosen:
            return
        kind = chosen[0].kind
        if any(one.kind is not kind for one in chosen):
            several = Refused("一次只能预览同一种文书。请只选一种，或者按“选中同一种”。")
            self.desk.report(self, several)
        elif not chosen[0].target and kind.about is not About.SCHOOL:
            open_chooser(self.desk, self, kind.id)
        else:
            issuing.issue(self.desk, self, kind.id, [one.target for one in chosen])

    def _hear(self, changes: Changes) -> None:
        if changes.tables & WATCHED:
            self._read()
