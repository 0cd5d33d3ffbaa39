"""Fonts of this machine that may set a paper in place of ours, known by the names they bear.

reportlab embeds TrueType outlines only. Fonts whose maker forbids embedding (fsType in the OS/2
table, https://learn.microsoft.com/typography/opentype/spec/os2#fstype) and damaged ones are passed
over without a word: the shipped face stands in for them.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator, Sequence
from functools import lru_cache
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import NamedTuple

from reportlab.pdfbase.ttfonts import TTFError, TTFont, TTFontFile

from kongchuo_desktop.documents.fonts import Font

FAMILIES: dict[str, tuple[tuple[str, ...], ...]] = {
    "title": (
        ("方正小标宋简体", "FZXiaoBiaoSong-B05S", "FZXBSJW--GB1-0"),
        ("方正小标宋_GBK", "FZXiaoBiaoSong-B05", "FZXBSK--GBK1-0"),
        ("方正公文小标宋", "FZDocXiaoBiaoSong", "FZDXBS--GBK1-0"),
    ),
    "fang": (
        ("仿宋_GB2312", "FangSong_GB2312"),
        ("仿宋", "FangSong"),
        ("方正仿宋_GBK", "FZFangSong-Z02", "FZFSK--GBK1-0"),
        ("方正仿宋简体", "FZFangSong-Z02S", "FZFSJW--GB1-0"),
        ("方正公文仿宋",),
        ("华文仿宋", "STFangsong"),
    ),
    "kai": (
        ("楷体_GB2312", "KaiTi_GB2312"),
        ("楷体", "KaiTi"),
        ("方正楷体_GBK", "FZKai-Z03", "FZKTK--GBK1-0"),
        ("方正楷体简体", "FZKai-Z03S", "FZKTJW--GB1-0"),
        ("方正公文楷体",),
        ("华文楷体", "STKaiti"),
    ),
    "hei": (
        ("黑体", "SimHei"),
        ("方正黑体_GBK", "FZHei-B01", "FZHTK--GBK1-0"),
        ("方正黑体简体", "FZHei-B01S", "FZHTJW--GB1-0"),
        ("方正公文黑体",),
    ),
}
"""For each role the families that will do, the one schools are used to first: its Chinese name,
then what it is called in English, then its PostScript name."""

NOT_TO_EMBED = 0x0002 | 0x0100 | 0x0200  # forbidden; only whole; only as pictures
PLAIN = "学校通知书，。0"  # what any font for a paper draws; one in traditional characters does not
WINDOWS, NAMES = 3, (1, 4)
DAMAGED = (OSError, TTFError, struct.error, LookupError, ValueError, ArithmeticError, TypeError)


class Named(NamedTuple):
    """One font of a file as it was when it was read, and every name it bears. `number` counts the
    fonts of a collection (.ttc)."""

    path: Path
    changed: int
    number: int
    names: frozenset[str]


class Found(NamedTuple):
    """The machine's font for a role, and the name of its family."""

    family: str
    font: Font


class MachineFont(Font):
    """A font of this machine, read at once: whether it will do must be known before it is used."""

    def __init__(self, path: Path, number: int) -> None:
        super().__init__(path.name)
        self.ttf = TTFont(
            f"{path}#{number}", str(path), subfontIndex=number, shapable=False, asciiReadable=False
        )


def look(folders: Sequence[Path]) -> dict[str, Found]:
    """The machine's font for each role it has one for."""
    every = [font for path in _files(folders) for font in _of_file(path)]
    found = {role: _first(families, every) for role, families in FAMILIES.items()}
    return {role: font for role, font in found.items() if font is not None}


def _first(families: Sequence[Sequence[str]], every: Sequence[Named]) -> Found | None:
    for family in families:
        wanted = set(map(_plain, family))
        for named in every:
            if wanted & named.names and (font := _sound(named)):
                return Found(family[0], font)
    return None


@lru_cache(maxsize=len(FAMILIES))
def _sound(named: Named) -> Font | None:
    try:
        font = MachineFont(named.path, named.number)
        font.ttf.face.makeSubset([0, *map(ord, PLAIN)])
        return font if all(map(font.width, PLAIN)) else None
    except DAMAGED:
        return None


def _files(folders: Sequence[Path]) -> Iterator[Path]:
    for folder in folders:
        for inside, below, names in os.walk(folder):
            below.sort()
            for name in sorted(names):
                if name.lower().endswith((".ttf", ".ttc")):
                    yield Path(inside, name)


def _of_file(path: Path) -> tuple[Named, ...]:
    try:
        told = path.stat()
        return _read(path, told.st_mtime_ns, told.st_size)
    except DAMAGED:
        return ()


class _Mapped(NamedTuple):
    """A file as TTFontFile takes it, of which only the pages that are looked at are read."""

    name: str
    data: mmap

    def read(self) -> mmap:
        return self.data


@lru_cache(maxsize=4096)
def _read(path: Path, changed: int, size: int) -> tuple[Named, ...]:
    """The fonts of a file that may be used; the file is read again only when it has changed."""
    fonts = []
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as data:
        number, count = 0, 1
        while number < count:
            font = TTFontFile(_Mapped(str(path), data), charInfo=0, subfontIndex=number)
            count = getattr(font, "numSubfonts", 1)
            if _usable(font, size):
                fonts.append(Named(path, changed, number, _names(font)))
            number += 1
    return tuple(fonts)


def _usable(font: TTFontFile, size: int) -> bool:
    font.seek_table("OS/2", 8)
    allowed = not font.read_ushort() & NOT_TO_EMBED
    whole = all(table["offset"] + table["length"] <= size for table in font.tables)
    upright = not any(word in bytes(font.styleName).lower() for word in (b"bold", b"italic"))
    return allowed and whole and upright


def _names(font: TTFontFile) -> frozenset[str]:
    """reportlab keeps the English names; the Chinese ones stand beside them in the same table."""
    names = {bytes(name).decode() for name in (font.name, font.familyName, font.fullName)}
    start = font.seek_table("name", 2) - 2
    count, strings = font.read_ushort(), font.read_ushort()
    for _ in range(count):
        platform, _encoding, _language, kind, length, offset = (
            font.read_ushort() for _ in range(6)
        )
        if platform == WINDOWS and kind in NAMES:
            held = font.get_chunk(start + strings + offset, length)
            names.add(held.decode("utf-16-be", "replace"))
    return frozenset(map(_plain, names))


def _plain(name: str) -> str:
    return name.replace(" ", "").casefold()
