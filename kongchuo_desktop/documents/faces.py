"""Type faces: which font prints a character, how wide it is, and what cannot be printed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from kongchuo_desktop.documents import machine_fonts
from kongchuo_desktop.documents.choice import CHOICE
from kongchuo_desktop.documents.fonts import Font
from kongchuo_desktop.domain.errors import Refused

MIDDLE_DOTS = str.maketrans({"・": "·", "•": "·", "‧": "·", "\xa0": " ", "☐": "□"})
INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")
VARIANTS = re.compile("[\U000e0100-\U000e01ef]")


class Unprintable(Refused):
    """A character that no font has, or that is damaged: told with where it stands."""

    def within(self, where: str) -> Unprintable:
        """The same, of a part of the paper: its text, its row, the child it is about."""
        return Unprintable(f"{where}{self}")


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

CHAINS = {
    "title": (TITLE_FONT,),
    "fang": (FANG_FONT, FILL_FONT),
    "kai": (KAI_FONT,),
    "hei": (HEI_FONT,),
    "song": (),
}


class Faces:
    """The face of each role; a font of the machine stands before ours, which fill its gaps."""

    def __init__(self, own: Mapping[str, Font] = MappingProxyType({})) -> None:
        self._own = own
        self._faces: dict[str, Face] = {}

    def face(self, role: str) -> Face:
        """The face of a role: title, fang (body), kai, hei (emphasis) or song."""
        found = self._faces.get(role)
        if found is None:
            boxes = dict.fromkeys("□☑", FILL_FONT)
            own = [self._own[role]] if role in self._own else []
            chain = (*own, *CHAINS[role], SONG_FONT, RARE_FONT)
            found = self._faces[role] = Face(*chain, instead=boxes)
        return found


BUNDLED = Faces()


def current() -> Faces:
    """The faces chosen for this computer."""
    return _of_machine(CHOICE.folders, CHOICE.turn) if CHOICE.folders else BUNDLED


@lru_cache(maxsize=1)
def _of_machine(folders: tuple[Path, ...], _turn: int) -> Faces:
    return Faces({role: found.font for role, found in machine_fonts.look(folders).items()})
