"""Cleaned columns put together, row by row, as the children a roster tells of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import repeat

from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.roster import Guardian, Sex, Status, Student, Tag
from kongchuo_desktop.domain.roster_merge import Entry
from kongchuo_desktop.domain.villages import village_of
from kongchuo_desktop.spreadsheets.cleaning import SILENT, Cleaned, TagWords
from kongchuo_desktop.spreadsheets.columns import GUARDIAN_PARTS, TAG_FIELDS

_TEXTS = (
    "id",
    "name",
    "id_no",
    "student_no",
    "seat_no",
    "ethnicity",
    "address",
    "phone",
    "village",
)
_OTHERS = ("sex", "birth", "boarding", "distance_km", "status")
_TAG_COLUMNS = (*TAG_FIELDS, "left_behind", "disability", "groups")
_MEMBER = re.compile(r"guardian(\d)_")
Family = tuple[Guardian, ...]


def build(
    cleaned: Cleaned,
    classes: Sequence[ClassName | None],
    rows: Sequence[int],
    sheet: str,
    relations: Mapping[str, str],
) -> list[Entry]:
    """One entry for each row without a fault; `rows` are their places in the sheet from 0."""
    refused = {fault.place for fault in cleaned.faults}
    families, flags = _families(cleaned, len(rows), relations)
    tags, spoken = _tags(cleaned, len(rows))
    said = _said(cleaned, spoken, flags)
    texts = [cleaned.fields.get(name) or repeat("") for name in _TEXTS]
    others = [cleaned.fields.get(name) or repeat(None) for name in _OTHERS]
    parts = zip(rows, classes, said, tags, families, _more(cleaned, len(rows)), *texts, *others)  # noqa: B905
    return [
        Entry(row + 1, sheet, _student(*values), class_name, words)
        for place, (row, class_name, words, *values) in enumerate(parts)
        if place not in refused
    ]


def _student(
    tags: frozenset[Tag], family: Family, more: dict[str, str], id_: str, name: str, id_no: str,
    student_no: str, seat_no: str, ethnicity: str, address: str, phone: str, village: str,
    sex: Sex | None, birth: date | None, boarding: bool | None, distance: float | None,
    status: Status | None,
) -> Student:  # fmt: skip
    return Student(
        id=id_, name=name, sex=sex, birth=birth, id_no=id_no, student_no=student_no,
        seat_no=seat_no, ethnicity=ethnicity, status=status or Status.ENROLLED, boarding=boarding,
        village=village or (village_of(address) if address else ""), address=address, phone=phone,
        distance_km=distance, tags=tags, guardians=family, more=more,
    )  # fmt: skip


def _families(
    cleaned: Cleaned, count: int, relations: Mapping[str, str]
) -> tuple[list[Family], list[tuple[str, ...]]]:
    """Each row's members of the family; and for which of them it says 是否监护人."""
    numbers = sorted({found[1] for name in cleaned.fields if (found := _MEMBER.match(name))})
    if not numbers:
        return [()] * count, [()] * count
    members = [_members(cleaned, f"guardian{n}", relations, count) for n in numbers]
    flags = [cleaned.fields.get(f"guardian{n}_is_guardian") or [None] * count for n in numbers]
    families = [tuple(filter(None, family)) for family in zip(*members, strict=True)]
    if relations and len(numbers) > 2:
        families = [_each_once(family) for family in families]
    everybody = tuple(f"guardian{place}" for place in range(1, len(numbers) + 1))
    spoken = [
        everybody if None not in asked and None not in family else _spoken(family, asked)
        for family, asked in zip(zip(*members, strict=True), zip(*flags, strict=True), strict=True)
    ]
    return families, spoken


def _members(
    cleaned: Cleaned, member: str, relations: Mapping[str, str], count: int
) -> list[Guardian | None]:
    parts = [cleaned.fields.get(f"{member}_{part}") or [""] * count for part in GUARDIAN_PARTS]
    usual = relations.get(member, "")
    return [
        Guardian(
            name=name,
            relation=relation or usual,
            phone=phone,
            is_guardian=flag is not False,
            id_no=id_no,
            work=work,
        )
        if name or phone or id_no
        else None
        for name, relation, phone, flag, id_no, work in zip(*parts, strict=True)
    ]


def _each_once(family: Family) -> Family:
    """Beside father and mother, a column 监护人 usually names one of them again."""
    seen: dict[str, Guardian] = {}
    for number, guardian in enumerate(family):
        first = seen.setdefault(guardian.name or str(number), guardian)
        if first is not guardian and guardian.phone and not first.phone:
            seen[guardian.name] = replace(first, phone=guardian.phone)
    return tuple(seen.values())


def _spoken(family: Sequence[Guardian | None], asked: Sequence[bool | None]) -> tuple[str, ...]:
    flags = [flag for guardian, flag in zip(family, asked, strict=True) if guardian is not None]
    return tuple(f"guardian{n}" for n, flag in enumerate(flags, start=1) if flag is not None)


def _tags(cleaned: Cleaned, count: int) -> tuple[list[frozenset[Tag]], list[frozenset[Tag]]]:
    """Each row's special groups, and those it speaks of at all."""
    present = [cleaned.fields[name] for name in _TAG_COLUMNS if name in cleaned.fields]
    if not present:
        return [SILENT[0]] * count, [SILENT[1]] * count
    rows = list(zip(*present, strict=True))
    united = {row: _united(row) for row in set(rows)}
    return [united[row][0] for row in rows], [united[row][1] for row in rows]


def _united(row: Sequence[TagWords]) -> TagWords:
    return frozenset().union(*(yes for yes, _ in row)), frozenset().union(
        *(said for _, said in row)
    )


def _more(cleaned: Cleaned, count: int) -> list[dict[str, str]]:
    """Each row's other columns by their standard names, without the empty ones."""
    others = {
        k.removeprefix("more:"): v for k, v in cleaned.fields.items() if k.startswith("more:")
    }
    full = {name: cells for name, cells in others.items() if "" not in cells}
    rows: Iterable[tuple[str, ...]] = zip(*full.values(), strict=True) if full else [()] * count
    found = [dict(zip(full, row, strict=True)) for row in rows]
    for name, cells in others.items():
        if name not in full:
            for more, text in zip(found, cells, strict=True):
                if text:
                    more[name] = text
    for place, words in cleaned.kept.items():
        found[place] |= words
    return found


def _said(
    cleaned: Cleaned, spoken: Sequence[frozenset[Tag]], flags: Sequence[tuple[str, ...]]
) -> list[frozenset[str]]:
    nothing = repeat(None)
    statuses = cleaned.fields.get("status") or nothing
    villages = cleaned.fields.get("village") or nothing
    rows = [
        (tags, members, status is not None, bool(village))
        for tags, members, status, village in zip(spoken, flags, statuses, villages)  # noqa: B905
    ]
    known = {row: _words_said(*row) for row in set(rows)}
    return [known[row] for row in rows]


def _words_said(
    tags: frozenset[Tag], members: tuple[str, ...], status: bool, village: bool
) -> frozenset[str]:
    fields = {"status"} if status else set()
    return frozenset({*tags, *members, *fields, *({"village"} if village else ())})
