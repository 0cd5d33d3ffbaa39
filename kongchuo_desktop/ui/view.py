"""The table on the screen: keyboard, hover, widths, copying, a selection that survives reloads."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QSettings, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.cells import PAD, Cells
from kongchuo_desktop.ui.table import RecordTable

NARROWEST = 40
HEADER_SIZE = 13
SQUEEZE = 0.82
"""Columns give way to this part of their width before a scroll bar is shown."""


class RecordView(QTableView):
    """Shows a `RecordTable`; signals carry keys of records.

    `entered` is Enter on a record, `opened` a double click on it.
    """

    entered = Signal(str)
    opened = Signal(str)
    chosen = Signal()
    typed = Signal(str)

    def __init__(
        self,
        table: RecordTable,
        parent: QWidget | None = None,
        *,
        settings: QSettings | None = None,
        name: str = "",
    ) -> None:
        super().__init__(parent)
        self.table = table
        self._settings, self._name = settings, name
        self._widths = [column.width for column in table.columns]
        metrics = QFontMetrics(look.font(HEADER_SIZE, QFont.Weight.Medium))
        self._least = [
            max(NARROWEST, metrics.horizontalAdvance(column.title) + 2 * PAD + 2)
            for column in table.columns
        ]
        self._fitting = False
        self._kept: tuple[list[str], str, int] = ([], "", 0)
        self._cells = Cells(self, table.columns)
        self.setItemDelegate(self._cells)
        self._shape()
        self.setModel(table)
        self._remember_widths()
        table.modelAboutToBeReset.connect(self._keep)
        table.modelReset.connect(self._restore)
        self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self.doubleClicked.connect(lambda index: self.opened.emit(table.key(index.row())))

    def _shape(self) -> None:
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        self.setSortingEnabled(True)
        down = self.verticalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(look.ROW)
        down.setMinimumSectionSize(look.ROW)
        across = self.horizontalHeader()
        across.setFixedHeight(look.ROW)
        across.setHighlightSections(False)
        across.setMinimumSectionSize(NARROWEST)
        across.setSortIndicatorClearable(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        across.sectionResized.connect(self._resized)

    def keys(self) -> list[str]:
        """The selected records, from top to bottom."""
        rows = self.selectionModel().selectedRows()
        return [self.table.key(row) for row in sorted(index.row() for index in rows)]

    def key(self) -> str:
        """The record acted on: the current one when it is selected; empty when none is."""
        chosen = self.keys()
        current = self.currentIndex()
        if current.isValid() and self.table.key(current.row()) in chosen:
            return self.table.key(current.row())
        return chosen[0] if chosen else ""

    def choose(self, key: str) -> bool:
        """Select one record and bring it into sight; whether it is in the list."""
        numbers = self.table.numbers([key])
        if numbers:
            self.choose_row(numbers[0])
        return bool(numbers)

    def choose_all(self, keys: Sequence[str]) -> None:
        """Select these records together."""
        self.clearSelection()
        way = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
        for row in range(self.table.rowCount()):
            if self.table.key(row) in keys:
                self.selectionModel().select(self.table.index(row, 0), way)

    def choose_row(self, number: int) -> None:
        """Select one row alone, whatever keys are held down."""
        flag = QItemSelectionModel.SelectionFlag
        index = self.table.index(number, 0)
        self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)
        self.scrollTo(index)

    def copy(self) -> None:
        """The selected rows, as a table program takes them."""
        columns = range(len(self.table.columns))
        lines = [
            "\t".join(_one_line(self.table.index(row, column).data()) for column in columns)
            for row in sorted(index.row() for index in self.selectionModel().selectedRows())
        ]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if key := self.key():
                self.entered.emit(key)
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self._jump(0 if event.key() == Qt.Key.Key_Home else self.table.rowCount() - 1)
        elif self._starts_search(event):
            self.typed.emit(event.text())
        else:
            super().keyPressEvent(event)

    def _starts_search(self, event: QKeyEvent) -> bool:
        held = event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier
        plain = not held or held == Qt.KeyboardModifier.KeypadModifier
        return plain and bool(event.text().strip()) and event.text().isprintable()

    def _jump(self, row: int) -> None:
        if 0 <= row < self.table.rowCount():
            self.choose_row(row)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    def _hover(self, row: int) -> None:
        if row != self._cells.hovered:
            before, self._cells.hovered = self._cells.hovered, row
            for one in (before, row):
                if one >= 0:
                    top = self.rowViewportPosition(one)
                    self.viewport().update(0, top, self.viewport().width(), look.ROW)

    def _keep(self) -> None:
        current = self.currentIndex()
        here = self.table.key(current.row()) if current.isValid() else ""
        self._kept = (self.keys(), here, self.verticalScrollBar().value())

    def _restore(self) -> None:
        keys, current, top = self._kept
        model = self.selectionModel()
        rows = QItemSelectionModel.SelectionFlag.Rows
        for number in self.table.numbers(keys):
            index = self.table.index(number, 0)
            model.select(index, QItemSelectionModel.SelectionFlag.Select | rows)
        for number in self.table.numbers([current]) if current else []:
            index = self.table.index(number, 0)
            model.setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.updateGeometries()
        self.verticalScrollBar().setValue(top)
        self._hover(-1)
        self.chosen.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Spread the columns over the view, each by its share."""
        room, total = self.viewport().width(), sum(self._widths)
        if not total or room <= 0:
            return
        share = max(SQUEEZE, room / total)
        wanted = [
            max(least, int(width * share))
            for width, least in zip(self._widths, self._least, strict=True)
        ]
        if share > SQUEEZE:
            wanted[-1] += room - sum(wanted)
        self._fitting = True
        for number, width in enumerate(wanted):
            self.setColumnWidth(number, width)
        self._fitting = False

    def _resized(self, column: int, _old: int, new: int) -> None:
        if not self._fitting and column < len(self._widths):
            room = max(1, self.viewport().width())
            share = max(SQUEEZE, room / max(1, sum(self._widths)))
            self._widths[column] = max(self._least[column], round(new / share))
            if self._settings is not None and self._name:
                self._settings.setValue(f"widths/{self._name}", ",".join(map(str, self._widths)))

    def _remember_widths(self) -> None:
        if self._settings is None or not self._name:
            return
        said = str(self._settings.value(f"widths/{self._name}", "") or "").split(",")
        if len(said) == len(self._widths) and all(one.isdigit() for one in said):
            self._widths = [max(NARROWEST, int(one)) for one in said]


def _one_line(value: object) -> str:
    return " ".join(str(value or "").split())
