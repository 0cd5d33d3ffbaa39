"""今日: the head count, what must be done next and why, and how the last days went."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import MarkKind, RollState
from kongchuo_desktop.domain.calendar import DAY
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.services import lookup, today
from kongchuo_desktop.services.today import ClassDay, Today, Todo
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.bar import ActionButton, Chips
from kongchuo_desktop.ui.card import Pill
from kongchuo_desktop.ui.chart import Chart
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.layouts import clear, scrolling
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Chip
from kongchuo_desktop.ui.tabs.page import Action, Page
from kongchuo_desktop.ui.tiles import Tile
from kongchuo_desktop.ui.timers import after
from kongchuo_desktop.ui.todo import GROUP_WORDS, TONES, TodoLine, group

SIDE = 372
DUE = "该备的文书"
SETTLE = 250  # ms after the page is shown, before the forms are read
EVERYBODY = 10_000
FIRST = 30
"""Lines built at once; the rest come when they are asked for."""


class TodayTab(Page):
    title = "今日"
    icon = "sun"
    watches = frozenset(
        {
            "roll",
            "mark",
            "leave",
            "contact",
            "visit",
            "submission",
            "sheet",
            "dropout_case",
            "case_step",
            "service_receipt",
            "concern",
            "observation",
            "level_override",
            "level_week",
            "priority_check",
            "aid",
            "student",
            "class",
            "special_day",
            "setting",
        }
    )
    actions_: ClassVar[Sequence[Action]] = (
        Action("去点名", "roll_call", keys="Ctrl+N", icon="calendar-check"),
        Action("打印今日清单", "print_sheet", keys="Ctrl+P", icon="printer"),
        Action("该备的文书", "due", keys="Ctrl+J", icon="file-text"),
    )

    def build(self) -> None:
        self._tiles = [Tile(title) for title in ("应到", "实到", "请假", "无故未到", "未登记班级")]
        self._all = False
        self._chip = "all"
        self.page: Today | None = None
        self.lines: list[TodoLine] = []
        tiles = QHBoxLayout()
        tiles.setSpacing(look.BETWEEN)
        for tile in self._tiles:
            tiles.addWidget(tile, 1)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self._build_todos(), 1)
        body.addLayout(self._build_side())
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.BETWEEN, look.MARGIN, 6)
        whole.setSpacing(look.BETWEEN)
        self._whose_day = PlainLabel("", "second", wrap=True)
        self._whose_day.hide()
        whole.addWidget(self._whose_day)
        whole.addLayout(tiles)
        whole.addLayout(body, 1)

    def _build_todos(self) -> QWidget:
        card = self._todo_card = look.role(QFrame(), "card")
        self._chips = Chips(self._pick)
        head = QHBoxLayout()
        head.addWidget(PlainLabel("要做的事", "heading"))
        head.addSpacing(8)
        self.search = SearchLine("姓名、拼音首字母")
        self.search.setMaximumWidth(200)
        self.search.textChanged.connect(lambda _text: self._show_found())
        head.addWidget(self.search)
        head.addStretch(1)
        head.addWidget(self._chips)
        head.addSpacing(4)
        head.addWidget(ActionButton(self.acts["print_sheet"], "", "printer"))
        self._due = PlainButton(DUE, "link")
        self._due.does(self.due)
        self._count = after(self, SETTLE, self._count_due)
        foot = QHBoxLayout()
        foot.addWidget(self._due)
        foot.addStretch(1)
        head.addSpacing(8)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._scroll = scrolling(self._list)
        self._scroll.installEventFilter(self)
        whole = QVBoxLayout(card)
        whole.setContentsMargins(look.INSIDE, 12, 6, 8)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addWidget(self._scroll, 1)
        whole.addLayout(foot)
        return card

    def _build_side(self) -> QVBoxLayout:
        self._chart = Chart()
        chart = look.role(QFrame(), "card")
        chart.setFixedWidth(SIDE)
        inside = QVBoxLayout(chart)
        inside.setContentsMargins(look.INSIDE, 12, look.INSIDE, 8)
        inside.addWidget(PlainLabel("近30个教学日到校率", "heading"))
        inside.addWidget(self._chart)
        classes = look.role(QFrame(), "card")
        classes.setFixedWidth(SIDE)
        self._classes = QVBoxLayout()
        self._classes.setSpacing(4)
        self._classes.setContentsMargins(0, 0, 4, 0)
        go = PlainButton("去点名", "link")
        go.does(self.roll_call)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 8, 0)
        self._classes_title = PlainLabel("各班登记", "heading")
        head.addWidget(self._classes_title)
        head.addStretch(1)
        head.addWidget(go)
        whole = QVBoxLayout(classes)
        whole.setContentsMargins(look.INSIDE, 12, 6, 8)
        whole.addLayout(head)
        whole.addWidget(scrolling(self._classes), 1)
        side = QVBoxLayout()
        side.setSpacing(look.BETWEEN)
        side.addWidget(chart)
        side.addWidget(classes, 1)
        return side

    def reload(self) -> None:
        self.page = today.today(self.desk.ctx)
        shown = self.page.shown
        of = f"人数和各班登记是{day_words(shown)}的。" if shown < self.page.now.date() else ""
        self._whose_day.setText(f"今天不上课。{of}")
        self._whose_day.setVisible(not self.page.school_day)
        self._show_tiles(self.page)
        self._chart.show_points(self.page.chart)
        self._show_classes(self.page)
        self._show_todos(self.page)
        self._count.start()

    def _count_due(self) -> None:
        """How many papers stand ready; after the page is painted, for the forms are read first."""
        from kongchuo_desktop.services import due_papers

        if self.page is not None:
            count = len(due_papers.due(self.desk.ctx, page=self.page))
            self._due.set_words(f"{DUE} {count}" if count else DUE)
            self._todo_card.layout().activate()

    def shown(self) -> None:
        if self.stale:
            self._refresh()
        self._focus_line(0)

    def _focus_line(self, number: int) -> None:
        """The to-do with this number, or the last one; where there is none, what starts work."""
        buttons = [line.button for line in self.lines] or self._list_buttons()
        if buttons:
            buttons[min(number, len(buttons) - 1)].setFocus()

    def _list_buttons(self) -> list[PlainButton]:
        found: Any = self._scroll.findChildren(PlainButton)  # typed as a list of nothing by 6.7
        return [button for button in found if button.isVisibleTo(self._scroll)]

    def _show_tiles(self, page: Today) -> None:
        totals = page.totals
        kinds: dict[MarkKind, int] = {}
        for row in page.classes:
            for kind, count in row.kinds.items():
                kinds[kind] = kinds.get(kind, 0) + count
        rate = totals.rate
        half = words.HALVES[page.half]
        expected, present, leave, unexcused, unmarked = self._tiles
        expected.say(str(totals.expected), f"在册{totals.on_roll}")
        present.say(
            str(totals.present), f"{half}到校率 {rate:.1%}" if rate is not None else f"{half}未登记"
        )
        leave.say(
            str(totals.leave),
            f"病假{kinds.get(MarkKind.SICK, 0)}　事假{kinds.get(MarkKind.PERSONAL, 0)}",
        )
        unexcused.say(
            str(totals.unexcused),
            f"{_earlier(page)}{page.yesterday.unexcused}人",
            "red" * bool(totals.unexcused),
        )
        unmarked.say(str(len(page.unmarked)), _unmarked(page), "amber" * bool(page.unmarked))

    def _show_classes(self, page: Today) -> None:
        clear(self._classes)
        day = "" if page.school_day else _short(page.shown)
        self._classes_title.setText(f"各班登记（{day}{words.HALVES[page.half]}）")
        for row in page.classes:
            self._classes.addWidget(_class_line(row))
        self._classes.addStretch(1)

    def find(self, text: str) -> None:  # type: ignore[override]
        self.search.setText(text)

    def _show_found(self) -> None:
        if self.page is not None:
            self._show_todos(self.page)

    def _wanted(self, page: Today) -> list[Todo]:
        """What is to be done about the children, or in the classes, that were searched for."""
        text = self.search.text().strip()
        if not text:
            return list(page.todos)
        found = {child.id for child in lookup.find(self.desk.ctx, text, EVERYBODY)}
        return [
            t
            for t in page.todos
            if t.duty.student in found
            or any(text in words for words in (t.class_name, t.who, t.duty.text))
        ]

    def _show_todos(self, page: Today) -> None:
        day = page.now.date()
        wanted = self._wanted(page)
        groups = {key: [t for t in wanted if group(t, day) == key] for key in GROUP_WORDS}
        self._chips.show_chips(
            [
                Chip("all", "全部", len(wanted)),
                *(Chip(key, words_, len(groups[key])) for key, words_ in GROUP_WORDS.items()),
            ],
            self._chip,
        )
        now = self.window().focusWidget()
        here = next((n for n, line in enumerate(self.lines) if line.button is now), None)
        clear(self._list)
        self.lines = []
        left = len(wanted) if self._all else FIRST
        for key, todos in groups.items():
            if not todos or self._chip not in {"all", key}:
                continue
            self._list.addLayout(_heading(GROUP_WORDS[key], len(todos), TONES[key]))
            for todo in todos[:left]:
                self.lines.append(TodoLine(todo, day, self._settle, self._open))
                self._list.addWidget(self.lines[-1])
            left -= len(todos[:left])
        shown = {"all": len(wanted)} | {key: len(todos) for key, todos in groups.items()}
        self._show_rest(page, shown[self._chip])
        self._list.addStretch(1)
        if here is not None:
            self._focus_line(here)

    def _show_rest(self, page: Today, wanted: int) -> None:
        if not page.todos:
            self._list.addWidget(self._nothing(page))
        elif not wanted:
            self._list.addWidget(PlainLabel("没有找到。换一个说法，或清空查找。", "second"))
        elif len(self.lines) < wanted:
            more = PlainButton(f"还有{wanted - len(self.lines)}条，全部显示", "link")
            more.does(self._show_all)
            self._list.addWidget(more)

    def _nothing(self, page: Today) -> EmptyState:
        empty = EmptyState("circle-check")
        if not page.totals.on_roll:
            empty.say(
                "先导入花名册",
                "有了学生名单，就可以点名、请假、家访；程序会按规则提醒谁该在什么时候做什么。",
                "导入花名册",
                self._import,
            )
        else:
            empty.say(
                "今天没有要做的事", "有学生缺课时，这里会写明谁该做什么、几点之前做完。", "", None
            )
        return empty

    def _show_all(self) -> None:
        self._all = True
        self.reload()

    def _pick(self, key: str) -> None:
        self._chip = "all" if key == self._chip else key
        if self.page is not None:
            self._show_todos(self.page)

    def _import(self) -> None:
        from kongchuo_desktop.ui import importing

        importing.choose(self.desk, self)

    def print_sheet(self) -> None:
        from kongchuo_desktop.ui import daily

        daily.duty_sheet(self.desk, self)

    def due(self) -> None:
        from kongchuo_desktop.ui.due_papers import open_due

        open_due(self.desk, self)

    def roll_call(self) -> None:
        self.desk.go.emit("考勤", "")

    def _open(self, todo: Todo) -> None:
        from kongchuo_desktop.ui.dossier import open_dossier

        open_dossier(self.desk, todo.duty.student, self)

    def _settle(self, todo: Todo) -> None:
        """The form that settles the duty; its code is loaded when it is first wanted."""
        from kongchuo_desktop.ui.settling import settle

        settle(self.desk, self, todo)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys go from one to-do to the next; the scroll area would only scroll."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            self.keyPressEvent(event)
            return event.isAccepted()
        return super().eventFilter(watched, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        buttons = [line.button for line in self.lines]
        here = next((n for n, button in enumerate(buttons) if button.hasFocus()), None)
        if step is None or not buttons:
            super().keyPressEvent(event)
            return
        number = 0 if here is None else max(0, min(len(buttons) - 1, here + step))
        buttons[number].setFocus()
        self._scroll.ensureWidgetVisible(self.lines[number])


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"


def _earlier(page: Today) -> str:
    """What the school day before is called: on a Monday it was not yesterday."""
    return "昨日" if page.now.date() - page.before == DAY else _short(page.before)


def _unmarked(page: Today) -> str:
    """Which classes owe their roll call, or why none does."""
    if page.unmarked:
        names = "　".join(row.short for row in page.unmarked[:2])
        return names + ("等" if len(page.unmarked) > 2 else "")
    if not page.classes:
        return "还没有班级"
    return "全部登记" if page.totals.on_roll else "还没有学生"


def _heading(text: str, count: int, tone: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 8, 0, 2)
    row.setSpacing(8)
    row.addWidget(PlainLabel(text, tone if tone != "third" else "second"))
    row.addWidget(Pill(str(count), tone if tone != "third" else "grey"))
    row.addStretch(1)
    return row


def _class_line(row: ClassDay) -> QWidget:
    place = QWidget()
    line = QHBoxLayout(place)
    line.setContentsMargins(0, 0, 4, 0)
    line.setSpacing(6)
    count = "" if row.state is RollState.STOPPED else f"　{row.totals.expected}人"
    line.addWidget(PlainLabel(row.short + count))
    line.addStretch(1)
    for text, tone in _pills(row):
        line.addWidget(Pill(text, tone))
    return place


def _pills(row: ClassDay) -> list[tuple[str, str]]:
    if row.state is None:
        return [("未登记", "amber")]
    if row.state is RollState.STOPPED:
        return [("停课", "grey")]
    tones = {MarkKind.UNEXCUSED: "red", MarkKind.SICK: "grey", MarkKind.PERSONAL: "grey"}
    found = [
        (f"{words.MARKS[kind]}{count}", tones.get(kind, "amber"))
        for kind, count in sorted(row.kinds.items(), key=lambda item: list(MarkKind).index(item[0]))
    ]
    return found or [("全到", "green")]
