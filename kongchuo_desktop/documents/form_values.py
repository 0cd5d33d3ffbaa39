"""Values of a form as they are written: dates, boxes, amounts; room where a value is not known."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.documents import wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.wording import Sentence, Value
from kongchuo_desktop.domain.forms import Field, FieldKind, Form, Issuer
from kongchuo_desktop.domain.papers import FORBIDDEN_TO_SCHOOLS

TICKED, OPEN = "☑", "□"
OTHER = "其他"


class Voice:
    """What a form says: its texts read once, filled for each sheet."""

    def __init__(self, form: Form, fields: Mapping[str, Field]) -> None:
        self._name = form.words
        self._fields = fields
        self._forbidden = FORBIDDEN_TO_SCHOOLS if form.issuer is Issuer.SCHOOL else ()
        self._read: dict[str, Sentence] = {}

    def sentence(self, text: str) -> Sentence:
        found = self._read.get(text)
        if found is None:
            found = Sentence(self._name, text, self._fields, self._forbidden)
            self._read[text] = found
        return found

    def say(self, text: str, values: Mapping[str, Any]) -> Value:
        """A text filled; underlined room where a value is not known."""
        sentence = self.sentence(text)
        return sentence({slot: self._shown(slot, values.get(slot)) for slot in sentence.slots})

    def cell(self, text: str, values: Mapping[str, Any]) -> Value:
        """The same in a ruled cell, which is itself the room to write in."""
        alone = self.sentence(text).alone
        if alone and _unsaid(values.get(alone)) and self._fields[alone].kind not in ROOMY:
            return ()
        return self.say(text, values)

    def brief(self, text: str, values: Mapping[str, Any]) -> Value:
        """A day that is all of a cell, as short as it can be written: 2026.9.1; nothing else has
        a shorter form."""
        alone = self.sentence(text).alone
        day = values.get(alone) if alone and self._fields[alone].kind is FieldKind.DAY else None
        return (Run(f"{day.year}.{day.month}.{day.day}"),) if day else ()

    def plain(self, text: str, values: Mapping[str, Any]) -> str:
        return "".join(run.text for run in self.say(text, values) if isinstance(run, Run))

    def _shown(self, slot: str, value: Any) -> Value:
        return shown(self._fields[slot], value)


ROOMY = frozenset({FieldKind.TICK})


def _unsaid(value: Any) -> bool:
    return value is None or value in ("", ())


def shown(field: Field, value: Any) -> Value:
    """One value in its field's manner; an empty list of things is 无."""
    if field.kind is FieldKind.TICK:
        return boxes(value, field.options)
    if value is None or value == "":
        return BLANKS.get(field.kind, lambda field: (Room(field.room),))(field)
    written: Value = WRITTEN[field.kind](value)
    return written


def boxes(chosen: str | Collection[str] | None, options: Sequence[str]) -> Value:
    """Every option with its box; what was not foreseen stands behind 其他, or at the end."""
    picked = [chosen] if isinstance(chosen, str) else list(chosen or ())
    others = [word for word in picked if word and word not in options]
    parts = []
    for option in options:
        extra = option == OTHER and others
        box = TICKED if option in picked or extra else OPEN
        parts.append(f"{box}{option}" + (f"（{'、'.join(others)}）" if extra else ""))
    if others and OTHER not in options:
        parts += [f"{TICKED}{word}" for word in others]
    return (Run("　".join(parts)),)


def _blank_day(_field: Field) -> Value:
    return wording.day(None)


def _blank_month_day(_field: Field) -> Value:
    return wording.month_day(None)


BLANKS = {FieldKind.DAY: _blank_day, FieldKind.MONTH_DAY: _blank_month_day}


def _text(value: Any) -> Value:
    return (Run(str(value)),)


def _name(value: Any) -> Value:
    return (Run(str(value), whole=True),)


def _number(value: Any) -> Value:
    return (Run(f"{value:g}" if isinstance(value, float) else str(value)),)


def _percent(value: Any) -> Value:
    return (Run(f"{value * 100:.1f}%"),)


def _money(value: Any) -> Value:
    whole, rest = divmod(int(value), 100)
    return (Run(f"{whole}.{rest:02d}" if rest else str(whole)),)


def _items(value: Any) -> Value:
    return (Run("、".join(value)),) if value else (Run("无"),)


def _days(value: Any) -> Value:
    return wording.days(tuple(value)) if value else (Run("无"),)


def _day(value: date) -> Value:
    return wording.day(value)


WRITTEN: Mapping[FieldKind, Any] = {
    FieldKind.TEXT: _text,
    FieldKind.NAME: _name,
    FieldKind.DAY: _day,
    FieldKind.MONTH_DAY: wording.month_day,
    FieldKind.DAYS: _days,
    FieldKind.NUMBER: _number,
    FieldKind.PERCENT: _percent,
    FieldKind.MONEY: _money,
    FieldKind.ITEMS: _items,
}
