"""重点生: the week's visits (T14), what a class owes, and one duty for one rise."""

from datetime import date, datetime, time, timedelta

import pytest
from factory import calendar
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import priority
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.priority import Check, CheckKind, Watched, week, week_of
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.services import rules

RULES = rules.ladder()
AUTUMN = calendar()
MON = date(2026, 9, 28)  # the fifth week
DAY = timedelta(days=1)
NAMES = {"a": "甲", "b": "乙", "c": "丙"}


def at(day, hour=9):
    return datetime.combine(day, time(hour))


def test_t14_two_of_three_visited_in_the_fifth_week():
    visits = {"a": [MON], "b": [MON + 6 * DAY], "c": [MON - DAY, MON + 7 * DAY]}
    found = week(list(NAMES), visits, MON)

    assert AUTUMN.term.week(MON) == 5
    assert round(100 * found.rate, 1) == 66.7
    assert found.missing == ["c"]


def test_a_week_without_such_children_has_no_rate():
    assert week([], {}, MON).rate is None


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)))
def test_a_week_is_monday_to_sunday(day):
    first = week_of(day)

    assert first.weekday() == 0
    assert first <= day <= week([], {}, first).last


def watched(**changes):
    held = {"class_id": "c71", "names": NAMES, "missing": [], "confirmed": True, "checked": True}
    return Watched(**{**held, "begun": AUTUMN.term.first, **changes})


def owed(day, days=AUTUMN, **changes):
    found = priority.duties(watched(**changes), RULES, days, at(day))
    return {duty.rung: (duty.due.day, duty.text) for duty in found}


def test_a_class_that_owes_nothing_is_asked_for_nothing():
    assert owed(MON) == {}


def test_the_week_is_asked_for_by_class_and_by_name_and_not_in_a_week_without_lessons():
    found = owed(MON, missing=["b", "c"])

    assert found["P1"] == (MON + 6 * DAY, "本周还有2名重点生没有家访：乙、丙")
    off = calendar(*(MON + n * DAY for n in range(7)))
    assert owed(MON, days=off, missing=["b"]) == {}
    many = {str(n): f"学生{n}" for n in range(9)}
    assert owed(MON, names=many, missing=list(many))["P1"][1].endswith("学生4等")


def test_every_class_confirms_also_that_there_are_none():
    first, due = AUTUMN.term.first, date(2026, 9, 28)  # the 28th day is a Sunday

    assert owed(MON, confirmed=False)["P2"][0] == due
    assert "不硬凑" in owed(MON, confirmed=False, names={})["P2"][1]
    assert owed(first + 12 * DAY, confirmed=False) == {}
    assert "P2" in owed(first + 14 * DAY, confirmed=False)
    assert owed(MON, confirmed=False, begun=None) == {}  # not at work yet
    assert owed(AUTUMN.term.last + 9 * DAY, confirmed=False) == {}


def test_the_month_is_checked_where_there_is_something_to_check():
    assert "P3" not in owed(date(2026, 9, 18), checked=False)
    assert owed(date(2026, 9, 21), checked=False)["P3"][0] == date(2026, 9, 30)
    assert owed(date(2026, 12, 31), checked=False)["P3"][0] == date(2026, 12, 31)
    assert "P3" not in owed(date(2026, 9, 25), checked=False, names={})


SUN = MON - DAY


def rise(*kept, done=None, day=MON):
    found = priority.risen("a", kept, done, RULES, AUTUMN, at(day))
    return found and (found.text, found.due.day)


def test_a_rise_asks_once_and_until_something_was_done():
    kept = ((SUN, Level.ORANGE), (SUN - 14 * DAY, Level.YELLOW))

    assert rise(*kept) == ("关注程度升为橙，请了解情况、安排包保", MON + 4 * DAY)
    assert rise(*kept, day=MON + 20 * DAY) == rise(*kept)
    assert rise(*kept, done=SUN) == rise(*kept)
    assert rise(*kept, done=MON) is None


@pytest.mark.parametrize(
    "kept",
    [
        (),
        ((SUN, Level.YELLOW), (SUN - 7 * DAY, Level.GREEN)),
        ((SUN, Level.ORANGE), (SUN - 7 * DAY, Level.RED)),
    ],
)
def test_no_rise_to_a_level_of_concern_asks_for_nothing(kept):
    assert rise(*kept) is None


def test_the_first_week_kept_may_be_a_rise():
    assert rise((SUN, Level.RED))


def test_a_check_says_who_and_is_not_of_tomorrow():
    asked = Check(
        kind=CheckKind.MONTHLY, class_id="c71", period="2026-09", day=MON + DAY, who=" ", count=0
    )
    with pytest.raises(Invalid) as wrong:
        priority.checked(asked, MON)
    assert set(wrong.value.fields) == {"who", "day"}
