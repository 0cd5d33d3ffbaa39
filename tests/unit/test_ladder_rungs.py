"""Every rung: from when it is asked for, until when it may be done, and what ends it."""

from datetime import date, datetime, time, timedelta

import pytest
from factory import AM, PM, calendar, diary
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.attendance import MarkKind, absences
from kongchuo_desktop.domain.ladder import Deeds, Record
from kongchuo_desktop.services import rules

RULES = rules.ladder()
CALENDAR = calendar()
FIRST = date(2026, 9, 7)
DAYS = list(CALENDAR.school_days(FIRST, CALENDAR.term.last))
MON, TUE, WED, THU, FRI, SAT, SUN = (FIRST + timedelta(days=n) for n in range(7))
NEXT = [MON + timedelta(days=7 + n) for n in range(5)]


def evening(day):
    return datetime.combine(day, time(18))


def asked(text, day, now=None, **deeds):
    """Everything that is asked for on the evening of a day, by rung; a notice is L6N."""
    runs = absences(*diary(text, DAYS))
    record = Record(runs=runs, deeds=Deeds(**deeds))
    return {
        duty.rung + ("N" if duty.does == "notice" else ""): duty
        for duty in ladder.duties(record, RULES, CALENDAR, now or evening(day))
    }


WEEK = "uu uu uu uu uu"
TERM_END = CALENDAR.term.last


@pytest.mark.parametrize(
    ("rung", "text", "since", "due", "deeds"),
    [
        ("L1", "u", MON, "2026-09-07T09:30", {}),
        ("L1", "-u", MON, "2026-09-07T15:30", {}),
        ("L2", "uu", MON, "2026-09-08T24:00", {}),
        ("L2", "-u u", TUE, "2026-09-09T24:00", {}),
        ("L2", "-- -- -- -- uu", FRI, "2026-09-14T24:00", {}),
        ("L3", "uu u", TUE, "2026-09-08T24:00", {}),
        ("L3", "-u uu", TUE, "2026-09-08T24:00", {}),
        ("L3", "-- -- -- -- uu u", NEXT[0], "2026-09-14T24:00", {}),
        ("LF", "u", MON, "2026-09-08T24:00", {"sought": [(MON, False)] * 3}),
        ("LF", WEEK, FRI, "2026-09-14T24:00", {"sought": [*[(MON, False)] * 2, (FRI, False)]}),
        ("L4", "uu uu uu", WED, "2026-09-09T24:00", {}),
        ("L4", "-u uu uu u", THU, "2026-09-10T24:00", {}),
        ("L5", "uu uu", TUE, "2026-09-08T24:00", {"refusals": [TUE]}),
        ("L6", WEEK, FRI, "2026-09-14T24:00", {}),
        ("L6N", WEEK, FRI, "2026-09-14T24:00", {}),
        ("L7", WEEK, FRI, "2026-09-16T24:00", {"reports": [(FRI, "L6")]}),
        ("L7", WEEK, THU, "2026-09-15T24:00", {"reports": [(THU, "L5")]}),
        ("L8", WEEK, SUN, "2026-09-14T24:00", {"notices": [(TUE, SAT)]}),
        ("L9", "uu uu uu .", THU, "2026-09-15T24:00", {"reports": [(WED, "L4")]}),
        ("L10", "uu uu uu .", THU, "2026-10-08T24:00", {"reports": [(WED, "L4")]}),
    ],
)  # fmt: skip
def test_when_a_rung_appears_and_until_when_it_may_be_done(rung, text, since, due, deeds):
    found = asked(text, since, **deeds)[rung]
    last = date.fromisoformat(due[:10])

    assert found.due.iso == due
    if due.endswith("24:00"):
        assert not found.overdue
        assert not asked(text, None, datetime.combine(last, time(23, 59)), **deeds)[rung].overdue
    after = datetime.combine(last + timedelta(days=1), time())
    assert asked(text, None, after, **deeds)[rung].overdue


