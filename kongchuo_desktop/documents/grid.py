"""Ruled tables: a form of labelled cells, and a list whose head repeats on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kongchuo_desktop.documents import sheet, typeset
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.sheet import Frame
from kongchuo_desktop.documents.typeset import MM, Press, Setting
from kongchuo_desktop.documents.wording import Value

SIZES = (12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
LEADING = 1.2
PAD = 1.2 * MM
LINE = 0.6
OUTLINE = 1.0
GREY = 0.9
MORE = "……（余见台账）"


class Cell(NamedTuple):
    """Text in its share of a row's width; labels are centred in 黑体."""

    text: Value
    share: float
    label: bool = False
    align: str = "left"


class Row(NamedTuple):
    """Cells side by side, `height` in points."""

    height: float
    cells: tuple[Cell, ...]


def label(text: str, share: float) -> Cell:
    return Cell((Run(text, "hei"),), share, True, "center")


def form(press: Press, rows: Sequence[Row], x: float, top: float, width: float) -> float:
    """Draw a form; the y of its lower edge."""
    y = top
    for row in rows:
        total = sum(cell.share for cell in row.cells)
        left = x
        for at, cell in enumerate(row.cells):
            cell_width = width * cell.share / total
            _fill(press, cell, left, y, cell_width, row.height)
            left += cell_width
            if at + 1 < len(row.cells):
                press.rule(left, y, left, y - row.height, width=LINE)
        y -= row.height
        if row is not rows[-1]:
            press.rule(x, y, x + width, y, width=LINE)
    _box(press, x, top, width, top - y)
    return y


def _box(press: Press, x: float, top: float, width: float, height: float) -> None:
    press.raw(f"q {OUTLINE} w 0 G {x:.2f} {top - height:.2f} {width:.2f} {height:.2f} re S Q")


def _fill(press: Press, cell: Cell, x: float, top: float, width: float, height: float) -> None:
    if not cell.text:
        return
    sizes = [size for size in SIZES if size <= 10.5] if cell.label else SIZES
    inner, room = width - 2 * PAD, height - 4
    runs = cell.text
    for size in sizes:
        setting = Setting(size, size * LEADING, inner, align=cell.align)
        lines = typeset.line_count(runs, setting)
        if lines * setting.leading <= room:
            break
    else:
        runs = shortened(runs, setting, int(room / setting.leading))
        lines = typeset.line_count(runs, setting)
    press.text(runs, x + PAD, top - (height - lines * setting.leading) / 2, setting)


def shortened(runs: Value, setting: Setting, lines: int) -> Value:
    """As much of a text as the smallest type gets into its cell, saying that there is more."""
    text = "".join(run.text for run in runs if isinstance(run, Run))
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = typeset.line_count((Run(text[:middle] + MORE),), setting) <= max(1, lines)
        low, high = (middle, high) if fits else (low, middle - 1)
    return (Run(text[:low] + MORE),)


class Column(NamedTuple):
    """A column of a list: its heading and its share of the width."""

    title: str
    share: float
    align: str = "left"


class Line(NamedTuple):
    """A row of a list; a single cell goes across all columns. `shade` sets it off in grey."""

    cells: tuple[Cell, ...]
    shade: bool = False


class Ruling(NamedTuple):
    """How a list is ruled: its columns, its size of type and the lowest row, all in points."""

    widths: tuple[float, ...]
    size: float
    least: float

    def of(self, line: Line) -> tuple[float, ...]:
        return self.widths if len(line.cells) > 1 else (sum(self.widths),)

    def setting(self, cell: Cell, width: float) -> Setting:
        return Setting(self.size, self.size * LEADING, width - 2 * PAD, align=cell.align)


def ruling(columns: Sequence[Column], width: float, size: float, least: float) -> Ruling:
    total = sum(column.share for column in columns)
    return Ruling(tuple(width * column.share / total for column in columns), size, least)


def heading(columns: Sequence[Column]) -> Line:
    return Line(tuple(Cell((Run(column.title, "hei"),), 1, True, "center") for column in columns))


