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
        runs = _shortened(runs, setting, int(room / setting.leading))
        lines = typeset.line_count(runs, setting)
    press.text(runs, x + PAD, top - (height - lines * setting.leading) / 2, setting)


def _shortened(runs: Value, setting: Setting, lines: int) -> Value:
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
    total = sum(column.share for column in columns)
    widths = [frame.width * column.share / total for column in columns]
    head = [Cell((Run(column.title, "hei"),), 1, True, "center") for column in columns]
    bodies = [
        [
            Cell((Run(text),) if text else (), 1, False, column.align)
            for text, column in zip(row, columns, strict=True)
        ]
        for row in rows
    ]
    pages = _paged(bodies, head, widths, frame.height, size, least)
    for number, page in enumerate(pages, 1):
        _list_page(press, page, widths, frame, size, least)
        sheet.page_number(press, number, len(pages))
        press.next_page()


def _paged(
    bodies: Sequence[list[Cell]],
    head: list[Cell],
    widths: Sequence[float],
    height: float,
    size: float,
    least: float,
) -> list[list[list[Cell]]]:
    head_height = _row_height(head, widths, size, least)
    pages = [[head]]
    left = height - head_height
    for body in bodies:
        need = _row_height(body, widths, size, least)
        if need > left and len(pages[-1]) > 1:
            pages.append([head])
            left = height - head_height
        pages[-1].append(body)
        left -= need
    return pages


def _row_height(cells: Sequence[Cell], widths: Sequence[float], size: float, least: float) -> float:
    leading = size * LEADING
    lines = [
        typeset.line_count(cell.text, Setting(size, leading, width - 2 * PAD))
        for cell, width in zip(cells, widths, strict=True)
    ]
    return max(least, max(lines, default=0) * leading + 2 * PAD)


def _list_page(
    press: Press,
    rows: Sequence[Sequence[Cell]],
    widths: Sequence[float],
    frame: Frame,
    size: float,
    least: float,
) -> None:
    y = frame.top
    for at, cells in enumerate(rows):
        height = _row_height(cells, widths, size, least)
        x = frame.x
        for cell, width in zip(cells, widths, strict=True):
            setting = Setting(size, size * LEADING, width - 2 * PAD, align=cell.align)
            lines = typeset.line_count(cell.text, setting)
            press.text(cell.text, x + PAD, y - (height - lines * setting.leading) / 2, setting)
            x += width
        y -= height
        if at + 1 < len(rows):
            press.rule(frame.x, y, frame.x + frame.width, y, width=LINE)
    x = frame.x
    for width in widths[:-1]:
        x += width
        press.rule(x, frame.top, x, y, width=LINE)
    _box(press, frame.x, frame.top, frame.width, frame.top - y)
