"""Terms, school days, and counting them."""

from datetime import date, timedelta

import pytest
from factory import AM, PM, calendar
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.calendar import Calendar, Term, default_term, school_year, words

FRI, SAT, SUN, MON = (date(2026, 9, 11) + timedelta(days=n) for n in range(4))
any_day = st.dates(date(2026, 8, 1), date(2027, 2, 28))


def test_a_term_says_its_code_words_and_weeks():
    term = Term(2026, 1, date(2026, 9, 1), date(2027, 1, 20))

    assert (term.code, term.words) == ("2026-1", "2026—2027学年上学期")
    assert [term.week(d) for d in (date(2026, 9, 1), date(2026, 9, 6), date(2026, 9, 7))] == [
        1, 1, 2,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "year", "half"),
    [
        (date(2026, 8, 19), 2025, 2),
        (date(2026, 8, 20), 2026, 1),
        (date(2026, 9, 1), 2026, 1),
        (date(2027, 2, 19), 2026, 1),
        (date(2027, 2, 20), 2026, 2),
        (date(2027, 7, 31), 2026, 2),
    ],
)
def test_a_day_belongs_to_the_term_of_its_school_year(day, year, half):
    term = default_term(day)

    assert (school_year(day), term.year, term.half) == (year, year, half)


def test_weekends_holidays_and_days_made_up_for():
    found = Calendar(
        Term(2026, 1, date(2026, 9, 1), date(2027, 1, 20)),
        off=frozenset({FRI}),
        on=frozenset({SAT}),
    )

    assert [found.is_school_day(d) for d in (FRI, SAT, SUN, MON)] == [False, True, False, True]
    assert not found.is_school_day(date(2027, 1, 21))


def test_a_due_date_without_school_moves_to_the_next_school_day():
    found = calendar(MON)

    assert found.on_or_after(FRI) == FRI
    assert found.on_or_after(SAT) == MON + timedelta(days=1)
    assert found.school_day_before(MON + timedelta(days=1)) == FRI


def test_after_the_end_of_term_the_next_weekday_counts():
    assert calendar().next_school_day(date(2027, 1, 15)) == date(2027, 1, 18)


def test_before_the_term_there_is_no_earlier_school_day():
    assert calendar().school_day_before(date(2026, 8, 31)) == date(2026, 8, 31)


def test_half_days_come_in_order():
    assert list(calendar().half_days(FRI, MON)) == [(FRI, AM), (FRI, PM), (MON, AM), (MON, PM)]


@given(any_day, st.integers(1, 40))
def test_the_latest_school_days_are_the_last_ones_and_all_of_them(until, count):
    found = calendar()
    days = found.last_school_days(until, count)

    assert days == list(found.school_days(found.term.first, until))[-count:]


@given(any_day)
def test_the_next_school_day_is_later_and_nothing_lies_between(day):
    found = calendar(MON)
    following = found.next_school_day(day)

    assert following > day
    assert not any(found.school_days(day + timedelta(days=1), following - timedelta(days=1)))


def test_a_day_in_words():
    assert words(date(2026, 11, 20)) == "11月20日 星期五"
