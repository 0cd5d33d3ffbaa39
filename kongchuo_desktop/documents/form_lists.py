"""Lists of a form: the records under a field as ruled rows, or empty rows to be written in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from kongchuo_desktop.documents import grid, typeset
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.form_rows import MORE
from kongchuo_desktop.documents.form_values import Voice
from kongchuo_desktop.documents.grid import Cell, Line, Ruling
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.forms import Column, Listing

MOST = 80 * MM
TOTAL = "合计"
SMALLEST = 8.0


class LaidList(NamedTuple):
    """A list ready to be drawn row by row; `over` is what did not fit its row."""

    ruled: Ruling
    head: Line
    lines: tuple[Line, ...]
    total: Line | None
    over: tuple[tuple[str, Value], ...]

    def height(self, line: Line) -> float:
        return grid.line_height(line, self.ruled)

    def drawer(self, line: Line) -> Callable[[Press, float, float, float], None]:
        def draw(press: Press, x: float, top: float, height: float) -> None:
            if line.shade:
                grid.shade(press, x, top, sum(self.ruled.widths), height)
            grid.line(press, line, self.ruled, (x, top, top - height))

        return draw


def lay(part: Listing, values: Mapping[str, Any], voice: Voice, width: float) -> LaidList:
    """The rows of a list; on a blank sheet, or below what is known, empty ones."""
    columns = [
        grid.Column(voice.plain(column.title, values), column.share, column.align)
        for column in part.columns
    ]
    ruled = grid.ruling(columns, width, max(part.size, SMALLEST), part.least * MM)
    records = values.get(part.field)
    empty = part.blank if records is None else part.spare
    over: list[tuple[str, Value]] = []
    lines = []
    for at, record in enumerate(records or (), 1):
        line = _brief(part, record, voice, ruled, _line(part, {"n": at, **record}, voice))
        fitted = grid.fitted(line, ruled, MOST, MORE)
        if fitted is not line:
            over += _lost(part, at, line, fitted)
        lines.append(fitted)
    first = len(lines) + 1
    blank = [_line(part, {"n": at}, voice) for at in range(first, first + empty)]
    if records is None:
        blank[: len(part.printed)] = [_printed(part, texts, voice) for texts in part.printed]
    lines += blank
    if not lines:
        lines.append(Line((Cell((Run("（无）"),), 1, False, "center"),)))
    total = _total(part, records, voice) if part.totals else None
    return LaidList(ruled, grid.heading(columns), tuple(lines), total, tuple(over))


def _line(part: Listing, record: Mapping[str, Any], voice: Voice) -> Line:
    """One record; a sum of others in bold."""
    mark = "**" if part.strong and record.get(part.strong) else ""
    return Line(
        tuple(
            Cell(voice.cell(f"{mark}{column.text}{mark}", record), 1, False, column.align)
            for column in part.columns
        )
    )


def _printed(part: Listing, texts: Sequence[str], voice: Voice) -> Line:
    """A row that begins with what is known before anybody writes."""
    held = (*texts, *([""] * (len(part.columns) - len(texts))))
    return Line(
        tuple(
            Cell(voice.say(text, {}) if text else (), 1, False, column.align)
            for text, column in zip(held, part.columns, strict=True)
        )
    )


def _brief(
    part: Listing, record: Mapping[str, Any], voice: Voice, ruled: Ruling, line: Line
) -> Line:
    """The row with its days written short where a column is too narrow for them."""
    cells = []
    for column, cell, width in zip(part.columns, line.cells, ruled.of(line), strict=True):
        lines = typeset.line_count(cell.text, ruled.setting(cell, width))
        brief = voice.brief(column.text, record) if lines > 1 else ()
        cells.append(cell._replace(text=brief) if brief else cell)
    return line._replace(cells=tuple(cells))


def _lost(part: Listing, at: int, line: Line, fitted: Line) -> list[tuple[str, Value]]:
    """The texts of a row that were cut, with the row and column they stood in."""
    return [
        (f"第{at}行　{column.title}", whole.text)
        for column, whole, cut in zip(part.columns, line.cells, fitted.cells, strict=True)
        if whole is not cut
    ]


def _total(part: Listing, records: Sequence[Mapping[str, Any]] | None, voice: Voice) -> Line:
    """合计: the columns that add up; empty on a blank sheet."""
    cells = []
    for at, column in enumerate(part.columns):
        text: Value = (Run(TOTAL, "hei"),) if at == 0 else ()
        if column.total and records is not None:
            text = _sum(column, records, voice)
        cells.append(Cell(text, 1, False, column.align if at else "center"))
    return Line(tuple(cells))


def _sum(column: Column, records: Sequence[Mapping[str, Any]], voice: Voice) -> Value:
    [slot] = voice.sentence(column.text).slots
    found = [record.get(slot) for record in records]
    return voice.cell(column.text, {slot: sum(value for value in found if value is not None)})
