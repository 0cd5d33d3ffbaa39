"""F99: which papers stand ready, by open duties and by the season."""

from __future__ import annotations

from datetime import date

import pytest
from factory import TODAY

from kongchuo_desktop.domain import due_papers
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.due_papers import Matrix, Season
from kongchuo_desktop.domain.ladder import Due, Duty

MATRIX = Matrix(
    rungs={"L2": ("visit_sheet", "letter"), "L3": ("visit_sheet",), "L6": ("notice",)},
    soon=("L6",),
    seasons={season: (season.value, (season.value,)) for season in Season},
)
TERM = Term(year=2026, half=1, first=date(2026, 9, 1), last=date(2027, 1, 20))


def duty(rung, student="wang", text="因"):
    return Duty(
        rung=rung, does="", text=text, rule="", source="", who="", due=Due(TODAY), overdue=False,
        student=student, day=TODAY,
    )  # fmt: skip


def found(now, tomorrow=()):
    return [(r.form, r.student, r.soon) for r in due_papers.of_duties(MATRIX, now, tomorrow)]


def test_each_rung_asks_for_its_papers_once_for_each_child():
    assert found([duty("L2"), duty("L3"), duty("L2", "zhang")]) == [
        ("visit_sheet", "wang", False),
        ("letter", "wang", False),
        ("visit_sheet", "zhang", False),
        ("letter", "zhang", False),
    ]


def test_a_notice_is_warned_of_one_step_before_it_is_due_and_nothing_else_is():
    assert found([], [duty("L6"), duty("L3")]) == [("notice", "wang", True)]
    assert found([duty("L6")], [duty("L6")]) == [("notice", "wang", False)]


def seasons(day):
    calendar = Calendar(term=TERM)
    return {ready.form for ready in due_papers.of_season(MATRIX, day, calendar)}


@pytest.mark.parametrize(
    ("day", "wanted"),
    [
        (date(2026, 9, 1), {"school_day", "campaign", "year_start"}),
        (date(2026, 9, 15), {"school_day", "campaign"}),
        (date(2026, 10, 31), {"month_end"}),
        (date(2026, 11, 25), {"school_day"}),
        (date(2026, 11, 26), {"school_day", "month_end"}),
        (date(2026, 11, 28), {"month_end"}),
        (date(2027, 1, 7), {"school_day", "term_end"}),
        (date(2027, 1, 6), {"school_day"}),
        (date(2027, 2, 1), set()),
    ],
)
def test_each_season_has_its_days(day, wanted):
    assert seasons(day) == wanted
