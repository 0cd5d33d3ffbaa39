"""Ruled tables: a form of labelled cells, and a list whose head repeats on each page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kongchuo_desktop.documents import sheet, typeset
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.faces import Unprintable
from kongchuo_desktop.documents.sheet import Frame
from kongchuo_desktop.documents.typeset import MM, Press, Setting
from kongchuo_desktop.documents.wording import Value

SIZES = (12, 11, 10.5, 10, 9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6)
LEADING = 1.2
SMALLER = 0.87
PAD = 1.2 * MM
LINE = 0.6
OUTLINE = 1.0
GREY = 0.9
HEAD = 8 * MM
MORE = "……（余见台账）"


class Cell(NamedTuple):
    """Text in its share of a row's width; labels are centred in 黑体.

    In a list, `below` is a second, smaller paragraph.
    """

    text: Value
    share: float
    label: bool = False
    align: str = "left"
    below: Value = ()


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
    box(press, x, top, width, top - y)
    return y


def box(press: Press, x: float, top: float, width: float, height: float) -> None:
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


def shortened(runs: Value, setting: Setting, lines: int, more: str = MORE) -> Value:
    """As much of a text as gets into so many lines, saying where there is more."""
    text = "".join(run.text for run in runs if isinstance(run, Run))
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        fits = typeset.line_count((Run(text[:middle] + more),), setting) <= max(1, lines)
        low, high = (middle, high) if fits else (low, middle - 1)
    return (Run(text[:low] + more),)


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

    def least_of(self, line: Line) -> float:
        """Only rows to be written in have to be high."""
        written = len(line.cells) > 1 and not line.cells[0].label
        return self.least if written else min(self.least, HEAD)

    def of(self, line: Line) -> tuple[float, ...]:
        return self.widths if len(line.cells) > 1 else (sum(self.widths),)

    def setting(self, cell: Cell, width: float) -> Setting:
        setting = Setting(self.size, self.size * LEADING, width - 2 * PAD, align=cell.align)
        return _balanced(cell.text, setting) if cell.label else setting

    def below(self, cell: Cell, width: float) -> Setting:
        size = self.size * SMALLER
        return Setting(size, size * LEADING, width - 2 * PAD, align=cell.align)

    def height(self, cell: Cell, width: float) -> float:
        """Of the text alone."""
        setting, below = self.setting(cell, width), self.below(cell, width)
        height = typeset.line_count(cell.text, setting) * setting.leading
        return height + typeset.line_count(cell.below, below) * below.leading


def ruling(columns: Sequence[Column], width: float, size: float, least: float) -> Ruling:
    total = sum(column.share for column in columns)
    return Ruling(tuple(width * column.share / total for column in columns), size, least)


def _balanced(text: Value, setting: Setting) -> Setting:
    """As narrow as a heading can be without taking more lines: 承诺到/校时间, not 承诺到校时/间."""
    count = typeset.line_count(text, setting)
    width = setting.width
    while width > setting.size and _as_narrow(text, setting, width - setting.size / 2) == count:
        width -= setting.size / 2
    return setting._replace(width=width)


def _as_narrow(text: Value, setting: Setting, width: float) -> int:
    return typeset.line_count(text, setting._replace(width=width))


def heading(columns: Sequence[Column]) -> Line:
    return Line(tuple(Cell((Run(column.title, "hei"),), 1, True, "center") for column in columns))


def line_height(line: Line, ruled: Ruling) -> float:
    try:
        heights = list(map(ruled.height, line.cells, ruled.of(line)))
    except Unprintable as wrong:
        raise wrong.within(_whose(line)) from None
    return max(ruled.least_of(line), max(heights, default=0) + 2 * PAD)


def _whose(line: Line) -> str:
    """Whom a row is about: the first name in it."""
    for cell in line.cells:
        for run in (*cell.text, *cell.below):
            if isinstance(run, Run) and run.whole:
                return f"{run.text}这一行里，"
    return ""


def fitted(line: Line, ruled: Ruling, most: float, more: str = MORE) -> Line:
    """The row, its longest texts cut with a note when it would be higher than `most`."""
    if line_height(line, ruled) <= most:
        return line
    cells = [
        _cut(cell, ruled.setting(cell, width), most - 2 * PAD, more)
        if ruled.height(cell, width) > most - 2 * PAD
        else cell
        for cell, width in zip(line.cells, ruled.of(line), strict=True)
    ]
    return line._replace(cells=tuple(cells))


def _cut(cell: Cell, setting: Setting, room: float, more: str) -> Cell:
    text = (*cell.text, *cell.below)
    return cell._replace(text=shortened(text, setting, int(room / setting.leading), more), below=())


def lines(press: Press, rows: Sequence[Line], ruled: Ruling, x: float, top: float) -> float:
    """Draw the rows of a list on one page; the y of its lower edge."""
    width = sum(ruled.widths)
    edges = [top]
    for row in rows:
        edges.append(edges[-1] - line_height(row, ruled))
        if row.shade:
            shade(press, x, edges[-2], width, edges[-2] - edges[-1])
    for row, upper, lower in zip(rows, edges, edges[1:], strict=False):
        line(press, row, ruled, (x, upper, lower))
        if row is not rows[-1]:
            press.rule(x, lower, x + width, lower, width=LINE)
    box(press, x, top, width, top - edges[-1])
    return edges[-1]


def shade(press: Press, x: float, top: float, width: float, height: float) -> None:
    """A grey ground."""
    press.raw(f"q {GREY} g {x:.2f} {top - height:.2f} {width:.2f} {height:.2f} re f Q")


def line(press: Press, row: Line, ruled: Ruling, place: tuple[float, float, float]) -> None:
    """One row of a list and the rules between its cells, at (x, upper, lower)."""
    x, upper, lower = place
    for at, (cell, width) in enumerate(zip(row.cells, ruled.of(row), strict=True)):
        if at:
            press.rule(x, upper, x, lower, width=LINE)
        setting = ruled.setting(cell, width)
        y = upper - (upper - lower - ruled.height(cell, width)) / 2
        y = press.text(cell.text, x + (width - setting.width) / 2, y, setting)
        press.text(cell.below, x + PAD, y, ruled.below(cell, width))
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
