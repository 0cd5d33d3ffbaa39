"""The school calendar as the use cases keep it: terms, special days, rhythm, and taking back."""

from datetime import date, time, timedelta

import pytest
from factory import AM, PM, TODAY, at

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.calendar import Rhythm, Term
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.services import attendance, calendar, today, undo

DAY = timedelta(days=1)
FIRST, LAST = date(2026, 8, 31), date(2027, 1, 10)
SUNDAY = date(2026, 11, 15)


def rungs(ctx):
    return {
        (todo.duty.rung, todo.duty.student or todo.class_name) for todo in today.today(ctx).todos
    }


def takes_rolls(ctx, day):
    try:
        attendance.check_day(ctx, day)
    except Refused:
        return False
    return True


def test_without_dates_of_its_own_a_school_has_the_usual_term(ctx):
    assert ctx.calendar.term == Term(2026, 1, date(2026, 9, 1), date(2027, 1, 20))
    assert not calendar.terms()


def test_a_term_that_is_set_is_in_force_at_once_and_after_a_restart(ctx, folder, open_school):
    term = calendar.set_term(ctx, FIRST, LAST)
    assert (ctx.calendar.term, term.code) == (term, "2026-1")
    assert ctx.calendar.is_school_day(FIRST)
    ctx.close()

    assert open_school(folder).calendar.term == term


def test_the_calendar_is_made_once_a_day_in_the_holidays_as_well(ctx, clock):
    for day in (TODAY, date(2027, 2, 6), date(2027, 2, 7)):
        clock.set(day)
        assert ctx.calendar is ctx.calendar
    calendar.set_term(ctx, FIRST, LAST)
    assert ctx.calendar.term.first == FIRST
    clock.set(date(2027, 7, 15))
    assert ctx.calendar.term.half == 2


def test_setting_a_term_again_replaces_it(ctx):
    calendar.set_term(ctx, FIRST, LAST)
    calendar.set_term(ctx, FIRST + DAY, LAST + DAY)

    assert [(term.first, term.last) for term in calendar.terms()] == [(FIRST + DAY, LAST + DAY)]


@pytest.mark.parametrize("spring", [date(2027, 2, 15), date(2027, 2, 22), date(2027, 3, 1)])
def test_a_spring_term_stands_beside_the_autumn_term_however_early_it_begins(ctx, clock, spring):
    calendar.set_term(ctx, FIRST, LAST)
    calendar.set_term(ctx, spring, date(2027, 7, 9))

    assert [term.code for term in calendar.terms()] == ["2026-1", "2026-2"]
    assert ctx.calendar.term.first == FIRST
    clock.set(spring)
    assert ctx.calendar.term.words == "2026—2027学年下学期"


def test_terms_may_not_overlap_and_nothing_is_changed(ctx):
    calendar.set_term(ctx, FIRST, LAST)
    with pytest.raises(Invalid, match="重叠") as wrong:
        calendar.set_term(ctx, LAST, date(2027, 7, 9))

    assert set(wrong.value.fields) == {"first"}
    assert [term.code for term in calendar.terms()] == ["2026-1"]


@pytest.mark.parametrize(
    ("first", "last"), [(LAST, FIRST), (FIRST, FIRST), (FIRST, date(2028, 1, 1))]
)
def test_a_term_of_impossible_dates_is_refused_and_nothing_is_changed(ctx, first, last):
    before = ctx.calendar.term
    with pytest.raises(Invalid):
        calendar.set_term(ctx, first, last)

    assert ctx.calendar.term == before


@pytest.mark.parametrize("day", [date(2027, 1, 12), date(2027, 1, 20), date(2027, 2, 1)])
def test_after_the_end_of_its_term_a_school_owes_no_roll_calls(ctx, clock, day):
    """The usual term would go on until 20 January: the school's own dates count."""
    calendar.set_term(ctx, FIRST, LAST)
    clock.set(day, time(18))

    assert not today.today(ctx).school_day
    assert not rungs(ctx)
    assert not takes_rolls(ctx, day)


def test_before_the_start_of_its_term_a_school_owes_no_roll_calls(ctx, clock):
    calendar.set_term(ctx, date(2026, 9, 7), LAST)
    clock.set(date(2026, 9, 2), time(18))

    assert not rungs(ctx)
    assert not takes_rolls(ctx, date(2026, 9, 2))


def test_what_was_recorded_in_the_first_days_of_its_term_still_counts_in_the_holidays(ctx, clock):
    calendar.set_term(ctx, FIRST, LAST)
    clock.set(date(2027, 1, 9), time(18))
    for half in (AM, PM):
        attendance.call(ctx, "c71", (FIRST, half), {"wang": MarkKind.UNEXCUSED})
    assert ("L2", "wang") in rungs(ctx)
    clock.set(date(2027, 1, 14), time(18))

    assert ("L2", "wang") in rungs(ctx)


def test_a_day_off_takes_no_rolls_and_owes_none_until_it_is_cleared(ctx):
    assert ("L0", "七(1)班") in rungs(ctx)
    calendar.set_day(ctx, TODAY, school=False, why="赶集日")

    assert not rungs(ctx)
    assert not takes_rolls(ctx, TODAY)
    assert [(s.day, s.school, s.why) for s in calendar.special(ctx)] == [(TODAY, False, "赶集日")]
    calendar.clear_day(ctx, TODAY)
    assert ("L0", "七(1)班") in rungs(ctx)


