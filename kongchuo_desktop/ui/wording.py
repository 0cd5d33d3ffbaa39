"""The words of a form as the school wants them: paragraph by paragraph, the sheet beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QPixmap
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import forms, papers
from kongchuo_desktop.ui import boxes, look
from kongchuo_desktop.ui.controls import ChoiceBox
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, PlainPicture
from kongchuo_desktop.ui.preview import image
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.timers import after
from kongchuo_desktop.ui.view import RecordView
from kongchuo_desktop.ui.wide_dialog import WideDialog

PARAGRAPHS = (
    Column("at", "段", 36, sortable=False, kind="quiet"),
    Column("begins", "开头", 140, sortable=False),
    Column("state", "状态", 76, kind="pill", sortable=False),
)
LIST_WIDTH = 270
SHEET_WIDTH = 360
SETTLE = 300  # ms after the last key before the sheet is set again
SHOWN = 16
FRAME = 46  # px around the sheet: its margins and the bar
HINT = "【】里的由程序填写；引用法律的段落不能改。已经发出的文书不会变。"


def open_wording(desk: Desk, parent: QWidget, form_id: str) -> WordingDialog:
    dialog = WordingDialog(desk, parent, form_id)
    dialog.open()
    return dialog


class WordingDialog(WideDialog):
    """Paragraphs at the left, their words in the middle, a blank sheet with them at the right."""

    def __init__(self, desk: Desk, parent: QWidget, form_id: str) -> None:
        super().__init__(desk, parent, f"改文字　{forms.shipped()[form_id].words}", (1240, 700))
        self._form = form_id
        self._typed: dict[str, tuple[str, str]] = {}
        self._rows = Rows()
        self.list = self.first = RecordView(RecordTable(self._rows, PARAGRAPHS, self))
        self.text = _entry()
        self.second = _entry()
        self.locked = PlainLabel("", "second")
        self.fault = PlainLabel("", "fault", wrap=True)
        self.fields = ChoiceBox(
            [("", "插入项目…"), *((f.words, f.words) for f in forms.usable(form_id))]
        )
        self.sheet = PlainPicture("file-text")
        self.sheet.setAlignment(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self.save = PlainButton("保存这一段", "primary")
        self.restore = PlainButton("恢复原文")
        self.restore_all = PlainButton("全部恢复")
        self._timer = after(self, SETTLE, self._show_sheet)
        self._build()
        self._read()
        self.list.choose_row(0)
        self._show_sheet()

    def _build(self) -> None:
        self.list.setSortingEnabled(False)
        self.list.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.list.setFixedWidth(LIST_WIDTH)
        middle = QVBoxLayout()
        middle.setSpacing(8)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("这一段的文字", "heading"), 1)
        head.addWidget(self.fields)
        middle.addLayout(head)
        middle.addWidget(self.text, 3)
        middle.addWidget(self.locked)
        middle.addWidget(PlainLabel("第二种语言（不用就空着），印在这一段下面", "second"))
        middle.addWidget(self.second, 1)
        middle.addWidget(self.fault)
        scroll = look.role(QScrollArea(), "desk")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidget(look.role(self.sheet, "desk"))
        scroll.setFixedWidth(SHEET_WIDTH + FRAME)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self.list)
        body.addLayout(middle, 1)
        body.addWidget(scroll)
        close = PlainButton("关闭")
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.restore_all)
        foot.addWidget(PlainLabel(HINT, "hint", elide=True), 1)
        for button, act in (
            (self.restore_all, self.ask_reset_all),
            (self.restore, self.reset),
            (close, self.accept),
            (self.save, self.keep),
        ):
            button.does(act)
        for button in (self.restore, close, self.save):
            foot.addWidget(button)
        self.whole.addLayout(body, 1)
        self.whole.addLayout(foot)
        self.list.chosen.connect(self._turn)
        self.list.entered.connect(lambda _key: self.text.setFocus())
        self.fields.activated.connect(lambda _at: self._insert())
        for edit in (self.text, self.second):
            edit.textChanged.connect(self._hear)

    def _read(self) -> None:
        """The paragraphs as they are kept."""
        held = forms.paragraphs(self.desk.ctx, self._form)
        self._held = {text.key: text for text in held}
        self._tell_states()

    def _tell_states(self) -> None:
        self._rows.held = {
            text.key: {
                "at": str(at),
                "begins": forms.spoken(text.text).replace("**", "")[:SHOWN],
                "state": self._state(text.key, text.text, locked=text.locked),
            }
            for at, text in enumerate(self._held.values(), 1)
        }
        self.list.blockSignals(True)
        self.list.table.reload()
        self.list.blockSignals(False)

    def _state(self, key: str, text: str, *, locked: bool) -> tuple[str, str]:
        if key in self._typed:
            return ("没保存", "red")
        if locked:
            return ("法条", "grey")
        changed = text != forms.shipped_text(self._form, key)
        return ("已改", "amber") if changed else ("原文", "green")

    @property
    def key(self) -> str:
        return self.list.key()

    def _turn(self) -> None:
        """Another paragraph: what was typed of it before, or its words as they are kept."""
        held = self._held.get(self.key)
        self.fault.setText("")
        if held is None:
            return
        self.text.setReadOnly(held.locked)
        self.locked.setText("这一段引用法律条文，不能改动。" if held.locked else "")
        self.fields.setEnabled(not held.locked)
        kept = forms.spoken(held.text), forms.spoken(held.second)
        for edit, words in zip(
            (self.text, self.second), self._typed.get(held.key, kept), strict=True
        ):
            edit.blockSignals(True)
            edit.setPlainText(words)
            edit.blockSignals(False)
            ensure_glyphs(words)

    def _hear(self) -> None:
        """Something was typed: remembered until it is kept, and shown on the sheet when settled."""
        self._typed[self.key] = self.text.toPlainText(), self.second.toPlainText()
        ensure_glyphs("".join(self._typed[self.key]))
        self._tell_states()
        self._timer.start()

    def _insert(self) -> None:
        field = self.fields.value()
        if field:
            self.text.insertPlainText(f"【{field}】")
            self.fields.put("")
            self.text.setFocus()

    def _show_sheet(self) -> None:
        """The blank sheet with all that was typed; what is wrong with it instead."""
        try:
            said = {key: self._written(key) for key in self._typed}
            texts = {key: text for key, (text, _) in said.items() if not self._held[key].locked}
            second = {key: second for key, (_, second) in said.items()}
            pdf = forms.sample(self.desk.ctx, self._form, texts, second)
        except (Refused, Invalid) as wrong:
            self.fault.setText(str(wrong))
            return
        self.fault.setText("")
        ratio = self.devicePixelRatioF()
        narrow = papers.page_image(pdf, 0, 0.1)[0] / 0.1
        picture = QPixmap.fromImage(image(papers.page_image(pdf, 0, SHEET_WIDTH * ratio / narrow)))
        picture.setDevicePixelRatio(ratio)
        self.sheet.setPixmap(picture)

    def _written(self, key: str) -> tuple[str, str]:
        """What was typed of a paragraph, as it is kept; a statute stays as it is."""
        text, second = self._typed[key]
        held = self._held[key]
        own = held.text if held.locked else forms.written(self._form, text.strip())
        return own, forms.written(self._form, second.strip())

    def keep(self) -> None:
        """Keep what was typed of this paragraph."""
        key = self.key
        if key not in self._typed:
            return
        held = self._held[key]
        try:
            text, second = self._written(key)
            if text != held.text:
                forms.reword(self.desk.ctx, self._form, key, text)
            if second != held.second:
                forms.reword(self.desk.ctx, self._form, key, second, second=True)
        except Invalid as wrong:
            self.fault.setText("；".join(wrong.fields.values()))
            return
        except Refused as refused:
            self.desk.report(self, refused)
            return
        self._again(key, "已保存，以后打印的按新文字")

    def reset(self) -> None:
        forms.reset(self.desk.ctx, self._form, self.key)
        self._again(self.key, "已恢复原文")

    def ask_reset_all(self) -> None:
        told = "每一段都恢复成程序原来的文字，第二种语言也一起去掉。按 Ctrl+Z 可以撤销。"
        boxes.ask(self, "全部恢复原文吗？", told, "全部恢复", self.reset_all)

    def reset_all(self) -> None:
        forms.reset(self.desk.ctx, self._form)
        self._typed.clear()
        self._again(self.key, "全部段落已恢复原文")

    def _again(self, key: str, told: str) -> None:
        self._typed.pop(key, None)
        self._read()
        self.list.choose(key)
        self._turn()
        self._show_sheet()
        self.desk.tell(told)

    def accept(self) -> None:
        self.reject()

    def reject(self) -> None:
        if not self._typed:
            super().reject()
            return
        boxes.ask(
            self,
            "不保存就关闭吗？",
            f"有{len(self._typed)}段改了还没有保存。",
            "不保存",
            super().reject,
            stay="接着改",
        )

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._typed:
            event.ignore()
            self.reject()
        else:
            super().closeEvent(event)


def _entry() -> QPlainTextEdit:
    edit = QPlainTextEdit()
    edit.setTabChangesFocus(True)
    return edit
