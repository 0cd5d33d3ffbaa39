"""A form as it is declared: what it is about, its parts, its words, the fields that fill them.

The declarations are data (`resources/templates/forms/`), read by `form_reader`; a school may word
paragraphs in its own way. Nothing here knows how a form is drawn or where its values come from.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

QUOTES = re.compile(r"\{\{\s*(?:law|cite):")
"""A paragraph that quotes a statute is not the school's to word."""
SLOT = re.compile(r"\{\{\s*([a-z_0-9]+)\s*\}\}")


class About(StrEnum):
    """What a form is filled from: the whole school, a class, a child, its dropout case, one
    numbered sheet, or one slip of leave."""

    SCHOOL = "school"
    CLASS = "class"
    CHILD = "child"
    CASE = "case"
    SHEET = "sheet"
    LEAVE = "leave"


class Issuer(StrEnum):
    """Who may issue it (law §2): the powers of offices are not the school's."""

    SCHOOL = "school"
    TOWNSHIP = "township"
    COUNTY = "county"


class Page(StrEnum):
    """The sheet of paper; a letter is an upright page with the margins of an official document."""

    LETTER = "letter"
    UPRIGHT = "upright"
    WIDE = "wide"
    A3 = "a3"


class FieldKind(StrEnum):
    """How a value is written: `money` is whole 分 shown as 元, `tick` a box for each option."""

    TEXT = "text"
    NAME = "name"
    DAY = "day"
    MONTH_DAY = "month_day"
    DAYS = "days"
    NUMBER = "number"
    PERCENT = "percent"
    MONEY = "money"
    ITEMS = "items"
    TICK = "tick"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """Something that may stand in a form: `words` names it to people, `room` is what is left to
    write it by hand, in em; `options` are those of a tick."""

    id: str
    words: str
    kind: FieldKind = FieldKind.TEXT
    room: float = 8.0
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Under which values a part stands: these fields have something to say, those have not, and
    `field` has one of `values`. A field that is not known counts as having something to say."""

    has: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    field: str = ""
    values: tuple[str, ...] = ()

    def holds(self, values: Mapping[str, object]) -> bool:
        if any(_empty(values.get(field)) for field in self.has):
            return False
        if any(not _empty(values.get(field)) for field in self.lacks):
            return False
        chosen = values.get(self.field)
        return not self.field or chosen is None or chosen in self.values

    def open(self, values: Mapping[str, object]) -> bool:
        """Nobody has chosen yet: the paper leaves it to be ticked."""
        return bool(self.field) and values.get(self.field) is None

    @property
    def fields(self) -> tuple[str, ...]:
        return (*self.has, *self.lacks, *((self.field,) if self.field else ()))


def _empty(value: object) -> bool:
    return value is False or (value is not None and not value and value != 0)


ALWAYS = When()


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A paragraph. `align` as for type; `bold` sets all of it off; `before` in lines. `second` is
    the same in the region's second language, set below it; `locked` is not the school's to word."""

    key: str
    text: str
    when: When = ALWAYS
    indent: float = 2.0
    align: str = "justify"
    bold: bool = False
    before: float = 0.0
    second: str = ""
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A cell of a form: a label, or what is filled in. `sign` stands at its lower right, to be
    signed; `share` is its part of the width."""

    text: str
    share: float
    label: bool = False
    sign: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Cells side by side, at least `height` mm high; `grows` takes room that the page has left.
    `size` is the type to begin with, where it is to be larger than usual."""

    cells: tuple[Cell, ...]
    height: float = 9.0
    grows: bool = False
    size: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A ruled form of labelled cells."""

    rows: tuple[Row, ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of a list, its title filled like any text; `total` adds it up in the last row."""

    title: str
    share: float
    text: str
    align: str = "left"
    total: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A ruled list of the records under `field`; `blank` rows to be filled in by hand, `least` of
    them in mm, also below the records of a paper kept by hand (`spare` rows). The first of the
    blank rows begin as `printed`; a record that has something under `strong` stands out."""

    field: str
    columns: tuple[Column, ...]
    blank: int = 10
    printed: tuple[tuple[str, ...], ...] = ()
    strong: str = ""
    spare: int = 0
    least: float = 8.0
    size: float = 10.0
    heading: str = ""
    when: When = ALWAYS

    @property
    def totals(self) -> bool:
        return any(column.total for column in self.columns)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """Labels side by side, each with a line to sign on; a field among them is filled in."""

    labels: tuple[str, ...]
    when: When = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class Seal:
    """Whose seal is pressed over the date: `who` and `day` as templates."""

    who: str
    day: str
    when: When = ALWAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPage:
    """What follows stands on a page of its own, under a title of its own where it has one."""

    title: str = ""
    when: When = ALWAYS


Part = Text | Rows | Listing | Signs | Seal | NewPage


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterfoil:
    """What is torn off below the cut line (回执、存根), the number printed across it."""

    title: str
    texts: tuple[Text, ...]
    signs: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One form of the trade (F00–F32). `code` is its place in that list, `words` its name on
    screen, `series` the word of its numbers (none: printed, not registered), `copies` how many
    are signed, `head` who stands in red at the top of an official letter, `needs` the facts without
    which it has no ground, `once` that it is not issued again while nothing has changed."""

    id: str
    code: str
    words: str
    title: str
    about: About
    page: Page
    group: str
    series: str = ""
    issuer: Issuer = Issuer.SCHOOL
    copies: int = 1
    head: str = ""
    particulars: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    counterfoil: Counterfoil | None = None
    extra: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    once: bool = False
    note: str = ""

    @property
    def texts(self) -> tuple[Text, ...]:
        """Every paragraph, in the order of the page."""
        below = self.counterfoil.texts if self.counterfoil else ()
        return (*(part for part in self.parts if isinstance(part, Text)), *below)

    @property
    def fields(self) -> frozenset[str]:
        """Everything that has to be known to fill it, lists and their columns apart."""
        return frozenset(slot for words in self.words_said() for slot in slots(words)) | {
            field for part in (*self.parts, *self.texts) for field in _when(part).fields
        }

    @property
    def listings(self) -> tuple[Listing, ...]:
        return tuple(part for part in self.parts if isinstance(part, Listing))

    def words_said(self) -> Iterator[str]:
        """Every template of the form, columns of lists apart."""
        yield from (self.title, self.head, *self.particulars, *self.extra_slots())
        for part in (*self.parts, *self.texts):
            yield from words_of(part)
        if self.counterfoil:
            yield from (self.counterfoil.title, self.counterfoil.note)
            for signs in self.counterfoil.signs:
                yield from signs

    def extra_slots(self) -> tuple[str, ...]:
        return tuple(f"{{{{{field}}}}}" for field in self.extra)

    def reworded(self, texts: Mapping[str, str], second: Mapping[str, str]) -> Form:
        """The form in a school's own words, by the keys of its paragraphs."""

        def own(text: Text) -> Text:
            words = text.text if text.locked else texts.get(text.key, text.text)
            return replace(text, text=words, second=second.get(text.key, text.second))

        below = self.counterfoil
        return replace(
            self,
            parts=tuple(own(part) if isinstance(part, Text) else part for part in self.parts),
            counterfoil=replace(below, texts=tuple(map(own, below.texts))) if below else None,
        )


def words_of(part: Part) -> Iterator[str]:
    """Every template of a part but the cells of lists: those are filled row by row."""
    if isinstance(part, Text):
        yield from (part.text, part.second)
    elif isinstance(part, Rows):
        for row in part.rows:
            for cell in row.cells:
                yield from (cell.text, cell.sign)
    elif isinstance(part, Signs):
        yield from part.labels
    elif isinstance(part, Seal):
        yield from (part.who, part.day)
    elif isinstance(part, Listing):
        yield part.heading
        yield from (column.title for column in part.columns)
    else:
        yield part.title


def slots(words: str) -> list[str]:
    """The fields named in a text."""
    return SLOT.findall(words)


def _when(part: Part) -> When:
    return part.when


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One sheet to be: a form and what it is filled with. `number` as printed, `code` as found
    again (`F02-2026-003`); without a value a field leaves room to write."""

    form: Form
    values: Mapping[str, Any]
    number: str | None = None
    code: str = ""

    @property
    def student_name(self) -> str | None:
        """Whom a refusal names."""
        name = self.values.get("student")
        return name if isinstance(name, str) else None
