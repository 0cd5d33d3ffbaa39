"""A form: labelled fields in one or two columns, each with its fault below it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.ui import look
from kongchuo_desktop.ui.controls import mark
from kongchuo_desktop.ui.days import day, half_day
from kongchuo_desktop.ui.inputs import (
    Input,
    Unreadable,
    check,
    choice,
    file,
    line,
    money,
    number,
    pick,
    several,
    text,
)
from kongchuo_desktop.ui.person import person
from kongchuo_desktop.ui.plain import PlainLabel

__all__ = [
    "Field",
    "Form",
    "Input",
    "Unreadable",
    "check",
    "choice",
    "day",
    "file",
    "half_day",
    "line",
    "money",
    "number",
    "person",
    "pick",
    "several",
    "text",
]

LABEL_LEAST, LABEL_MOST = 56, 112
NOTHING: tuple[Any, ...] = (None, "", (), [])


@dataclass(frozen=True, slots=True)
class Field:
    """`name` is the domain attribute; `section` a heading that begins above this field."""

    name: str
    label: str
    input: Input[Any]
    hint: str = ""
    required: bool = False
    section: str = ""


class Form(QWidget):
    """Puts and takes a dict of values; Tab follows the fields, whatever the columns.

    `changed` tells when the user, not the program, changes one; `wanted` is Ctrl+Enter.
    """

    changed = Signal()
    wanted = Signal()

    def __init__(self, fields: Sequence[Field], columns: int = 1) -> None:
        super().__init__()
        self.fields = tuple(fields)
        self.inputs: dict[str, QWidget] = {}
        self.faults: dict[str, PlainLabel] = {}
        self._hints: dict[str, PlainLabel] = {}
        self._quiet = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        self._lay_out(columns)
        self._watch_enter()

    def put(self, values: Mapping[str, Any]) -> None:
        """Fill in the fields named in `values`; the others stay."""
        self._quiet = True
        for field in self.fields:
            if field.name in values:
                field.input.put(self.inputs[field.name], values[field.name])
        self._quiet = False

    def take(self) -> dict[str, Any]:
        """All values, or Invalid, naming each field that is blank or cannot be read."""
        values: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for field in self.fields:
            try:
                values[field.name] = field.input.take(self.inputs[field.name])
            except Unreadable as reason:
                wrong[field.name] = str(reason)
            else:
                if field.required and values[field.name] in NOTHING:
                    wrong[field.name] = f"请填写{field.label}"
        if wrong:
            raise Invalid(**wrong)
        return values

    def draft(self) -> dict[str, Any]:
        """What is typed so far, as plain texts, numbers and lists; `put` takes it back."""
        kept: dict[str, Any] = {}
        for field in self.fields:
            try:
                kept[field.name] = _plain(field.input.take(self.inputs[field.name]))
            except Unreadable:
                continue
        return kept

    def show_faults(self, wrong: Mapping[str, str]) -> list[str]:
        """Each text below its field, the first faulty one focused; texts without a field back."""
        first = ""
        for name, label in self.faults.items():
            said = wrong.get(name, "")
            label.setText(said)
            label.setVisible(bool(said))
            if name in self._hints:
                self._hints[name].setVisible(not said)
            mark(self.inputs[name], bool(said))
            first = first or (name if said else "")
        if first:
            self.inputs[first].setFocus(Qt.FocusReason.OtherFocusReason)
        return [said for name, said in wrong.items() if name not in self.faults]

    def focus_first(self) -> None:
        """Put the cursor where typing begins: the first blank field, else the first."""
        blank = [field.name for field in self.fields if self._is_blank(field)]
        names = blank or [field.name for field in self.fields]
        if names:
            self.inputs[names[0]].setFocus(Qt.FocusReason.TabFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            if pressed and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.wanted.emit()
                return True
            if pressed and not _uses_enter(watched):
                self._next()
                return True
        return super().eventFilter(watched, event)

    def _lay_out(self, columns: int) -> None:
        row = column = 0
        for field in self.fields:
            if column and (field.input.wide or field.section):
                row, column = row + 1, 0
            if field.section:
                heading = PlainLabel(field.section, "heading")
                heading.setContentsMargins(0, 8 if row else 0, 0, 2)
                self._grid.addWidget(heading, row, 0, 1, 2 * columns)
                row += 1
            span = 2 * columns - 1 if field.input.wide else 1
            self._grid.addWidget(self._label(field), row, 2 * column)
            self._grid.addWidget(self._place(field), row, 2 * column + 1, 1, span)
            column = 0 if field.input.wide else (column + 1) % columns
            row += 0 if column else 1
        for one in range(columns):
            self._grid.setColumnStretch(2 * one + 1, 1)
        self._grid.setRowStretch(row + 1, 1)

    def _label(self, field: Field) -> QWidget:
        place = QWidget()
        place.setFixedWidth(self._label_width())
        inside = QHBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(2)
        top, right = Qt.AlignmentFlag.AlignTop, Qt.AlignmentFlag.AlignRight
        if field.required:
            star = PlainLabel("*", "red")
            star.setFixedHeight(look.CONTROL)
            inside.addStretch(1)
            inside.addWidget(star, 0, top)
        label = PlainLabel(field.label, "second", wrap=len(field.label) > 7)
        label.setMinimumHeight(look.CONTROL)
        label.setAlignment(right | Qt.AlignmentFlag.AlignVCenter)
        inside.addWidget(label, 0 if field.required else 1, top)
        return place

    def _label_width(self) -> int:
        metrics = QFontMetrics(look.font())
        longest = max(metrics.horizontalAdvance(f"* {field.label}") for field in self.fields)
        return max(LABEL_LEAST, min(longest + 4, LABEL_MOST))

    def _place(self, field: Field) -> QWidget:
        widget = field.input.make()
        widget.setAccessibleName(field.label)
        self.inputs[field.name] = widget
        field.input.changed(widget).connect(lambda *_: self._said(field.name))
        fault = self.faults[field.name] = PlainLabel("", "fault", wrap=True)
        fault.hide()
        place = QWidget()
        inside = QVBoxLayout(place)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(3)
        inside.addWidget(widget)
        inside.addWidget(fault)
        if field.hint:
            hint = self._hints[field.name] = PlainLabel(field.hint, "third", wrap=True)
            inside.addWidget(hint)
        inside.addStretch(1)
        return place

    def _said(self, name: str) -> None:
        if self._quiet:
            return
        if self.faults[name].isVisibleTo(self):
            self.faults[name].hide()
            mark(self.inputs[name], False)
        self.changed.emit()

    def _watch_enter(self) -> None:
        for widget in self.inputs.values():
            for stop in _stops(widget):
                stop.installEventFilter(self)

    def _next(self) -> None:
        """Enter goes on to the next field, past the other parts of this one."""
        here = QApplication.focusWidget()
        names = list(self.inputs)
        at = [n for n, w in enumerate(self.inputs.values()) if here and _holds(w, here)]
        if at and at[0] + 1 < len(names):
            self.inputs[names[at[0] + 1]].setFocus(Qt.FocusReason.TabFocusReason)
        elif at:
            last = _stops(self.inputs[names[-1]])[-1]
            last.setFocus()
            self.focusNextChild()

    def _is_blank(self, field: Field) -> bool:
        try:
            return field.input.take(self.inputs[field.name]) in NOTHING
        except Unreadable:
            return False


def _uses_enter(watched: QObject) -> bool:
    if isinstance(watched, QPushButton):
        return not watched.isCheckable()
    return isinstance(watched, QPlainTextEdit)


def _holds(widget: QWidget, part: QWidget) -> bool:
    return widget is part or widget.isAncestorOf(part)


def _stops(widget: QWidget) -> list[QWidget]:
    """The parts of an input that Tab visits, in order."""
    if isinstance(widget, (QPlainTextEdit, QComboBox)):
        return [widget]
    parts = [
        part
        for part in [widget, *widget.findChildren(QWidget)]
        if part.focusPolicy() & Qt.FocusPolicy.TabFocus and part.focusProxy() is None
    ]
    return parts or [widget]


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, (tuple, list)):
        return [_plain(one) for one in value]
    return value
