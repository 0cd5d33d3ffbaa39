"""Which rows under the headings are children, and which are notes, totals and repeated headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.spreadsheets import columns, values
from kongchuo_desktop.spreadsheets.header import Header
from kongchuo_desktop.spreadsheets.reader import Sheet

_FOOTER = re.compile(
    r"合计|小计|总计|共计|说明|备注|注[:：]|制表|填表|审核|审批|负责人|班主任|校长|.*[:：]"
)
_FOOTER_LETTERS = frozenset("合小总共说备注制填审负班校姓学名孩儿*")
_SUSPECT = _FOOTER_LETTERS | {"", *"0123456789"}
_IDENTITY = ("id_no", "student_no", "birth", "sex")
# Cells of these that are merged downwards are each row's own business.
_NEVER_FILLED = frozenset({"", "id", "name", "id_no", "student_no"})


@dataclass(slots=True)
class Picked:
    """The rows (from 0) that are children, those without a name, and sentences on the rest."""

    rows: list[int] = field(default_factory=list)
    nameless: list[int] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def pick(sheet: Sheet, header: Header) -> Picked:
    """Look at every row below the headings; nothing after a total or a note is lost."""
    named = header.column("name")
    picked = Picked()
    if named is None:
        return picked
    identity = [c.place for c in header.columns if c.field in _IDENTITY]
    passed: list[int] = []
    at = named.place
    for number in range(header.end, len(sheet.rows)):
        row = sheet.rows[number]
        if _is_plainly_child(row[at], row[0]):
            picked.rows.append(number)
        elif _is_child(row, row[at], identity):
            (picked.rows if values.plain(row[at]) else picked.nameless).append(number)
        elif any(value not in ("", None) for value in row):
            passed.append(number)
    picked.notes = _notes(sheet, passed)
    return picked


def fill_merged(sheet: Sheet, header: Header) -> None:
    """A cell merged over several children holds for each of them: the class, the village."""
    filled = {column.place for column in header.columns if column.field not in _NEVER_FILLED}
    for (first_row, first), (last_row, last) in sheet.merged:
        if first_row < header.end or first_row == last_row or first != last or first not in filled:
            continue
        value = sheet.rows[first_row][first] if first_row < len(sheet.rows) else ""
        for row in sheet.rows[first_row + 1 : last_row + 1]:
            row[first] = value


def _is_plainly_child(name: object, first: object) -> bool:
    """Quickly, whether nothing about the row suggests a total, a note or a heading."""
    return (
        type(name) is str
        and name[:1] not in _SUSPECT
        and not (type(first) is str and first[:1] in _FOOTER_LETTERS)
        and ":" not in name
        and "：" not in name
    )


def _is_child(row: Sequence[object], cell: object, identity: Sequence[int]) -> bool:
    text = values.plain(cell)
    if columns.vocabulary().field_of(text) == "name":  # headings again on every printed page
        return False
    told = [found for place in identity if (found := values.plain(row[place]))]
    if any(not _FOOTER.match(found) for found in told):
        return True
    first = next((found for value in row if (found := values.plain(value))), "")
    return bool(text) and not (_FOOTER.match(text) or _FOOTER.match(first) or text.isdigit())


def _notes(sheet: Sheet, passed: Sequence[int]) -> list[str]:
    """One sentence for each run of rows that are not children."""
    notes: list[str] = []
    runs: list[list[int]] = []
    for number in passed:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    for run in runs:
        first = next((text for cell in sheet.rows[run[0]] if (text := values.plain(cell))), "")
        rows = f"第{run[0] + 1}行" if len(run) == 1 else f"第{run[0] + 1}至{run[-1] + 1}行"
        notes.append(f"{sheet.name}{rows}不是学生（“{first[:20]}”），没有读")
    return notes
