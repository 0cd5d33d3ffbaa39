"""Font files: the shipped ones, and what a font can draw."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from reportlab.pdfbase.ttfonts import TTFError, TTFont

from kongchuo_desktop import resources
from kongchuo_desktop.domain.errors import FileTrouble


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
        """The advance in em, or None where the font has no such character.

        A machine's fonts list characters they draw as an empty box, or not at all.
        """
        face = self.ttf.face
        code = ord(char)
        glyph = face.charToGlyph.get(code, 0)
        if not glyph or code not in face.charWidths:
            return None
        drawn = face.glyphPos[glyph] < face.glyphPos[glyph + 1] or char.isspace()
        return face.charWidths[code] / 1000 if drawn else None
