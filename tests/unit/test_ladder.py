"""The worked time lines of the rules (T1-T9), moment by moment."""

from datetime import date, datetime, time, timedelta

import pytest
from factory import AM, PM, calendar, day_of

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.attendance import MarkKind, absences
from kongchuo_desktop.domain.ladder import Deeds, Due, Record, Standing, standing
from kongchuo_desktop.services import rules

MON, TUE, WED, THU, FRI, SAT, SUN, NEXT_MON = (
    date(2026, 9, 7) + timedelta(days=n) for n in range(8)
)
RULES = rules.ladder()
NOTHING = Deeds()


def duties(away, now, *, present=(), deeds=NOTHING, off=()):
    """What a child away at `away` and at school at `present` asks for; a notice is L6N."""
    taken = sorted([*away, *present])
    runs = absences(taken, dict.fromkeys(away, MarkKind.UNEXCUSED))
    found = ladder.duties(Record(runs=runs, deeds=deeds), RULES, calendar(*off), now)
    return {name(duty): duty for duty in found}


def name(duty):
    return f"{duty.rung}N" if duty.does == "notice" else duty.rung


def at(day, hour=18, minute=0):
    return datetime.combine(day, time(hour, minute))


def dues(found):
    return {rung: duty.due.iso for rung, duty in found.items()}


def test_t1_half_a_day_asks_for_a_contact_within_the_hour_and_for_no_visit():
    found = duties([(MON, AM)], at(MON, 9), present=[(MON, PM)])

    assert dues(found) == {"L1": "2026-09-07T09:30"}
    assert found["L1"].does == "contact"
    assert not found["L1"].overdue
    assert duties([(MON, AM)], at(MON, 9, 31), present=[(MON, PM)])["L1"].overdue


def test_t1_in_the_afternoon_the_hour_runs_from_the_roll_call_of_the_afternoon():
    assert dues(duties([(MON, PM)], at(MON, 15))) == {"L1": "2026-09-07T15:30"}


def test_t2_a_whole_day_asks_for_a_visit_by_the_end_of_the_next():
    found = duties(day_of(MON), at(MON))

    assert dues(found) == {"L1": "2026-09-07T09:30", "L2": "2026-09-08T24:00"}
    assert not found["L2"].overdue
    assert found["L2"].who == "班主任"


def test_t3_on_the_second_day_a_leader_goes_and_an_undone_visit_is_overdue_after_it():
    away = [*day_of(MON), (TUE, AM)]
    found = duties(away, at(TUE, 23, 59))

    assert found["L3"].due == Due(TUE)
    assert found["L3"].who == "校领导"
    assert not found["L2"].overdue
    late = duties(away, at(WED, 0, 0))
    assert late["L2"].overdue
    assert late["L3"].overdue


def test_t4_three_full_school_days_are_reported_the_same_night():
    found = duties(day_of(MON, TUE, WED), at(WED))

    assert found["L4"].due.iso == "2026-09-09T24:00"
    assert found["L4"].does == "submit"
    assert "满3天" in found["L4"].text
    assert "L4" not in duties([*day_of(MON, TUE), (WED, AM)], at(WED))
    assert duties(day_of(MON, TUE, WED), at(THU, 0))["L4"].overdue


def test_t5_the_notice_falls_on_day_seven_moves_off_the_weekend_and_shows_the_school_day_before():
    away = day_of(MON, TUE, WED, THU, FRI)

    for rung in ("L6", "L6N"):
        assert rung not in duties(away, at(THU))
        assert duties(away, at(FRI))[rung].due == Due(NEXT_MON)
        assert not duties(away, at(NEXT_MON))[rung].overdue
        assert duties(away, at(NEXT_MON + timedelta(days=1)))[rung].overdue


def test_t5_a_notice_that_falls_on_a_school_day_shows_on_that_day():
    away = day_of(TUE, WED, THU, FRI)
    seventh = TUE + timedelta(days=6)

    assert "L6" not in duties(away, at(seventh - timedelta(days=1)))
    assert duties(away, at(seventh))["L6"].due == Due(seventh)


def test_t6_a_friday_and_the_monday_after_are_two_days_in_a_row():
    found = duties([*day_of(FRI), (NEXT_MON, AM)], at(NEXT_MON, 9))

    assert found["L3"].due == Due(NEXT_MON)
    assert found["L2"].due == Due(NEXT_MON)


