"""A sheet's columns read each as one kind of value; what repeats itself is read only once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from kongchuo_desktop.domain import codes, words
from kongchuo_desktop.domain.roster import Tag
from kongchuo_desktop.spreadsheets import columns, dates, values
from kongchuo_desktop.spreadsheets.values import Bad, Odd

Convert = Callable[[object], object]
TagWords = tuple[frozenset[Tag], frozenset[Tag]]  # the groups a cell says yes to, and speaks of
SILENT: TagWords = (frozenset(), frozenset())
# A cell of these that cannot be read refuses its row; any other is left empty and remarked upon.
DECISIVE = frozenset({"name", "id_no", "student_no", "birth", "class"})
_TROUBLES = frozenset({Odd, Bad})
_REPEATED = frozenset({"birth"})  # a few thousand days, though the first may all differ
_SAMPLE = 200  # cells that tell whether a column repeats itself
_LEFT_BEHIND = frozenset({Tag.LEFT_BEHIND_ONE, Tag.LEFT_BEHIND_BOTH})
_KINDS = {
    "disability": (Tag.DISABLED, codes.disabled),
    "inclusive": (Tag.INCLUSIVE, codes.inclusive),
}


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to be said of a cell: `place` counts the sheet's data rows from 0."""

    place: int
    title: str
    value: str
    reason: str


@dataclass(slots=True)
class Cleaned:
    """A sheet's columns by field, and what was noticed while reading them."""

    fields: dict[str, Sequence[Any]] = field(default_factory=dict)
    faults: list[Remark] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    kept: dict[int, dict[str, str]] = field(default_factory=dict)  # words that had no other place

    def take(self, title: str, name: str, cells: Sequence[object], convert: Convert) -> None:
        """Read a column; troubles are taken out of it and noted."""
        made, kinds = _converted(cells, convert, name in _REPEATED)
        if not _TROUBLES.isdisjoint(kinds):
            made = [
                self._settle(value, Remark(place, title, "", ""), name, cells)
                if isinstance(value, (Odd, Bad))
                else value
                for place, value in enumerate(made)
            ]
        self.fields[name] = made

    def _settle(self, trouble: Odd | Bad, at: Remark, name: str, cells: Sequence[object]) -> object:
        said = Remark(at.place, at.title, values.plain(cells[at.place]), trouble.reason)
        if isinstance(trouble, Odd):
            if trouble.reason:
                self.remarks.append(said)
            if trouble.kept:
                self.kept.setdefault(at.place, {})[trouble.where] = trouble.kept
            return trouble.value
        (self.faults if name in DECISIVE else self.remarks).append(said)
        return None if name == "birth" else ""


def _converted(
    cells: Sequence[object], convert: Convert, repeated: bool
) -> tuple[Sequence[Any], set[type]]:
    """The cells read, and the types that came of it."""
    if convert is values.free_text and values.are_plain(cells):
        return cells, {str}
    if not repeated and len({*cells[:_SAMPLE]}) > _SAMPLE * 0.9:
        made = list(map(convert, cells))
        return made, {*map(type, made)}
    read = {cell: convert(cell) for cell in {*cells}}
    kinds = {*map(type, read.values())}
    if len(read) == 1:
        return [*read.values()] * len(cells), kinds
    if kinds == {str} and all(cell is value for cell, value in read.items()):
        return cells, kinds
    return list(map(read.__getitem__, cells)), kinds


def converter(name: str, title: str, date_1904: bool) -> Convert:
    """How the cells of a field under this heading are read."""
    if name == "boarding":
        return partial(_boarding, asked="是否" in title)
    if name in _CONVERT:
        return _CONVERT[name]
    if name == "birth":
        return partial(_birth, date_1904=date_1904)
    if name in columns.TAG_FIELDS:
        return partial(_flag, tag=columns.TAG_FIELDS[name])
    return _member(name) if name.startswith("guardian") else values.free_text


def _member(name: str) -> Convert:
    member, _, part = name.partition("_")
    label = "成员" + member.removeprefix("guardian")
    if part == "phone":
        return partial(values.phone, label=f"{label}联系电话")
    if part == "name":
        return partial(values.member_name, label=f"{label}姓名")
    return _MEMBER[part]


