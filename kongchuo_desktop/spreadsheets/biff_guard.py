"""The records of an old workbook (BIFF: .xls, .et) walked once before they are parsed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from struct import Struct, error, unpack_from

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import bounds
from kongchuo_desktop.spreadsheets.bounds import ErrorCell, Used

_HEADER = Struct("<HH")
_CELL = Struct("<HH")
_BOF = frozenset({0x0009, 0x0209, 0x0409, 0x0809})
_EOF, _FILEPASS, _DATEMODE, _BOUNDSHEET = 0x0A, 0x2F, 0x22, 0x85
_DIMENSIONS = frozenset({0x0000, 0x0200})
_NOTED = _DIMENSIONS | {_FILEPASS, _DATEMODE, _BOUNDSHEET}
_MAX_SHEETS = 255
_BOOLERR, _FORMULA = 0x0205, 0x0006
_VALUES = frozenset(
    {0x0002, 0x0003, 0x0004, 0x0005, 0x0006, 0x0203, 0x0204, 0x0205, 0x0206, 0x0207, 0x0406,
     0x027E, 0x00BD, 0x00D6, 0x00FD}
)  # fmt: skip
_MULTIPLE = 0x00BD
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!",
           42: "#N/A"}  # fmt: skip
_STEP = 200_000


@dataclass(slots=True)
class Found:
    """What the walk noticed."""

    date_1904: bool = False
    errors: dict[str, list[ErrorCell]] = field(default_factory=dict)


def inspect(stream: bytes, name: str, progress: Callable[[int, int], None] | None) -> Found:
    """Walk the Workbook stream; Refused for a password, a cut file, or cells out of bounds."""
    try:
        return _Walk(stream, name).run(progress)
    except (error, IndexError) as wrong:
        raise Refused(_damaged(name)) from wrong


class _Walk:
    def __init__(self, stream: bytes, name: str) -> None:
        self.stream = stream
        self.name = name
        self.found = Found()
        self.cells = 0
        self.names: dict[int, str] = {}
        self.errors: list[ErrorCell] = []

    def run(self, progress: Callable[[int, int], None] | None) -> Found:
        if len(self.stream) < 4 or _HEADER.unpack_from(self.stream)[0] not in _BOF:
            raise Refused(_damaged(self.name))
        self._walk(0, Used(""), progress)
        if len(self.names) > _MAX_SHEETS:
            bounds.refuse_too_many(bounds.MAX_CELLS + 1)
        for start, name in self.names.items():
            self.errors = self.found.errors.setdefault(name, [])
            used = Used(name)
            self._walk(start, used, progress)
            self.cells += used.rows * used.columns
            bounds.refuse_too_many(self.cells)
        return self.found

    def _walk(self, at: int, used: Used, progress: Callable[[int, int], None] | None) -> None:
        """The records from a BOF to its EOF, those of embedded charts included."""
        end = len(self.stream)
        depth = number = 0
        while at + 4 <= end:
            kind, size = _HEADER.unpack_from(self.stream, at)
            if kind in _VALUES and size >= 4:
                self._cell(used, kind, at + 4, size)
            elif kind in _BOF:
                depth += 1
            elif kind == _EOF:
                depth -= 1
                if depth <= 0:
                    return
            elif kind in _NOTED:
                self._note(kind, at + 4, size)
            at += 4 + size
            number += 1
            if progress is not None and number % _STEP == 0:
                progress(at, end)
        raise Refused(_damaged(self.name))

    def _cell(self, used: Used, kind: int, at: int, size: int) -> None:
        row, column = _CELL.unpack_from(self.stream, at)
        if kind == _MULTIPLE:
            (column,) = unpack_from("<H", self.stream, at + size - 2)
        if row >= used.rows or column >= used.columns:
            used.grow(row, column)
        if kind in (_BOOLERR, _FORMULA) and size >= 8:
            self._error(kind, at, row, column)

    def _error(self, kind: int, at: int, row: int, column: int) -> None:
        data = self.stream
        if kind == _BOOLERR and data[at + 7] == 1:
            code = data[at + 6]
        elif kind == _FORMULA and data[at + 6] == 2 and data[at + 12 : at + 14] == b"\xff\xff":
            code = data[at + 8]
        else:
            return
        self.errors.append(ErrorCell(row, column, _ERRORS.get(code, "#N/A")))

    def _note(self, kind: int, at: int, size: int) -> None:
        if kind == _FILEPASS:
            raise Refused(
                f"文件“{self.name}”有打开密码，读不了。"
                "请用 Excel 或 WPS 打开，在“另存为”里去掉密码后再导入。没有导入任何内容。"
            )
        if kind == _DATEMODE:
            self.found.date_1904 = self.stream[at] == 1
        elif kind in _DIMENSIONS and size >= 8:
            self._dimensions(at, size)
        elif kind == _BOUNDSHEET and size >= 8:
            (start,) = unpack_from("<I", self.stream, at)
            self.names[start] = self._sheet_name(at, size)

    def _dimensions(self, at: int, size: int) -> None:
        """The parser reserves memory by this record, which no cell needs to bear out."""
        form = "<IIHH" if size >= 12 else "<HHHH"
        first_row, end_row, first_column, end_column = unpack_from(form, self.stream, at)
        in_order = first_row <= end_row and first_column <= end_column
        if end_row > 65_536 or end_column > 256 or not in_order:
            raise Refused(_damaged(self.name))

    def _sheet_name(self, at: int, size: int) -> str:
        length, wide = self.stream[at + 6], self.stream[at + 7] & 1
        text = self.stream[at + 8 : at + min(size, 8 + length * (1 + wide))]
        return text.decode("utf-16-le" if wide else "latin-1", errors="replace")


def _damaged(name: str) -> str:
    return (
        f"文件“{name}”不完整或已损坏，可能是没有拷完U盘就拔了。请重新拷贝或重新导出。"
        "没有导入任何内容。"
    )
