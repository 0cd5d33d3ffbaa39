"""Forms that are letters: head, number, title, paragraphs, seal, and what is torn off below."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from kongchuo_desktop.documents import find_code, form_rows, marks, sheet, typeset
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.form_values import OPEN, Voice
from kongchuo_desktop.documents.marks import SignField
from kongchuo_desktop.documents.sheet import (
    LEFT,
    LETTER_TYPES,
    WIDTH,
    Frame,
    Gap,
    Para,
    Piece,
    Solid,
    Type,
)
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, Press, Setting
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.forms import (
    Counterfoil,
    Filled,
    Part,
    Rows,
    Seal,
    Signs,
    Text,
)

WHOLE = Frame(top=PAGE_HEIGHT - 26 * MM, bottom=22 * MM)
ABOVE_FOIL = Frame(top=PAGE_HEIGHT - 20 * MM, bottom=14 * MM)
SNUG = tuple(
    Type(size, leading, most)
    for size, leading, most in (
        (15.8, 24.0, 28.0), (15, 23.0, 26.0), (14, 21.5, 25.0), (14, 20.5, 21.5),
        (13.5, 19.5, 21.0), (13, 18.5, 20.0), (12.5, 17.8, 19.0), (12, 17.0, 18.0),
        (11.5, 16.2, 17.0), (11, 15.4, 16.2), (10.5, 14.6, 15.4),
    )
)  # fmt: skip
FOIL_SIZE, FOIL_LEADING = 13.0, 23.0
FOIL_TITLE = Setting(16, 22, WIDTH, align="center")
FOIL_NOTE = Setting(11, 18, WIDTH, align="left")
SIGN, FOIL_SIGN = 14 * MM, 10 * MM


def draw(press: Press, paper: Filled, voice: Voice) -> None:
    """One letter on as few pages as it needs, in the largest type that fits one page."""
    form = paper.form
    foil = counterfoil(paper, form.counterfoil, voice) if form.counterfoil else None
    frame, types = (ABOVE_FOIL, SNUG) if foil else (WHOLE, LETTER_TYPES)
    pieces = [*_head(paper, voice), *_body(paper, voice)]
    if paper.code:
        right = PAGE_WIDTH - 8 * MM
        find_code.draw(press, paper.code, right, PAGE_HEIGHT - 7 * MM)
    words = voice.plain(form.title, paper.values)
    running = sheet.running_head(words, paper.number, frame.width)
    sheet.flow(press, pieces, frame, types, foil, running)


def _head(paper: Filled, voice: Voice) -> list[Piece]:
    form = paper.form
    pieces: list[Piece] = []
    if form.head:
        pieces += [marks.red_head(voice.plain(form.head, paper.values) or None), Gap(2, 5)]
    if form.series:
        pieces += [marks.numbered(paper.number), Gap(2, 12)]
    pieces.append(marks.title(voice.say(form.title, paper.values)))
    for line in form.particulars:
        pieces.append(Para(voice.say(line, paper.values), indent=0, align="center"))
    pieces.append(Gap(4, 14))
    return pieces


def _body(paper: Filled, voice: Voice) -> list[Piece]:
    pieces: list[Piece] = []
    held = [part for part in paper.form.parts if part.when.holds(paper.values)]
    for signed, parts in groupby(held, lambda part: isinstance(part, Signs)):
        if signed:
            rows = [part.labels for part in parts if isinstance(part, Signs)]
            pieces += [Gap(2, 8), signs(rows, paper.values, voice, SIGN)]
        else:
            pieces += [piece for part in parts for piece in _pieces(part, paper.values, voice)]
    return pieces


def _pieces(part: Part, values: Mapping[str, Any], voice: Voice) -> list[Piece]:
    if isinstance(part, Text):
        return paragraphs(part, values, voice)
    if isinstance(part, Seal):
        who, day = voice.say(part.who, values), voice.say(part.day, values)
        return [Gap(4, 16), marks.seal_block(who, day), Gap(4, 4)]
    if isinstance(part, Rows):
        return [Gap(4, 8), form_rows.block(part, values, voice, WIDTH), Gap(2, 6)]
    return []


def paragraphs(part: Text, values: Mapping[str, Any], voice: Voice) -> list[Piece]:
    """A paragraph, to be ticked where nobody has chosen yet, and its second language below it."""
    tick = f"{OPEN} " if part.when.open(values) else ""
    mark = "**" if part.bold else ""
    found: list[Piece] = [
        Para(
            voice.say(f"{tick}{mark}{part.text}{mark}", values),
            part.indent,
            part.align,
            before=part.before,
        )
    ]
    if part.second:
        found.append(Para(voice.say(part.second, values), part.indent, part.align, scale=0.9))
    return found


def signs(
    rows: Sequence[Sequence[str]], values: Mapping[str, Any], voice: Voice, height: float
) -> Solid:
    """Rows of labels, each with a line to sign on, or with what is filled in; rows of as many
    fields stand below each other, each column as wide as its words ask for."""
    fields = [[sign_field(label, values, voice) for label in row] for row in rows]
    for row in fields:
        alike = [other for other in fields if len(other) == len(row)]
        marks.even(alike, WIDTH)

    def draw_signs(press: Press, _: float, top: float) -> None:
        for row in fields:
            top = marks.sign_row(press, row, top, height)

    return Solid(height * len(fields), draw_signs)


def sign_field(label: str, values: Mapping[str, Any], voice: Voice) -> SignField:
    """A label and what is filled in behind it; a line to write on where that is not known."""
    words, slot, rest = label.partition("{{")
    field = SignField(words)
    answer = voice.say(slot + rest, values) if slot else ()
    if any(isinstance(run, Run) for run in answer):
        field.answer = answer
    return field


def number_of(paper: Filled) -> Value:
    """The number of a sheet, or room for it."""
    if paper.number:
        return (Run(paper.number, "kai"),)
    return (Run("编号：", "kai"), Room(9.0))


def counterfoil(paper: Filled, foil: Counterfoil, voice: Voice) -> Solid:
    """What is torn off, below its cut line."""
    values = {**paper.values, "number": paper.number}
    setting = Setting(FOIL_SIZE, FOIL_LEADING, WIDTH, 2.0)
    texts: list[Value] = [
        piece.runs
        for text in foil.texts
        if text.when.holds(values)
        for piece in paragraphs(text, values, voice)
        if isinstance(piece, Para)
    ]
    title = tuple(
        run._replace(role="title") for run in voice.say(foil.title, values) if isinstance(run, Run)
    )
    signed = signs(foil.signs, values, voice, FOIL_SIGN)
    note = voice.say(foil.note, values) if foil.note else ()
    lines = sum(_height(runs, setting) for runs in texts)
    below_note = typeset.line_count(note, FOIL_NOTE) * FOIL_NOTE.leading + 2 if note else 0.0

    def draw_foil(press: Press, x: float, top: float) -> None:
        marks.cut_line(press, top - 4 * MM, paper.number if paper.form.series else "")
        below = press.text(title, x, top - 9 * MM, FOIL_TITLE)
        for runs in texts:
            below = press.text(runs, LEFT, below, setting)
        signed.draw(press, x, below)
        if note:
            press.text(note, x, below - signed.height - 2, FOIL_NOTE)

    height = 9 * MM + FOIL_TITLE.leading + lines + signed.height + below_note
    return Solid(height, draw_foil)


def _height(runs: Value, setting: Setting) -> float:
    return typeset.line_count(runs, setting) * setting.leading