@pytest.mark.parametrize(
    ("rung", "text", "day", "deeds"),
    [
        ("L2", "u", MON, {}),
        ("L2", "u. u", TUE, {}),
        ("L3", "uu", MON, {}),
        ("L3", "-u u", TUE, {}),
        ("LF", "uu uu", TUE, {"sought": [(MON, False)] * 2}),
        ("LF", "uu uu", TUE, {"sought": [*[(MON, False)] * 2, (MON, True), (TUE, False)]}),
        ("LF", "uu uu", TUE, {"sought": [(MON - timedelta(days=3), False), *[(MON, False)] * 2]}),
        ("LF", "u.", MON, {"sought": [(MON, False)] * 3}),
        ("L4", "uu uu u", WED, {}),
        ("L5", "uu uu", TUE, {"refusals": [MON - timedelta(days=3)]}),
        ("L6", WEEK, THU, {}),
        ("L6N", WEEK, THU, {}),
        ("L7", WEEK, FRI, {"reports": [(WED, "L4")]}),
        ("L7", WEEK, FRI, {}),
        ("L8", WEEK, SAT, {"notices": [(TUE, SAT)]}),
        ("L8", WEEK, FRI, {}),
        ("L9", "uu uu uu", WED, {"reports": [(WED, "L4")]}),
        ("L9", "uu uu uu .", THU, {}),
        ("L10", "uu uu uu .", THU, {}),
    ],
)
def test_a_rung_that_is_not_reached_is_not_asked_for(rung, text, day, deeds):
    assert rung not in asked(text, day, **deeds)


VAIN = [(MON, False), (TUE, False), (WED, False)]
REACHED = {"contacts": [MON], "visits": [TUE], "leader_visits": [TUE]}


@pytest.mark.parametrize(
    ("rung", "deeds", "ended_by"),
    [
        ("L1", {}, {"contacts": [MON]}),
        ("L1", {}, {"visits": [TUE]}),
        ("L2", {}, {"visits": [TUE]}),
        ("L3", {}, {"leader_visits": [TUE]}),
        ("LF", {"sought": VAIN}, {"sought": [*VAIN, (WED, True)]}),
        ("LF", {"sought": VAIN, "leader_visits": [MON]}, {"leader_visits": [WED]}),
        ("L4", {}, {"reports": [(WED, "L4")]}),
        ("L5", {"refusals": [TUE]}, {"reports": [(TUE, "L5")]}),
        ("L6", {}, {"reports": [(FRI, "L6")]}),
        ("L6N", {}, {"notices": [(FRI, NEXT[4])]}),
        ("L7", {"reports": [(TUE, "L5")]}, {"reports": [(TUE, "L5"), (THU, "L7")]}),
        ("L8", {"notices": [(TUE, THU)]}, {"notices": [(TUE, THU)], "reports": [(FRI, "L8")]}),
    ],
)
def test_a_rung_ends_with_its_own_deed_and_with_no_other(rung, deeds, ended_by):
    before = asked(WEEK, FRI, **deeds)
    after = asked(WEEK, FRI, **{**deeds, **ended_by})

    assert rung in before
    assert rung not in after
    together = {"L1", "L2"} if "visits" in ended_by else {rung}  # a visit is a contact too
    assert set(before) - set(after) == together


@pytest.mark.parametrize("rung", ["L1", "L2", "L3", "L4", "L6", "L6N"])
def test_a_rung_is_not_ended_by_what_was_done_before_the_absence(rung):
    before = MON - timedelta(days=3)
    deeds = {
        "contacts": [before],
        "visits": [before],
        "leader_visits": [before],
        "reports": [(before, each) for each in ("L4", "L6")],
        "notices": [(before, SAT)],
    }

    assert rung in asked(WEEK, FRI, **deeds)


def test_a_contact_that_reached_nobody_leaves_the_rung_open_and_is_counted():
    assert "已联系3次，没有接通" in asked("u", MON, attempts=[MON, MON, MON])["L1"].text
    assert "联系3次" not in asked("u", MON, attempts=[MON - timedelta(days=3)] * 3)["L1"].text


