"""The register of issued papers: numbered sheets, frozen copies, what was made void."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from peewee import JOIN, fn

from kongchuo_desktop.store.lists import ChipQuery, RecordList
from kongchuo_desktop.store.models import PaperCopyRow, PaperRow, ServiceReceiptRow, SheetRow, proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One numbered sheet: for whom, on which page of which paper."""

    id: str
    paper: str
    student: str
    name: str
    class_name: str
    about: str
    series: str
    year: int
    number: int
    words: str
    page: int
    state: str = "issued"
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One issued PDF and the data it was printed from."""

    id: str
    kind: str
    issued_on: date
    who: str
    pages: int
    sha256: str
    data: Sequence[Mapping[str, Any]]


def add(paper: Paper, pdf: bytes, sheets: Sequence[Sheet]) -> None:
    PaperRow.create(
        id=paper.id,
        kind=paper.kind,
        issued_on=paper.issued_on.isoformat(),
        who=paper.who,
        pages=paper.pages,
        sha256=paper.sha256,
        data=json.dumps(paper.data, ensure_ascii=False, sort_keys=True),
    )
    PaperCopyRow.create(paper=paper.id, pdf=pdf)
    proxy.connection().executemany(
        "INSERT INTO sheet (id, paper, student, name, class, about, series, year, number, words,"
        " page, state, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                s.id, s.paper, s.student, s.name, s.class_name, s.about, s.series, s.year, s.number,
                s.words, s.page, s.state, s.note,
            )
            for s in sheets
        ],
    )  # fmt: skip


def next_number(series: str, year: int) -> int:
    """The number that follows in a series and year; numbers made void are not used again."""
    row = proxy.connection().execute(
        "SELECT coalesce(max(number), 0) + 1 FROM sheet WHERE series = ? AND year = ?",
        (series, year),
    )
    return int(row.fetchone()[0])


def whose(series: str, number: int, year: int = 0) -> str:
    """The child a numbered sheet in force is about; of the latest year where none is given."""
    row = proxy.connection().execute(
        "SELECT student FROM sheet WHERE series = ? AND number = ? AND ? IN (0, year)"
        " AND state = 'issued' ORDER BY year DESC LIMIT 1",
        (series, number, year),
    )
    found = row.fetchone()
    return str(found[0]) if found else ""


def get_sheet(sheet: str) -> Sheet:
    return _sheet(SheetRow.get_by_id(sheet))


def sheets_of(student: str) -> Sequence[tuple[Sheet, str, date]]:
    """A child's sheets with the kind of paper and the day of issue, newest first."""
    query = (
        SheetRow.select(SheetRow, PaperRow.id, PaperRow.kind, PaperRow.issued_on)
        .join(PaperRow)
        .where(SheetRow.student == student)
        .order_by(PaperRow.issued_on.desc(), SheetRow.number.desc())
    )
    return [(_sheet(row), row.paper.kind, date.fromisoformat(row.paper.issued_on)) for row in query]


def issued(first: date, last: date) -> Sequence[tuple[Sheet, str, date]]:
    """The sheets in force that were issued from one day to another, with the kind of paper and the
    day, in the order of their numbers."""
    query = (
        SheetRow.select(SheetRow, PaperRow.kind, PaperRow.issued_on)
        .join(PaperRow)
        .where(
            (SheetRow.state == "issued")
            & PaperRow.issued_on.between(first.isoformat(), last.isoformat())
        )
        .order_by(PaperRow.issued_on, SheetRow.series, SheetRow.number)
    )
    return [(_sheet(row), row.paper.kind, date.fromisoformat(row.paper.issued_on)) for row in query]


def sheet_about(record: str, series: str) -> Sheet | None:
    """The latest sheet of a series in force that was issued about one record, a slip or a child."""
    which = _in_force(record) & (SheetRow.series == series)
    row = SheetRow.select().where(which).order_by(SheetRow.year.desc(), SheetRow.number.desc())
    found = row.first()
    return _sheet(found) if found else None


def sheets_about(record: str) -> Sequence[Sheet]:
    """The sheets in force that were issued about one record, in all series."""
    query = SheetRow.select().where(_in_force(record)).order_by(SheetRow.series, SheetRow.number)
    return [_sheet(row) for row in query]


def void_about(record: str, why: str, series: str = "") -> None:
    """Make void what was issued about a record before, in one series or in all."""
    which = _in_force(record)
    if series:
        which &= SheetRow.series == series
    SheetRow.update(state="void", note=why).where(which).execute()


def _in_force(record: str) -> Any:
    return (SheetRow.about == record) & (SheetRow.state == "issued")


def unserved(kind: str) -> dict[str, tuple[date, str]]:
    """By child: day and number of the latest sheet of a kind in force that has no 送达回证."""
    rows = proxy.connection().execute(
        "SELECT h.student, p.issued_on, h.words FROM sheet h JOIN paper p ON p.id = h.paper"
        " LEFT JOIN service_receipt r ON r.sheet = h.id"
        " WHERE p.kind = ? AND h.state = 'issued' AND r.id IS NULL ORDER BY p.issued_on",
        (kind,),
    )
    return {student: (date.fromisoformat(day), words) for student, day, words in rows}


