"""A tab that is a list of records: declare what is shown, this file knows how."""

from collections.abc import Sequence
from typing import ClassVar

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedLayout, QVBoxLayout, QWidget

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.bar import ActionButton, Chips, FoldingRow, ToolRow
from kongchuo_desktop.ui.empty import EmptyState
from kongchuo_desktop.ui.form import Field
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel
from kongchuo_desktop.ui.searchline import SearchLine
from kongchuo_desktop.ui.table import Column, RecordTable, RowSource
from kongchuo_desktop.ui.tabs.page import Page
from kongchuo_desktop.ui.timers import after
from kongchuo_desktop.ui.view import RecordView

MOST_ACTIONS = 5
CARD_WIDTH = 352
CARD_NEEDS = 1200
CARD_AFTER = 40
"""ms: going through the list with the arrow keys does not build a card for every row."""


class RecordTab(Page):
    """Declare also `columns`, `source()`, and as wanted `fields()`, `card(key)`,
    `open_record(key)`; the button of an empty page is the primary action."""

    columns: ClassVar[Sequence[Column]] = ()
    search_hint: ClassVar[str] = "姓名、拼音首字母"
    start_chip: ClassVar[str] = ""
    foot_hint: ClassVar[str] = ""
    empty_heading: ClassVar[str] = ""
    empty_text: ClassVar[str] = ""

    def source(self) -> RowSource:
        raise NotImplementedError

    def fields(self) -> list[Field]:
        """The fields of one record's form."""
        return []

    def card(self, key: str) -> QWidget | None:  # noqa: ARG002 - for those who have one
        """The side card of the selected record."""
        return None

    def open_record(self, key: str) -> None:
        """Enter or a double click on a record."""

    @property
    def selected(self) -> str:
        """The key acted on; empty when nothing is selected."""
        return self.view.key()

    @property
    def selection(self) -> list[str]:
        return self.view.keys()

    def build(self) -> None:
        self.table = RecordTable(self.source(), self.columns, self)
        self.table.chip = self.start_chip
        self.view = RecordView(self.table, settings=self.desk.settings, name=type(self).__name__)
        self._build_bar()
        self._build_body()
        self._connect()
        self._enable()

    def _build_bar(self) -> None:
        self.bar = FoldingRow("更多", most=MOST_ACTIONS)
        self.bar.fill(
            [
                ActionButton(self.acts[one.method], "primary" if one.primary else "", one.icon)
                for one in sorted(self.actions_, key=lambda one: not one.primary)
            ]
        )
        self.search = SearchLine(self.search_hint)
        self.chips = Chips(self._pick_chip)
        self.tools = ToolRow(self.bar, self.search, self.chips)

    def _build_body(self) -> None:
        self.foot = PlainLabel("", "hint", elide=True)
        self.hint = PlainLabel(self.foot_hint, "hint")
        self.card_opener = PlainButton("显示详情（F4）", "status")
        self.empty = EmptyState(self.icon)
        self._list = QWidget()
        self._stack = QStackedLayout(self._list)
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        foot = QHBoxLayout()
        foot.setSpacing(look.BETWEEN)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.hint)
        foot.addWidget(self.card_opener)
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self._list, 1)
        left.addLayout(foot)
        self.side = QWidget()
        self.side.setFixedWidth(CARD_WIDTH)
        self._side = QVBoxLayout(self.side)
        self._side.setContentsMargins(0, 0, 0, 0)
        self.side.hide()
        body = QHBoxLayout()
        body.setSpacing(look.BETWEEN)
        body.addLayout(left, 1)
        body.addWidget(self.side)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(look.MARGIN, look.BETWEEN, look.MARGIN, 6)
        whole.setSpacing(10)
        whole.addWidget(self.tools)
        whole.addLayout(body, 1)

    def _connect(self) -> None:
        self._closed = False
        self._wait = after(self, CARD_AFTER, self.show_card)
        self.search.textChanged.connect(self._type)
        self.search.installEventFilter(self)
        self.view.typed.connect(self._start_search)
        self.view.chosen.connect(self._chose)
        self.view.entered.connect(self.open_record)
        self.view.opened.connect(self.open_record)
        self.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.view.customContextMenuRequested.connect(self._menu)
        self.card_opener.clicked.connect(self._toggle_card)
        QShortcut(QKeySequence("F4"), self).activated.connect(self._toggle_card)
        QShortcut(QKeySequence.StandardKey.Find, self).activated.connect(self._focus_search)

    def reload(self) -> None:
        self.table.reload()
        self._show_state()
        self.show_card()

    def shown(self) -> None:
        if self.stale:
            self._refresh()
        filled = self._stack.currentWidget() is self.view
        starts = self.empty.button.isVisibleTo(self.empty)
        (self.view if filled else self.empty.button if starts else self.search).setFocus()

    def find(self, text: str) -> None:  # type: ignore[override]
        if self.view.choose(text):
            return
        if text in self.table.source.keys("", "", False, ""):
            self._clear()
            self.view.choose(text)
        else:
            self.search.setText(text)
            if self.table.rowCount():
                self.view.choose_row(0)
                self.view.setFocus()

    def _type(self, text: str) -> None:
        self.table.narrow(text=text.strip())
        self._show_state()

    def _pick_chip(self, key: str) -> None:
        again = key == self.table.chip
        self.table.narrow(chip=self.start_chip if again else key)
        self._show_state()

    def _clear(self) -> None:
        self.table.chip = ""
        self.search.clear()
        self._type("")
        self.view.setFocus()

    def _show_state(self) -> None:
        source, text, chip = self.table.source, self.table.text, self.table.chip
        self.chips.show_chips(source.chips(), chip)
        self.tools.arrange()
        self.foot.setText(source.foot(text, chip))
        filled = self.table.rowCount() > 0
        self._stack.setCurrentWidget(self.view if filled else self.empty)
        if not filled:
            self._say_empty(bool(text or chip))
        self._enable()

    def _say_empty(self, narrowed: bool) -> None:
        if narrowed and self.table.source.keys("", "", False, ""):
            self.empty.say("没有找到", "换一个说法，或看全部记录。", "看全部", self._clear, "plain")
            return
        first = next((one for one in self.actions_ if one.primary), None)
        heading = self.empty_heading or f"还没有{self.title}记录"
        verb = first.text if first else ""
        then = self.acts[first.method].trigger if first else None
        self.empty.say(heading, self.empty_text, verb, then)

    def _chose(self) -> None:
        self._enable()
        self._wait.start()

    def _enable(self) -> None:
        some = bool(self.view.selectionModel().hasSelection())
        for one in self.actions_:
            self.acts[one.method].setEnabled(some or not one.needs_selection)

    def show_card(self) -> None:
        """Put the side card of the selected record in its place, or take it away."""
        self._wait.stop()
        key = self.selected
        wide = self.width() >= CARD_NEEDS - 2 * look.MARGIN
        made = self._made(key) if key and wide and not self._closed else None
        while (item := self._side.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if made is not None:
            self._side.addWidget(made)
            closed = getattr(made, "closed", None)
            if closed is not None:
                closed.connect(self._toggle_card)
        self.side.setVisible(made is not None)
        self.card_opener.setVisible(bool(key) and wide and self._closed)

    def _made(self, key: str) -> QWidget | None:
        """The card, unless the record was taken back since it was selected."""
        try:
            return self.card(key)
        except Refused:
            return None

    def _toggle_card(self) -> None:
        self._closed = not self._closed
        self.show_card()

    def _start_search(self, typed: str) -> None:
        self.search.setFocus()
        self.search.setText(typed)

    def _focus_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _menu(self, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        acting = [one for one in self.actions_ if one.needs_selection]
        rest = [one for one in self.actions_ if not one.needs_selection]
        menu.addActions([self.acts[one.method] for one in acting])
        menu.addSeparator()
        copy = menu.addAction(look.icon("copy"), "复制所选行")
        copy.triggered.connect(self.view.copy)
        menu.addSeparator()
        menu.addActions([self.acts[one.method] for one in rest])
        menu.popup(self.view.viewport().mapToGlobal(place))

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
            if not self.selected and self.table.rowCount():
                self.view.choose_row(0)
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= CARD_NEEDS - 2 * look.MARGIN
        if wide == self.side.isHidden():
            self._wait.start()
