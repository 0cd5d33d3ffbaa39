"""The worked time lines of the rules (§7), each played through moment by moment: everything that
is asked for then, and nothing else."""

from datetime import date, datetime, timedelta

import pytest
from factory import calendar, diary, leave, visit

from kongchuo_desktop.domain import ladder, visits
from kongchuo_desktop.domain import leave as leaves
from kongchuo_desktop.domain.attendance import Half, absences
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.ladder import Deeds, Record, Standing, standing
from kongchuo_desktop.domain.leave import LeaveState
from kongchuo_desktop.services import rules

RULES = rules.ladder()
AUTUMN = calendar()
SPRING = Calendar(Term(2025, 2, date(2026, 2, 23), date(2026, 7, 10)))
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 9, 7) + timedelta(days=n) for n in range(7))
NEXT_MON, NEXT_TUE = MON + timedelta(days=7), MON + timedelta(days=8)


def moment(text, day):
    return datetime.combine(day, datetime.strptime(text, "%H:%M").time())  # noqa: DTZ007


def asked(text, now, *, first=MON, deeds=None, slip=0, days=AUTUMN):
    """What a diary asks for at a moment that its last letter lies before: rung → due, or ! due."""
    taken, marks = diary(text, days.school_days(first, days.term.last))
    record = Record(runs=absences(taken, marks), deeds=deeds or Deeds(), ended_leave=slip)
    found = ladder.duties(record, RULES, days, now)
    assert len({(duty.rung, duty.does) for duty in found}) == len(found)
    return {
        duty.rung + ("N" if duty.does == "notice" else ""): "!" * duty.overdue + duty.due.iso[5:]
        for duty in found
    }


def stands(text, today, *, first=MON, days=AUTUMN):
    runs = absences(*diary(text, days.school_days(first, days.term.last)))
    return standing(runs[-1] if runs else None, RULES, today)


@pytest.mark.parametrize(
    ("text", "at", "expected"),
    [
        ("u", "08:20", {"L1": "09-07T09:30"}),
        ("u", "09:30", {"L1": "09-07T09:30"}),
        ("u", "09:31", {"L1": "!09-07T09:30"}),
        ("u.", "14:20", {"L1": "!09-07T09:30"}),
        ("u.", "23:59", {"L1": "!09-07T09:30"}),
    ],
)
def test_t1_a_morning_missed_asks_for_a_contact_and_for_no_visit(text, at, expected):
    assert asked(text, moment(at, MON)) == expected


def test_t1_a_morning_missed_is_half_a_day():
    (run,) = absences(*diary("u.", [MON]))

    assert (run.half_days, run.full_days, run.full_on, run.open) == (1, 0, {}, False)
    assert asked("u. ..", moment("09:00", TUE)) == {}


@pytest.mark.parametrize(
    ("text", "day", "at", "expected"),
    [
        ("u", MON, "10:00", {"L1": "!09-07T09:30"}),
        ("uu", MON, "18:00", {"L1": "!09-07T09:30", "L2": "09-08T24:00"}),
        ("uu .", TUE, "09:00", {}),
        ("uu --", TUE, "23:59", {"L1": "!09-07T09:30", "L2": "09-08T24:00"}),
        ("uu --", WED, "00:00", {"L1": "!09-07T09:30", "L2": "!09-08T24:00"}),
    ],
)
def test_t2_a_day_missed_asks_for_a_visit_by_the_end_of_the_next(text, day, at, expected):
    assert asked(text, moment(at, day)) == expected


@pytest.mark.parametrize(
    ("deeds", "day", "expected"),
    [
        (Deeds(contacts=[MON]), TUE, {"L2": "09-08T24:00", "L3": "09-08T24:00"}),
        (Deeds(contacts=[MON]), WED, {"L2": "!09-08T24:00", "L3": "!09-08T24:00"}),
        (Deeds(visits=[TUE]), TUE, {"L3": "09-08T24:00"}),
        (Deeds(visits=[TUE]), WED, {"L3": "!09-08T24:00"}),
        (Deeds(visits=[TUE], leader_visits=[TUE]), WED, {}),
    ],
)
def test_t3_on_the_second_day_a_leader_goes_and_a_visit_not_paid_turns_red(deeds, day, expected):
    assert asked("uu uu", moment("00:10" if day == WED else "18:00", day), deeds=deeds) == expected


def test_t3_the_leader_goes_from_the_second_morning_on():
    deeds = Deeds(contacts=[MON])

    assert "L3" not in asked("uu", moment("23:59", MON), deeds=deeds)
    assert "L3" in asked("uu u", moment("08:30", TUE), deeds=deeds)


def test_t4_after_three_days_the_child_is_suspected_and_reported_the_same_night():
    deeds = Deeds(visits=[TUE], leader_visits=[TUE])

    assert asked("uu uu u", moment("09:00", WED), deeds=deeds) == {}
    assert stands("uu uu u", WED) is Standing.TRUANT
    assert asked("uu uu uu", moment("23:59", WED), deeds=deeds) == {"L4": "09-09T24:00"}
    assert asked("uu uu uu", moment("00:00", THU), deeds=deeds) == {"L4": "!09-09T24:00"}
    assert stands("uu uu uu", WED) is Standing.SUSPECTED


def test_t5_day_seven_is_a_sunday_so_the_report_is_due_on_monday_and_shows_on_friday():
    deeds = Deeds(visits=[TUE], leader_visits=[TUE], reports=[(WED, "L4")])
    away = "uu uu uu uu"

    assert asked(away, moment("23:59", THU), deeds=deeds) == {}
    both = {"L6N": "09-14T24:00", "L6": "09-14T24:00"}
    for text, day in ((away, FRI), (away + "uu", SAT), (away + "uu uu", NEXT_MON)):
        assert asked(text, moment("23:59", day), deeds=deeds) == both
    assert asked(away + "uu uu", moment("00:00", NEXT_TUE), deeds=deeds) == {
        "L6N": "!09-14T24:00", "L6": "!09-14T24:00",
    }  # fmt: skip