def test_t7_after_leave_the_ladder_begins_on_the_day_after():
    marks = dict.fromkeys(day_of(MON, TUE, WED), MarkKind.SICK) | {(THU, AM): MarkKind.UNEXCUSED}
    (run,) = absences([*day_of(MON, TUE, WED), (THU, AM)], marks)

    assert (run.first, run.half_days) == ((THU, AM), 1)
    found = ladder.duties(Record(runs=[run], ended_leave=12), RULES, calendar(), at(THU, 9))
    assert [(duty.rung, duty.due.iso) for duty in found] == [("L1", "2026-09-10T09:30")]
    assert found[0].text.startswith("第12号假条期满")


def test_t8_a_leave_by_telephone_is_made_up_on_the_day_of_return_and_never_becomes_an_absence():
    def told(now):
        return ladder.make_up("wang", "slip", 12, WED, RULES, calendar(), now)

    assert (told(at(WED)).due, told(at(WED)).overdue) == (Due(WED), False)
    assert told(at(THU)).overdue
    assert "仍按请假算" in told(at(THU)).text
    assert "仍按请假算" not in told(at(WED)).text


def test_t9_on_the_thirtieth_day_the_head_is_asked_to_say_whether_the_child_dropped_out():
    first = date(2026, 9, 7)
    days = list(calendar().school_days(first, date(2026, 10, 30)))
    (run,) = absences(day_of(*days), dict.fromkeys(day_of(*days), MarkKind.UNEXCUSED))

    assert standing(run, RULES, first + timedelta(days=28)) is Standing.SUSPECTED
    assert standing(run, RULES, first + timedelta(days=29)) is Standing.DROPPED


@pytest.mark.parametrize(
    ("half_days", "expected"),
    [(1, Standing.ABSENT), (2, Standing.TRUANT), (5, Standing.TRUANT), (6, Standing.SUSPECTED)],
)
def test_how_a_child_stands_goes_by_its_open_absence(half_days, expected):
    halves = day_of(MON, TUE, WED)[:half_days]
    (run,) = absences(halves, dict.fromkeys(halves, MarkKind.UNEXCUSED))
    (over,) = absences([*halves, (THU, AM)], dict.fromkeys(halves, MarkKind.UNEXCUSED))

    assert standing(run, RULES, WED) is expected
    assert standing(over, RULES, THU) is standing(None, RULES, THU) is Standing.PRESENT


def test_many_short_absences_together_are_reported_too_once_a_term():
    days = list(calendar().school_days(date(2026, 9, 7), date(2026, 10, 30)))
    single = [half for day in days[::2] for half in day_of(day)][: 2 * RULES.cumulated_days]
    present = [half for day in days[1:12:2] for half in day_of(day)]
    now = at(present[-1][0])

    assert "L4" not in duties(single[:-2], now, present=present)
    found = duties(single, now, present=present)["L4"]
    assert found.due == Due(single[-1][0])
    assert "累计无故缺课5天" in found.text
    told = Deeds(reports=[(single[-1][0], "L4")])
    assert "L4" not in duties(single, now, present=present, deeds=told)


def test_a_family_that_will_not_listen_is_reported_to_the_township_the_same_day():
    deeds = Deeds(visits=[TUE], refusals=[TUE])

    assert duties(day_of(MON, TUE), at(TUE), deeds=deeds)["L5"].due == Due(TUE)
    told = Deeds(visits=[TUE], refusals=[TUE], reports=[(TUE, "L5")])
    assert "L5" not in duties(day_of(MON, TUE), at(TUE), deeds=told)


def test_what_was_told_upwards_waits_for_an_answer_of_so_many_school_days():
    deeds = Deeds(reports=[(THU, "L5")])
    found = duties(day_of(MON, TUE, WED, THU), at(THU), deeds=deeds)

    assert found["L7"].due == Due(date(2026, 9, 15))
    answered = Deeds(reports=[(THU, "L5"), (FRI, "L7")])
    assert "L7" not in duties(day_of(MON, TUE, WED, THU), at(FRI), deeds=answered)


def test_a_notice_that_ran_out_is_reported_on_the_next_school_day():
    deeds = Deeds(notices=[(TUE, SAT)])
    away = day_of(MON, TUE, WED, THU, FRI)

    assert "L8" not in duties(away, at(SAT), deeds=deeds)
    assert duties(away, at(SUN), deeds=deeds)["L8"].due == Due(NEXT_MON)
    told = Deeds(notices=[(TUE, SAT)], reports=[(SUN, "L8")])
    assert "L8" not in duties(away, at(SUN), deeds=told)


