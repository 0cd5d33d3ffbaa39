"""校历: the dates of the term, the school's rhythm, and the days on which it does otherwise."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.calendar import Rhythm
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.services import calendar
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.desk import Desk
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.form import Field, day, line, number, pick
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView

KINDS = ((False, "不上课"), (True, "上课"))


def open_calendar(desk: Desk, parent: QWidget) -> CalendarDialog:
    """The school calendar of this term."""
    dialog = CalendarDialog(desk, parent)
    dialog.open()
    return dialog


class CalendarDialog(QDialog):
    """Every change is saved as it is made, and can be undone."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setWindowTitle("校历")
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        look.role(self, "page")
        self.term = PlainLabel("", "heading")
        self.days = PlainLabel("", "second", wrap=True)
        self._rows = Rows()
        columns = (
            Column("day", "日期", 150, sortable=False),
            Column("how", "怎样", 90, kind="pill", sortable=False),
            Column("why", "原因", 260, sortable=False),
        )
        self.view = RecordView(RecordTable(self._rows, columns, self))
        self.view.setSortingEnabled(False)
        self._build()
        self._show()
        desk.changed.connect(lambda _changes: self._show())

    def sizeHint(self) -> QSize:
        return QSize(640, 520)

    def _build(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self.term, 1)
        for text, act in (("学期起止", self.change_term), ("上课节奏", self.change_rhythm)):
            button = PlainButton(text)
            button.does(act)
            top.addWidget(button)
        bar = QHBoxLayout()
        self.add = PlainButton("加一天", "primary", icon="plus")
        self.add.does(self.add_day)
        self.drop = PlainButton("删除这天", icon="trash")
        self.drop.does(self.drop_day)
        close = PlainButton("关闭")
        close.does(self.accept)
        bar.addWidget(self.add)
        bar.addWidget(self.drop)
        bar.addStretch(1)
        bar.addWidget(close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.MARGIN, look.MARGIN, look.BETWEEN)
        whole.setSpacing(look.BETWEEN)
        whole.addLayout(top)
        whole.addWidget(self.days)
        whole.addWidget(PlainLabel("与平时不同的日子（放假、停课、补课、赶集日）", "second"))
        whole.addWidget(self.view, 1)
        whole.addLayout(bar)

    def _show(self) -> None:
        found = self.desk.ctx.calendar
        term = found.term
        self.term.setText(f"{term.words}　{term.first} 至 {term.last}")
        count = sum(1 for _ in found.school_days(term.first, term.last))
        rhythm = found.rhythm
        how = f"上{rhythm.on}天放{rhythm.off}天" if rhythm else "周一至周五，法定节假日已排好"
        unsure = "　部分日期的法定节假日还没有公布，公布后请在这里补上。" if found.uncertain else ""
        self.days.setText(f"共{count}个教学日　{how}{unsure}")
        self._rows.held = {
            special.day.isoformat(): {
                "day": day_words(special.day),
                "how": ("上课", "green") if special.school else ("不上课", "grey"),
                "why": special.why,
            }
            for special in calendar.special(self.desk.ctx)
        }
        self.view.table.reload()

    def change_term(self) -> None:
        term = self.desk.ctx.calendar.term
        today = self.desk.ctx.today
        Editor(
            "学期起止",
            [
                Field("first", "第一天", day(today), required=True),
                Field("last", "最后一天", day(today), required=True),
            ],
            lambda values: calendar.set_term(self.desk.ctx, **values),
            self,
            "保存",
            {"first": term.first, "last": term.last},
            draft="term",
        ).open()

    def change_rhythm(self) -> None:
        rhythm = self.desk.ctx.calendar.rhythm
        fields = [
            Field("kind", "怎样上课", pick(((False, "周一至周五"), (True, "连上几天放几天")))),
            Field("on", "连上", number("天", 1, 30)),
            Field("off", "放", number("天", 1, 15)),
            Field("first", "从哪天起", day(self.desk.ctx.today)),
        ]

        def save(values: dict[str, Any]) -> None:
            if not values.pop("kind"):
                calendar.set_rhythm(self.desk.ctx, None)
                return
            missing = {name: "请填写" for name, value in values.items() if value is None}
            if missing:
                raise Invalid(**missing)
            calendar.set_rhythm(self.desk.ctx, Rhythm(**values))

        held = {"on": rhythm.on, "off": rhythm.off, "first": rhythm.first} if rhythm else {}
        Editor(
            "上课节奏",
            fields,
            save,
            self,
            "保存",
            {"kind": rhythm is not None, **held},
            "寄宿学校如果连上十天放四天，请选“连上几天放几天”。",
            draft="rhythm",
        ).open()

    def add_day(self) -> None:
        Editor(
            "与平时不同的一天",
            [
                Field("day", "日期", day(self.desk.ctx.today), required=True),
                Field("school", "怎样", pick(KINDS)),
                Field("why", "原因", line("如：赶集日、停电、补课")),
            ],
            lambda values: calendar.set_day(self.desk.ctx, **values),
            self,
            "保存",
            {"school": False},
            draft="special-day",
        ).open()

    def drop_day(self) -> None:
        if key := self.view.key():
            calendar.clear_day(self.desk.ctx, date.fromisoformat(key))
