"""Where a sheet's headings are, in one line or two, and which column fills which field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kongchuo_desktop.domain.roster_import import HeadingRow
from kongchuo_desktop.spreadsheets import bounds, columns, values
from kongchuo_desktop.spreadsheets.columns import GROUP_RELATIONS
from kongchuo_desktop.spreadsheets.reader import Sheet

_LOOKED_AT = 20  # rows
_EMPTY = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column that is read: its place from 0, its heading (unique in the sheet), its field."""

    place: int
    title: str
    field: str


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a sheet: data begin at row `end`, counted from 0."""

    start: int
    end: int
    columns: tuple[Column, ...]
    relations: Mapping[str, str]  # guardian1 → 父亲, where the heading says so

    def column(self, field: str) -> Column | None:
        """The column that fills a field."""
        return next((column for column in self.columns if column.field == field), None)


@dataclass(frozen=True, slots=True)
class _Line:
    """One way to read the headings: its titles by place, and the fields they are known for."""

    start: int
    end: int
    titles: list[str]
    fields: list[str | None]
    headed: bool = False  # under a title such as 学生信息 or 家庭成员一

    @property
    def score(self) -> int:
        known = {field for field in self.fields if field}
        return len(known) if "name" in known else 0


def find(sheet: Sheet, mapping: Mapping[str, str]) -> Header | None:
    """The headings in the first rows, by how many names are known; None if 姓名 is nowhere.

    `mapping` gives headings the fields a user has chosen for them.
    """
    first = sheet.rows[:_LOOKED_AT]
    single = [_single(row, number, mapping) for number, row in enumerate(first)]
    double = [_double(sheet, number, mapping) for number in range(len(first) - 1)]
    lines = [line for line in (*single, *double) if line.score]
    if not lines:
        return None
    return _header(sheet, max(lines, key=lambda line: (line.headed, line.score)), mapping)


def rows(sheet: Sheet) -> list[HeadingRow]:
    """Every row in which the headings may stand, for a person to choose from."""
    field_of = columns.vocabulary().field_of
    found = []
    for number, row in enumerate(sheet.rows[:_LOOKED_AT], start=1):
        titles = tuple(filter(None, map(_title, row)))
        known = sum(field_of(title) is not None for title in titles)
        if titles:
            found.append(HeadingRow(sheet.name, number, titles, known))
    return found


def _single(row: list[object], number: int, mapping: Mapping[str, str]) -> _Line:
    titles = [_title(cell) for cell in row]
    return _Line(number, number + 1, titles, [_field(title, mapping) for title in titles])


def _double(sheet: Sheet, number: int, mapping: Mapping[str, str]) -> _Line:
    """Two rows as one: 家庭成员一 over 姓名, 关系 and 电话."""
    above = _spread(sheet, number)
    known = columns.vocabulary().groups | columns.vocabulary().plain_headings
    titles, fields = [], []
    carried = ""
    headed = False
    for top, cell in zip(above, sheet.rows[number + 1], strict=True):
        below = _title(cell)
        carried = top or carried
        title, field = _joined(top, below, "" if sheet.merged else carried, mapping)
        titles.append(title)
        fields.append(field)
        headed = headed or (bool(top and below) and columns.key(top) in known)
    return _Line(number, number + 2, titles, fields, headed)


def _joined(
    top: str, below: str, carried: str, mapping: Mapping[str, str]
) -> tuple[str, str | None]:
    known = columns.vocabulary()
    if not top and below and carried and columns.key(carried) in known.groups:
        top = carried
    if not top or not below or top == below:
        title = top or below
        return title, _field(title, mapping)
    if columns.key(top) in known.plain_headings:
        return below, _field(below, mapping)
    return top + below, _field(top + below, mapping)


def _spread(sheet: Sheet, number: int) -> list[str]:
    """A row's titles, each over all the columns it is merged across."""
    titles = [_title(cell) for cell in sheet.rows[number]]
    for (first_row, first), (last_row, last) in sheet.merged:
        if first_row == number == last_row:
            for place in range(first + 1, min(last + 1, len(titles))):
                titles[place] = titles[first]
    return titles


def _title(cell: object) -> str:
    return "".join(values.plain(cell).split()) if cell else _EMPTY


def _field(title: str, mapping: Mapping[str, str]) -> str | None:
    if not title:
        return None
    return mapping[title] if title in mapping else columns.vocabulary().field_of(title)


def _header(sheet: Sheet, line: _Line, mapping: Mapping[str, str]) -> Header:
    titles = _unique(line.titles, sheet, line.end)
    fields = [
        mapping.get(title, f"more:{title}" if field is None else field)
        for title, field in zip(titles, line.fields, strict=True)
    ]
    relations = _relations(fields)
    fields = _once_each(titles, columns.settled(fields))
    found = tuple(
        Column(place, title, field)
        for place, (title, field) in enumerate(zip(titles, fields, strict=True))
        if title
    )
    return Header(line.start, line.end, found, relations)


def _unique(titles: list[str], sheet: Sheet, start: int) -> list[str]:
    """Headings made different; one without is named by its letters if it holds anything."""
    seen: dict[str, int] = {}
    found = []
    for place, title in enumerate(titles):
        if not title and any(row[place] not in ("", None) for row in sheet.rows[start:]):
            title = f"{bounds.letters(place)}列"  # noqa: PLW2901
        seen[title] = seen.get(title, 0) + 1
        found.append(f"{title}({seen[title]})" if title and seen[title] > 1 else title)
    return found


def _relations(fields: list[str]) -> dict[str, str]:
    """guardian1 → 父亲 for a sheet whose headings name father and mother."""
    words = {}
    for before, after in zip(fields, columns.settled(fields), strict=True):
        group = before.partition(".")[0]
        if before != after and group in GROUP_RELATIONS:
            words[after.partition("_")[0]] = GROUP_RELATIONS[group]
    return words


def _once_each(titles: list[str], fields: list[str]) -> list[str]:
    """The first column that fills a field keeps it; others are kept under their own headings."""
    taken: set[str] = set()
    found = []
    for title, field in zip(titles, fields, strict=True):
        doubled = field in taken and field
        found.append(f"more:{title}" if doubled else field)
        taken.add(field)
    for other, field in columns.vocabulary().stands_for.items():
        if field not in taken and other in found:
            found[found.index(other)] = field
            taken.add(field)
    return found