def test_t5_the_first_day_missed_is_day_one():
    deeds = Deeds(visits=[WED], leader_visits=[WED], reports=[(THU, "L4")])

    both = {"L6N": "09-14T24:00", "L6": "09-14T24:00"}
    assert asked(".. uu uu uu uu", moment("23:59", SUN), deeds=deeds) == {}
    assert asked(".. uu uu uu uu", moment("00:00", NEXT_MON), deeds=deeds) == both
    late = asked(".. uu uu uu uu uu", moment("00:00", NEXT_TUE), deeds=deeds)
    assert late == {rung: "!" + due for rung, due in both.items()}


def test_t6_a_weekend_does_not_break_an_absence():
    deeds = Deeds(contacts=[FRI])
    text = "uu u"

    assert asked("uu", moment("18:00", SUN), first=FRI, deeds=deeds) == {"L2": "09-14T24:00"}
    assert asked(text, moment("09:00", NEXT_MON), first=FRI, deeds=deeds) == {
        "L2": "09-14T24:00", "L3": "09-14T24:00",
    }  # fmt: skip
    (run,) = absences(*diary("uu uu", AUTUMN.school_days(FRI, NEXT_MON)))
    assert (run.days, run.full_days) == (2, 2)


def test_t7_leave_is_no_absence_and_the_ladder_begins_after_it():
    assert asked("ss ss ss", moment("18:00", WED)) == {}
    assert asked("ss ss ss u", moment("09:00", THU), slip=12) == {"L1": "09-10T09:30"}
    (run,) = absences(*diary("ss ss ss u", AUTUMN.school_days(MON, THU)))
    assert (run.first, run.half_days) == ((THU, Half.AM), 1)


def test_t8_leave_by_telephone_excuses_without_its_paper_which_is_asked_for_on_the_return():
    called = leave(first_day=MON, last_day=TUE, phone=True, slip_no=3)
    back = leaves.come_back(called, WED, Half.AM)

    def paper(day, at="08:00"):
        duty = ladder.make_up("wang", "slip", 3, WED, RULES, AUTUMN, moment(at, day))
        return duty.due.iso, duty.overdue, "仍按请假算" in duty.text

    assert called.excuses
    assert back.excuses
    assert paper(WED, "23:59") == ("2026-09-09T24:00", False, False)
    assert paper(THU, "00:00") == ("2026-09-09T24:00", True, True)
    assert asked("ss ss ..", moment("23:59", FRI)) == {}
    made = leaves.make_up(back, FRI)
    assert (made.made_up_on, made.state) == (FRI, LeaveState.RETURNED)


def test_t9_on_day_thirty_the_head_is_to_say_whether_the_child_has_dropped_out():
    first = date(2026, 3, 3)
    away = "uu" * 21

    assert stands(away, date(2026, 3, 31), first=first, days=SPRING) is Standing.SUSPECTED
    assert stands(away, date(2026, 4, 1), first=first, days=SPRING) is Standing.DROPPED


REPORTED = ((date(2026, 3, 5), "L4"), (date(2026, 3, 9), "L6"), (date(2026, 3, 12), "L7"))
AWAY = "uu" * 28  # 3 March to 9 April


def test_t10_after_the_return_a_report_and_two_visits_then_nothing():
    def back(day, **deeds):
        reports = [*REPORTED, *deeds.pop("reports", [])]
        return asked(
            AWAY + "..",
            moment("18:00", day),
            first=date(2026, 3, 3),
            days=SPRING,
            deeds=Deeds(reports=reports, **deeds),
        )

    told = [(date(2026, 4, 13), "L9")]
    may, june = date(2026, 5, 12), date(2026, 6, 9)
    assert back(date(2026, 4, 10)) == {"L9": "04-15T24:00", "L10": "05-08T24:00"}
    assert back(date(2026, 4, 16)) == {"L9": "!04-15T24:00", "L10": "05-08T24:00"}
    assert back(date(2026, 5, 9), reports=told) == {"L10": "!05-08T24:00"}
    assert back(may, reports=told, follow_ups=[may]) == {"L10": "07-10T24:00"}
    assert back(june, reports=told, follow_ups=[may, june]) == {}


def test_t10_a_day_missed_again_starts_the_ladder_anew():
    days = list(SPRING.school_days(date(2026, 3, 3), date(2026, 6, 15)))
    taken, marks = diary(AWAY + ".." * (len(days) - 29) + "uu", days)
    deeds = Deeds(
        reports=[*REPORTED, (date(2026, 4, 13), "L9")],
        visits=[date(2026, 3, 4), date(2026, 5, 12), date(2026, 6, 9)],
        follow_ups=[date(2026, 5, 12), date(2026, 6, 9)],
    )
    found = ladder.duties(
        Record(runs=absences(taken, marks), deeds=deeds),
        RULES,
        SPRING,
        moment("18:00", days[-1]),
    )

    assert [(duty.rung, duty.due.iso) for duty in found] == [
        ("L1", "2026-06-15T09:30"),
        ("L2", "2026-06-16T24:00"),
    ]


def test_t13_eighteen_visits_are_two_short_and_one_without_a_record_counts_for_nothing():
    paid = [visit(day=MON + timedelta(days=n), student=f"child{n}") for n in range(18)]

    def short(done):
        (found,) = visits.quotas(done, ["潘老师"], RULES)
        return found.short

    assert short(paid) == 2
    assert short([*paid, visit(note="  ")]) == 2
    assert short([*paid, *paid[:2]]) == 0
