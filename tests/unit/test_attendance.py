"""Runs of absence and head counts."""

from datetime import date, timedelta
from itertools import pairwise

from factory import AM, PM, day_of
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.attendance import MarkKind, Totals, absences

MON, TUE, WED, THU, FRI = (date(2026, 9, 7) + timedelta(days=n) for n in range(5))
NEXT_MON = date(2026, 9, 14)
UNEXCUSED = MarkKind.UNEXCUSED


def test_a_half_day_is_one_run_ended_by_coming_back():
    (run,) = absences(day_of(MON), {(MON, AM): UNEXCUSED})

    assert (run.half_days, run.days, run.full_days, run.open) == (1, 1, 0, False)
    assert run.full_on == {}


def test_a_weekend_does_not_break_a_run():
    halves = day_of(FRI, NEXT_MON)

    (run,) = absences(halves, dict.fromkeys(halves, UNEXCUSED))

    assert (run.half_days, run.days, run.open) == (4, 2, True)
    assert run.full_on == {1: FRI, 2: NEXT_MON}


def test_two_half_days_of_different_days_make_a_full_day():
    (run,) = absences(day_of(MON, TUE)[1:3], {(MON, PM): UNEXCUSED, (TUE, AM): UNEXCUSED})

    assert (run.full_days, run.days) == (1, 2)
    assert run.full_on == {1: TUE}


def test_an_excused_half_day_ends_a_run():
    marks = {(MON, AM): UNEXCUSED, (MON, PM): MarkKind.SICK, (TUE, AM): UNEXCUSED}

    first, second = absences(day_of(MON, TUE), marks)

    assert (first.first, first.open) == ((MON, AM), False)
    assert (second.first, second.open) == ((TUE, AM), False)


def test_a_late_child_was_at_school():
    marks = {(MON, AM): UNEXCUSED, (MON, PM): MarkKind.LATE}

    (run,) = absences(day_of(MON), marks)

    assert not run.open


def test_what_nobody_reported_neither_counts_nor_breaks_a_run():
    taken = [(MON, AM), (TUE, AM)]

    (run,) = absences(taken, dict.fromkeys(day_of(MON, TUE), UNEXCUSED))

    assert (run.half_days, run.open) == (2, True)


days = st.lists(
    st.dates(date(2026, 9, 1), date(2026, 11, 20)), min_size=1, max_size=20, unique=True
)
taken_and_marks = days.flatmap(
    lambda found: st.tuples(
        st.just(sorted(day_of(*found))),
        st.dictionaries(st.sampled_from(day_of(*found)), st.sampled_from(list(MarkKind))),
    )
)


@given(taken_and_marks)
def test_no_unexcused_half_day_is_lost_and_none_is_invented(case):
    taken, marks = case
    runs = absences(taken, marks)

    assert sum(run.half_days for run in runs) == sum(marks.get(when) is UNEXCUSED for when in taken)
    assert all(run.first <= run.last for run in runs)
    assert all(a.last < b.first for a, b in pairwise(runs))


@given(taken_and_marks)
def test_only_the_latest_run_can_be_open_and_it_reaches_the_last_half_day(case):
    taken, marks = case
    runs = absences(taken, marks)

    assert not any(run.open for run in runs[:-1])
    assert bool(runs and runs[-1].open) == (marks.get(taken[-1]) is UNEXCUSED)


@given(taken_and_marks, st.randoms())
def test_the_order_in_which_marks_were_entered_does_not_matter(case, chance):
    taken, marks = case
    shuffled = list(marks.items())
    chance.shuffle(shuffled)

    assert absences(taken, dict(shuffled)) == absences(taken, marks)


@given(taken_and_marks)
def test_each_full_day_is_reached_in_order_and_once(case):
    taken, marks = case
    for run in absences(taken, marks):
        assert list(run.full_on) == list(range(1, run.full_days + 1))
        reached = list(run.full_on.values())
        assert reached == sorted(reached)
        assert run.first[0] <= run.last[0]


counts = st.tuples(*[st.integers(0, 60)] * 5).map(
    lambda n: Totals(
        on_roll=sum(n), expected=sum(n[:4]), leave=n[0], unexcused=n[1], unreported=n[2]
    )
)


@given(counts, counts)
def test_a_head_count_adds_up_and_stays_so_when_added(a, b):
    for totals in (a, b, a + b):
        assert (
            totals.expected == totals.present + totals.leave + totals.unexcused + totals.unreported
        )
        assert totals.present >= 0
        assert totals.rate is None or 0 <= totals.rate <= 1
    assert (a + b).present == a.present + b.present


def test_the_rate_speaks_of_the_classes_that_reported():
    assert Totals(on_roll=45, expected=44, leave=1, unexcused=3).rate == 40 / 44
    assert Totals(on_roll=45, expected=44, unreported=44).rate is None
    assert Totals().rate is None
