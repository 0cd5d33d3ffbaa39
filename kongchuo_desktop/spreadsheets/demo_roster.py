"""The demo school's roster workbook, with the title rows, merged heads and notes of a real one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import xlsxwriter

Cells = Sequence[object]


def make(
    *,
    title: str,
    below: str,
    head: Sequence[str],
    groups: Sequence[tuple[str, Sequence[str]]],
    sheets: Sequence[tuple[str, Sequence[Cells]]],
    notes: Sequence[str],
) -> bytes:
    """A workbook, one sheet for each of `sheets`; `groups` are two-line heads: a name over columns.

    It is the same, byte for byte, whenever it is made.
    """
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 9, 5)})  # noqa: DTZ001 - a date in a file
    looks = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center"}),
        "head": book.add_format({"bold": True, "border": 1, "text_wrap": True}),
        "day": book.add_format({"num_format": "yyyy/m/d"}),
        "text": book.add_format({"num_format": "@"}),
    }
    for name, rows in sheets:
        sheet = book.add_worksheet(name)
        width = len(head) + sum(len(columns) for _, columns in groups)
        sheet.merge_range(0, 0, 0, width - 1, title, looks["title"])
        sheet.merge_range(1, 0, 1, width - 1, below)
        _head(sheet, head, groups, looks["head"])
        for number, row in enumerate(rows, 4):
            for column, value in enumerate(row):
                _cell(sheet, number, column, value, looks)
        for number, note in enumerate(notes, 5 + len(rows)):
            sheet.write_string(number, 0, note)
        sheet.set_column(0, width - 1, 14)
    book.close()
    return made.getvalue()


def _head(
    sheet: Any, head: Sequence[str], groups: Sequence[tuple[str, Sequence[str]]], look: Any
) -> None:
    for column, word in enumerate(head):
        sheet.merge_range(2, column, 3, column, word, look)
    column = len(head)
    for group, words in groups:
        sheet.merge_range(2, column, 2, column + len(words) - 1, group, look)
        for offset, word in enumerate(words):
            sheet.write_string(3, column + offset, word, look)
        column += len(words)


def _cell(sheet: Any, row: int, column: int, value: object, looks: dict[str, Any]) -> None:
    if isinstance(value, str):
        sheet.write_string(row, column, value, looks["text"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, looks["day"])
    elif isinstance(value, int | float):
        sheet.write_number(row, column, value)
