"""Type faces: which shipped font prints a character, how wide it is, and what cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from reportlab.pdfbase.ttfonts import TTFError, TTFont

from kongchuo_desktop import resources
from kongchuo_desktop.domain.errors import FileTrouble, Refused

MIDDLE_DOTS = str.maketrans({"・": "·", "•": "·", "‧": "·", "\xa0": " ", "☐": "□"})
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
VARIANTS = re.compile("[\U000e0100-\U000e01ef]")


class Unprintable(Refused):
    """A character that no font has, or that is damaged: told with where it stands."""

    def within(self, where: str) -> Unprintable:
        """The same, of a part of the paper: its text, its row, the child it is about."""
        return Unprintable(f"{where}{self}")


class Font:
    """One TrueType file, read when its first character is asked for.

    The rare pack alone takes 80 MB of memory, and most papers never need it.
    """

    def __init__(self, file: str) -> None:
        self.file = file

    @cached_property
    def ttf(self) -> Any:
        path = resources.path(f"fonts/{self.file}")
        try:
            return TTFont(path.stem, str(path), shapable=False, asciiReadable=False)
        except (OSError, TTFError) as error:
            raise FileTrouble(
                f"程序自带的字库文件 {self.file} 损坏或丢失，什么也没有打印。"
                "请用安装包重新安装本程序，台账数据不受影响。"
            ) from error

    def width(self, char: str) -> float | None:
        """The advance in em, or None where the font has no such character."""
        face = self.ttf.face
        code = ord(char)
        return face.charWidths[code] / 1000 if code in face.charToGlyph else None


Glyph = tuple[Font, str, float]


class Face:
    """A chain of fonts: the first that has a character prints it, and none is a refusal."""

    def __init__(self, *chain: Font, instead: Mapping[str, Font] = MappingProxyType({})) -> None:
        self._chain = chain
        self._known: dict[str, Glyph] = {}
        for char, font in instead.items():
            self._known[char] = (font, char, font.width(char) or 1.0)

    def glyph(self, char: str) -> Glyph:
        """The font and width (em) of a character; Unprintable, naming it, when no font has it."""
        found = self._known.get(char)
        if found is None:
            found = self._known[char] = self._search(char)
        return found

    def _search(self, char: str) -> Glyph:
        for font in self._chain:
            width = font.width(char)
            if width is not None:
                return font, char, width
        raise Unprintable(
            f"字库里没有“{char}”字（U+{ord(char):04X}），这份文书没有打印，编号也没有用掉。"
            "请改打空白表，用手写填上这个字。"
        )

    def whole(self, text: str) -> tuple[Glyph, ...]:
        """A name in one design: all of it from the first font that has all of it."""
        for font in self._chain:
            widths = [font.width(char) for char in text]
            if None not in widths:
                return tuple(zip([font] * len(text), text, widths, strict=True))  # type: ignore[arg-type]
        return tuple(self.glyph(char) for char in text)


def clean(text: str) -> str:
    """The text as it is printed: one kind of middle dot, nothing invisible; Refused if damaged."""
    if text.isascii() and text.isprintable():
        return text
    text = VARIANTS.sub("", INVISIBLE.sub("", text)).translate(MIDDLE_DOTS)
    for char in text:
        if unicodedata.category(char) in {"Cc", "Cs"}:
            shown = INVISIBLE.sub("", text).encode("utf-8", "ignore").decode("utf-8")
            shown = "".join(c for c in shown if unicodedata.category(c) != "Cc")
            raise Unprintable(
                f"“{shown}”里夹有看不见的坏字符（U+{ord(char):04X}），这份文书没有打印，"
                "编号也没有用掉。请在花名册里把这一项删掉重新输入。"
            )
    return text


TITLE_FONT = Font("KongChuoTitle.ttf")
FANG_FONT = Font("KongChuoFang.ttf")
FILL_FONT = Font("KongChuoFangFill.ttf")
KAI_FONT = Font("KongChuoKai.ttf")
HEI_FONT = Font("KongChuoSans-Medium.ttf")
SONG_FONT = Font("KongChuoSong.ttf")
RARE_FONT = Font("KongChuoRare.ttf")
FONTS = (TITLE_FONT, FANG_FONT, FILL_FONT, KAI_FONT, HEI_FONT, SONG_FONT, RARE_FONT)

CHAINS = {
    "title": (TITLE_FONT,),
    "fang": (FANG_FONT, FILL_FONT),
    "kai": (KAI_FONT,),
    "hei": (HEI_FONT,),
    "song": (),
}
_faces: dict[str, Face] = {}


def face(role: str) -> Face:
    """The face of a role: title, fang (body), kai, hei (emphasis) or song."""
    found = _faces.get(role)
    if found is None:
        boxes = dict.fromkeys("□☑", FILL_FONT)
        found = Face(*CHAINS[role], SONG_FONT, RARE_FONT, instead=boxes)
        _faces[role] = found
    return found
