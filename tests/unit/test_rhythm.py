"""Schools with a rhythm of their own, special days, return days, and holidays not yet known."""

from datetime import date, datetime, time, timedelta

import pytest
from factory import AM, PM, day_of
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.attendance import MarkKind, absences
from kongchuo_desktop.domain.calendar import Calendar, Rhythm, Term, default_term, term_of
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.ladder import Record
from kongchuo_desktop.services import rules

RULES = rules.ladder()
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 8, 31), date(2027, 1, 15)
TERM = Term(2026, 1, FIRST, LAST)
TEN_FOUR = Rhythm(10, 4, FIRST)  # 31 August to 9 September, then from 14 September on
HOME, AGAIN = date(2026, 9, 9), date(2026, 9, 14)
any_day = st.dates(FIRST, LAST)
rhythms = st.builds(Rhythm, st.integers(1, 30), st.integers(1, 15), st.dates(FIRST, LAST))
special = st.frozensets(any_day, max_size=6)


def keeping(rhythm=TEN_FOUR, off=(), on=()):
    return Calendar(TERM, frozenset(off), frozenset(on), rhythm=rhythm)


def test_ten_days_on_and_four_off_whatever_day_of_the_week_it_is():
    days = list(keeping().school_days(FIRST, FIRST + 27 * DAY))

    assert days == [FIRST + n * DAY for n in (*range(10), *range(14, 24))]
    assert {day.weekday() for day in days} == set(range(7))


def test_the_rhythm_is_the_same_from_whichever_turn_it_is_counted():
    other = keeping(Rhythm(10, 4, FIRST + 14 * 5 * DAY))

    assert list(other.school_days(FIRST, LAST)) == list(keeping().school_days(FIRST, LAST))


def test_special_days_stand_above_the_rhythm_and_above_weekdays():
    market, makeup = date(2026, 9, 2), date(2026, 9, 12)

    for rhythm in (TEN_FOUR, None):
        found = keeping(rhythm, {market}, {makeup})
        assert not found.is_school_day(market)
        assert found.is_school_day(makeup)


def test_a_day_both_on_and_off_is_held():
    assert keeping(None, {HOME}, {HOME}).is_school_day(HOME)


@pytest.mark.parametrize(
    ("off", "on", "expected"),
    [
        ((), (), {FIRST}),
        ((date(2026, 9, 7),), (), {FIRST, date(2026, 9, 8)}),
        ((date(2026, 9, 4),), (), {FIRST, date(2026, 9, 7)}),
        ((date(2026, 9, 9),), (), {FIRST}),
        ((date(2026, 9, 4),), (date(2026, 9, 6),), {FIRST}),
        ((FIRST,), (), {date(2026, 9, 1)}),
    ],
)
def test_a_return_day_is_the_first_of_term_or_after_more_than_a_weekend(off, on, expected):
    found = keeping(None, off, on)
    days = found.school_days(FIRST, date(2026, 9, 18))

    assert {day for day in days if found.is_return_day(day)} == expected


def test_every_turn_of_a_rhythm_begins_with_a_return_day():
    found = keeping()
    returns = [d for d in found.school_days(FIRST, date(2026, 10, 12)) if found.is_return_day(d)]

    assert returns == [FIRST + n * DAY for n in (0, 14, 28, 42)]
    assert not found.is_return_day(HOME + DAY)


def test_missing_the_last_day_before_home_leave_and_the_first_after_are_two_days_in_a_row():
    """The four days at home neither count nor break it; the visit is due when school is held."""
    found = keeping()
    away = [*day_of(HOME), (AGAIN, AM), (AGAIN, PM)]
    marks = dict.fromkeys(away, MarkKind.UNEXCUSED)

    def duties(halves, day, hour):
        runs = absences(halves, marks)
        now = datetime.combine(day, time(hour))
        return {d.rung: d.due.day for d in ladder.duties(Record(runs=runs), RULES, found, now)}

    assert duties(away[:2], HOME + DAY, 9)["L2"] == AGAIN
    assert duties(away[:3], AGAIN, 9)["L3"] == AGAIN
    assert duties(away, AGAIN, 18).keys() == {"L1", "L2", "L3"}
    assert duties(away, AGAIN + DAY, 18)["L6"] == AGAIN + DAY  # day seven of the calendar


