"""Registers (表册): a title, a line of particulars, a list over any number of pages, who signs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kongchuo_desktop.documents import grid, typeset
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.grid import Cell, Column, Line, Row
from kongchuo_desktop.documents.sheet import Frame
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, Press, Setting, plain
from kongchuo_desktop.documents.wording import Value

UPRIGHT = Frame(PAGE_HEIGHT - 16 * MM, 18 * MM, 18 * MM, PAGE_WIDTH - 36 * MM)
WIDE = Frame(PAGE_WIDTH - 13 * MM, 15 * MM, 14 * MM, PAGE_HEIGHT - 28 * MM)
TITLE = 18.0
PARTICULARS = 11.0
NOTE = 9.5
SIGN = 12.0
SIGN_LEADING = 11 * MM
NUMBER = 9.5
GAP = 2.5 * MM


class Register(NamedTuple):
    """One register. `particulars` stand side by side under the title, on every page; `form` stands
    above the list on the first page, `notes` and `signs` below it on the last."""

    title: Value
    particulars: tuple[Cell, ...]
    columns: Sequence[Column]
    lines: Sequence[Line]
    form: tuple[Row, ...] = ()
    notes: tuple[Value, ...] = ()
    signs: Value = ()


def draw(press: Press, paper: Register, frame: Frame, *, size: float, least: float) -> None:
    """Set a register over as many pages as it needs; every page tells its number."""
    ruled = grid.ruling(paper.columns, frame.width, size, least)
    head = grid.heading(paper.columns)
    top = _top_height(paper, frame)
    form = sum(row.height for row in paper.form) + (GAP if paper.form else 0)
    below = _below_height(paper, frame)
    rest = frame.height - top
    most = rest - below - 2 * grid.line_height(head, ruled)
    rows = [grid.fitted(line, ruled, most) for line in paper.lines]
    pages = grid.paged(head, rows, ruled, (rest - form, rest), below)
    for number, page in enumerate(pages, 1):
        y = _draw_top(press, paper, frame)
        if number == 1 and paper.form:
            y = grid.form(press, paper.form, frame.x, y, frame.width) - GAP
        y = grid.lines(press, page, ruled, frame.x, y)
        if number == len(pages):
            _draw_below(press, paper, frame, y)
        _page_number(press, number, len(pages), frame)
        press.next_page()


def row(
    values: Sequence[str | Value | Cell], columns: Sequence[Column], *, shade: bool = False
) -> Line:
    """A row of a list: texts, values or cells in the order of its columns."""
    cells = [_cell(value, column) for value, column in zip(values, columns, strict=True)]
    return Line(tuple(cells), shade)


def _cell(value: str | Value | Cell, column: Column) -> Cell:
    if isinstance(value, Cell):
        return value
    if isinstance(value, str):
        value = (Run(value),) if value else ()
    return Cell(value, 1, False, column.align)


def band(text: str, *, align: str = "left", shade: bool = False, role: str = "hei") -> Line:
    """A row across all columns."""
    return Line((Cell((Run(text, role),), 1, False, align),), shade)


def _titled(paper: Register, frame: Frame) -> tuple[Value, Setting]:
    runs = tuple(run._replace(role="title") for run in paper.title if isinstance(run, Run))
    return runs, Setting(TITLE, TITLE * 1.35, frame.width, align="center")


def _parts(paper: Register, frame: Frame) -> list[tuple[Value, float, Setting]]:
    """Each particular with its distance from the left edge."""
    total = sum(cell.share for cell in paper.particulars)
    room = frame.width + GAP
    parts = []
    x = 0.0
    for cell in paper.particulars:
        width = room * cell.share / total
        parts.append((cell.text, x, Setting(PARTICULARS, 16, width - GAP, align=cell.align)))
        x += width
    return parts


def _top_height(paper: Register, frame: Frame) -> float:
    title, setting = _titled(paper, frame)
    height = typeset.line_count(title, setting) * setting.leading
    heights = [
        typeset.line_count(text, setting) * setting.leading
        for text, _, setting in _parts(paper, frame)
    ]
    return height + max(heights, default=0) + 2 * MM


def _draw_top(press: Press, paper: Register, frame: Frame) -> float:
    title, setting = _titled(paper, frame)
    y = press.text(title, frame.x, frame.top, setting)
    for text, x, part in _parts(paper, frame):
        press.text(text, frame.x + x, y, part)
    return frame.top - _top_height(paper, frame)


def _note_setting(frame: Frame) -> Setting:
    return Setting(NOTE, NOTE * 1.35, frame.width)


def _below_height(paper: Register, frame: Frame) -> float:
    note, sign = _note_setting(frame), Setting(SIGN, SIGN_LEADING, frame.width)
    notes = sum(typeset.line_count(runs, note) for runs in paper.notes) * note.leading
    signs = typeset.line_count(paper.signs, sign) * sign.leading if paper.signs else 0.0
    return (1.5 * MM if paper.notes else 0.0) + notes + signs


def _draw_below(press: Press, paper: Register, frame: Frame, top: float) -> None:
    y = top - (1.5 * MM if paper.notes else 0.0)
    for runs in paper.notes:
        y = press.text(runs, frame.x, y, _note_setting(frame))
    if paper.signs:
        press.text(paper.signs, frame.x, y, Setting(SIGN, SIGN_LEADING, frame.width, align="right"))


def _page_number(press: Press, number: int, of: int, frame: Frame) -> None:
    setting = Setting(NUMBER, 14, frame.width, align="center")
    press.text(plain(f"第{number}页　共{of}页", "song"), frame.x, frame.bottom - 3 * MM, setting)