def test_a_second_notice_gives_the_family_its_days_anew():
    first, second = (TUE, THU), (FRI, NEXT[2])

    assert "L8" in asked(WEEK, FRI, notices=[first])
    assert "L8" not in asked(WEEK, FRI, notices=[first, second])
    assert asked(WEEK, NEXT[3], notices=[first, second])["L8"].due.day == NEXT[3]


def test_a_notice_runs_out_on_a_weekend_and_is_told_of_on_monday():
    friday = asked(WEEK, SAT, notices=[(TUE, FRI)])

    assert friday["L8"].due.day == NEXT[0]
    assert not friday["L8"].overdue


def test_the_answer_to_an_expired_notice_is_waited_for_too():
    deeds = {"notices": [(TUE, THU)], "reports": [(FRI, "L8")]}

    assert asked(WEEK, FRI, **deeds)["L7"].due.day == NEXT[2]


BACK = "uu uu uu .. .."
TOLD = [(WED, "L4")]


@pytest.mark.parametrize("rung", ["L4", "L5", "L6", "L8"])
def test_any_report_upwards_is_followed_by_a_report_of_the_return(rung):
    assert set(asked(BACK, FRI, reports=[(WED, rung)])) == {"L9", "L10"}


@pytest.mark.parametrize("rung", ["L7", "L9"])
def test_what_came_from_above_asks_for_nothing_after_the_return(rung):
    assert asked(BACK, FRI, reports=[(WED, rung)]) == {}


def test_the_report_of_the_return_ends_it_and_leaves_the_visits():
    assert set(asked(BACK, FRI, reports=[*TOLD, (FRI, "L9")])) == {"L10"}


def test_two_follow_up_visits_end_the_following_up_and_one_moves_it_to_the_end_of_term():
    done = {"reports": [*TOLD, (FRI, "L9")]}
    second = asked(BACK, FRI, follow_ups=[FRI], **done)["L10"]

    assert ("第2次" in second.text, second.due.day) == (True, TERM_END)
    assert asked(BACK, FRI, follow_ups=[FRI, FRI + timedelta(days=1)], **done) == {}


def test_a_visit_while_the_child_was_away_is_no_follow_up():
    assert "第1次" in asked(BACK, FRI, reports=TOLD, follow_ups=[TUE, WED])["L10"].text


def test_a_follow_up_is_never_due_after_the_end_of_term():
    days = ".." * (len(DAYS) - 5)
    late = asked(days + BACK, TERM_END, reports=[(DAYS[-3], "L4")])

    assert late["L10"].due.day == TERM_END


@pytest.mark.parametrize("later", ["u.", ".u", "u", "uu"])
def test_what_is_owed_after_a_return_survives_another_absence(later):
    owed = asked(BACK, FRI, reports=TOLD)
    found = asked(BACK + later, NEXT[0], reports=TOLD)

    assert found["L9"].due == owed["L9"].due
    assert found["L10"].due == owed["L10"].due
    assert asked(BACK + later + ("." if len(later) == 1 else "") + "..", NEXT[1], reports=TOLD)


def test_what_is_owed_after_a_return_survives_weeks_of_half_days():
    text = BACK + "u. .." * 6
    found = asked(text, DAYS[16], reports=TOLD)

    assert found["L9"].due == asked(BACK, FRI, reports=TOLD)["L9"].due


def test_reports_of_a_later_absence_do_not_end_what_is_owed_for_an_earlier_one():
    later = BACK + "uu uu uu"
    found = asked(later, NEXT[2], reports=[*TOLD, (NEXT[2], "L4")])

    assert {"L9", "L10"} <= set(found)
    assert "L4" not in found
    assert found["L9"].due == asked(BACK, FRI, reports=TOLD)["L9"].due


def test_a_report_of_a_later_absence_is_not_taken_for_one_of_the_earlier():
    """The first absence was never reported: coming back from it is nobody's business."""
    found = asked("u. .. .. .. .. uu uu uu", NEXT[2], reports=[(NEXT[2], "L4")])

    assert not {"L9", "L10"} & set(found)
    assert "L4" not in found