def unserved_sheets(student: str, kinds: Sequence[str]) -> list[Sheet]:
    """A child's sheets in force, of these kinds, that nobody has recorded as served."""
    query = (
        SheetRow.select()
        .join(PaperRow)
        .switch(SheetRow)
        .join(ServiceReceiptRow, JOIN.LEFT_OUTER)
        .where(
            (SheetRow.student == student)
            & PaperRow.kind.in_(list(kinds))
            & (SheetRow.state == "issued")
            & ServiceReceiptRow.id.is_null()
        )
        .order_by(SheetRow.year, SheetRow.number)
    )
    return [_sheet(row) for row in query]


def issued_since(series: str, day: date) -> int:
    """For how many different records a series was issued since a day, and is in force."""
    row = proxy.connection().execute(
        "SELECT count(DISTINCT h.about) FROM sheet h JOIN paper p ON p.id = h.paper"
        " WHERE h.series = ? AND h.state = 'issued' AND p.issued_on >= ?",
        (series, day.isoformat()),
    )
    return int(row.fetchone()[0])


def revived(void: Collection[str]) -> list[tuple[str, str]]:
    """Of sheets that were void, those in force again beside a later one about the same record:
    both numbers."""
    rows = proxy.connection().execute(
        "SELECT o.id, o.words, n.words FROM sheet o JOIN sheet n ON n.about = o.about"
        " AND n.series = o.series AND (n.year, n.number) > (o.year, o.number)"
        " WHERE o.state = 'issued' AND n.state = 'issued'"
    )
    return [(old, new) for id_, old, new in rows if id_ in void]


def void_ids() -> frozenset[str]:
    rows = proxy.connection().execute("SELECT id FROM sheet WHERE state = 'void'")
    return frozenset(row[0] for row in rows)


def data(paper: str) -> Sequence[Mapping[str, Any]]:
    """What an issued paper was printed from."""
    held: Sequence[Mapping[str, Any]] = json.loads(PaperRow.get_by_id(paper).data)
    return held


def pdf(paper: str) -> bytes:
    """The issued copy, byte for byte."""
    return bytes(PaperCopyRow.get_by_id(paper).pdf)


def called(words: str) -> Sheet | None:
    """The sheet of this number, written without spaces."""
    row = SheetRow.get_or_none(fn.REPLACE(SheetRow.words, " ", "") == words)
    return _sheet(row) if row else None


def sheets_of_paper(paper: str) -> list[Sheet]:
    """The sheets of one PDF, in the order of its pages."""
    query = SheetRow.select().where(SheetRow.paper == paper).order_by(SheetRow.page)
    return [_sheet(row) for row in query]


def place_of(sheet: Sheet) -> int:
    """Which of the sheets of its PDF one is, counted from 0."""
    before = (SheetRow.paper == sheet.paper) & (SheetRow.page < sheet.page)
    return int(SheetRow.select().where(before).count())


def kind_of(paper: str) -> str:
    """Which kind of paper it is: the id of its form, where it has one."""
    return str(PaperRow.get_by_id(paper).kind)


def issued_on(paper: str) -> date:
    return date.fromisoformat(PaperRow.get_by_id(paper).issued_on)


def digest(paper: str) -> str:
    """sha256 of the issued copy, as registered."""
    return str(PaperRow.get_by_id(paper).sha256)


def void(sheet: str, why: str) -> None:
    SheetRow.update(state="void", note=why).where(SheetRow.id == sheet).execute()


class SheetList(RecordList):
    """The register names children itself, so it shows sheets whose child is gone as well."""

    joins = (
        "JOIN paper p ON p.id = r.paper LEFT JOIN student s ON s.id = r.student"
        " LEFT JOIN class c ON c.id = s.class LEFT JOIN service_receipt v ON v.sheet = r.id"
    )
    whose = "coalesce(s.class, r.about)"  # a paper about a class has no child

    def _from(self) -> str:
        return f"FROM sheet r {self.joins} LEFT JOIN search f ON f.student = s.id"


def records(groups: Mapping[str, Sequence[str]]) -> RecordList:
    """The rows of the 文书 tab; a chip for what nobody has recorded as served, and for each group
    of kinds."""
    return SheetList(
        "sheet",
        {
            "student": "r.student",
            "name": "r.name",
            "class": "r.class",
            "kind": "p.kind",
            "words": "r.words",
            "issued_on": "p.issued_on",
            "who": "p.who",
            "state": "r.state",
            "note": "r.note",
            "paper": "r.paper",
            "page": "r.page",
            "served": "v.day",
        },
        order="p.issued_on DESC, p.kind, r.year DESC, r.number DESC",
        orders={"words": "r.series, r.year, r.number"},
        search="coalesce(f.text, r.name) || r.words",
        chips=(
            ChipQuery("all", "全部", "1"),
            *(
                ChipQuery(group, group, f"p.kind IN ({', '.join('?' * len(kinds))})", tuple(kinds))
                for group, kinds in groups.items()
            ),
            ChipQuery("void", "作废", "r.state = 'void'"),
        ),
    )


def _sheet(row: SheetRow) -> Sheet:
    return Sheet(
        id=row.id,
        paper=row.paper_id,
        student=row.student,
        name=row.name,
        class_name=row.class_,
        about=row.about,
        series=row.series,
        year=row.year,
        number=row.number,
        words=row.words,
        page=row.page,
        state=row.state,
        note=row.note,
    )
