"""A workbook read as a roster: what its columns mean, the children in it, the rows refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from kongchuo_desktop import collector
from kongchuo_desktop.domain import class_names
from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster_import import Fault, HeadingRow, NoNames
from kongchuo_desktop.domain.roster_merge import Entry
from kongchuo_desktop.spreadsheets import checks, cleaning, columns, entries, header, rows, values
from kongchuo_desktop.spreadsheets.cleaning import Cleaned, Remark
from kongchuo_desktop.spreadsheets.header import Header
from kongchuo_desktop.spreadsheets.reader import Sheet, Workbook
from kongchuo_desktop.spreadsheets.values import Bad

_IN_TITLE = re.compile(r"(?:[一二三四五六七八九]年级|初[一二三])[（(]?\d{1,2}[)）]?班")
_ASKED = ("id_no", "birth", "sex", "class", "grade", "more:身份证件类型")
_KIND_WORDS = {"disability": "more:残疾类型", "inclusive": "more:随班就读"}


@dataclass(slots=True)
class RosterTable:
    """A roster as read, before anything is compared with the school's own.

    `columns` shows each heading with the field it fills; give it back changed as `mapping`.
    `refused` are cells for which their row is refused, `remarks` cells read with a reservation.
    """

    workbook: Workbook
    columns: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    refused: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    sheets_skipped: list[tuple[str, str]] = field(default_factory=list)  # name, why
    school_codes: set[str] = field(default_factory=set)
    headers: dict[str, Header] = field(default_factory=dict)

    @property
    def classes(self) -> dict[str, int]:
        """Children by the full name of their class, in the order met."""
        found: dict[str, int] = {}
        for entry in self.entries:
            if entry.class_name:
                name = entry.class_name.full
                found[name] = found.get(name, 0) + 1
        return found


def read_table(
    workbook: Workbook,
    mapping: Mapping[str, str] | None = None,
    school_year: int = 2026,
    progress: Callable[[int, int], None] | None = None,
) -> RosterTable:
    """The roster in a workbook; Refused if no visible sheet has a column 姓名 (NoNames if one may
    be pointed out), Invalid if a field of `mapping` does not exist.

    `mapping` (heading → field, "" for not to be read) overrides what is found. `school_year` is the
    year in which the school year began. `progress` may raise Cancelled.
    """
    table = RosterTable(workbook)
    chosen = columns.chosen(mapping or {})
    with collector.at_rest():
        for number, sheet in enumerate(workbook.sheets):
            if progress is not None:
                progress(number, len(workbook.sheets))
            _read_sheet(table, sheet, chosen, school_year)
    if not table.headers:
        raise _no_roster(table)
    return table


def _read_sheet(
    table: RosterTable, sheet: Sheet, mapping: Mapping[str, str], school_year: int
) -> None:
    if not sheet.rows:
        return
    if sheet.hidden:
        table.sheets_skipped.append((sheet.name, "是隐藏的工作表，没有读；要读请先取消隐藏"))
        return
    found = header.find(sheet, mapping)
    if found is None:
        table.sheets_skipped.append((sheet.name, "没有“姓名”一列，没有读"))
        return
    table.headers[sheet.name] = found
    for column in found.columns:
        table.columns.setdefault(column.title, column.field)
    rows.fill_merged(sheet, found)
    picked = rows.pick(sheet, found)
    table.notes += picked.notes
    _refuse_nameless(table, sheet, found, picked.nameless)
    if picked.rows:
        _SheetReading(table, sheet, found, picked.rows, school_year).run()


class _SheetReading:
    def __init__(
        self, table: RosterTable, sheet: Sheet, found: Header, places: list[int], year: int
    ) -> None:
        self.table = table
        self.sheet = sheet
        self.header = found
        self.places = places
        self.year = year
        self.titles = {column.field: column.title for column in found.columns}
        self.cells: dict[str, Sequence[object]] = {}
        self.cleaned = Cleaned()

    def run(self) -> None:
        self._clean()
        checks.accept_other_papers(self.cleaned, self.cells, self.titles.get("id_no", ""))
        checks.cross_check(self.cleaned, self.cells, self.titles, self.year)
        classes = self._classes()
        table = self.table
        table.entries += entries.build(
            self.cleaned, classes, self.places, self.sheet.name, self.header.relations
        )
        names = self.cleaned.fields["name"]
        table.refused += [self._fault(remark, names) for remark in self.cleaned.faults]
        table.remarks += [self._fault(remark, names) for remark in self.cleaned.remarks]
        table.school_codes |= {*self.cleaned.fields.get("more:学校标识码", ())} - {""}

    def _clean(self) -> None:
        by_column = list(zip(*(self.sheet.rows[place] for place in self.places), strict=True))
        date_1904 = self.table.workbook.date_1904
        for column in self.header.columns:
            if not column.field:
                continue
            cells = by_column[column.place]
            if column.field in _ASKED:
                self.cells[column.field] = cells
            if column.field in ("class", "grade"):
                continue
            convert = cleaning.converter(column.field, column.title, date_1904)
            self.cleaned.take(column.title, column.field, cells, convert)
            if words := _KIND_WORDS.get(column.field):
                self.cleaned.take(column.title, words, cells, cleaning.kind_words)

    def _classes(self) -> list[ClassName | None]:
        """The class of every row: from its cells, else from the sheet's name, else from a title."""
        count = len(self.places)
        if "class" not in self.cells and "grade" not in self.cells:
            return [self._class_of_sheet("")] * count
        blank = [""] * count
        pairs = list(
            zip(self.cells.get("class", blank), self.cells.get("grade", blank), strict=True)
        )
        read = {pair: self._class_of(*pair) for pair in set(pairs)}
        found = [read[pair] for pair in pairs]
        return [
            self._settled(place, value) if isinstance(value, (str, _Noted)) else value
            for place, value in enumerate(found)
        ]

    def _class_of(self, cell: object, grade_cell: object) -> ClassName | _Noted | str | None:
        """The class of a pair of cells, or why it cannot be told."""
        text, grade_text = cleaning.class_cell(cell), cleaning.class_cell(grade_cell)
        for trouble in (text, grade_text):
            if isinstance(trouble, Bad):
                return trouble.reason
        if not text:
            return self._without_class(str(grade_text))
        reading = class_names.read(str(text), str(grade_text), self.year)
        if reading.found is None:
            return reading.fault
        return _Noted(reading.found, reading.note) if reading.note else reading.found

    def _without_class(self, grade_text: str) -> ClassName | str | None:
        if "class" in self.cells or not grade_text:
            return None
        grade = class_names.read_grade(grade_text, self.year)
        if grade is None:
            return f"看不懂年级“{grade_text}”"
        return self._class_of_sheet(grade_text) or class_names.whole_grade(grade)

    def _class_of_sheet(self, grade_text: str) -> ClassName | None:
        return class_of_sheet(self.sheet, self.header.start, grade_text, self.year)

    def _settled(self, place: int, value: str | _Noted) -> ClassName | None:
        title = self.titles.get("class") or self.titles["grade"]
        cells = self.cells.get("class") or self.cells["grade"]
        text = values.plain(cells[place])
        if isinstance(value, str):
            self.cleaned.faults.append(Remark(place, title, text, value))
            return None
        self.cleaned.remarks.append(Remark(place, title, text, value.note))
        return value.found

    def _fault(self, remark: Remark, names: Sequence[str]) -> Fault:
        return Fault(
            self.places[remark.place] + 1,
            self.sheet.name,
            remark.title,
            remark.value,
            remark.reason,
            names[remark.place],
        )


