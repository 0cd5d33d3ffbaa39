"""The parts of a zipped workbook inflated and scanned once, in chunks, before they are parsed."""

from __future__ import annotations

import errno
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.spreadsheets import sheet_scan, xlsx_parts
from kongchuo_desktop.spreadsheets.bounds import ErrorCell

MAX_PARTS = 2_000
MAX_BYTES = 400 * 1024 * 1024  # all parts, inflated; a roster of 30,000 x 70 needs about 75 MB
MAX_RATIO = 200
_RATIO_FREE = 10 * 1024 * 1024  # small parts may be as repetitive as they like
_CHUNK = 1024 * 1024
_LOCAL_HEADER = 30


@dataclass(slots=True)
class Found:
    """What the scan noticed."""

    date_1904: bool = False
    errors: dict[str, list[ErrorCell]] = field(default_factory=dict)


def inspect(path: Path, progress: Callable[[int, int], None] | None) -> Found:
    """Inflate and scan every part; Refused for bombs, DOCTYPE, passwords, cells out of bounds."""
    try:
        with path.open("rb") as file, zipfile.ZipFile(file) as archive:
            return _Scan(path.name, file, _checked(archive, path.name)).run(progress)
    except OSError as error:
        if error.errno != errno.EINVAL:  # which is a place before the file's beginning
            raise FileTrouble(
                f"读“{path.name}”时出错，请看看U盘是不是松了。没有导入任何内容。"
            ) from error
        raise Refused(_damaged(path.name)) from error
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError) as error:
        raise Refused(_damaged(path.name)) from error


def _checked(archive: zipfile.ZipFile, name: str) -> list[zipfile.ZipInfo]:
    """The directory's entries, if what it declares is within the caps."""
    parts = archive.infolist()
    if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_BYTES:
        raise Refused(_bomb(name))
    if len({part.filename.lower() for part in parts}) < len(parts):
        raise Refused(_damaged(name))
    for part in parts:
        if part.flag_bits & 1:
            raise Refused(f"文件“{name}”有密码，读不了。请去掉密码另存后再导入。没有导入任何内容。")
        if part.file_size > _RATIO_FREE and part.file_size > MAX_RATIO * part.compress_size:
            raise Refused(_bomb(name))
    return parts


class _Scan:
    def __init__(self, name: str, file: BinaryIO, parts: list[zipfile.ZipInfo]) -> None:
        self.name = name
        self.file = file
        self.parts = parts
        self.inflated = 0

    def run(self, progress: Callable[[int, int], None] | None) -> Found:
        by_name = {part.filename: part for part in self.parts}
        if "xl/workbook.xml" not in by_name:
            raise Refused(self._not_xlsx(by_name))
        names = xlsx_parts.sheet_names(
            self._whole(by_name, "xl/workbook.xml"),
            self._whole(by_name, "xl/_rels/workbook.xml.rels"),
        )
        found = Found(xlsx_parts.is_1904(self._whole(by_name, "xl/workbook.xml")))
        for number, part in enumerate(self.parts):
            if progress is not None:
                progress(number, len(self.parts))
            sheet = names.get(part.filename, "")
            if errors := self._scan(part, sheet):
                found.errors[sheet] = errors
        return found

    def _scan(self, part: zipfile.ZipInfo, sheet: str) -> list[ErrorCell]:
        if sheet or part.filename.startswith("xl/worksheets/"):
            return sheet_scan.scan(lambda: self._chunks(part), sheet)
        if sum(
            b"sheetData" in chunk for chunk in self._chunks(part)
        ):  # a sheet in disguise: relations may point anywhere
            return sheet_scan.scan(lambda: self._chunks(part), sheet)
        return []

    def _whole(self, by_name: dict[str, zipfile.ZipInfo], name: str) -> bytes:
        part = by_name.get(name)
        return b"".join(self._chunks(part)) if part else b""

    def _chunks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        """The part inflated, whatever size the directory declares; its prologue checked."""
        given = 0
        for chunk in _inflate(self.file, part):
            if not given:
                _refuse_entities(chunk, self.name)
            given += len(chunk)
            self.inflated += len(chunk)
            if self.inflated > 2 * MAX_BYTES or given > MAX_BYTES:
                raise Refused(_bomb(self.name))
            if given > _RATIO_FREE and given > MAX_RATIO * part.compress_size:
                raise Refused(_bomb(self.name))
            yield chunk

    def _not_xlsx(self, by_name: dict[str, zipfile.ZipInfo]) -> str:
        kinds = {
            "xl/workbook.bin": "二进制工作簿（.xlsb）",
            "content.xml": "ODF 表格（.ods）",
            "word/document.xml": "Word 文档",
        }
        kind = next((words for part, words in kinds.items() if part in by_name), "压缩包")
        return (
            f"文件“{self.name}”其实是{kind}，不能直接读。"
            "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后再导入。没有导入任何内容。"
        )


def _inflate(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The bytes a parser would get: zipfile would stop at the declared size, which may lie."""
    if part.compress_type == zipfile.ZIP_STORED:
        yield from _packed(file, part)
        return
    if part.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    inflater = zlib.decompressobj(-15)
    for packed in _packed(file, part):
        rest = packed
        while rest:
            if chunk := inflater.decompress(rest, _CHUNK):
                yield chunk
            rest = inflater.unconsumed_tail
    if not inflater.eof:
        raise zipfile.BadZipFile


def _packed(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER)
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        raise zipfile.BadZipFile
    names = int.from_bytes(header[26:28], "little") + int.from_bytes(header[28:30], "little")
    at, left = file.tell() + names, part.compress_size
    while left:
        file.seek(at)
        block = file.read(min(left, _CHUNK))
        if not block:
            raise zipfile.BadZipFile
        at, left = at + len(block), left - len(block)
        yield block


_PROLOGUE = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?[^>]*\?>\s*|<!--.*?-->\s*)*", re.DOTALL)


def _refuse_entities(start: bytes, name: str) -> None:
    """XML that declares entities, or hides them in another encoding, is no workbook of Excel's."""
    head = start[:65_536]
    looks_like_xml = head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    rest = head[_PROLOGUE.match(head).end() :] if looks_like_xml else b""  # type: ignore[union-attr]
    if rest.startswith(b"<!") or head.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise Refused(
            f"文件“{name}”里有不该有的实体声明，可能被人动过手脚，没有读。"
            "请从学籍系统重新导出。没有导入任何内容。"
        )


def _bomb(name: str) -> str:
    return (
        f"文件“{name}”解开后大得不像名册，可能是恶意文件，没有读。"
        "请把名册复制到一个新表里另存后再导入。没有导入任何内容。"
    )


def _damaged(name: str) -> str:
    return (
        f"文件“{name}”不完整或已损坏，可能是没有拷完U盘就拔了。请重新拷贝或重新导出。"
        "没有导入任何内容。"
    )
