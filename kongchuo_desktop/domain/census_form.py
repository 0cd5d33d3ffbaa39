"""The daily report of the opening days (入学情况统计日报表, F25) as figures and names."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from kongchuo_desktop.domain.census import Item
from kongchuo_desktop.domain.census_figures import Figures, Tally, rate_fault
from kongchuo_desktop.domain.roster import NUMERALS

PRIMARY = range(1, 7)
JUNIOR = range(7, 10)


@dataclass(frozen=True, slots=True, kw_only=True)
class GradeRow:
    """A grade: its figures as reported, and as computed where some were set by hand."""

    grade: int
    tally: Tally
    computed: Figures

    @property
    def words(self) -> str:
        return f"{NUMERALS[self.grade]}年级"

    @property
    def fault(self) -> str:
        """What is wrong with the grade's figures and where to look; empty when nothing is."""
        told = self.tally.where_to_look() + rate_fault(self.tally.figures)
        return f"{self.words}：{told}" if told else ""

    def by_roster(self, item: Item) -> int:
        """What the roster gives for a figure, whatever was set by hand."""
        return int(getattr(self.computed, item.value))


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One line of the list of children not arrived: for reporting, so with the whole phone."""

    student: str
    name: str
    class_name: str
    village: str
    phone: str
    reason: str
    whereabouts: str
    measures: str
    person: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Census:
    """F25 as at the end of a day. `part` names the classes when it is not the whole school."""

    school: str
    term: str
    day: date
    part: str
    rows: tuple[GradeRow, ...]
    missing: tuple[Missing, ...]
    days: tuple[tuple[date, int], ...]

    def of(self, grades: range) -> Tally:
        return sum((row.tally for row in self.rows if row.grade in grades), Tally())

    def lines(self) -> list[tuple[str, Tally]]:
        """The rows of the main table and of the cross table: grades, stages, everybody."""
        told = [(row.words, row.tally) for row in self.rows]
        for words, grades in (("小学小计", PRIMARY), ("初中小计", JUNIOR)):
            if any(row.grade in grades for row in self.rows):
                told.append((words, self.of(grades)))
        return [*told, ("合计", self.total)]

    @property
    def total(self) -> Tally:
        return sum((row.tally for row in self.rows), Tally())

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong, grade by grade: what two grades are out by may cancel in the sum."""
        return tuple(row.fault for row in self.rows if row.fault)
