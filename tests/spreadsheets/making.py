"""Workbooks made for a test: honest ones by the usual writers, hostile ones by hand."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from kongchuo_desktop.domain import ids
from kongchuo_desktop.spreadsheets import reader, roster_table
from kongchuo_desktop.spreadsheets.roster_table import RosterTable

Rows = Sequence[Sequence[object]]
NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def number(birth: date = date(2013, 5, 4), order: int = 21) -> str:
    """A sound ID number of the area 999999, which is assigned to nobody."""
    digits = f"999999{birth:%Y%m%d}{order:03d}"
    return digits + ids.check_digit(digits)


def xlsx(
    path: Path,
    sheets: Mapping[str, Rows] | Rows,
    merged: Sequence[str] = (),
    hidden: Sequence[str] = (),
    **options: object,
) -> Path:
    """A workbook with every value as what it is: text, number, date, or a formula by its `=`."""
    with xlsxwriter.Workbook(str(path), options) as book:
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for name, rows in (sheets if isinstance(sheets, Mapping) else {"表1": sheets}).items():
            sheet = book.add_worksheet(name)
            if name in hidden:
                sheet.hide()
            for area in merged:
                sheet.merge_range(area, "")
            for at, row in enumerate(rows):
                for column, value in enumerate(row):
                    _write(sheet, at, column, value, day)
    return path


def _write(sheet: Any, at: int, column: int, value: object, day: Any) -> None:
    if isinstance(value, date):
        moment = datetime(value.year, value.month, value.day)  # noqa: DTZ001
        sheet.write_datetime(at, column, moment, day)
    elif isinstance(value, str) and value.startswith("=NA"):
        sheet.write_formula(at, column, value, None, "#N/A")
    elif isinstance(value, str):
        sheet.write_string(at, column, value)
    elif value is not None:
        sheet.write(at, column, value)


def xls(path: Path, rows: Rows, **settings: object) -> Path:
    """A workbook of the old kind."""
    book = xlwt.Workbook()
    for name, value in settings.items():
        setattr(book, name, value)
    sheet = book.add_sheet("表1")
    day = xlwt.easyxf(num_format_str="yyyy-mm-dd")
    for at, row in enumerate(rows):
        for column, value in enumerate(row):
            if value is not None:
                style = (day,) if isinstance(value, date) else ()
                sheet.write(at, column, value, *style)
    book.save(str(path))
    return path


def text(path: Path, rows: Rows, encoding: str = "utf-8", delimiter: str = ",") -> Path:
    """A text table in any encoding."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(rows)
    path.write_bytes(out.getvalue().encode(encoding))
    return path


def raw(path: Path, sheet: str | bytes, extra: Mapping[str, str | bytes] | None = None) -> Path:
    """A workbook whose one sheet is exactly this XML."""
    source = io.BytesIO()
    with xlsxwriter.Workbook(source, {"in_memory": True}) as book:
        book.add_worksheet("表1").write_string(0, 0, "x")
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            is_sheet = name == "xl/worksheets/sheet1.xml"
            new.writestr(name, sheet if is_sheet else old.read(name))
        for name, data in (extra or {}).items():
            new.writestr(name, data)
    return path


def sheet_xml(data: str) -> str:
    return f'<?xml version="1.0"?><worksheet {NS}><sheetData>{data}</sheetData></worksheet>'


def roster(path: Path, mapping: Mapping[str, str] | None = None) -> RosterTable:
    """The file as the program reads it."""
    return roster_table.read_table(reader.read(path), mapping)


def one(tmp_path: Path, heading: str, value: object, **others: object) -> RosterTable:
    """A roster of one child of class 七年级1班 with this one cell."""
    cells = {"姓名": "王小花", "班级": "七年级1班", **others, heading: value}
    return roster(xlsx(tmp_path / "一人.xlsx", [list(cells), list(cells.values())]))
