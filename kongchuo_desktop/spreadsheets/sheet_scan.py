"""Where a sheet's XML puts its cells: a fast look at well-formed files, an exact one at others.

The parser lays out one rectangle around all cells with content, so a single stray cell decides how
much memory it asks for. A sheet's own `dimension` proves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from xml.parsers import expat

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import bounds
from kongchuo_desktop.spreadsheets.bounds import ErrorCell, Used

# A cell that is not plainly within CZ99999, by the element names that begin with c.
_STRANGE_CELL = re.compile(rb'<c(?! r="[A-C]?+[A-Z]?+[0-9]{1,5}+"|ol|on|f[RV]|us|ell|hart|omm|rn)')
_PREFIXED = re.compile(rb"<[\w.-]+:(?:c|row)[\s/>]")
_LAST_ROW = re.compile(rb'<row [^>]*?\br="(\d{1,9})"')
_ERROR = re.compile(
    rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]* t="e"[^>]*>'
    rb"(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?<v>([^<]{1,20})<"
)
_REFERENCE = re.compile(r"([A-Za-z]{1,4})(\d{1,9})")
_MAX_ERRORS = 20_000
Chunks = Callable[[], Iterable[bytes]]


def scan(chunks: Chunks, name: str) -> list[ErrorCell]:
    """The error values of a sheet; Refused if its cells lie out of bounds.

    `chunks` begins the sheet's XML anew each time it is called.
    """
    strange = has_errors = False
    last_row = 0
    for piece in _whole_tags(chunks(), b"<"):
        # Single letters are looked for first: a search for one byte costs almost nothing.
        strange = strange or _STRANGE_CELL.search(piece) is not None
        strange = strange or (b":" in piece and _PREFIXED.search(piece) is not None)
        has_errors = has_errors or (b"#" in piece and b' t="e"' in piece)
        last_row = max(last_row, _last_row(piece))
    if strange:
        _measure_exactly(chunks, name)
    bounds.refuse_styled(name, last_row)
    return _errors(chunks()) if has_errors else []


def _whole_tags(chunks: Iterable[bytes], before: bytes) -> Iterator[bytes]:
    """The same bytes, cut only before a mark, so that no tag is torn in two."""
    rest = b""
    for chunk in chunks:
        piece = rest + chunk
        cut = piece.rfind(before)
        if cut <= 0:
            rest = piece
            continue
        yield piece[:cut]
        rest = piece[cut:]
    yield rest


def _last_row(piece: bytes) -> int:
    found = _LAST_ROW.match(piece, piece.rfind(b"<row "))
    return int(found[1]) if found else 0


def _errors(chunks: Iterable[bytes]) -> list[ErrorCell]:
    found: list[ErrorCell] = []
    for piece in _whole_tags(chunks, b"<c "):
        for cell in _ERROR.finditer(piece):
            text = cell[3].decode("ascii", errors="replace")
            found.append(ErrorCell(int(cell[2]) - 1, _column(cell[1].decode()), text))
        if len(found) > _MAX_ERRORS:
            break
    return found


def _measure_exactly(chunks: Chunks, name: str) -> None:
    used = Used(name)
    walk = _Walk(used)
    try:
        for chunk in chunks():
            walk.parser.Parse(chunk, False)
        walk.parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(
            f"{bounds.sheet(name)}已损坏，读不了。请重新导出。没有导入任何内容。"
        ) from error
    bounds.refuse_too_many(used.rows * used.columns)


class _Walk:
    """Every cell with content, placed as the parser will place it."""

    def __init__(self, used: Used) -> None:
        self.used = used
        self.rows = 0
        self.row = -1
        self.column = 0
        self.at = (0, 0)
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "c":
            self._cell(attributes.get("r", ""))
        elif tag in ("v", "is"):
            self.used.grow(*self.at)
        elif tag == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = 0
            self.rows += 1
            bounds.refuse_styled(self.used.name, self.rows)

    def _cell(self, reference: str) -> None:
        if found := _REFERENCE.fullmatch(reference):
            self.column = _column(found[1])
            self.at = (int(found[2]) - 1, self.column)
        else:
            self.at = (max(self.row, 0), self.column)
        self.column += 1


def _column(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1