def class_of_sheet(sheet: Sheet, start: int, grade_text: str, year: int) -> ClassName | None:
    """The class a sheet's name tells, else the only one in the titles above row `start`."""
    if found := class_names.parse(sheet.name, grade_text, year):
        return found
    titles = {
        text
        for row in sheet.rows[:start]
        for cell in row
        for text in _IN_TITLE.findall(values.plain(cell))
    }
    return class_names.parse(titles.pop(), grade_text, year) if len(titles) == 1 else None


@dataclass(frozen=True, slots=True)
class _Noted:
    found: ClassName
    note: str


def _refuse_nameless(
    table: RosterTable, sheet: Sheet, found: Header, places: Sequence[int]
) -> None:
    named = found.column("name")
    title = named.title if named else ""
    for place in places:
        reason = "没有姓名，却有证件号或出生日期，请补上姓名"
        table.refused.append(Fault(place + 1, sheet.name, title, "", reason))


def _no_roster(table: RosterTable) -> Refused:
    name = table.workbook.name
    hidden = [sheet for sheet, why in table.sheets_skipped if "隐藏" in why]
    if hidden:
        return Refused(
            f"文件“{name}”里能看见的工作表都没有“姓名”一列，“{hidden[0]}”是隐藏的。"
            "请取消隐藏后再导入。没有导入任何内容。"
        )
    found: list[HeadingRow] = []
    for sheet in table.workbook.sheets:
        found += header.rows(sheet)
    if not found:
        return Refused(f"文件“{name}”里没有内容。没有导入任何内容。")
    return NoNames(
        f"文件“{name}”里没有找到“姓名”一列，认不出是名册。请看看表头是不是在前20行里；"
        "如果姓名一列叫别的名字，请指出是哪一列（命令里写 --map 列名=姓名）。没有导入任何内容。",
        tuple(found),
    )
