"""The simple inputs of a form: each makes a widget, puts a value into it and takes one out."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, Generic, TypeVar

from PySide6.QtCore import SignalInstance
from PySide6.QtWidgets import QCheckBox, QLineEdit, QPlainTextEdit, QWidget

from kongchuo_desktop.ui.controls import (
    CheckGrid,
    ChoiceBox,
    FileEdit,
    PickRow,
    UnitEdit,
    line_edit,
)
from kongchuo_desktop.ui.faces import ensure_glyphs
from kongchuo_desktop.ui.plain import caption

W = TypeVar("W", bound=QWidget)
Options = Sequence[tuple[Any, str]] | Callable[[], Sequence[tuple[Any, str]]]
CONTROL_CHARACTERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")


class Unreadable(ValueError):
    """What was typed cannot be understood; the text says how to write it."""


@dataclass(frozen=True, slots=True)
class Input(Generic[W]):
    """`take` raises Unreadable for what it cannot read; `changed` tells of every change.

    `wide` inputs take the whole width of a form.
    """

    make: Callable[[], W]
    put: Callable[[W, Any], None]
    take: Callable[[W], Any]
    changed: Callable[[W], SignalInstance]
    wide: bool = False


def clean(text: str) -> str:
    """Typed text without control characters and lone surrogates, which no file can keep."""
    return CONTROL_CHARACTERS.sub("", text).strip()


def line(placeholder: str = "", longest: int = 200) -> Input[QLineEdit]:
    """One line of text."""

    def make() -> QLineEdit:
        return line_edit(placeholder, longest)

    return Input(make, _put_line, lambda w: clean(w.text()), lambda w: w.textChanged)


def text(placeholder: str = "", lines: int = 3) -> Input[QPlainTextEdit]:
    """Several lines of text; Tab leaves the field."""

    def make() -> QPlainTextEdit:
        edit = QPlainTextEdit()
        edit.setTabChangesFocus(True)
        edit.setPlaceholderText(placeholder)
        edit.setFixedHeight(lines * 21 + 20)
        edit.textChanged.connect(lambda: ensure_glyphs(edit.toPlainText()))
        return edit

    return Input(
        make,
        lambda w, value: w.setPlainText(str(value or "")),
        lambda w: clean(w.toPlainText()),
        lambda w: w.textChanged,
        wide=True,
    )


def number(unit: str = "", least: int = 0, most: int = 999_999) -> Input[UnitEdit]:
    """A whole number, or None when left blank."""

    def take(w: UnitEdit) -> int | None:
        typed = w.edit.text().strip()
        if not typed:
            return None
        if not re.fullmatch(r"-?\d{1,9}", typed, re.ASCII):
            raise Unreadable("请填整数，例如 12")
        value = int(typed)
        if not least <= value <= most:
            raise Unreadable(f"请填 {least} 到 {most} 之间的数")
        return value

    return Input(
        lambda: UnitEdit(unit),
        lambda w, value: w.edit.setText("" if value is None else str(value)),
        take,
        lambda w: w.edit.textChanged,
    )


def money() -> Input[UnitEdit]:
    """An amount typed in 元; the value is an int in 分, or None when left blank."""

    def put(w: UnitEdit, value: int | None) -> None:
        w.edit.setText("" if value is None else f"{Decimal(value) / 100:.2f}")

    return Input(lambda: UnitEdit("元"), put, _take_money, lambda w: w.edit.textChanged)


def _take_money(w: UnitEdit) -> int | None:
    typed = w.edit.text().strip().replace(",", "").replace("，", "").rstrip("元").strip()
    if not typed:
        return None
    try:
        cents = Decimal(typed) * 100
    except InvalidOperation:
        raise Unreadable("金额写成 750 或 750.50") from None
    if not cents.is_finite() or cents != cents.to_integral_value() or cents < 0:
        raise Unreadable("金额最多两位小数，不能是负数")
    if cents > 10**11:
        raise Unreadable("金额太大，请核对")
    return int(cents)


def check(words: str) -> Input[QCheckBox]:
    """Yes or no; `words` stand beside the box."""
    return Input(
        lambda: QCheckBox(caption(words)),
        lambda w, value: w.setChecked(bool(value)),
        lambda w: w.isChecked(),
        lambda w: w.toggled,
    )


def choice(options: Options, blank: str = "") -> Input[ChoiceBox]:
    """One of `options` ((value, words) pairs); digits 1–9 choose by place.

    `blank` are the words of a first entry that stands for None; without it the first option
    is chosen. Values stay in Python: Qt would turn an enum into a bare text.
    """
    return Input(
        lambda: ChoiceBox([(None, blank)] * bool(blank) + list(_now(options))),
        lambda w, value: w.put(value),
        lambda w: w.value(),
        lambda w: w.currentIndexChanged,
    )


def pick(options: Options) -> Input[PickRow]:
    """One of two to five short `options`, all of them in sight; None until one is picked."""
    return Input(
        lambda: PickRow(_now(options)),
        lambda w, value: w.put(value),
        lambda w: w.value(),
        lambda w: w.picked,
    )


def several(options: Options, columns: int = 3) -> Input[CheckGrid]:
    """Any of `options`; the value is a tuple in their order."""
    return Input(
        lambda: CheckGrid(_now(options), columns),
        lambda w, value: w.put(value or ()),
        lambda w: w.value(),
        lambda w: w.ticked,
        wide=True,
    )


def file(title: str, patterns: str = "") -> Input[FileEdit]:
    """A file of this computer: a Path, or None. `patterns` as in `表格 (*.xlsx *.xls)`."""
    return Input(
        lambda: FileEdit(title, patterns),
        lambda w, value: w.edit.setText(str(value or "")),
        lambda w: Path(w.edit.text()) if w.edit.text() else None,
        lambda w: w.edit.textChanged,
        wide=True,
    )


def _now(options: Options) -> Sequence[tuple[Any, str]]:
    return options() if callable(options) else options


def _put_line(edit: QLineEdit, value: Any) -> None:
    edit.setText("" if value is None else str(value))
    edit.setCursorPosition(0)
