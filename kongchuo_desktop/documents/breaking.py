"""Lines of Chinese text: what may begin and end a line (禁则), what gives way, what may not split.

Everything here is measured in em, so that a text broken once serves every size of type.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from kongchuo_desktop.documents import faces
from kongchuo_desktop.documents.faces import Faces, Glyph, Unprintable

NO_START = frozenset("、。，．：；！？）》〉」』】〕〗］｝”’%‰℃°·,.:;!?)]}％～…—–-/")
NO_END = frozenset("（《〈「『【〔〖［｛“‘([{￥＄$№#")
OPENING = frozenset("（《〈「『【〔“‘")
CLOSING = frozenset("、。，：；！）》〉」』】〕”’")
TOKEN = re.compile(
    r"[A-Za-z0-9](?:[A-Za-z0-9.,:/@+\-_%'’]*[A-Za-z0-9%])?|…+|—+|[□☑][^\s□☑，。；：、（）]{1,9}|.",
    re.DOTALL,
)
PAIR_KERN = 0.5
MOST_GIVE = 0.4
EPSILON = 0.001
LEAST_ROOM = 3.0
MOST_SHRINK = 0.25
ENOUGH = 12
SHOWN = 30  # characters of a text that is spoken of


class Run(NamedTuple):
    """Text in one face; `whole` keeps a name in one font that has all of it."""

    text: str
    role: str = "fang"
    whole: bool = False


class Room(NamedTuple):
    """Underlined room to write by hand, `width` em long."""

    width: float


Inline = Run | Room


class Unit(NamedTuple):
    """What stays together on a line: one character, a number, a Latin word, a dash, a room, a box
    to tick with its words."""

    text: str
    glyphs: tuple[Glyph, ...]
    width: float
    head_forbidden: bool = False
    tail_forbidden: bool = False
    opens: bool = False
    closes: bool = False

    @property
    def mark(self) -> bool:
        return self.opens or self.closes


class Line(NamedTuple):
    """Units with their natural width, pairs of marks already drawn together, all in em.

    `squeeze` is what the marks of the line have to give up so that it fits into `room`.
    """

    units: tuple[Unit, ...]
    width: float
    room: float
    squeeze: float
    last: bool


@lru_cache(maxsize=8192)
def units_of(run: Run, having: Faces) -> tuple[Unit, ...]:
    """A run cut into units; Unprintable when a character is in no font."""
    text = faces.clean(run.text)
    face = having.face(run.role)
    try:
        glyphs = face.whole(text) if run.whole else tuple(face.glyph(char) for char in text)
    except Unprintable as wrong:
        shown = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
        raise wrong.within(f"“{shown}”一项：") from None
    return tuple(
        _unit(match[0], glyphs[match.start() : match.end()]) for match in TOKEN.finditer(text)
    )


def _unit(text: str, glyphs: tuple[Glyph, ...]) -> Unit:
    width = sum(glyph[2] for glyph in glyphs)
    full = len(text) == 1 and width > 0.95
    return Unit(
        text,
        glyphs,
        width,
        text[0] in NO_START,
        text[-1] in NO_END,
        full and text in OPENING,
        full and text in CLOSING,
    )


def kern(left: Unit, right: Unit) -> float:
    """Half an em less between two marks whose blank halves meet."""
    if (left.closes and right.mark) or (left.opens and right.opens):
        return -PAIR_KERN
    return 0.0


def lines_of(runs: tuple[Inline, ...], width: float, indent: float = 0.0) -> tuple[Line, ...]:
    """Break a paragraph into lines of `width` em, the first one `indent` em shorter."""
    return _lines_of(runs, width, indent, faces.current())


@lru_cache(maxsize=2048)
def _lines_of(
    runs: tuple[Inline, ...], width: float, indent: float, having: Faces
) -> tuple[Line, ...]:
    units: list[Unit] = []
    for run in runs:
        if isinstance(run, Room):
            units.append(Unit("", (), run.width))
        else:
            units += units_of(run, having)
    lines: list[Line] = []
    start = 0
    while start < len(units):
        room = width - (indent if start == 0 else 0.0)
        line, start = _next_line(units, start, room)
        lines.append(line)
    if len(lines) > 1 and sum(not unit.head_forbidden for unit in lines[-1].units) == 1:
        lines[-2:] = _accompanied(*lines[-2:])
    return tuple(lines)


def _accompanied(before: Line, lonely: Line) -> tuple[Line, Line]:
    """Give a last line of a single character a second one from the line before."""
    kept, moved = before.units[:-1], before.units[-1]
    if len(kept) < ENOUGH or _forbidden(before.units, len(kept)) or not moved.glyphs:
        return before, lonely
    if moved.width > 1 or lonely.units[0].width > 1:
        return before, lonely
    joined = (moved, *lonely.units)
    units, used = _widened(kept, _width(kept), before.room)
    return (
        Line(units, used, before.room, 0.0, False),
        Line(joined, _width(joined), lonely.room, 0.0, True),
    )


def _next_line(units: list[Unit], start: int, room: float) -> tuple[Line, int]:
    end, used = _fill(units, start, room)
    if end == start and units[start].glyphs:
        _split(units, start, room)
        end, used = _fill(units, start, room)
    squeeze = 0.0
    if end < len(units) and _adapt_room(units, start, end, room - used):
        end, used = _fill(units, start, room)
    if end < len(units):
        end, used, squeeze = _settle(units, start, end, used, room)
    following = end
    while following < len(units) and units[following].text == " ":
        following += 1
    while end > start + 1 and units[end - 1].text == " ":
        end -= 1
        used -= units[end].width
    taken = tuple(units[start:end])
    last = following >= len(units)
    if not last and not squeeze and used < room:
        taken, used = _widened(taken, used, room)
    return Line(taken, used, room, squeeze, last), following


def _adapt_room(units: list[Unit], start: int, end: int, left: float) -> bool:
    """Let writing room at the end of a line give way, or go on in the next line."""
    following = units[end]
    before = units[end - 1] if end > start else None
    if not following.glyphs:
        over = following.width - left
        if over <= following.width * MOST_SHRINK and left > 0:
            units[end] = following._replace(width=left)
        elif left >= LEAST_ROOM:
            units[end : end + 1] = [
                following._replace(width=left),
                following._replace(width=max(over, LEAST_ROOM)),
            ]
        return left >= LEAST_ROOM
    if before and not before.glyphs and following.head_forbidden:
        need = following.width - left
        if before.width - need >= LEAST_ROOM:
            units[end - 1] = before._replace(width=before.width - need - EPSILON)
            return True
    return False


def _widened(units: tuple[Unit, ...], used: float, room: float) -> tuple[tuple[Unit, ...], float]:
    """A line with writing room is filled by its last room, not by spreading its characters."""
    for at in range(len(units) - 1, -1, -1):
        if not units[at].glyphs:
            wider = units[at]._replace(width=units[at].width + room - used)
            return (*units[:at], wider, *units[at + 1 :]), room
    return units, used


def _fill(units: Sequence[Unit], start: int, room: float) -> tuple[int, float]:
    """How many units fit, and how wide they are."""
    used = 0.0
    end = start
    while end < len(units):
        more = units[end].width + (kern(units[end - 1], units[end]) if end > start else 0.0)
        if used + more > room + EPSILON:
            break
        used += more
        end += 1
    return end, used


def _split(units: list[Unit], at: int, room: float) -> None:
    """A number or word longer than a whole line has to be cut."""
    unit = units[at]
    fits = 1
    used = unit.glyphs[0][2]
    while fits < len(unit.glyphs) - 1 and used + unit.glyphs[fits][2] <= room:
        used += unit.glyphs[fits][2]
        fits += 1
    if len(unit.glyphs) > 1:
        units[at : at + 1] = [
            _unit(unit.text[:fits], unit.glyphs[:fits]),
            _unit(unit.text[fits:], unit.glyphs[fits:])._replace(head_forbidden=False),
        ]
    else:
        units[at] = unit._replace(width=room)


def _settle(
    units: Sequence[Unit], start: int, end: int, used: float, room: float
) -> tuple[int, float, float]:
    """Where to end a full line: marks pressed together to take one more in, or units pushed out."""
    out_end = end
    while out_end > start and _forbidden(units, out_end):
        out_end -= 1
    out_end = out_end if out_end > start else end
    out_used = _width(units[start:out_end])
    in_end = end + 1
    while in_end < len(units) and _forbidden(units, in_end):
        in_end += 1
    taken = units[start:in_end]
    over = _width(taken) - room
    bearable = over <= _give(taken) and (in_end == len(units) or not _forbidden(units, in_end))
    if bearable and (out_end < end or over < room - used):
        return in_end, over + room, max(0.0, over)
    return out_end, out_used, 0.0


def _forbidden(units: Sequence[Unit], at: int) -> bool:
    return units[at].head_forbidden or units[at - 1].tail_forbidden


def _width(units: Sequence[Unit]) -> float:
    return sum(unit.width for unit in units) + sum(kern(a, b) for a, b in pairwise(units))


def givers(units: Sequence[Unit]) -> list[int]:
    """The marks that still have a blank half to give up."""
    return [
        at
        for at, unit in enumerate(units)
        if unit.mark
        and not (at and kern(units[at - 1], unit))
        and not (at + 1 < len(units) and kern(unit, units[at + 1]))
    ]


def _give(units: Sequence[Unit]) -> float:
    return len(givers(units)) * MOST_GIVE
