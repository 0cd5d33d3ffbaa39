"""The widgets behind the inputs of a form."""

from collections.abc import Iterable, Sequence
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QWidget,
)

from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.plain import PlainButton, PlainLabel, caption


def line_edit(placeholder: str = "", longest: int = 200) -> QLineEdit:
    """A bare entry that finds a face for whatever is typed."""
    edit = QLineEdit()
    edit.setPlaceholderText(placeholder)
    edit.setMaxLength(longest)
    edit.textChanged.connect(ensure_glyphs)
    return edit


class Row(QWidget):
    """Widgets side by side, the first of which takes the focus."""

    def __init__(self, spacing: int = 8) -> None:
        super().__init__()
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(spacing)


class UnitEdit(Row):
    """A short entry with its unit behind it."""

    def __init__(self, unit: str) -> None:
        super().__init__()
        self.edit = line_edit(longest=20)
        self.edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.edit.setFixedWidth(128)
        self.row.addWidget(self.edit)
        self.row.addWidget(PlainLabel(unit, "second"))
        self.row.addStretch(1)
        self.setFocusProxy(self.edit)


class ChoiceBox(QComboBox):
    """A drop-down list whose values are kept here, not in Qt."""

    def __init__(self, options: Sequence[tuple[Any, str]]) -> None:
        super().__init__()
        self._values = [value for value, _words in options]
        self.setView(QListView())
        self.setMaxVisibleItems(12)
        self.addItems([words for _value, words in options])
        for _value, words in options:
            ensure_glyphs(words)

    def value(self) -> Any:
        number = self.currentIndex()
        return self._values[number] if 0 <= number < len(self._values) else None

    def put(self, value: Any) -> None:
        self.setCurrentIndex(self._values.index(value) if value in self._values else 0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scrolling a form must not change what it passes over."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        digit = event.key() - Qt.Key.Key_0.value
        if 1 <= digit <= min(9, self.count()) and not event.modifiers():
            self.setCurrentIndex(digit - 1)
        else:
            super().keyPressEvent(event)


class PickRow(Row):
    """Joined buttons, of which one is down."""

    picked = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]]) -> None:
        super().__init__(0)
        self._values = [value for value, _words in options]
        self.group = QButtonGroup(self)
        for number, (_value, words) in enumerate(options):
            button = PlainButton(words, _place(number, len(options)))
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.group.addButton(button, number)
            self.row.addWidget(button)
        self.row.addStretch(1)
        self.group.idToggled.connect(self._toggled)
        if options:
            self.setFocusProxy(self.group.button(0))

    def _toggled(self, number: int, down: bool) -> None:
        if down:
            self.setFocusProxy(self.group.button(number))
            self.picked.emit()

    def value(self) -> Any:
        number = self.group.checkedId()
        return self._values[number] if number >= 0 else None

    def put(self, value: Any) -> None:
        before = self.value()
        with QSignalBlocker(self.group):  # halfway two buttons are down, or none
            self.group.setExclusive(False)
            for number, one in enumerate(self._values):
                self.group.button(number).setChecked(one == value)
            self.group.setExclusive(True)
        if self.group.checkedId() >= 0:
            self.setFocusProxy(self.group.checkedButton())
        if self.value() != before:
            self.picked.emit()

    def say(self, value: Any, text: str) -> None:
        """Other words on the button of a value."""
        button = self.group.button(self._values.index(value))
        if isinstance(button, PlainButton):
            button.set_words(text)


def _place(number: int, of: int) -> str:
    if number == 0:
        return "part-first"
    return "part-last" if number == of - 1 else "part"


class CheckGrid(QWidget):
    """Check boxes in columns."""

    ticked = Signal()

    def __init__(self, options: Sequence[tuple[Any, str]], columns: int) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(0)
        self.boxes: list[tuple[Any, QCheckBox]] = []
        for number, (value, words) in enumerate(options):
            box = QCheckBox(caption(words))
            ensure_glyphs(words)
            box.toggled.connect(lambda _on: self.ticked.emit())
            grid.addWidget(box, number // columns, number % columns)
            self.boxes.append((value, box))
        grid.setColumnStretch(columns, 1)
        if self.boxes:
            self.setFocusProxy(self.boxes[0][1])

    def value(self) -> tuple[Any, ...]:
        return tuple(value for value, box in self.boxes if box.isChecked())

    def put(self, values: Iterable[Any]) -> None:
        wanted = list(values)
        for value, box in self.boxes:
            box.setChecked(value in wanted)


class FileEdit(Row):
    """The chosen file, and the button that chooses one."""

    def __init__(self, title: str, patterns: str) -> None:
        super().__init__()
        self._title, self._patterns = title, patterns
        self.edit = QLineEdit()
        self.edit.setReadOnly(True)
        self.edit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button = PlainButton("选择…", icon="folder-open")
        self.button.clicked.connect(self._ask)
        self.row.addWidget(self.edit, 1)
        self.row.addWidget(self.button)
        self.setFocusProxy(self.button)

    def _ask(self) -> None:
        dialog = QFileDialog(self, self._title, self.edit.text(), self._patterns)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.edit.setText)
        dialog.open()


def mark(widget: QWidget, fault: bool) -> None:
    """A red border round the entries of a faulty field."""
    for one in (widget, *widget.findChildren(QLineEdit)):
        if one.property("fault") != fault:
            one.setProperty("fault", fault)
            one.style().unpolish(one)
            one.style().polish(one)