def line_height(line: Line, ruled: Ruling) -> float:
    counts = [
        typeset.line_count(cell.text, ruled.setting(cell, width))
        for cell, width in zip(line.cells, ruled.of(line), strict=True)
    ]
    return max(ruled.least, max(counts, default=0) * ruled.size * LEADING + 2 * PAD)


def fitted(line: Line, ruled: Ruling, most: float) -> Line:
    """The row, its longest texts cut with a note when it would be higher than `most`."""
    if line_height(line, ruled) <= most:
        return line
    count = int((most - 2 * PAD) / (ruled.size * LEADING))
    cells = [
        cell._replace(text=_shortened(cell.text, ruled.setting(cell, width), count))
        if typeset.line_count(cell.text, ruled.setting(cell, width)) > count
        else cell
        for cell, width in zip(line.cells, ruled.of(line), strict=True)
    ]
    return line._replace(cells=tuple(cells))


def lines(press: Press, rows: Sequence[Line], ruled: Ruling, x: float, top: float) -> float:
    """Draw the rows of a list on one page; the y of its lower edge."""
    y = top
    width = sum(ruled.widths)
    for at, row in enumerate(rows):
        height = line_height(row, ruled)
        _line(press, row, ruled, x, y)
        y -= height
        if at + 1 < len(rows):
            press.rule(x, y, x + width, y, width=LINE)
    _box(press, x, top, width, top - y)
    return y


def _line(press: Press, row: Line, ruled: Ruling, x: float, y: float) -> None:
    height = line_height(row, ruled)
    widths = ruled.of(row)
    if row.shade:
        press.raw(f"q {GREY} g {x:.2f} {y - height:.2f} {sum(widths):.2f} {height:.2f} re f Q")
    for at, (cell, width) in enumerate(zip(row.cells, widths, strict=True)):
        if at:
            press.rule(x, y, x, y - height, width=LINE)
        setting = ruled.setting(cell, width)
        count = typeset.line_count(cell.text, setting)
        press.text(cell.text, x + PAD, y - (height - count * setting.leading) / 2, setting)
        x += width


def paged(
    head: Line,
    rows: Sequence[Line],
    ruled: Ruling,
    heights: tuple[float, float],
    below: float = 0.0,
) -> list[list[Line]]:
    """The rows of each page, its head first; `heights` of the first page and of the others.

    A row across all columns stays with the next one; what is to stand `below` the list keeps a row.
    """
    used = line_height(head, ruled)
    pages = [[head]]
    left = heights[0] - used
    chunks = _chunks(rows)
    for at, chunk in enumerate(chunks):
        need = sum(line_height(row, ruled) for row in chunk)
        after = below if at + 1 == len(chunks) else 0.0
        if need + after > left and len(pages[-1]) > 1:
            pages.append([head])
            left = heights[1] - used
        pages[-1] += chunk
        left -= need
    return pages


def _chunks(rows: Sequence[Line]) -> list[list[Line]]:
    chunks: list[list[Line]] = []
    for row in rows:
        if chunks and len(chunks[-1][-1].cells) == 1:
            chunks[-1].append(row)
        else:
            chunks.append([row])
    return chunks


def listing(
    press: Press,
    columns: Sequence[Column],
    rows: Sequence[Sequence[str]],
    frame: Frame,
    *,
    size: float = 10.5,
    least: float = 8 * MM,
) -> None:
    """A list over as many pages as it needs, its head repeated, its cells wrapped.

    `least` is the lowest a row may be, in points; 8 mm leaves room for handwriting. Ends its pages.
    """
    ruled = ruling(columns, frame.width, size, least)
    bodies = [
        Line(
            tuple(
                Cell((Run(text),) if text else (), 1, False, column.align)
                for text, column in zip(row, columns, strict=True)
            )
        )
        for row in rows
    ]
    pages = paged(heading(columns), bodies, ruled, (frame.height, frame.height))
    for number, page in enumerate(pages, 1):
        lines(press, page, ruled, frame.x, frame.top)
        sheet.page_number(press, number, len(pages))
        press.next_page()