def test_a_return_that_was_told_of_is_not_told_of_again_for_a_later_short_absence():
    done = [*TOLD, (FRI, "L9")]

    assert "L9" not in asked(BACK + "u.", NEXT[0], reports=done)


def test_the_return_from_a_second_absence_is_told_of_again():
    done = [*TOLD, (FRI, "L9"), (NEXT[2], "L4")]

    assert "L9" in asked(BACK + "uu uu uu ..", NEXT[3], reports=done)


def test_a_child_on_leave_after_an_absence_has_not_come_back():
    """An excuse ends the ladder of an absence, but the township is told of a return only when
    there is one."""
    away = "uu uu uu ss ss"

    assert not {"L9", "L10"} & set(asked(away, FRI, reports=TOLD))
    back = asked(away + "..", NEXT[0], reports=TOLD)
    assert back["L9"].due.day == date(2026, 9, 17)


LIMIT = 2 * RULES.cumulated_days
SINGLE = "u. " * LIMIT


def test_half_days_that_add_up_to_five_days_are_reported_on_the_day_they_do():
    assert "L4" not in asked(SINGLE[:-3] + "..", DAYS[LIMIT - 1])
    reached = DAYS[LIMIT - 1]
    found = asked(SINGLE, reached)["L4"]

    assert (found.due.day, found.overdue) == (reached, False)
    assert "累计无故缺课5天" in found.text
    assert asked(SINGLE + "..", DAYS[LIMIT])["L4"].overdue
    assert "L4" not in asked(SINGLE + "..", DAYS[LIMIT], reports=[(reached, "L4")])


def test_more_half_days_do_not_put_the_report_off():
    reached = DAYS[LIMIT - 1]

    for more in ("u.", "u. u. u.", "uu"):
        assert asked(SINGLE + more, DAYS[LIMIT + 2])["L4"].due.day == reached
    open_run = "u. " * (LIMIT - 1) + "uu uu"
    assert asked(open_run, DAYS[LIMIT])["L4"].due.day == reached


def test_one_long_absence_that_ended_unreported_is_owed_since_its_fifth_day():
    found = asked("uu" * 8 + "..", DAYS[8])["L4"]

    assert (found.due.day, found.overdue) == (DAYS[4], True)


def test_an_excuse_takes_the_report_of_the_sum_away():
    assert "L4" not in asked(SINGLE.replace("u", "s", 1), DAYS[LIMIT - 1])


@pytest.mark.parametrize(("half", "by"), [(AM, "08:30"), (PM, "14:30")])
def test_l0_a_roll_call_is_due_at_its_time(half, by):
    hour, minute = map(int, by.split(":"))
    now = datetime.combine(MON, time(hour, minute))
    on_time = ladder.unreported("c71", MON, half, RULES, now)
    late = ladder.unreported("c71", MON, half, RULES, now + timedelta(minutes=1))

    assert (on_time.rung, on_time.does, on_time.class_id) == ("L0", "roll", "c71")
    assert (on_time.due.iso, on_time.overdue, late.overdue) == (f"2026-09-07T{by}", False, True)
    assert (on_time.day, on_time.half) == (MON, half)


@pytest.mark.parametrize(
    ("ended", "due"), [(MON, TUE), (FRI, NEXT[0]), (SAT, NEXT[0]), (TERM_END, date(2027, 1, 18))]
)
def test_lv_a_slip_is_signed_back_on_the_school_day_after_it_ran_out(ended, due):
    def told(at):
        return ladder.sign_back("wang", "slip", 7, ended, RULES, CALENDAR, at)

    assert told(evening(due)).due.day == due
    assert not told(evening(due)).overdue
    assert told(evening(due) + timedelta(hours=6)).overdue
    assert (told(evening(due)).rung, told(evening(due)).leave) == ("LV", "slip")


