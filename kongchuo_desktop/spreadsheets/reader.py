"""Workbooks in: .xlsx, .xls, .et and text tables as sheets of plain cells, guarded."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import python_calamine
from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from kongchuo_desktop import collector
from kongchuo_desktop.domain.errors import Cancelled, FileTrouble, Refused
from kongchuo_desktop.spreadsheets import bounds, delimited, guard
from kongchuo_desktop.spreadsheets.bounds import ErrorCell
from kongchuo_desktop.spreadsheets.guard import Inspected, Kind

Progress = Callable[[int, int], None] | None
Merged = list[tuple[tuple[int, int], tuple[int, int]]]


@dataclass(slots=True)
class Sheet:
    """One sheet: `rows` begin at A1, are equally long, and hold "" where a cell is empty.

    `merged` are first and last cell (row, column) of each merged area, from 0.
    """

    name: str
    rows: list[list[object]]
    hidden: bool = False
    merged: Merged = field(default_factory=list)


@dataclass(slots=True)
class Workbook:
    """A file as read: its name without folder, its sheets in order."""

    name: str
    sheets: list[Sheet]
    date_1904: bool = False


def read(path: Path, progress: Progress = None) -> Workbook:
    """Everything in the file; Refused with a sentence for what cannot be read safely.

    FileTrouble if the machine is at fault. `progress` may raise Cancelled.
    """
    with collector.at_rest():
        inspected = guard.inspect(path, progress)
        try:
            data = path.read_bytes()
        except OSError:
            raise FileTrouble(
                f"读“{path.name}”时出错，请看看U盘是不是松了。没有导入任何内容。"
            ) from None
        if inspected.kind is Kind.TEXT:
            return Workbook(path.name, [Sheet(path.stem, delimited.read(path, data))])
        return Workbook(path.name, _sheets(path, data, inspected, progress), inspected.date_1904)


def _sheets(path: Path, data: bytes, inspected: Inspected, progress: Progress) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as workbook:
            return _all_sheets(workbook, inspected, progress)
    except python_calamine.PasswordError as error:
        raise Refused(guard.locked(path.name)) from error
    except (Refused, Cancelled):
        raise
    except Exception as error:  # the parser fails in many ways on damaged files
        raise Refused(guard.damaged(path.name)) from error
    except BaseException as error:
        if type(error).__name__ == "PanicException":  # how the parser gives up; no Exception
            raise Refused(guard.damaged(path.name)) from error
        raise


def _all_sheets(
    workbook: CalamineWorkbook, inspected: Inspected, progress: Progress
) -> list[Sheet]:
    sheets: list[Sheet] = []
    cells = 0
    listed = workbook.sheets_metadata
    for number, about in enumerate(listed):
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        if progress is not None:
            progress(number, len(listed))
        found = workbook.get_sheet_by_index(number)
        cells += found.total_height * found.total_width
        bounds.refuse_too_many(cells)
        rows: list[list[object]] = found.to_python(skip_empty_area=False)  # type: ignore[assignment]
        if len(rows) > bounds.MAX_ROWS:
            bounds.Used(about.name).grow(len(rows) - 1, 0)
        _put_errors(rows, inspected.errors.get(about.name, []))
        hidden = about.visible is not SheetVisibleEnum.Visible
        sheets.append(Sheet(about.name, rows, hidden, found.merged_cell_ranges or []))
    return sheets


def _put_errors(rows: list[list[object]], errors: list[ErrorCell]) -> None:
    for cell in errors:
        if cell.row < len(rows) and cell.column < len(rows[cell.row]):
            rows[cell.row][cell.column] = cell.text
