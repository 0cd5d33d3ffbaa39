"""A workbook being written: every cell a string or a number, never a formula or a link."""

from __future__ import annotations

import io
import math
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from datetime import date
from typing import Any

import xlsxwriter

_OPTIONS = {
    "in_memory": True,  # temporary files would leave names in the shared computer's TEMP
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_format_properties": {"font_name": "宋体", "font_size": 11},
}
_LONGEST = 32_767
_NOT_IN_XML = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\]")
_NARROWEST, _WIDEST = 6, 48
_MEASURED = 200  # rows


def workbook(fill: Callable[[Any], None]) -> bytes:
    """The bytes of a workbook that `fill` has put its sheets into."""
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, _OPTIONS)
    fill(book)
    book.close()
    return made.getvalue()


class Sheet:
    """A sheet being written from the top down."""

    def __init__(self, book: Any, name: str) -> None:
        self._sheet = book.add_worksheet(
            _sheet_name(name, {s.get_name() for s in book.worksheets()})
        )
        self._bold = book.add_format(
            {
                "bold": True,
                "bg_color": "#EEF0F3",
                "border": 1,
                "border_color": "#C4C9D2",
                "text_wrap": True,
                "align": "center",
                "valign": "vcenter",
            }
        )
        self._title = book.add_format({"bold": True, "font_size": 16, "align": "center"})
        self._text = book.add_format({"num_format": "@", "valign": "vcenter"})
        self._red = book.add_format(
            {"num_format": "@", "bg_color": "#FDECEA", "font_color": "#D03B2F", "valign": "vcenter"}
        )
        self._next = 0
        self._widths: list[int] = []
        self._hidden: set[int] = set()

    def heading(self, text: str, columns: int) -> None:
        """A title across the table."""
        if columns > 1:
            self._sheet.merge_range(self._next, 0, self._next, columns - 1, "", self._title)
        self._sheet.write_string(self._next, 0, clean(text), self._title)
        self._next += 1

    def plain(self, text: str) -> None:
        """A line of text above the headings."""
        self._sheet.write_string(self._next, 0, clean(text), self._text)
        self._next += 1

    def headers(self, titles: Sequence[str], hidden: Collection[str] = ()) -> None:
        """The headings, which stay in sight when the table is scrolled."""
        for column, header in enumerate(titles):
            self._sheet.write_string(self._next, column, clean(header), self._bold)
        self._widths = [_width(header) for header in titles]
        self._hidden = {column for column, header in enumerate(titles) if header in hidden}
        self._next += 1
        self._sheet.freeze_panes(self._next, 0)

    def row(
        self, cells: Sequence[object], as_text: Collection[int] = (), red: Collection[int] = ()
    ) -> None:
        """One row; the cells counted in `red` are marked."""
        for column, cell in enumerate(cells):
            if cell is None or cell == "":
                if column in red:
                    self._sheet.write_blank(self._next, column, None, self._red)
            elif _is_number(cell) and column not in as_text:
                self._sheet.write_number(self._next, column, cell)
            else:
                style = self._red if column in red else self._text
                self._sheet.write_string(self._next, column, clean(_words(cell)), style)
        if self._next < _MEASURED:
            self._measure(cells)
        self._next += 1

    def fit(self) -> None:
        """Set the widths, and hide what is to be hidden; call it last."""
        for column, width in enumerate(self._widths):
            options = {"hidden": True} if column in self._hidden else {}
            self._sheet.set_column(
                column, column, min(max(width, _NARROWEST), _WIDEST) + 2, None, options
            )

    def _measure(self, cells: Sequence[object]) -> None:
        for column, cell in enumerate(cells[: len(self._widths)]):
            if cell not in (None, ""):
                self._widths[column] = max(self._widths[column], _width(_words(cell)))


def clean(text: str) -> str:
    """The text as a workbook can hold it: no control characters, at most 32,767 letters."""
    return _NOT_IN_XML.sub("", text.replace("\r\n", "\n"))[:_LONGEST]


def _is_number(cell: object) -> bool:
    if isinstance(cell, bool) or not isinstance(cell, (int, float)):
        return False
    return math.isfinite(cell) and abs(cell) < 10**15


def _words(cell: object) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _width(text: str) -> int:
    """Columns of half-width letters that the longest line takes."""
    line = max(text.split("\n"), key=len)[:_WIDEST]
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def _sheet_name(name: str, taken: Collection[str]) -> str:
    plain = _NOT_IN_A_NAME.sub(" ", clean(name)).strip("' ")[:31] or "表"
    number, found = 1, plain
    while found.lower() in {other.lower() for other in taken}:
        number += 1
        found = f"{plain[:27]}({number})"
    return found
