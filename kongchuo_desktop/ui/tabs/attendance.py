"""考勤: the roll call of a class, by keyboard alone; only exceptions are entered."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half, HalfDay, MarkKind, RollState
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import attendance, classes, lookup, searching
from kongchuo_desktop.services.attendance import ClassSheet, PupilLine
from kongchuo_desktop.ui import boxes, daily, look
from kongchuo_desktop.ui.bar import ActionButton, FoldingRow
from kongchuo_desktop.ui.calendar import open_calendar
from kongchuo_desktop.ui.census import open_census
from kongchuo_desktop.ui.controls import PickRow
from kongchuo_desktop.ui.days import DayEdit
from kongchuo_desktop.ui.dossier import open_dossier
from kongchuo_desktop.ui.editor import Editor
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.form import Field, text
from kongchuo_desktop.ui.inputs import Unreadable
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.page import Action, Page
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.view import RecordView

TONES = {
    MarkKind.UNEXCUSED: "red",
    MarkKind.SICK: "grey",
    MarkKind.PERSONAL: "grey",
    MarkKind.LATE: "amber",
    MarkKind.EARLY: "amber",
}
KEYS = dict(zip("12345", MarkKind, strict=True))
EARLIER = 8
LIST_WIDTH = 232
MOST_BUTTONS = 4


class AttendanceTab(Page):
    title = "考勤"
    icon = "calendar-check"
    watches = frozenset({"roll", "mark", "leave", "student", "class", "special_day", "setting"})
    actions_: ClassVar[Sequence[Action]] = (
        Action("登记", "save", keys="Ctrl+S", icon="check", primary=True),
        Action("停课", "stop", icon="calendar-x"),
        Action("打印日报", "print_daily", keys="Ctrl+P", icon="printer"),
        Action("全部清除", "clear", icon="refresh"),
        Action("校历", "calendar", icon="calendar"),
        Action("开学报到", "census", icon="school"),
    )

    def build(self) -> None:
        self._class = ""
        self._when: HalfDay = attendance.latest_half(self.desk.ctx)
        self._sheet: ClassSheet | None = None
        self.marks: dict[str, MarkKind] = {}
        self._touched = False
        self._typed = self._found = ""
        self._build_lists()
        self._build_tools()
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self.class_view)
        body.addWidget(self._right(), 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.BETWEEN, look.MARGIN, 6)
        whole.setSpacing(10)
        whole.addWidget(self._tools)
        whole.addLayout(body, 1)
        whole.addWidget(self._foot())

    def _right(self) -> QWidget:
        self.empty = EmptyState(self.icon)
        self.empty.say(
            "还没有班级",
            "导入花名册时班级会一起建好。点名时只按没有到的学生，其余的自动记为到校。",
            "去导入花名册",
            lambda: self.desk.go.emit("花名册", ""),
        )
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        return place

    def _build_lists(self) -> None:
        self._classes = Rows()
        self.class_table = RecordTable(
            self._classes,
            (
                Column("short", "班级", 96, kind="strong", sortable=False),
                Column("state", "登记", 136, kind="pill", sortable=False),
            ),
            self,
        )
        self.class_view = RecordView(self.class_table)
        self.class_view.setSortingEnabled(False)
        self.class_view.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.class_view.setFixedWidth(LIST_WIDTH)
        self.class_view.chosen.connect(self._chose_class)
        self._pupils = Rows()
        self.table = RecordTable(self._pupils, self._columns(()), self)
        self.view = RecordView(self.table)
        for asked in (self.class_view.entered, self.class_view.opened):
            asked.connect(lambda _key: self.view.setFocus())
        self.view.setSortingEnabled(False)
        self.view.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.view.typed.connect(self._type)
        self.view.entered.connect(lambda _key: self.acts["save"].trigger())
        self.view.opened.connect(lambda student: open_dossier(self.desk, student, self))
        for keys in ("Delete", "Backspace", "Space", "0"):
            shortcut = QShortcut(QKeySequence(keys), self.view)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(partial(self.mark, None))

    def _columns(self, earlier: Sequence[HalfDay]) -> tuple[Column, ...]:
        past = [
            Column(
                f"h{number}",
                f"{when[0].month}.{when[0].day}{'上' if when[1] is Half.AM else '下'}",
                74,
                kind="pill",
                sortable=False,
            )
            for number, when in enumerate(earlier)
        ]
        past = [Column(f"h{n}", "", 74, kind="pill", sortable=False) for n in range(EARLIER)][
            : EARLIER - len(past)
        ] + past
        return (
            Column("name", "姓名", 180, kind="strong", sortable=False),
            Column("mark", "本次", 130, kind="pill", sortable=False),
            *past,
        )

    def _build_tools(self) -> None:
        self._tools = QFrame()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        bar = FoldingRow("更多", most=MOST_BUTTONS)
        bar.fill(
            [
                ActionButton(self.acts[one.method], "primary" if one.primary else "", one.icon)
                for one in self.actions_
            ]
        )
        bar.setFixedWidth(bar.sizeHint().width())
        row.addWidget(bar)
        self.search = SearchLine("找学生 Ctrl+F")
        self.search.setFixedWidth(150)
        self.search.returnPressed.connect(self._find_child)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self.search.setFocus)
        row.addWidget(self.search)
        self.summary = PlainLabel("", "second", elide=True)
        row.addSpacing(8)
        row.addWidget(self.summary, 1)
        back = PlainButton("", "quiet", icon="chevron-left")
        on = PlainButton("", "quiet", icon="chevron-right")
        back.setAccessibleName("前一个教学日")
        on.setAccessibleName("后一个教学日")
        back.does(partial(self._step, -1))
        on.does(partial(self._step, 1))
        self.day = DayEdit(self.desk.ctx.today)
        self.day.put(self._when[0])
        self.day.editingFinished.connect(self._pick_day)
        self.half = PickRow([(half, word) for half, word in words.HALVES.items()])
        self.half.put(self._when[1])
        self.half.picked.connect(self._pick_day)
        for widget in (back, self.day, on, self.half):
            row.addWidget(widget)

    def _foot(self) -> QWidget:
        marks = "　".join(f"{key} {words.MARKS[kind]}" for key, kind in KEYS.items())
        self.hint = PlainLabel("", "hint")
        self._keys_words = f"打拼音首字母找人　{marks}　空格 到校　回车 登记　Ctrl+↑↓ 换班"
        for keys, step in (("Ctrl+Down", 1), ("Ctrl+Up", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(partial(self._next_class, step))
        return self.hint

    def reload(self) -> None:
        self._show_classes()
        if not self._class or self._class not in self._classes.held:
            self._class, self._touched = self._first_open(), False
        self.class_view.choose(self._class)
        self._load(keep=self._touched)

    def shown(self) -> None:
        if self.stale:
            self._refresh()
        (self.view if self._class else self.empty.button).setFocus()

    def find(self, text: str) -> None:  # type: ignore[override]
        """Show a class by its id, at the half day a roll call is most likely about."""
        if text in classes.seen(self.desk.ctx):
            self.view.setFocus()
            when = attendance.latest_half(self.desk.ctx)
            if (text, when) != (self._class, self._when):
                self._leave(partial(self._open, text, when))

    def unsaved(self) -> str:
        short = self._classes.held.get(self._class, {}).get("short", "")
        return f"{short}的考勤有改动，还没有登记。" if self._touched else ""

    def _show_classes(self) -> None:
        self._classes.held = {
            each.class_id: {"short": each.short, "state": _state(each)}
            for each in attendance.states(self.desk.ctx, self._when)
        }
        # The list restores the class chosen before: that is nobody's choice of a class.
        with QSignalBlocker(self.class_view):
            self.class_table.reload()

    def _first_open(self) -> str:
        every = attendance.states(self.desk.ctx, self._when)
        waiting = [each.class_id for each in every if each.state is None and each.totals.expected]
        return (waiting or [each.class_id for each in every] or [""])[0]

    def _load(self, *, keep: bool = False) -> None:
        self._stack.setCurrentWidget(self.view if self._class else self.empty)
        if not self._class:
            self._sheet, self._pupils.held = None, {}
            self.table.reload()
            self.summary.setText("")
            return
        self._sheet = attendance.sheet(self.desk.ctx, self._class, self._when, EARLIER // 2)
        if not keep:
            self.marks = {p.student: p.mark for p in self._sheet.pupils if p.mark}
            self._touched = False
        self.table.columns = self._columns(self._sheet.earlier)
        self._show()
        if self.view.key() == "" and self._pupils.held:
            self.view.choose_row(0)

    def _show(self) -> None:
        sheet = self._sheet
        if sheet is None:
            return
        self._pupils.held = {p.student: self._line(sheet, p) for p in sheet.pupils}
        self.table.reload()
        self.summary.setText(self._summary(sheet))
        self.hint.setText(f"找：{self._typed}" if self._typed else self._keys_words)

    def _line(self, sheet: ClassSheet, pupil: PupilLine) -> dict[str, Any]:
        row: dict[str, Any] = {"name": pupil.name}
        offset = EARLIER - len(sheet.earlier)
        for number, when in enumerate(sheet.earlier, offset):
            if kind := pupil.before.get(when):
                row[f"h{number}"] = (words.MARKS[kind], TONES[kind])
            elif when not in sheet.reported:
                row[f"h{number}"] = ("未登记", "")
            elif sheet.reported[when] is RollState.STOPPED:
                row[f"h{number}"] = ("停课", "")
        if pupil.leave:
            row["mark"] = (f"{words.MARKS[pupil.leave]}（有假条）", "blue")
        elif kind := self.marks.get(pupil.student):
            row["mark"] = (words.MARKS[kind], TONES[kind])
        elif sheet.state is RollState.TAKEN or self._touched:
            row["mark"] = ("到校", "green")
        return row

    def _summary(self, sheet: ClassSheet) -> str:
        pupils = sheet.pupils
        on_leave = sum(1 for p in pupils if p.leave)
        excused = sum(kind in {MarkKind.SICK, MarkKind.PERSONAL} for kind in self.marks.values())
        unexcused = sum(kind is MarkKind.UNEXCUSED for kind in self.marks.values())
        here = len(pupils) - on_leave - excused - unexcused
        short = self._classes.held.get(self._class, {}).get("short", "")
        state = words.ROLLS[sheet.state] if sheet.state else "未登记"
        if self._touched:
            state = "有改动，还没有登记"
        counts = f"应到{len(pupils)}　实到{here}　请假{on_leave + excused}　无故{unexcused}"
        return f"{short}　{counts}　{state}"

    def _type(self, text: str) -> None:
        if text in KEYS:
            self.mark(KEYS[text])
            return
        here, longer = self.view.key(), (self._typed + text).lower()
        found = self._match(longer, here) if self._typed else ""
        self._typed = longer if found else text.lower()
        if not found:  # begun anew: who was found before has had his turn
            found = self._match(self._typed, here, after=here == self._found)
        if found:
            self._found = found
            self.view.choose(found)
        self.hint.setText(f"找：{self._typed}")

    def _match(self, typed: str, start: str, *, after: bool = False) -> str:
        """The next pupil from `start`, or after it, whose initials, spelling or name begin with
        what was typed; past the last one it goes on from the top."""
        order = list(self._pupils.held)
        first = order.index(start) + after if start in order else 0
        for student in [*order[first:], *order[:first]]:
            name = self._pupils.held[student]["name"]
            spellings = [name, *searching.initials(name), *searching.spelt(name)]
            if any(spelling.startswith(typed) for spelling in spellings):
                return student
        return ""

    def mark(self, kind: MarkKind | None) -> None:
        """Mark the pupil in front, or take the mark away; a child on leave stays on leave."""
        self._typed = ""
        student = self.view.key()
        pupils = self._sheet.pupils if self._sheet else ()
        line = next((p for p in pupils if p.student == student), None)
        if line is None:
            return
        if line.leave:
            self.desk.tell(f"{line.name}有已批准的请假条，已自动填上")
            return
        if kind is None:
            self.marks.pop(student, None)
        else:
            self.marks[student] = kind
        self._touched = True
        self._show()

    def save(self) -> None:
        """登记: the class's half day is on disk when this returns; then the next open class."""
        if self._sheet is None:
            return
        self._typed = ""
        self._register(partial(self._call, self.marks), self._go_on)

    def _call(self, marks: Mapping[str, MarkKind], why: str = "", *, stopped: bool = False) -> None:
        attendance.call(self.desk.ctx, self._class, self._when, marks, stopped=stopped, why=why)
        self._touched = False  # not before: after a refusal the marks are still unsaved

    def _register(self, call: Callable[..., None], then: Callable[[], None]) -> None:
        try:
            call()
        except Invalid:
            self._ask_why(call, then)
        else:
            then()

    def _ask_why(self, call: Callable[..., None], then: Callable[[], None]) -> None:
        """A report of an earlier day is changed only with a reason, which is kept."""

        def save(values: dict[str, Any]) -> None:
            call(values["why"])
            then()

        Editor(
            "改动以前的登记",
            [Field("why", "原因", text("如：当时记错了人；家长补来了医院证明", 2), required=True)],
            save,
            self,
            "改动",
            note="改动前后的内容、时间和改动的人都会保留。",
            draft=f"why-{self._class}",
        ).open()

    def _go_on(self) -> None:
        every = attendance.states(self.desk.ctx, self._when)
        order = [each.class_id for each in every]
        here = order.index(self._class)
        following = [*every[here + 1 :], *every[:here]]
        waiting = next((e for e in following if e.state is None and e.totals.expected), None)
        self._class = waiting.class_id if waiting else self._class
        self.reload()
        if waiting:
            self.view.choose_row(0)

    def stop(self) -> None:
        """停课 for this class and half day."""
        if self._sheet is None:
            return
        short = self._classes.held[self._class]["short"]
        boxes.ask(
            self,
            f"{short} {day_words(self._when[0])}{words.HALVES[self._when[1]]}停课？",
            "停课的半天不计应到，也不算缺课。可以用 Ctrl+Z 撤销。",
            "停课",
            partial(self._do, "_stop_now"),
        )

    def _stop_now(self) -> None:
        self._register(partial(self._call, {}, stopped=True), self.reload)

    def print_daily(self) -> None:
        daily.choose(self.desk, self, self._class, self._when[0])

    def census(self) -> None:
        """The opening days of the term: who has come, who has not, and why."""
        open_census(self.desk, self)

    def calendar(self) -> None:
        """The term, days off and days made up for."""
        open_calendar(self.desk, self)

    def clear(self) -> None:
        """Everybody present, before it is saved."""
        self.marks = {}
        self._touched = True
        self._show()

    def _chose_class(self) -> None:
        wanted = self.class_view.key()
        if wanted and wanted != self._class:
            self._leave(partial(self._open, wanted, self._when))

    def _open(self, class_id: str, when: HalfDay) -> None:
        self._class, self._when, self._touched, self._typed = class_id, when, False, ""
        self.day.put(when[0])
        self.half.put(when[1])
        self.reload()
        if self._pupils.held:
            self.view.choose_row(0)

    def _next_class(self, step: int) -> None:
        order = list(self._classes.held)
        if self._class in order:
            number = (order.index(self._class) + step) % len(order)
            self._leave(partial(self._open, order[number], self._when))

    def _find_child(self) -> None:
        """Go to the class of the child that is meant, and to its line."""
        found = lookup.find(self.desk.ctx, self.search.text(), 1)
        if not found:
            self.desk.tell(f"没有找到“{self.search.text()}”")
            return
        child = lookup.seen(self.desk.ctx, found[0].id)
        self.search.clear()
        self._leave(partial(self._open_at, child.class_id, child.id))

    def _open_at(self, class_id: str, student: str) -> None:
        self._open(class_id, self._when)
        self.view.choose(student)
        self.view.setFocus()

    def _step(self, by: int) -> None:
        calendar = self.desk.ctx.calendar
        day = self._when[0]
        wanted = calendar.next_school_day(day) if by > 0 else calendar.school_day_before(day)
        if wanted <= self.desk.ctx.today():
            self._leave(partial(self._open, self._class, (wanted, self._when[1])))

    def _pick_day(self) -> None:
        try:
            wanted: date = self.day.value() or self._when[0]
        except Unreadable as unreadable:
            self.desk.tell(str(unreadable))
            self.day.put(self._when[0])
            return
        when = (wanted, self.half.value() or self._when[1])
        if when == self._when:
            return
        try:
            attendance.check_day(self.desk.ctx, wanted)
        except Refused as refused:
            self.desk.report(self, refused)
            self.day.put(self._when[0])
            return
        self._leave(partial(self._open, self._class, when))

    def _leave(self, then: Any) -> None:
        """Go to another class or half day; what was marked and not saved is asked about first."""
        if not self._touched:
            then()
            return
        box = boxes.ask(
            self,
            "这个班的改动还没有登记",
            "放弃后，刚才按的标记就没有了；也可以先回去按回车登记。",
            "放弃改动",
            then,
            stay="回去登记",
            danger=True,
        )
        box.rejected.connect(self._stay)

    def _stay(self) -> None:
        self.class_view.choose(self._class)
        self.day.put(self._when[0])
        self.half.put(self._when[1])
        self.view.setFocus()


def _state(each: attendance.ClassState) -> Any:
    if each.state is None:
        return ("未登记", "amber") if each.totals.expected else ("没有学生", "grey")
    if each.state is RollState.STOPPED:
        return "停课", "grey"
    found = []
    if each.totals.unexcused:
        found.append((f"无故{each.totals.unexcused}", "red"))
    if each.totals.leave:
        found.append((f"假{each.totals.leave}", "grey"))
    return tuple(found) or ("全到", "green")
