"""Opening visits: one duty for each class, until its weeks are over."""

from datetime import date, datetime, time, timedelta

import pytest

from kongchuo_desktop.domain import visit_duties
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.services import rules

RULES = rules.ladder()
TERM = Term(2026, 1, date(2026, 9, 1), date(2027, 1, 15))  # begins on a Tuesday
END = date(2026, 9, 27)
CHILDREN = {"c71": [("a", "甲"), ("b", "乙"), ("c", "丙")], "c72": [("d", "丁")], "c11": []}


def asked(day, visited=frozenset(), own=RULES):
    return visit_duties.opening(CHILDREN, visited, own, TERM, datetime.combine(day, time(9)))


def test_each_class_is_told_whom_it_has_not_been_to_by_when_and_why():
    first, second = asked(TERM.first)

    assert first.text == "开学家访还有3名重点生没有走到：甲、乙、丙"
    assert (first.class_id, first.student, first.does) == ("c71", "", "opening_visit")
    assert (first.due.iso, first.overdue, first.source) == ("2026-09-27T24:00", False, "S2b 三(二)")
    assert (second.class_id, second.text) == ("c72", "开学家访还有1名重点生没有走到：丁")


def test_a_child_visited_is_not_named_and_a_class_that_is_through_owes_nothing():
    (left,) = asked(END, {"a", "c", "d", "somebody else"})

    assert (left.class_id, left.text) == ("c71", "开学家访还有1名重点生没有走到：乙")
    assert asked(END, {"a", "b", "c", "d"}) == []


@pytest.mark.parametrize("day", [TERM.first - timedelta(days=1), END + timedelta(days=1)])
def test_before_the_term_and_after_its_fourth_week_nothing_is_asked_for(day):
    assert asked(day) == []


def test_a_county_may_give_more_weeks():
    own = rules.ladder({"opening_weeks": 6})

    assert asked(END + timedelta(days=14), own=own)[0].due.day == END + timedelta(days=14)
