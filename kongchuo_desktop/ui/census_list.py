"""The children of the opening days: classes at the left, who has arrived and who has not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.census import State
from kongchuo_desktop.domain.census_figures import Figures
from kongchuo_desktop.domain.roster import NUMERALS
from kongchuo_desktop.services import classes
from kongchuo_desktop.services.census_report import EVERYBODY, CensusListing, grade_key
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.bar import ActionButton, Chips, FoldingRow, ToolRow
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.plain import PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Column, RecordTable
from kongchuo_desktop.ui.tabs.rows import Rows
from kongchuo_desktop.ui.tabs.told import Told
from kongchuo_desktop.ui.view import RecordView

TONES = {State.ARRIVED: "green", State.NOT_ARRIVED: "red", State.UNREPORTED: "amber"}
GROUPS_WIDTH = 264
COLUMNS = (
    Column("name", "姓名", 140, kind="strong"),
    Column("class", "班级", 84, sortable=False),
    Column("state", "报到", 84, kind="pill", sortable=False),
    Column("day", "日期", 84, kind="number"),
    Column("reason", "原因", 168, kind="tags", sortable=False),
    Column("whereabouts", "去向", 170),
    Column("measures", "已采取措施", 170),
    Column("person", "责任人", 90),
)


class CensusList(QWidget):
    """`listing` is read by the page; signals say what the keyboard asks for."""

    arrived = Signal()
    missed = Signal()
    chosen = Signal()
    turned = Signal()

    def __init__(
        self, listing: CensusListing, acts: Sequence[tuple[QAction, str, str]], most: int
    ) -> None:
        super().__init__()
        self.listing = listing
        self.chip = "all"
        self._groups = Rows()
        self.group_table = RecordTable(
            self._groups,
            (
                Column("name", "班级", 96, kind="strong", sortable=False),
                Column("state", "报到", 166, kind="pill", sortable=False),
            ),
            self,
        )
        self.groups = RecordView(self.group_table)
        self.groups.setSortingEnabled(False)
        self.groups.setSelectionMode(RecordView.SelectionMode.SingleSelection)
        self.groups.setFixedWidth(GROUPS_WIDTH)
        self.table = RecordTable(Told(listing, self._tell), COLUMNS, self)
        self.view = RecordView(self.table)
        self._build(acts, most)
        self._connect()

    def _build(self, acts: Sequence[tuple[QAction, str, str]], most: int) -> None:
        bar = FoldingRow("更多", most=most)
        bar.fill([ActionButton(*each) for each in acts])
        self.search = SearchLine("姓名、拼音首字母")
        self.chips = Chips(self._pick)
        self.tools = ToolRow(bar, self.search, self.chips)
        self.empty = EmptyState("school")
        self.foot = PlainLabel("", "hint")
        place = QWidget()
        self._stack = QStackedLayout(place)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addWidget(self.groups)
        body.addWidget(place, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(10)
        whole.addWidget(self.tools)
        whole.addLayout(body, 1)
        whole.addWidget(self.foot)

    def _connect(self) -> None:
        self.groups.chosen.connect(self._turn)
        for asked in (self.groups.entered, self.groups.opened):
            asked.connect(lambda _key: self.view.setFocus())
        self.view.chosen.connect(self.chosen)
        self.view.entered.connect(lambda _key: self.arrived.emit())
        self.view.typed.connect(self._typed)
        self.search.textChanged.connect(self._narrow)
        self.search.installEventFilter(self)
        self._key(self.view, "Space", self.arrived.emit)
        self._key(self, "Ctrl+Down", lambda: self._step(1))
        self._key(self, "Ctrl+Up", lambda: self._step(-1))
        self._key(self, "Ctrl+F", self.search.setFocus)

    def _key(self, where: QWidget, keys: str, act: Callable[[], object]) -> None:
        shortcut = QShortcut(QKeySequence(keys), where)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(lambda: act())  # noqa: PLW0108 - activated would pass itself

    def reload(self) -> None:
        """Show what the listing has read."""
        self._groups.held = dict(self._told_groups())
        with QSignalBlocker(self.groups):
            self.group_table.reload()
            if not self.groups.choose(self.listing.group):
                self.groups.clearSelection()
        self.table.chip = self.chip
        self.table.reload()
        self._show()

    def show_group(self, group: str, chip: str = "all") -> None:
        """Show the children of a group: a class, a grade, a stage or everybody."""
        self.listing.group, self.chip = group, chip
        self.search.clear()
        self.reload()

    def show_open(self) -> None:
        """Go to the next class in which somebody is not registered yet, from the one shown."""
        book = self.listing.book
        order = [key for key in self._groups.held if key in book.classes]
        here = order.index(self.listing.group) + 1 if self.listing.group in order else 0
        following = [*order[here:], *order[:here]]
        waiting = [key for key in following if book.of(key).figures.unreported]
        if waiting:
            self.show_group(waiting[0])

    def go_on(self, before: Sequence[str], done: str) -> None:
        """After one child was registered: the next one of the list as it was."""
        there = self.listing.keys(self.table.text, "", False, self.chip)
        following = [key for key in before[before.index(done) + 1 :] if key in there]
        self.view.choose(following[0] if following else done)

    def keys(self) -> list[str]:
        """The children shown, in the order shown."""
        return [self.table.key(row) for row in range(self.table.rowCount())]

    def names(self) -> dict[str, str]:
        """The groups there are, as they are called."""
        return {key: row["name"] for key, row in self._groups.held.items()}

    def _told_groups(self) -> Sequence[tuple[str, dict[str, Any]]]:
        book = self.listing.book
        everybody = "全校" if self.listing.ctx.scope is None else "我的班"
        told = [(EVERYBODY, {"name": everybody, "state": _state(book.of(EVERYBODY).figures)})]
        for grade in book.grades:
            held = {id_: c for id_, c in book.classes.items() if c.grade == grade}
            if len(held) > 1:
                key = grade_key(grade)
                name = f"{NUMERALS[grade]}年级"
                told.append((key, {"name": name, "state": _state(book.of(key).figures)}))
            for id_, found in held.items():
                row = {"name": classes.short(found), "state": _state(book.of(id_).figures)}
                told.append((id_, row))
        return told

    def _tell(self, row: dict[str, Any]) -> dict[str, Any]:
        on: date | None = row["day"]
        reason = [row["reason"]] if row["reason"] else []
        if row["carried_over"]:
            reason.append(("结转", "grey"))
        return row | {
            "state": (words.ARRIVALS[row["state"]], TONES[row["state"]]),
            "day": f"{on.month}月{on.day}日" if on else "",
            "reason": tuple(reason),
        }

    def _show(self) -> None:
        self.chips.show_chips(self.listing.chips(), self.chip)
        self.tools.arrange()
        self.foot.setText(self.listing.foot(self.table.text, self.chip))
        filled = self.table.rowCount() > 0
        self._stack.setCurrentWidget(self.view if filled else self.empty)
        if not filled and self.listing.book.members(self.listing.group):
            self.empty.say("没有这样的学生", "换一个说法，或看全部。", "看全部", self._all, "plain")
        elif not filled:
            self.empty.say("这里还没有学生", "先在“花名册”里导入学生，再登记报到。", "", None)
        self.chosen.emit()

    def _all(self) -> None:
        self.show_group(self.listing.group)
        self.view.setFocus()

    def _pick(self, key: str) -> None:
        self.chip = "all" if key == self.chip else key
        self.table.narrow(chip=self.chip)
        self._show()

    def _narrow(self, text: str) -> None:
        self.table.narrow(text=text.strip())
        self._show()

    def _turn(self) -> None:
        """Another group; a key of the list that is taken away chooses none, and changes nothing."""
        if self.groups.keys() and self.groups.keys()[0] != self.listing.group:
            self.listing.group = self.groups.keys()[0]
            self.table.reload()
            self._show()
            self.turned.emit()

    def _step(self, by: int) -> None:
        order = list(self._groups.held)
        here = order.index(self.listing.group) if self.listing.group in order else 0
        self.groups.choose_row((here + by) % len(order))
        self.view.setFocus()

    def _typed(self, text: str) -> None:
        if text in ("n", "N"):
            self.missed.emit()
        else:
            self.search.setFocus()
            self.search.setText(text)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Escape, Qt.Key.Key_Return)
        ):
            if event.key() == Qt.Key.Key_Escape:
                self.search.clear()
            self.view.setFocus()
            if not self.view.key() and self.table.rowCount():
                self.view.choose_row(0)
            return True
        return super().eventFilter(watched, event)


def _state(found: Figures) -> tuple[tuple[str, str], ...]:
    told = []
    if found.not_arrived:
        told.append((f"未到{found.not_arrived}", "red"))
    if found.unreported:
        told.append((f"未登记{found.unreported}", "amber"))
    if not told:
        told.append(("全到", "green") if found.arrived else ("没有学生", "grey"))
    return tuple(told)