def test_day_seven_in_home_leave_moves_to_the_return_and_shows_on_the_last_day_before():
    began = date(2026, 9, 5)
    away = day_of(*(began + n * DAY for n in range(5)))
    run = absences(away, dict.fromkeys(away, MarkKind.UNEXCUSED))

    def notice(day):
        now = datetime.combine(day, time(18))
        found = ladder.duties(Record(runs=run), RULES, keeping(), now)
        return {duty.due.day for duty in found if duty.rung == "L6"}

    assert notice(HOME - DAY) == set()
    assert notice(HOME) == notice(HOME + 3 * DAY) == {AGAIN}


def test_holidays_that_are_not_known_yet_are_said_to_be_uncertain():
    assert Calendar(TERM).uncertain
    assert Calendar(TERM, known_until=LAST - DAY).uncertain
    assert not Calendar(TERM, known_until=LAST).uncertain


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (date(2026, 8, 24), date(2027, 1, 15), "2026-1"),
        (date(2026, 8, 17), date(2027, 1, 8), "2026-1"),
        (date(2026, 9, 7), date(2027, 2, 5), "2026-1"),
        (date(2027, 2, 22), date(2027, 7, 9), "2026-2"),
        (date(2027, 2, 15), date(2027, 7, 2), "2026-2"),
        (date(2028, 2, 7), date(2028, 7, 7), "2027-2"),
        (date(2027, 3, 1), date(2027, 7, 20), "2026-2"),
    ],
)
def test_a_term_is_named_by_where_most_of_it_lies(first, last, code):
    term = term_of(first, last)

    assert (term.code, term.first, term.last) == (code, first, last)


@pytest.mark.parametrize("days", [-30, 0, 28, 200, 400])
def test_a_term_of_an_impossible_length_is_refused(days):
    with pytest.raises(Invalid) as wrong:
        term_of(FIRST, FIRST + days * DAY)
    assert set(wrong.value.fields) == {"last"}


@pytest.mark.parametrize("days", [29, 199])
def test_the_shortest_and_the_longest_term_are_kept(days):
    assert term_of(FIRST, FIRST + days * DAY).last == FIRST + days * DAY


@given(st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_the_usual_terms_know_their_own_names(day):
    term = default_term(day)

    assert term_of(term.first, term.last) == term


@given(rhythms, any_day)
def test_a_rhythm_comes_round(rhythm, day):
    turn = timedelta(days=rhythm.on + rhythm.off)
    days = [rhythm.holds(day + n * DAY) for n in range(turn.days)]

    assert rhythm.holds(day) == rhythm.holds(day + turn) == rhythm.holds(day - turn)
    assert days.count(True) == rhythm.on


@given(st.none() | rhythms, special, special, any_day)
def test_next_and_previous_school_days_have_nothing_between(rhythm, off, on, day):
    found = keeping(rhythm, off, on)
    following, before = found.next_school_day(day), found.school_day_before(day)

    assert following > day
    assert not list(found.school_days(day + DAY, following - DAY))
    assert following > LAST or found.is_school_day(following)
    assert before <= day
    if before < day:
        assert found.is_school_day(before)
    assert not [d for d in found.school_days(before + DAY, day - DAY) if before < d]


@given(st.none() | rhythms, special, special, any_day)
def test_a_return_day_is_a_school_day_after_at_least_three_without(rhythm, off, on, day):
    found = keeping(rhythm, off, on)
    if not found.is_return_day(day):
        return
    held = list(found.school_days(FIRST, day))

    assert held[-1] == day
    assert len(held) == 1 or (held[-1] - held[-2]).days > 3
