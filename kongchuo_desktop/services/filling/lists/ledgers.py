"""Registers kept beside the cases: children of school age by village, lists held against each
other, what has been filed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.roster import EXPECTED, ON_ROLL, Status, Student, Tag
from kongchuo_desktop.services import paper_kinds
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.filling.lists.dropouts import OfDropout
from kongchuo_desktop.services.filling.period import Period
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import students

SCHOOL_AGE = range(6, 16)  # in whole years by the end of the summer in which a year begins
SUMMER_ENDS = (8, 31)
AT_SCHOOL = frozenset({Status.ENROLLED, Status.TRANSFERRING_OUT})


class OfAge(OfChild):
    """A child of school age, as the register of its village lists it."""

    @property
    def enrol_year(self) -> int | None:
        """The year in which it is six by the end of the summer (LAW-YW-11-1)."""
        born = self.child.birth
        if born is None:
            return None
        return born.year + 6 + ((born.month, born.day) > SUMMER_ENDS)

    @property
    def place(self) -> str:
        """Where it learns: this school, or why not here."""
        known = self.known
        if known and known.away:
            return OfDropout(self.school, known).whereabouts or "未返校"
        if self.child.status not in AT_SCHOOL:
            return self.status
        return f"本校　{self.school.classes[self.child.class_id].name}"

    @property
    def category(self) -> str:
        """How it stands; a child that stays away is named as that."""
        known = self.known
        return words.STAGES[known.state.stage] if known and known.away else self.status

    @property
    def known(self) -> Known | None:
        """Its case, as read with all of them."""
        mine = (k for k in self.school.cases if k.case.student == self.child.id)
        return next(mine, None)


def of_age(school: OfSchool) -> Sequence[OfAge]:
    """Children on the roll who are of school age, village by village."""
    year = school.ctx.calendar.term.year
    ended = date(year, *SUMMER_ENDS)
    held = [
        child
        for child in students.everybody(school.ctx.scope).values()
        if child.status in ON_ROLL and (child.birth is None or _age(child.birth, ended))
    ]
    held.sort(key=lambda c: (not c.village, sort_key(c.village), sort_key(c.name)))
    return [OfAge(school, child) for child in held]


def _age(born: date, day: date) -> bool:
    years = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    return years in SCHOOL_AGE


def not_arrived(school: OfSchool) -> Sequence[OfChild]:
    """Children who ought to have come to this school and have not (应入学未报到)."""
    return [OfChild(school, child) for child in _with(school, {Status.PENDING})]


def _with(school: OfSchool, statuses: set[Status]) -> list[Student]:
    held = students.everybody(school.ctx.scope).values()
    found = [child for child in held if child.status in statuses]
    return sorted(found, key=lambda child: sort_key(child.name))


class OfMismatch(OfAge):
    """A child that is on one list and not on the other."""

    @property
    def compared(self) -> str:
        return "学籍×在校"

    @property
    def found_out(self) -> str:
        return self.category

    @property
    def whereabouts(self) -> str | None:
        known = self.known
        return OfDropout(self.school, known).whereabouts if known and known.away else None


class OfWatched(OfMismatch):
    """A child that stays away and lives in a household watched against poverty."""

    @property
    def compared(self) -> str:
        return "辍学×监测户"


def mismatches(school: OfSchool) -> Sequence[OfMismatch]:
    """三比对: who is on the roll and not at school, then who of them is of a 监测户."""
    away = {known.case.student for known in school.cases if known.away}
    held = sorted(
        (
            child
            for child in students.everybody(school.ctx.scope).values()
            if child.status in ON_ROLL and (child.status not in EXPECTED or child.id in away)
        ),
        key=lambda child: sort_key(child.name),
    )
    watched = [c for c in held if c.id in away and Tag.MONITORED_HOUSEHOLD in c.tags]
    return [
        *(OfMismatch(school, child) for child in held),
        *(OfWatched(school, child) for child in watched),
    ]


def comparisons(school: OfSchool) -> Sequence[Mapping[str, Any]]:
    """三比对 in figures; of the households the school has no list of its own."""
    found = mismatches(school)
    off = sum(type(each) is OfMismatch for each in found)
    everyone = school.this_month.period.everyone
    on_roll = school.this_month.period.on_roll(everyone)
    away = len({known.case.student for known in school.cases if known.away})
    children = students.everybody(school.ctx.scope).values()
    watched = sum(c.status in ON_ROLL and Tag.MONITORED_HOUSEHOLD in c.tags for c in children)
    return [
        {
            "compared": "户籍×学籍",
            "compared_what": "户籍适龄儿童与学籍名册",
            "compared_right": on_roll,
        },
        {
            "compared": "学籍×在校",
            "compared_what": "学籍名册与实际在校学生",
            "compared_left": on_roll,
            "compared_right": on_roll - off,
            "compared_differ": off,
        },
        {
            "compared": "辍学×监测户",
            "compared_what": "未返校学生与监测户名单",
            "compared_left": away,
            "compared_right": watched,
            "compared_differ": len(found) - off,
        },
    ]


def class_pupils(found: OfClass) -> Sequence[OfChild]:
    """The children of a class who are on its roll, in the order of names."""
    held = [c for c in students.of_class(found.found.id).values() if c.status in ON_ROLL]
    held.sort(key=lambda child: sort_key(child.name))
    return [OfChild(found.school, child) for child in held]


FILED = {
    "archive_suspended": ("suspension_form", "resumption_form"),
    "archive_out": ("whereabouts_inquiry",),
    "archive_in": ("transfer_acceptance",),
    "archive_dropout": ("dropout_roster", "dropout_report", "written_report", "overdue_report"),
    "archive_visits": ("visit_sheet",),
    "archive_persuasion": (
        "township_order", "county_order", "persuasion_letter", "return_notice", "parent_promise",
        "case_plan", "return_report", "child_labour_referral",
    ),
}  # fmt: skip
"""The six kinds of file (休学、转出、转入、辍学、家访、劝返) and the papers that belong there."""


def _filed(name: str) -> Callable[[OfSchool], Sequence[Mapping[str, Any]]]:
    """The list of one kind of file: the numbered sheets of this school year."""

    def filed(school: OfSchool) -> Sequence[Mapping[str, Any]]:
        year = Period(school, date(school.ctx.calendar.term.year, 8, 1), school.ctx.today())
        return [
            {
                "doc_number": sheet.words,
                "doc_author": school.ctx.school.name,
                "doc_title": " ".join(filter(None, [sheet.name, paper_kinds.words_of(kind)])),
                "doc_day": day,
            }
            for sheet, kind, day in year.sheets
            if kind in FILED[name]
        ]

    return filed


LISTS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "of_age": of_age,
    "not_arrived": not_arrived,
    "mismatches": mismatches,
    "comparisons": comparisons,
    "class_pupils": class_pupils,
    **{name: _filed(name) for name in FILED},
}