@pytest.mark.parametrize(("back", "late"), [(WED, THU), (FRI, NEXT[0])])
def test_lm_the_paper_is_due_on_the_return_and_told_late_from_the_next_school_day(back, late):
    def told(day):
        duty = ladder.make_up("wang", "slip", 7, back, RULES, CALENDAR, evening(day))
        return duty.due.day, duty.overdue, "仍按请假算" in duty.text

    assert told(back) == (back, False, False)
    assert told(late - timedelta(days=1))[2] is False
    assert told(late) == (back, True, True)


letters = st.lists(
    st.sampled_from([None, None, MarkKind.UNEXCUSED, MarkKind.SICK, MarkKind.LATE]),
    min_size=1,
    max_size=40,
)
unreported = st.sets(st.integers(0, 39))
HALVES = [(day, half) for day in DAYS for half in (AM, PM)]


def book(kinds, gaps):
    """Half days from the first Monday on, some of which nobody reported, and their marks."""
    taken = [when for n, when in enumerate(HALVES[: len(kinds)]) if n not in gaps]
    every = dict(zip(HALVES, kinds, strict=False))
    return taken, {when: every[when] for when in taken if every[when]}


@given(letters, unreported)
def test_every_absence_has_an_open_duty_or_an_excuse_or_a_return(kinds, gaps):
    taken, marks = book(kinds, gaps)
    runs = absences(taken, marks)
    away = [when for when in taken if marks.get(when) is MarkKind.UNEXCUSED]

    assert sum(run.half_days for run in runs) == len(away)
    for when in away:
        (run,) = (run for run in runs if run.first <= when <= run.last)
        later = next((w for w in taken if w > run.last), None)
        assert run.open == (later is None)
        if later is None:
            record = Record(runs=runs)
            assert ladder.duties(record, RULES, CALENDAR, evening(DAYS[-1]))
        else:
            assert marks.get(later) is not MarkKind.UNEXCUSED


@given(letters, unreported, st.integers(0, 30))
def test_what_nobody_reported_neither_hides_nor_shortens_an_absence(kinds, gaps, later):
    """Roll calls that were not made leave every duty at least as grave as the absence reported."""
    taken, marks = book(kinds, gaps)
    now = evening(HALVES[len(kinds) - 1][0] + timedelta(days=later))
    away = [when for when in taken if marks.get(when) is MarkKind.UNEXCUSED]
    if not away or taken[-1] != away[-1]:
        return
    rungs = {
        duty.rung
        for duty in ladder.duties(Record(runs=absences(taken, marks)), RULES, CALENDAR, now)
    }

    assert "L1" in rungs
    run = absences(taken, marks)[-1]
    assert ("L2" in rungs) == (run.half_days >= 2)


@given(letters, st.data())
def test_an_excuse_for_all_of_it_leaves_nothing_to_do(kinds, data):
    taken, marks = book(kinds, ())
    excused = {
        when: data.draw(st.sampled_from([MarkKind.SICK, MarkKind.PERSONAL]))
        if kind is MarkKind.UNEXCUSED
        else kind
        for when, kind in marks.items()
    }

    assert ladder.duties(
        Record(runs=absences(taken, excused)), RULES, CALENDAR, evening(DAYS[-1])
    ) == []  # fmt: skip


@given(letters, st.permutations(range(40)))
def test_the_order_of_entry_does_not_matter(kinds, order):
    taken, marks = book(kinds, ())
    entered = dict(sorted(marks.items(), key=lambda item: order[HALVES.index(item[0])]))

    assert absences(taken, entered) == absences(taken, marks)


@given(
    letters,
    st.lists(
        st.tuples(
            st.sampled_from(DAYS[:20]), st.sampled_from(["L4", "L5", "L6", "L7", "L8", "L9"])
        ),
        max_size=6,
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_deeds_does_not_matter(kinds, reports, chance):
    taken, marks = book(kinds, ())
    shuffled = list(reports)
    chance.shuffle(shuffled)
    now = evening(DAYS[25])
    one, other = (
        ladder.duties(
            Record(runs=absences(taken, marks), deeds=Deeds(reports=each)), RULES, CALENDAR, now
        )
        for each in (reports, shuffled)
    )

    assert one == other
