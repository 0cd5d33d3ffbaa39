"""Rows of labelled cells that grow with what stands in them; too much goes to an extra page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kongchuo_desktop.documents import grid, typeset
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.faces import Unprintable
from kongchuo_desktop.documents.form_values import Voice
from kongchuo_desktop.documents.sheet import Solid
from kongchuo_desktop.documents.typeset import MM, Press, Setting
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.forms import Cell, Row, Rows

SIZES = (10.5, 10, 9.5, 9)
LABEL_SIZES = (10.5, 10, 9.5, 9, 8.5, 8)
LARGE = (28, 24, 20, 18, 16, 14, 12)
LEADING = 1.3
PAD = 1.4 * MM
SIGN = 9 * MM
MOST = 62 * MM
MORE = "……（续见附页）"


class Set(NamedTuple):
    """A cell ready to be drawn: its words and those to be signed, with their settings."""

    text: Value
    setting: Setting
    sign: Value
    label: bool

    @property
    def height(self) -> float:
        lines = typeset.line_count(self.text, self.setting) if self.text else 0
        return lines * self.setting.leading + 2 * PAD + (SIGN if self.sign else 0.0)


class Laid(NamedTuple):
    """A row with its cells set: `over` is what did not fit, with the label it stood under."""

    height: float
    cells: tuple[Set, ...]
    widths: tuple[float, ...]
    band: bool
    grows: bool
    over: tuple[tuple[str, Value], ...]

    def draw(self, press: Press, x: float, top: float, height: float) -> None:
        if self.band:
            grid.shade(press, x, top, sum(self.widths), height)
        for at, (cell, width) in enumerate(zip(self.cells, self.widths, strict=True)):
            if at:
                press.rule(x, top, x, top - height, width=grid.LINE)
            _draw(press, cell, x, top, height, high=self.grows and not cell.label)
            x += width


def _draw(press: Press, cell: Set, x: float, top: float, height: float, *, high: bool) -> None:
    """Words in the middle of their cell; `high` at its top, so that more can be written below."""
    if cell.text:
        used = typeset.line_count(cell.text, cell.setting) * cell.setting.leading
        middle = PAD if cell.sign or high else (height - used) / 2
        press.text(cell.text, x + PAD, top - middle, cell.setting)
    if cell.sign:
        setting = Setting(10.5, 14, cell.setting.width, align="right")
        press.text(cell.sign, x + PAD, top - height + SIGN - 1 * MM, setting)


def lay(row: Row, values: Mapping[str, Any], voice: Voice, width: float) -> Laid:
    """A row in its width, as high as its fullest cell, up to MOST."""
    total = sum(cell.share for cell in row.cells)
    widths = tuple(width * cell.share / total for cell in row.cells)
    cells, over, label = [], [], ""
    for cell, room in zip(row.cells, widths, strict=True):
        try:
            found = _set(cell, values, voice, room, row)
        except Unprintable as wrong:
            raise wrong.within(f"“{label}”一栏里，" if label else "") from None
        if found.height > MOST:
            over.append((label, found.text))
            lines = int((MOST - (found.height - _text_height(found))) / found.setting.leading)
            found = found._replace(text=grid.shortened(found.text, found.setting, lines, MORE))
        cells.append(found)
        label = cell.text if cell.label else label
    band = len(row.cells) == 1 and row.cells[0].label
    height = max(row.height * MM, *(cell.height for cell in cells))
    return Laid(height, tuple(cells), widths, band, row.grows, tuple(over))


def _text_height(cell: Set) -> float:
    return typeset.line_count(cell.text, cell.setting) * cell.setting.leading


def _set(cell: Cell, values: Mapping[str, Any], voice: Voice, room: float, row: Row) -> Set:
    """In the first size that fits the row's own height; else the row will have to grow."""
    height = row.height * MM
    if cell.label:
        text: Value = tuple(
            run._replace(role="hei") if isinstance(run, Run) else run
            for run in voice.say(cell.text, values)
        )
    else:
        text = voice.cell(cell.text, values) if cell.text else ()
    sign = voice.say(cell.sign, values) if cell.sign else ()
    usual: Sequence[float] = LABEL_SIZES if cell.label else SIZES
    sizes = [size for size in LARGE if size <= row.size] + [*usual]
    align = "center" if cell.label else "left"
    found = None
    for size in sizes:
        setting = Setting(size, size * LEADING, room - 2 * PAD, align=align)
        now = Set(text, setting, sign, cell.label)
        if now.height <= height and not (cell.label and _torn(text, setting)):
            return now
        found = found or now
    return now if cell.label or found is None else found


def _torn(text: Value, setting: Setting) -> bool:
    """A label that would leave a single character to its last line: 学籍所在学/校."""
    return typeset.line_count(text, setting) > 1 and typeset.last_line(text, setting) < 2


def block(part: Rows, values: Mapping[str, Any], voice: Voice, width: float) -> Solid:
    """All rows as one piece of a letter."""
    laid = [lay(row, values, voice, width) for row in part.rows]

    def draw(press: Press, x: float, top: float) -> None:
        y = top
        for at, row in enumerate(laid):
            if at:
                press.rule(x, y, x + width, y, width=grid.LINE)
            row.draw(press, x, y, row.height)
            y -= row.height
        grid.box(press, x, top, width, top - y)

    return Solid(sum(row.height for row in laid), draw)
