"""Which paper, and for whom: every form of the trade in one list, found by a few letters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.services import classes, paper_books, paper_kinds, paper_targets
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.ui import files, issuing, look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.entries.shared import child
from kongchuo_desktop.ui.form import Field, Form, choice, line
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView
from kongchuo_desktop.ui.wide_dialog import WideDialog
from kongchuo_desktop.ui.wording import open_wording

KINDS = (
    Column("code", "编号", 76, sortable=False, kind="quiet"),
    Column("words", "文书", 236, kind="strong", sortable=False),
    Column("group", "类别", 84, sortable=False, kind="quiet"),
)
LIST_WIDTH = 430
WHOM = {
    About.SCHOOL: "全校一份",
    About.CLASS: "每班一份",
    About.CHILD: "每名学生一份",
    About.CASE: "每个劝返案件一份",
    About.SHEET: "每份待送达的文书一张",
    About.LEAVE: "每张请假条一份",
}


def open_chooser(
    desk: Desk, parent: QWidget, kind: str = "", children: Sequence[str] = ()
) -> PaperChooser:
    """With a kind chosen already, or for children who are."""
    dialog = PaperChooser(desk, parent, kind, children)
    dialog.open()
    return dialog


class PaperChooser(WideDialog):
    """Type to find a paper, Enter goes on to whom it is for, Ctrl+Enter shows the draft."""

    def __init__(
        self, desk: Desk, parent: QWidget, kind: str = "", children: Sequence[str] = ()
    ) -> None:
        several = f"　选中的{len(children)}名学生" if children else ""
        super().__init__(desk, parent, f"打印文书{several}", (1060, 640))
        self._children = list(children)
        self._kinds = {one.id: one for one in paper_kinds.offered(desk.ctx)}
        self._rows = Rows()
        self.list = RecordView(RecordTable(self._rows, KINDS, self))
        self.search = self.first = SearchLine("文书名称、编号（F12）、拼音首字母")
        self.heading = PlainLabel("", "heading", wrap=True)
        self.note = PlainLabel("", "second", wrap=True)
        self.form: Form | None = None
        self.preview = PlainButton("预览", "primary")
        self.blank = PlainButton("空白表")
        self.book = PlainButton("导出表格")
        self.words = PlainButton("改文字")
        self._build()
        self._filter("")
        if not self.list.choose(kind):
            self.list.choose_row(0)

    def _build(self) -> None:
        self.list.setSortingEnabled(False)
        self.list.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.list.horizontalHeader().hide()
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.search)
        left.addWidget(self.list, 1)
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        self._whom = QVBoxLayout()
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addWidget(self.heading)
        right.addWidget(self.note)
        right.addSpacing(4)
        right.addLayout(self._whom)
        right.addStretch(1)
        body = QHBoxLayout()
        body.setSpacing(look.MARGIN)
        body.addWidget(side)
        body.addLayout(right, 1)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        close = PlainButton("关闭")
        for button, act in (
            (self.words, self.reword),
            (self.blank, self.show_blank),
            (self.book, self.save_book),
            (close, self.reject),
            (self.preview, self.show_draft),
        ):
            button.does(act)
        foot.addWidget(self.words)
        foot.addWidget(PlainLabel("回车选定文书，Ctrl+回车预览", "hint"), 1)
        for button in (self.book, self.blank, close, self.preview):
            foot.addWidget(button)
        self.whole.addLayout(body, 1)
        self.whole.addLayout(foot)
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list.chosen.connect(self._turn)
        self.list.entered.connect(lambda _key: self._into())
        self.list.opened.connect(lambda _key: self._into())
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.show_draft)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While typing, the arrows go through the list and Enter takes what is chosen."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and (event.type() == QEvent.Type.KeyPress)
        ):
            way = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if way:
                at = self.list.currentIndex().row() + way
                self.list.choose_row(max(0, min(len(self._rows.held) - 1, at)))
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self._into()
                return True
        return super().eventFilter(watched, event)

    def _filter(self, text: str) -> None:
        self._rows.held = {
            kind.id: {"code": kind.code, "words": kind.words, "group": kind.group}
            for kind in paper_kinds.found(self.desk.ctx, text)
        }
        self.list.table.reload()
        if self._rows.held and not self.list.key():
            self.list.choose_row(0)
        self._turn()

    @property
    def kind(self) -> Kind | None:
        return self._kinds.get(self.list.key())

    def _turn(self) -> None:
        """What the chosen paper is, and whom it may be for."""
        kind = self.kind
        for button in (self.preview, self.blank):
            button.setEnabled(kind is not None)
        self.book.setVisible(kind is not None and kind.lists)
        self.words.setVisible(kind is not None and kind.form is not None)
        self.words.setEnabled(bool(kind and kind.form and kind.form.texts))
        self.heading.setText(kind.words if kind else "没有这种文书")
        self.note.setText(_told(kind) if kind else "换几个字再找，或者清空上面的一行看全部。")
        if self.form is not None:
            self._whom.removeWidget(self.form)
            self.form.hide()
            self.form.deleteLater()
            self.form = None
        if kind is not None:
            fields = self._fields(kind)
            self.form = Form(fields) if fields else None
        if self.form is not None:
            self._whom.addWidget(self.form)
            self.form.wanted.connect(self.show_draft)
            before: QWidget = self.list
            for after in (*self.form.inputs.values(), self.words):
                QWidget.setTabOrder(before, after)
                before = after

    def _fields(self, kind: Kind) -> list[Field]:
        fields = []
        one = kind.about in {About.CHILD, About.CASE, About.LEAVE, About.SHEET}
        if one and not self._children:
            fields.append(child(self.desk, required=kind.about is About.LEAVE))
        by_class = kind.about in {About.CHILD, About.CASE, About.CLASS, About.SHEET}
        if by_class and not self._children:
            every = [(c.id, classes.short(c)) for c in classes.seen(self.desk.ctx).values()]
            options = [("", ""), (paper_targets.ALL, "所有班级"), *every]
            fields.append(
                Field(
                    "class_id",
                    "或者班级" if one else "班级",
                    choice(options if one else options[1:]),
                    hint="全班每人一份，连续编号" if one and kind.series else "",
                )
            )
        if kind.shows_numbers:
            fields.append(
                Field(
                    "purpose",
                    "报送用途",
                    line("如：报县教育局"),
                    hint="写明用途才印完整的身份证号、学籍号，并且记下来；不写就打码",
                )
            )
        return fields

    def _into(self) -> None:
        """From the list to whom; where nobody is to be chosen, straight to the draft."""
        if self.form is not None:
            self.form.focus_first()
        elif self.kind is not None:
            self.show_draft()

    def _wanted(self) -> tuple[Kind, list[str], str] | None:
        kind = self.kind
        if kind is None:
            return None
        try:
            values: dict[str, Any] = self.form.take() if self.form else {}
            targets = paper_targets.of(
                self.desk.ctx, kind, self._named(values), values.get("class_id") or ""
            )
        except Invalid as wrong:
            rest = self.form.show_faults(wrong.fields) if self.form else list(wrong.fields.values())
            if rest:
                self.desk.report(self, Refused("；".join(rest)))
            return None
        except Refused as refused:
            self.desk.report(self, refused)
            return None
        if self.form:
            self.form.show_faults({})
        return kind, list(targets), values.get("purpose") or ""

    def _named(self, values: Mapping[str, Any]) -> Sequence[str]:
        if self._children:
            return self._children
        return [values["student"]] if values.get("student") else []

    def show_draft(self) -> None:
        if (wanted := self._wanted()) is not None:
            kind, targets, purpose = wanted
            issuing.issue(self.desk, self, kind.id, targets, purpose)

    def show_blank(self) -> None:
        if self.kind is not None:
            try:
                issuing.blank(self.desk, self, self.kind.id)
            except Refused as refused:
                self.desk.report(self, refused)

    def save_book(self) -> None:
        """The lists as a workbook."""
        if (wanted := self._wanted()) is None:
            return
        kind, targets, purpose = wanted

        def save(path: Path) -> None:
            self.desk.run(
                f"导出：{kind.words}",
                lambda progress: paper_books.save(
                    self.desk.ctx, kind.id, targets, path, purpose, progress.step
                ),
                parent=self,
                then=lambda rows: self.desk.tell(f"已导出{rows}行：{path.name}"),
            )

        files.to_save(self.desk, self, "book", "导出表格", f"{kind.words}.xlsx", save)

    def reword(self) -> None:
        if self.kind is not None and self.kind.form is not None:
            open_wording(self.desk, self, self.kind.id)


def _told(kind: Kind) -> str:
    """What the paper is for, how many copies, whether it bears a number."""
    numbered = f"编号“{kind.series}”，存档" if kind.series else "不编号"
    copies = f"，一式{kind.copies}份" if kind.copies > 1 else ""
    return f"{kind.note}\n{WHOM[kind.about]}{copies}，{numbered}。".strip()
