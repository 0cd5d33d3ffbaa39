"""CSV and tab-separated text: its encoding found strictly, its separator by looking."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import bounds

_SEPARATORS = (",", "\t", ";", "，", "|")
_LOOKED_AT = 30  # lines
_UTF16 = (b"\xff\xfe", b"\xfe\xff")


def read(path: Path, data: bytes) -> list[list[object]]:
    """The rows of a text table, as long as the longest; blank lines stay, so that rows count true.

    Refused if the text is in no encoding used in China, or larger than any roster.
    """
    text = decode(path.name, data)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text))
    rows: list[list[object]] = []
    cells = 0
    try:
        for row in reader:
            rows.append(list(row))
            cells += len(row)
            if len(rows) > bounds.MAX_ROWS or len(row) > bounds.MAX_COLUMNS:
                bounds.Used("").grow(len(rows), len(row))
            bounds.refuse_too_many(cells)
    except csv.Error as error:
        raise Refused(
            f"文件“{path.name}”第{reader.line_num}行的引号或格子不对，读不下去。"
            "请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。没有导入任何内容。"
        ) from error
    return _squared(rows)


def decode(name: str, data: bytes) -> str:
    """The text in UTF-8 (with or without BOM), UTF-16 with BOM, or GB18030; strictly."""
    encodings = ("utf-16",) if data.startswith(_UTF16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text.removeprefix("\ufeff")
    raise Refused(
        f"文件“{name}”的文字编码认不出来，可能混了两种编码或已损坏。"
        "请用 Excel 或 WPS 打开看看有没有乱码，另存为 .xlsx 后再导入。没有导入任何内容。"
    )


def _separator(text: str) -> str:
    head = "\n".join(text[:200_000].splitlines()[:_LOOKED_AT])
    return max(_SEPARATORS, key=head.count) if any(map(head.count, _SEPARATORS)) else ","


def _squared(rows: list[list[object]]) -> list[list[object]]:
    while rows and not any(rows[-1]):
        rows.pop()
    width = max(map(len, rows), default=0)
    for row in rows:
        if len(row) < width:
            row.extend([""] * (width - len(row)))
    return rows