def kind_words(cell: object) -> str | Odd:
    """What 残疾类型 or 随班就读 says beyond yes and no, to be kept in its own words."""
    text = values.free_text(cell)
    if isinstance(text, Odd) or codes.yes_no(values.compact(cell)) is None:
        return text
    return ""


def _birth(cell: object, date_1904: bool) -> object:
    text = values.plain(cell)
    if not text:
        return None
    if lost := values.damage(cell, text):
        return Bad(lost)
    day = dates.read(cell, date_1904)
    return Bad(f"看不懂出生日期“{text}”，请写成 2015-09-01 这样") if day is None else day


def _sex(cell: object) -> object:
    text = values.compact(cell)
    return values.coded(text, codes.sex(text), "性别")


def _boarding(cell: object, asked: bool) -> object:
    text = values.compact(cell)
    return values.coded(text, codes.boarding(text, asked=asked), "就读方式")


def _status(cell: object) -> object:
    text = values.compact(cell)
    return values.coded(text, codes.status(text), "学生状态")


def _yes_no(cell: object) -> object:
    text = values.compact(cell)
    return values.coded(text, codes.yes_no(text), "是否监护人")


def _relation(cell: object) -> object:
    text = values.free_text(cell)
    return codes.relation(text) if isinstance(text, str) else text


def _flag(cell: object, tag: Tag) -> object:
    text = values.compact(cell)
    return _spoken(text, codes.yes_no(text), tag)


def _kind(cell: object, tag: Tag, decide: Callable[[str], bool | None]) -> object:
    text = values.compact(cell)
    return _spoken(text, decide(text) if text else None, tag)


def _spoken(text: str, answer: bool | None, tag: Tag) -> object:
    if answer is None:
        if not text:
            return SILENT
        label = words.TAGS[tag]
        return Odd(SILENT, f"看不懂“{label}”一栏的“{text}”，先空着", text, f"{label}原文")
    return frozenset({tag}) if answer else frozenset(), frozenset({tag})


def _left_behind(cell: object) -> object:
    text = values.compact(cell)
    if not text:
        return SILENT
    tags = codes.left_behind(text)
    if tags is None:
        reason = "没有说清是单亲留守还是双亲留守，先不打留守标签，请补上"
        return Odd(SILENT, reason, text, "留守儿童原文")
    return tags, _LEFT_BEHIND


def _groups(cell: object) -> object:
    """A free list of special groups: what is not named is not denied."""
    text = values.free_text(cell)
    if not isinstance(text, str):
        return Odd(SILENT, text.reason)
    parts = text.replace("，", "、").replace(",", "、").replace("/", "、").split("、")
    named = [part.strip() for part in parts if part.strip() not in ("", "无", "否")]
    found = {word: codes.tag(word) for word in named}
    tags = frozenset(tag for tag in found.values() if tag is not None)
    if unknown := [word for word, tag in found.items() if tag is None]:
        return Odd((tags, tags), f"看不懂特殊群体“{'、'.join(unknown)}”", text, "特殊群体原文")
    return tags, tags


def class_cell(cell: object) -> str | Bad:
    """The text of 班级 or 年级; 1-1 that has become a date is past reading."""
    if isinstance(cell, date):
        return Bad("班级被表格软件变成了日期，请把这一列设成文本，写成“七年级1班”这样")
    text = values.plain(cell)
    lost = values.damage(cell, text)
    return Bad(lost) if lost else text


_CONVERT: dict[str, Convert] = {
    "name": values.name,
    "sex": _sex,
    "id_no": values.id_number,
    "student_no": values.student_number,
    "seat_no": values.free_text,
    "ethnicity": values.ethnicity,
    "status": _status,
    "phone": values.phone,
    "distance_km": values.distance,
    "left_behind": _left_behind,
    "groups": _groups,
    **{name: partial(_kind, tag=tag, decide=decide) for name, (tag, decide) in _KINDS.items()},
}
_MEMBER: dict[str, Convert] = {
    "relation": _relation,
    "is_guardian": _yes_no,
    "id_no": values.member_id_number,
    "work": values.free_text,
}