def test_a_child_that_was_reported_and_is_back_is_told_of_and_followed_up_twice():
    def back(**deeds):
        done = Deeds(reports=[(WED, "L4"), *deeds.pop("reports", [])], **deeds)
        found = duties(day_of(MON, TUE, WED), at(FRI), present=day_of(THU, FRI), deeds=done)
        return {rung: (duty.due.day, duty.text) for rung, duty in found.items()}

    assert set(back()) == {"L9", "L10"}
    assert back()["L9"][0] == date(2026, 9, 15)
    assert "第1次" in back()["L10"][1]
    assert "第2次" in back(follow_ups=[FRI])["L10"][1]
    assert "第2次" in back(follow_ups=[FRI, FRI])["L10"][1]  # of one day, one visit
    assert back(follow_ups=[FRI])["L10"][0] == calendar().term.last
    assert back(follow_ups=[FRI, FRI + timedelta(days=1)], reports=[(THU, "L9")]) == {}
    assert not duties(day_of(MON, TUE, WED), at(FRI), present=day_of(THU, FRI))


def test_an_attempt_that_reached_nobody_leaves_the_contact_open_and_says_so():
    found = duties([(MON, AM)], at(MON, 9), deeds=Deeds(attempts=[MON, MON]))

    assert "已联系2次" in found["L1"].text


def test_a_holiday_in_between_moves_the_visit_to_the_next_school_day():
    assert duties(day_of(MON), at(MON), off=[TUE])["L2"].due == Due(WED)


@pytest.mark.parametrize(
    ("deeds", "settled"),
    [
        (Deeds(contacts=[MON]), "L1"),
        (Deeds(visits=[TUE]), "L1"),
        (Deeds(visits=[TUE]), "L2"),
        (Deeds(leader_visits=[TUE]), "L3"),
        (Deeds(reports=[(WED, "L4")]), "L4"),
        (Deeds(reports=[(FRI, "L6")]), "L6"),
        (Deeds(notices=[(FRI, date(2026, 9, 18))]), "L6N"),
    ],
)
def test_a_duty_ends_when_its_deed_is_recorded(deeds, settled):
    away = day_of(MON, TUE, WED, THU, FRI)

    assert settled in duties(away, at(FRI))
    assert settled not in duties(away, at(FRI), deeds=deeds)


def test_a_deed_of_an_earlier_absence_settles_nothing():
    before = Deeds(
        contacts=[date(2026, 9, 4)],
        visits=[date(2026, 9, 4)],
        leader_visits=[date(2026, 9, 4)],
        reports=[(date(2026, 9, 4), "L6")],
        notices=[(date(2026, 9, 4), date(2026, 9, 18))],
    )
    away = day_of(MON, TUE, WED, THU, FRI)

    assert set(duties(away, at(FRI), deeds=before)) == {"L1", "L2", "L3", "L4", "L6", "L6N"}


def test_a_child_that_is_back_owes_only_the_contact_of_the_same_day():
    away = day_of(MON, TUE)

    assert set(duties([(WED, AM)], at(WED), present=[(WED, PM)])) == {"L1"}
    assert not duties(away, at(WED), present=[(WED, AM)])


def test_a_class_that_has_not_reported_owes_its_roll_call():
    duty = ladder.unreported("c71", MON, AM, RULES, at(MON, 8, 30))

    assert (duty.rung, duty.does, duty.due.iso) == ("L0", "roll", "2026-09-07T08:30")
    assert not duty.overdue
    assert ladder.unreported("c71", MON, AM, RULES, at(MON, 8, 31)).overdue


def test_a_slip_that_ran_out_is_signed_back_on_the_next_school_day():
    duty = ladder.sign_back("wang", "slip", 12, FRI, RULES, calendar(), at(NEXT_MON))

    assert (duty.due, duty.overdue, duty.leave) == (Due(NEXT_MON), False, "slip")
    assert "第12号" in duty.text


def test_every_rung_says_what_rule_it_rests_on():
    for rung in RULES.rungs.values():
        assert rung.rule
        assert rung.source
        assert rung.who


def test_the_end_of_a_day_has_passed_only_on_the_next():
    assert not Due(MON).passed(at(MON, 23, 59))
    assert Due(MON).passed(at(TUE, 0, 0))
    assert Due(MON, time(9, 30)).passed(at(MON, 9, 31))
    assert not Due(MON, time(9, 30)).passed(at(MON, 9, 30))
    assert Due(MON, time(9, 30)).order < Due(MON).order < Due(TUE, time(8)).order
