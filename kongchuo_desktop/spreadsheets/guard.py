"""What a file really is, and whether it can be read in bounded time and memory.

Nothing is handed to a parser before it has been looked at here: a name proves nothing, a zip's
directory may lie, and a single cell in the last corner would make any reader ask for gigabytes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

import olefile

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.spreadsheets import biff_guard, xlsx_guard
from kongchuo_desktop.spreadsheets.bounds import ErrorCell

MAX_FILE_BYTES = 80 * 1024 * 1024
Progress = Callable[[int, int], None] | None
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（.xlsx）”后再导入。没有导入任何内容。"


class Kind(Enum):
    """How a file is to be read, whatever it is called."""

    XLSX = "xlsx"
    XLS = "xls"
    TEXT = "csv"


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that may be read, and what was noticed on the way."""

    kind: Kind
    date_1904: bool = False
    # Cells that hold #N/A and its like, by sheet: the parser would show them as empty.
    errors: dict[str, list[ErrorCell]] = field(default_factory=dict)


def inspect(path: Path, progress: Progress = None) -> Inspected:
    """The kind of the file; Refused with a sentence for whatever cannot be read safely.

    FileTrouble if the file cannot be opened; `progress` may raise Cancelled.
    """
    head = _head(path)
    if head.startswith(b"PK"):
        found = xlsx_guard.inspect(path, progress)
        return Inspected(Kind.XLSX, found.date_1904, found.errors)
    if head.startswith(_OLE2):
        return _inspect_ole(path, progress)
    _refuse_disguised(path, head)
    return Inspected(Kind.TEXT)


def _head(path: Path) -> bytes:
    try:
        _refuse_other_than_files(path)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4096)
    except FileNotFoundError:
        raise FileTrouble(f"找不到文件“{path.name}”，请看看U盘还在不在，文件有没有改名。") from None
    except OSError:
        raise FileTrouble(
            f"打不开文件“{path.name}”。如果它正在 Excel 或 WPS 里打开，请先关掉再试。"
        ) from None
    if not size or not head.strip(b"\0 \r\n\t"):
        raise Refused(f"文件“{path.name}”是空的，里面什么也没有，请重新导出。没有导入任何内容。")
    if size > MAX_FILE_BYTES:
        raise Refused(
            f"文件“{path.name}”有 {size // 2**20} MB，名册不会这么大。"
            "请把名册复制到一个新表里另存，去掉照片后再导入。没有导入任何内容。"
        )
    return head


def _refuse_other_than_files(path: Path) -> None:
    """A folder cannot be read, and a pipe would never end."""
    if path.is_dir():
        raise Refused(f"“{path.name}”是文件夹，不是文件。请选择花名册文件。没有导入任何内容。")
    if path.exists() and not path.is_file():
        raise Refused(f"“{path.name}”不是普通文件，没有读。没有导入任何内容。")


def _inspect_ole(path: Path, progress: Progress) -> Inspected:
    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("EncryptedPackage"):
                raise Refused(locked(path.name))
            name = next((n for n in ("Workbook", "Book") if ole.exists(n)), None)
            if name is None:
                raise Refused(f"文件“{path.name}”不是 Excel 表格（可能是 Word 文档）。{_SAVE_AS}")
            stream = ole.openstream(name).read()
    except Refused:
        raise
    except Exception as error:  # olefile fails in many ways on damaged files
        raise Refused(damaged(path.name)) from error
    found = biff_guard.inspect(stream, path.name, progress)
    return Inspected(Kind.XLS, found.date_1904, found.errors)


def _refuse_disguised(path: Path, head: bytes) -> None:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html", b"<table", b"<head", b"<meta", b"<style")):
        raise Refused(f"文件“{path.name}”其实是网页，只是名字像表格。{_SAVE_AS}")
    if start.startswith(b"<"):
        raise Refused(f"文件“{path.name}”其实是 XML 文件，不是 Excel 表格。{_SAVE_AS}")
    if start.startswith(b"%pdf"):
        raise Refused(f"文件“{path.name}”其实是 PDF，不能当名册导入，请找原来的 Excel 表格。")
    named_as_workbook = path.suffix.lower() in {".xls", ".xlsx", ".et", ".xlsm", ".xlt"}
    if named_as_workbook and _is_text(head):
        raise Refused(
            f"文件“{path.name}”其实是文本文件，不是 Excel 表格。{_SAVE_AS[:-1]}；"
            "或者把它的扩展名改成 .csv 再导入。"
        )
    if named_as_workbook or not _is_text(head):
        raise Refused(damaged(path.name))


def _is_text(head: bytes) -> bool:
    return head.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in head


def locked(name: str) -> str:
    """The sentence for a file that asks for a password."""
    return (
        f"文件“{name}”有打开密码，读不了。请用 Excel 或 WPS 打开，在“另存为”里去掉密码后再导入。"
        "没有导入任何内容。"
    )


def damaged(name: str) -> str:
    """The sentence for a file that is not what it seems or not whole."""
    return (
        f"文件“{name}”不完整或已损坏，可能是没有拷完U盘就拔了。请重新拷贝或重新导出。"
        "没有导入任何内容。"
    )
