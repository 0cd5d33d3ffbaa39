"""The faces of the screen: the bundled one at once, those for rare characters when needed."""

import sys
from functools import cache

from PySide6.QtGui import QFont, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication

from kongchuo_desktop import resources

WINDOWS = ("Microsoft YaHei UI",)
"""On Windows a character missing from our face is taken from the system's before 宋体."""

SYSTEM = (
    *WINDOWS,
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "WenQuanYi Micro Hei",
)
"""Where a bundled face is missing: the system's own, in this order."""

FALLBACKS = ("song", "rare")
"""Parts of the file names of the faces that are opened only for a character nobody else has."""


class Faces:
    """What has been loaded so far, and which characters are known to be drawn."""

    def __init__(self) -> None:
        self.families = [*_load("sans"), *(WINDOWS if sys.platform == "win32" else ())]
        self.families = self.families or _installed()
        self._raw = list(map(_raw, self.families))
        self._waiting = list(FALLBACKS)
        self._seen: set[str] = set()

    def ensure(self, text: str) -> bool:
        """Load what `text` needs; whether a face was added."""
        new = set(text) - self._seen
        if not new:
            return False
        added = False
        while self._waiting and not all(map(self._can_draw, new)):
            more = [name for name in _load(self._waiting.pop(0)) if name not in self.families]
            self.families += more
            self._raw += map(_raw, more)
            added = added or bool(more)
        self._seen |= new
        return added

    def _can_draw(self, char: str) -> bool:
        return not char.isprintable() or any(
            face.supportsCharacter(ord(char)) for face in self._raw
        )


def _raw(family: str) -> QRawFont:
    return QRawFont.fromFont(QFont(family))


def _installed() -> list[str]:
    here = set(QFontDatabase.families())
    return [name for name in SYSTEM if name in here]


def _load(part: str) -> list[str]:
    families: list[str] = []
    folder = resources.path("fonts")
    for file in sorted(folder.glob("*.[to]tf")) if folder.is_dir() else []:
        if part in file.stem.lower():
            families += QFontDatabase.applicationFontFamilies(
                QFontDatabase.addApplicationFont(str(file))
            )
    return list(dict.fromkeys(families))


@cache
def _faces() -> Faces:
    return Faces()


def families() -> list[str]:
    """Family names in the order in which a character is looked for."""
    return list(_faces().families)


def ensure_glyphs(text: str) -> None:
    """Call before showing a name: a face for rare characters is loaded if `text` needs it."""
    if text.isascii() or not _faces().ensure(text):
        return
    app = QApplication.instance()
    if isinstance(app, QApplication):
        wider = app.font()
        wider.setFamilies(families())
        app.setFont(wider)
