"""The words of a paper: templates with placeholders, and the values put into them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from kongchuo_desktop import resources
from kongchuo_desktop.documents.breaking import Inline, Room, Run
from kongchuo_desktop.documents.faces import INVISIBLE
from kongchuo_desktop.documents.law import load_law
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.law import Law, cite
from kongchuo_desktop.domain.papers import FORBIDDEN_TO_SCHOOLS

MARKUP = re.compile(r"\*\*|\{\{([^{}]*)\}\}")
HALF = re.compile(r"\{\{|\}\}")
Value = tuple[Inline, ...]


class _Text(NamedTuple):
    text: str
    bold: bool


class _Slot(NamedTuple):
    field: str
    bold: bool


Piece = _Text | _Slot


class Wording:
    """The sentences of one paper, by name; a list of sentences is asked for with `items`."""

    def __init__(self, paper: str, texts: Mapping[str, object], fields: frozenset[str]) -> None:
        self._lines: dict[str, tuple[tuple[Piece, ...], ...]] = {}
        for key, found in texts.items():
            sentences = [found] if isinstance(found, str) else found
            if not isinstance(sentences, list) or not all(isinstance(s, str) for s in sentences):
                raise Refused(f"{_called(paper)}里“{key}”一项不是文字，没有打印。{MEND}")
            self._lines[key] = tuple(_parse(paper, s, fields) for s in sentences)

    def __call__(self, key: str, values: Mapping[str, Value]) -> Value:
        """One sentence with its values."""
        return self.items(key, values)[0]

    def items(self, key: str, values: Mapping[str, Value]) -> list[Value]:
        """Every sentence of a list with its values."""
        if key not in self._lines:
            raise Refused(f"文书模板里缺少“{key}”一项，没有打印。{MEND}")
        return [_fill(pieces, values) for pieces in self._lines[key]]


MEND = "请改正模板，或者重新安装本程序恢复原来的模板。"


class Sentence:
    """One text with its slots, read once for all the sheets of a batch."""

    def __init__(
        self,
        paper: str,
        text: str,
        fields: Collection[str],
        forbidden: Sequence[str] = FORBIDDEN_TO_SCHOOLS,
    ) -> None:
        self._pieces = _parse(paper, text, fields, forbidden)
        self.slots = tuple(piece.field for piece in self._pieces if isinstance(piece, _Slot))

    @property
    def alone(self) -> str:
        """The field that is all of the text, if one is."""
        only = len(self._pieces) == 1 and self.slots
        return self.slots[0] if only else ""

    def __call__(self, values: Mapping[str, Value]) -> Value:
        return _fill(self._pieces, values)


def _called(paper: str) -> str:
    return f"文书模板“{paper}”"


@cache
def load(paper: str, fields: frozenset[str]) -> Wording:
    """The shipped template of a paper, which may name only these fields."""
    try:
        text = resources.path(f"templates/{paper}.toml").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Refused(f"{_called(paper)}读不出来，没有打印。{MEND}") from error
    return parse(paper, text, fields)


def parse(paper: str, text: str, fields: frozenset[str]) -> Wording:
    """A template from its text. Refused: no TOML, unknown field or law, a power schools lack."""
    try:
        return Wording(paper, tomllib.loads(text), fields)
    except tomllib.TOMLDecodeError as error:
        raise Refused(f"{_called(paper)}格式有误（{error}），没有打印。{MEND}") from error


def _parse(
    paper: str,
    sentence: str,
    fields: Collection[str],
    forbidden: Sequence[str] = FORBIDDEN_TO_SCHOOLS,
) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    bold = False
    at = 0
    for match in MARKUP.finditer(sentence):
        if match.start() > at:
            pieces.append(_Text(sentence[at : match.start()], bold))
        at = match.end()
        if match[1] is None:
            bold = not bold
        else:
            pieces.append(_slot(paper, match[1].strip(), bold, fields))
    if at < len(sentence):
        pieces.append(_Text(sentence[at:], bold))
    if bold or any(HALF.search(piece.text) for piece in pieces if isinstance(piece, _Text)):
        raise Refused(f"{_called(paper)}里有不成对的“**”或者“{{{{”“}}}}”，没有打印。{MEND}")
    _within_powers(paper, pieces, forbidden)
    return tuple(pieces)


def _slot(paper: str, inner: str, bold: bool, fields: Collection[str]) -> Piece:
    kind, colon, id_ = inner.partition(":")
    if colon and kind in {"law", "cite"}:
        law = _law(paper, id_)
        return _Text(law.text if kind == "law" else cite(law), bold)
    if inner not in fields:
        raise Refused(f"{_called(paper)}里的“{{{{{inner}}}}}”不是可填的项目，没有打印。{MEND}")
    return _Slot(inner, bold)


def _law(paper: str, id_: str) -> Law:
    law = load_law().get(id_)
    if law is None:
        raise Refused(f"{_called(paper)}引用的法条“{id_}”不在法条库里，没有打印。{MEND}")
    return law


def _within_powers(paper: str, pieces: Sequence[Piece], forbidden: Sequence[str]) -> None:
    said = "".join(piece.text for piece in pieces if isinstance(piece, _Text))
    words = "".join(INVISIBLE.sub("", said).split())
    for word in forbidden:
        if word in words:
            raise Refused(
                f"{_called(paper)}里有“{word}”，这是学校没有的权力，没有打印。请改正模板。"
            )


def _fill(pieces: tuple[Piece, ...], values: Mapping[str, Value]) -> Value:
    runs: list[Inline] = []
    for piece in pieces:
        if isinstance(piece, _Text):
            runs.append(Run(piece.text, "hei" if piece.bold else "fang"))
        else:
            filled = values[piece.field]
            runs += [_embolden(inline) for inline in filled] if piece.bold else filled
    return tuple(runs)


def _embolden(inline: Inline) -> Inline:
    return inline._replace(role="hei") if isinstance(inline, Run) else inline


def words(text: str | None, room: float) -> Value:
    """A value as it stands, or room of so many em when it is not known."""
    return (Run(text),) if text else (Room(room),)


def name(text: str | None, room: float) -> Value:
    """A name, set in one design."""
    return (Run(text, whole=True),) if text else (Room(room),)


def number(value: int | None, room: float = 3.0) -> Value:
    return (Room(room),) if value is None else (Run(str(value)),)


def day(value: date | None) -> Value:
    """2026年9月1日, or room for its three numbers."""
    if value is None:
        return (Room(3.0), Run("年"), Room(2.0), Run("月"), Room(2.0), Run("日"))
    return (Run(f"{value.year}年{value.month}月{value.day}日"),)


def month_day(value: date | None) -> Value:
    """9月1日, or room for its two numbers."""
    if value is None:
        return (Room(2.5), Run("月"), Room(2.5), Run("日"))
    return (Run(f"{value.month}月{value.day}日"),)


def days(values: Sequence[date] | None, room: float = 12.0) -> Value:
    """2026年9月1日、3日、10月8日: year and month where they change; or room."""
    if values is None:
        return (Room(room),)
    shown = []
    before = date.min
    for value in sorted(set(values)):
        year = f"{value.year}年" if value.year != before.year else ""
        month = f"{value.month}月" if year or value.month != before.month else ""
        shown.append(f"{year}{month}{value.day}日")
        before = value
    return (Run("、".join(shown)),)


def listed(items: Sequence[str] | None, room: float = 16.0) -> Value:
    """Several things in one sentence, or room."""
    return (Room(room),) if items is None else (Run("、".join(items)),)