def test_a_sunday_on_takes_rolls(ctx, clock):
    assert not takes_rolls(ctx, SUNDAY)
    calendar.set_day(ctx, SUNDAY, school=True, why="补课")

    assert takes_rolls(ctx, SUNDAY)
    calendar.set_day(ctx, SUNDAY, school=False)
    assert not takes_rolls(ctx, SUNDAY)
    assert len(calendar.special(ctx)) == 1


def test_an_absence_on_a_day_turned_off_afterwards_counts_no_more_and_is_not_lost(ctx, clock):
    clock.set(TODAY, time(18))
    for half in (AM, PM):
        attendance.call(ctx, "c71", (TODAY, half), {"wang": MarkKind.UNEXCUSED})
    assert ("L2", "wang") in rungs(ctx)
    calendar.set_day(ctx, TODAY, school=False, why="停电")

    assert not rungs(ctx)
    calendar.clear_day(ctx, TODAY)
    assert ("L2", "wang") in rungs(ctx)


@pytest.mark.parametrize("school", [True, False])
@pytest.mark.parametrize("day", [date(2027, 1, 25), date(2026, 8, 5), date(2031, 8, 15)])
def test_a_special_day_outside_every_term_is_refused(ctx, day, school):
    with pytest.raises(Invalid, match="学期") as wrong:
        calendar.set_day(ctx, day, school=school)

    assert set(wrong.value.fields) == {"day"}
    assert undo.undoable(ctx) is None


def test_a_special_day_of_the_next_term_is_kept_for_it(ctx, clock):
    spring = date(2027, 4, 10)
    calendar.set_day(ctx, spring, school=True, why="补课")
    assert not calendar.special(ctx)
    clock.set(spring)

    assert ctx.calendar.is_school_day(spring)
    assert [special.day for special in calendar.special(ctx)] == [spring]


def test_a_rhythm_holds_school_on_weekends_and_keeps_public_holidays(ctx):
    calendar.set_rhythm(ctx, Rhythm(10, 4, date(2026, 9, 1)))

    assert ctx.calendar.is_school_day(date(2026, 9, 5))  # a Saturday, day five
    assert not ctx.calendar.is_school_day(date(2026, 9, 11))  # a Friday, day eleven
    assert not ctx.calendar.is_school_day(date(2026, 10, 1))
    calendar.set_rhythm(ctx, None)
    assert ctx.calendar.is_school_day(date(2026, 9, 11))


def test_a_day_worked_for_a_bridge_day_means_nothing_to_a_school_with_a_rhythm(ctx):
    worked = [d for d in calendar.of(ctx.calendar.term).on if d.weekday() >= 5]
    assert worked
    calendar.set_rhythm(ctx, Rhythm(1, 15, worked[0] + DAY))

    assert not ctx.calendar.is_school_day(worked[0])


@pytest.mark.parametrize(("on", "off"), [(0, 4), (31, 4), (10, 0), (10, 16), (-1, -1)])
def test_an_impossible_rhythm_is_refused(ctx, on, off):
    with pytest.raises(Invalid):
        calendar.set_rhythm(ctx, Rhythm(on, off, TODAY))

    assert ctx.calendar.rhythm is None


def test_each_change_of_the_calendar_can_be_taken_back(ctx):
    before = ctx.calendar
    for change, label in (
        (lambda: calendar.set_term(ctx, FIRST, LAST), "设置2026—2027学年上学期起止"),
        (lambda: calendar.set_day(ctx, TODAY, school=False), "校历：11月20日 星期五不上课"),
        (lambda: calendar.set_rhythm(ctx, Rhythm(10, 4, FIRST)), "设置上课节奏"),
    ):
        change()
        assert ctx.calendar != before
        assert undo.undo(ctx) == label
        assert ctx.calendar == before


def test_holidays_of_a_year_that_is_not_announced_are_uncertain_and_weekdays_stand(ctx):
    found = calendar.of(Term(2098, 2, date(2099, 2, 20), date(2099, 7, 10)))

    assert found.uncertain
    assert found.known_until is None
    assert found.is_school_day(date(2099, 5, 1)) == (date(2099, 5, 1).weekday() < 5)


def test_a_term_that_runs_into_an_unannounced_year_is_certain_only_so_far(ctx):
    found = ctx.calendar

    assert not found.is_school_day(date(2026, 10, 1))
    if found.uncertain:
        assert date(2026, 12, 31) <= found.known_until < found.term.last
    calendar.set_day(ctx, date(2027, 1, 1), school=False, why="元旦")
    assert not ctx.calendar.is_school_day(date(2027, 1, 1))


def test_the_clock_that_moves_into_another_term_brings_its_calendar(ctx, clock):
    clock.set(date(2027, 3, 1))
    assert ctx.calendar.term.code == "2026-2"
    ctx.set_clock(lambda: at(TODAY))
    assert ctx.calendar.term.code == "2026-1"


def test_the_first_day_after_a_holiday_says_so(ctx, clock):
    """国庆 ends on 7 October 2026: who is not back the day after is asked for first."""
    texts = {}
    for day in (date(2026, 10, 8), date(2026, 10, 9), date(2026, 10, 12)):
        clock.set(day)
        texts[day.day] = {t.duty.text for t in today.today(ctx).todos if t.duty.rung == "L0"}

    assert texts == {
        8: {"上午还没有登记出勤（放假后返校第一天）"},
        9: {"上午还没有登记出勤"},
        12: {"上午还没有登记出勤"},
    }
