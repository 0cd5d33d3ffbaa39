"""How large a sheet may be, and the sentences for one that is larger."""

from __future__ import annotations

from dataclasses import dataclass

from kongchuo_desktop.domain.errors import Refused

MAX_ROWS = 60_000
MAX_COLUMNS = 400
MAX_CELLS = 12_000_000  # of the rectangle around all cells with content, over all sheets
MAX_STYLED_ROWS = 300_000


@dataclass(frozen=True, slots=True)
class ErrorCell:
    """A cell that holds an error value; row and column count from 0."""

    row: int
    column: int
    text: str


@dataclass(slots=True)
class Used:
    """The rectangle of a sheet that holds content, counted from 0; grows cell by cell."""

    name: str
    rows: int = 0
    columns: int = 0

    def grow(self, row: int, column: int) -> None:
        """Take in a cell with content; Refused as soon as the sheet is larger than any roster."""
        if row >= MAX_ROWS or column >= MAX_COLUMNS:
            raise Refused(
                f"{sheet(self.name)}在第{row + 1}行、{letters(column)}列还有内容，"
                f"离名册太远，不能全读（最多{MAX_ROWS}行、{MAX_COLUMNS}列）。"
                "请只选中名册部分，复制到一个新表里另存后再导入。没有导入任何内容。"
            )
        self.rows = max(self.rows, row + 1)
        self.columns = max(self.columns, column + 1)


def refuse_too_many(cells: int) -> None:
    """Refused if the sheets together are larger than memory should hold."""
    if cells > MAX_CELLS:
        raise Refused(
            "表格里的格子太多，一次读不完。请把不是名册的工作表删掉，或分成几个文件再导入。"
            "没有导入任何内容。"
        )


def refuse_styled(name: str, rows: int) -> None:
    """Refused if a sheet has formatted empty rows down to the bottom."""
    if rows > MAX_STYLED_ROWS:
        raise Refused(
            f"{sheet(name)}有{rows}行，绝大部分只有格式没有内容。"
            "请只选中名册部分，复制到一个新表里另存后再导入。没有导入任何内容。"
        )


def sheet(name: str) -> str:
    """工作表“七(1)班”, or just 表格 where the name is not known."""
    return f"工作表“{name}”" if name else "表格"


def letters(column: int) -> str:
    """A column's letters as the spreadsheet program shows them: 0 is A, 16383 is XFD."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
