"""One line of the to-do list: who, what, why, by when, and the button that does it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtGui import QFont
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from kongchuo_desktop.domain.ladder import Due
from kongchuo_desktop.services.today import Todo
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel

VERBS = {
    "roll": "去点名",
    "contact": "登记联系",
    "visit": "记录家访",
    "leader_visit": "记录家访",
    "opening_visit": "记录家访",
    "submit": "登记上报",
    "notice": "发通知书",
    "sign_back": "销假",
    "make_up": "补假",
    "follow_up": "记录回访",
    "case_verify": "登记核实",
    "case_plan": "定方案",
    "case_confirm": "认定辍学",
    "case_return": "登记复学",
    "case_close": "销号",
    "case_review": "登记复核",
    "case_void": "作废案件",
    "serve": "登记送达",
    "priority_week": "看名单",
    "priority_confirm": "去确认",
    "priority_check": "登记检查",
    "risen": "记谈话",
}


def when(due: Due, today: date) -> str:
    """昨天 24:00 前, 今天 09:30 前, 11月23日前"""
    clock = due.at.strftime("%H:%M") if due.at else "24:00"
    if due.day == today:
        return f"今天 {clock} 前"
    if due.day == today - timedelta(days=1):
        return f"昨天 {clock} 前"
    return f"{due.day.month}月{due.day.day}日前"


def group(todo: Todo, today: date) -> str:
    if todo.duty.overdue:
        return "overdue"
    return "today" if todo.duty.due.day == today else "later"


GROUP_WORDS = {"overdue": "已逾期", "today": "今天", "later": "接下来"}
TONES = {"overdue": "red", "today": "amber", "later": "third"}


class TodoLine(QFrame):
    """Its button is what Tab and the arrow keys go through; `open` shows the child."""

    def __init__(
        self, todo: Todo, today: date, do: Callable[[Todo], None], open_: Callable[[Todo], None]
    ) -> None:
        super().__init__()
        self.todo = todo
        tone = TONES[group(todo, today)]
        look.role(self, "todo")
        bar = look.role(QFrame(), f"bar-{tone}")
        bar.setFixedWidth(3)
        who = PlainLabel("　".join(filter(None, [todo.name, todo.class_name])), "", elide=True)
        who.setFont(look.font(weight=QFont.Weight.DemiBold))
        what = PlainLabel(todo.duty.text, "", elide=True)
        why = PlainLabel(f"{todo.duty.rule}（{todo.duty.rung}）", "hint", elide=True)
        title = QHBoxLayout()
        title.setSpacing(12)
        title.addWidget(who)
        title.addWidget(what, 1)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addLayout(title)
        said.addWidget(why)
        person = PlainLabel(todo.who, "second", elide=True)
        person.setFixedWidth(76)
        due = PlainLabel(when(todo.duty.due, today), tone if tone != "third" else "second")
        due.setFixedWidth(112)
        self.button = PlainButton(VERBS[todo.duty.does], "primary" if tone == "red" else "")
        self.button.setFixedWidth(96)
        self.button.does(lambda: do(todo))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 7, 0, 7)
        row.setSpacing(12)
        row.addWidget(bar)
        row.addLayout(said, 1)
        row.addWidget(person)
        row.addWidget(due)
        row.addWidget(self.button)
        self._open = open_

    def mouseDoubleClickEvent(self, _event: object) -> None:
        if self.todo.duty.student:
            self._open(self.todo)
