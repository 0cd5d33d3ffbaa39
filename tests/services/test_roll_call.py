"""Calling a class's roll: what may be entered, what it replaces, what the head counts say."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from factory import AM, PM, TODAY, concern, leave, student

from kongchuo_desktop.domain.attendance import MarkKind, RollState, Totals
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import LeaveKind
from kongchuo_desktop.domain.roster import SchoolClass, Status, class_name
from kongchuo_desktop.services import attendance, risk, roster, today
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.services.census_report import CensusListing
from kongchuo_desktop.store import classes as class_rows
from kongchuo_desktop.store import students

WHEN = (TODAY, AM)
UNEXCUSED, SICK, LATE = MarkKind.UNEXCUSED, MarkKind.SICK, MarkKind.LATE


def call(ctx, exceptions=None, when=WHEN, class_id="c71", **more):
    attendance.call(ctx, class_id, when, exceptions or {}, **more)


def book(ctx, day=TODAY):
    return attendance.book(ctx, day, day)


def marks(ctx, when=WHEN):
    return {s: kinds[when] for s, kinds in book(ctx, when[0]).marks.items() if when in kinds}


def totals(ctx, when=WHEN, class_id="c71"):
    return book(ctx, when[0]).totals(class_id, when)


def refusal(ctx, *args, **more):
    before = marks(ctx)
    with pytest.raises(Refused) as refused:
        call(ctx, *args, **more)
    assert marks(ctx) == before
    return str(refused.value)


def test_everybody_not_named_is_present(ctx):
    call(ctx, {"wang": UNEXCUSED, "zhang": LATE})

    assert totals(ctx) == Totals(on_roll=3, expected=3, unexcused=1)
    assert totals(ctx).present == 2


def test_a_class_that_has_not_reported_counts_as_not_reported(ctx):
    assert totals(ctx) == Totals(on_roll=3, expected=3, unreported=3)


def test_a_class_without_lessons_is_neither_present_nor_absent(ctx):
    call(ctx, {"wang": UNEXCUSED})
    call(ctx, {"wang": UNEXCUSED}, stopped=True)

    assert book(ctx).rolls["c71", *WHEN] is RollState.STOPPED
    assert totals(ctx) == Totals(on_roll=3)
    assert today.today(ctx).totals == Totals(on_roll=6, expected=3, unreported=3)
    assert not [t for t in today.today(ctx).todos if t.duty.class_id == "c71"]


def test_calling_again_replaces_the_whole_class_and_nobody_else(ctx):
    call(ctx, {"namesake": UNEXCUSED}, class_id="c72")
    call(ctx, {"wang": UNEXCUSED}, when=(TODAY, AM))
    call(ctx, {"shan": SICK}, when=(TODAY, AM))

    assert marks(ctx) == {"shan": SICK, "namesake": UNEXCUSED}


def test_a_day_to_come_is_refused(ctx):
    assert "还没有到" in refusal(ctx, when=(TODAY + timedelta(days=3), AM))


def test_a_weekend_and_a_public_holiday_are_refused(ctx):
    assert "不上课" in refusal(ctx, when=(date(2026, 11, 15), AM))
    assert "不上课" in refusal(ctx, when=(date(2026, 10, 1), AM))


def test_a_day_of_another_term_is_refused(ctx):
    assert "不在本学期" in refusal(ctx, when=(date(2026, 6, 5), AM))


def test_a_child_of_another_class_is_refused_with_the_whole_class(ctx):
    assert "整班没有登记" in refusal(ctx, {"wang": UNEXCUSED, "namesake": UNEXCUSED})
    assert totals(ctx).unreported == 3


def test_a_child_nobody_knows_is_refused(ctx):
    assert "不在这个班" in refusal(ctx, {"nobody": UNEXCUSED})


def test_a_class_nobody_knows_is_refused(ctx):
    assert "没有登记" in refusal(ctx, class_id="nowhere")


def test_approved_leave_fills_itself_in(ctx):
    leaves.apply(ctx, leave(student="wang"), approved=True)
    leaves.apply(ctx, leave(student="shan", kind=LeaveKind.PERSONAL), approved=True)
    call(ctx)

    assert marks(ctx) == {"wang": SICK, "shan": MarkKind.PERSONAL}
    assert totals(ctx) == Totals(on_roll=3, expected=3, leave=2)


def test_a_slip_that_waits_for_approval_excuses_nobody(ctx):
    leaves.apply(ctx, leave(student="wang"))
    call(ctx, {"wang": UNEXCUSED})

    assert totals(ctx).unexcused == 1


def test_this_afternoon_is_not_called_in_the_morning(ctx, clock):
    clock.set(TODAY, time(11, 59))
    assert "下午还没有到" in refusal(ctx, {}, when=(TODAY, PM))
    clock.set(TODAY, time(12))
    call(ctx, when=(TODAY, PM))

    assert totals(ctx, (TODAY, PM)).unreported == 0


def test_a_child_that_is_not_expected_is_not_marked(ctx):
    suspended = student(id="zhang", name="张三民", sex=None, status=Status.SUSPENDED)
    roster.change(ctx, suspended)

    assert "不在这个班" in refusal(ctx, {"zhang": UNEXCUSED})


def test_absent_without_leave_against_a_slip_is_refused_by_name(ctx, clock):
    clock.set(TODAY, time(15))
    leaves.apply(ctx, leave(student="wang", first_half=PM), approved=True)

    assert "王小花" in refusal(ctx, {"wang": UNEXCUSED}, when=(TODAY, PM))
    call(ctx, {"wang": UNEXCUSED})
    assert marks(ctx) == {"wang": UNEXCUSED}


def test_leave_approved_afterwards_excuses_what_was_entered_before(ctx):
    call(ctx, {"wang": UNEXCUSED})
    slip = leaves.apply(ctx, leave(student="wang"), approved=True)
    assert marks(ctx) == {"wang": SICK}

    leaves.remove(ctx, slip.id)
    assert marks(ctx) == {"wang": UNEXCUSED}


def test_after_coming_back_early_leave_no_longer_fills_in(ctx, clock):
    clock.set(TODAY, time(15))
    slip = leaves.apply(ctx, leave(student="wang"), approved=True)
    leaves.sign_back(ctx, slip.id, (TODAY, PM))
    call(ctx)
    call(ctx, when=(TODAY, PM))

    assert marks(ctx) == {"wang": SICK}
    assert marks(ctx, (TODAY, PM)) == {}


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.HOME_TUTORING, Status.DEFERRED])
def test_a_child_that_is_not_expected_stays_on_the_roll_only(ctx, status):
    roster.change(ctx, replace(student(id="zhang", name="张三民", sex=None), status=status))
    call(ctx)

    assert totals(ctx) == Totals(on_roll=3, expected=2)


def test_a_child_that_left_is_off_the_roll(ctx):
    roster.change(
        ctx, replace(student(id="zhang", name="张三民", sex=None), status=Status.TRANSFERRED_OUT)
    )

    assert (totals(ctx).on_roll, totals(ctx).expected) == (2, 2)


def test_the_likeliest_half_day_is_now_or_the_last_there_was(ctx, clock):
    assert attendance.latest_half(ctx) == (TODAY, AM)
    clock.set(TODAY + timedelta(days=1))
    assert attendance.latest_half(ctx) == (TODAY, PM)


def test_the_sheet_shows_what_stands_and_what_leave_fills_in(ctx):
    leaves.apply(ctx, leave(student="shan"), approved=True)
    call(ctx, {"wang": UNEXCUSED}, when=(TODAY - timedelta(days=1), PM))
    call(ctx, {"zhang": LATE})

    sheet = attendance.sheet(ctx, "c71", WHEN)
    lines = {line.student: line for line in sheet.pupils}

    assert sheet.state is RollState.TAKEN
    assert (lines["zhang"].mark, lines["shan"].leave, lines["wang"].mark) == (LATE, SICK, None)
    assert lines["wang"].before == {(TODAY - timedelta(days=1), PM): UNEXCUSED}
    assert sheet.earlier[-1] == (TODAY - timedelta(days=1), PM)
    assert WHEN not in sheet.earlier


def test_the_states_of_all_classes_add_up_to_the_day(ctx):
    call(ctx, {"wang": UNEXCUSED})
    found = attendance.states(ctx, WHEN)

    assert [(one.short, one.state) for one in found] == [
        ("一(1)班", None), ("七(1)班", RollState.TAKEN), ("七(2)班", None),
    ]  # fmt: skip
    assert sum((one.totals for one in found), Totals()) == today.today(ctx).totals


def test_an_earlier_day_is_changed_only_with_a_reason_and_the_change_is_kept(ctx):
    yesterday = (TODAY - timedelta(days=1), AM)
    call(ctx, {"wang": UNEXCUSED}, when=yesterday)
    call(ctx, {"wang": UNEXCUSED}, when=yesterday)
    with pytest.raises(Invalid) as wrong:
        call(ctx, {}, when=yesterday)
    assert set(wrong.value.fields) == {"why"}
    assert marks(ctx, yesterday) == {"wang": UNEXCUSED}

    call(ctx, {}, when=yesterday, why="家长送来了医院证明")
    (change,) = attendance.changes(ctx, "c71", yesterday[0])
    assert (change.why, change.who) == ("家长送来了医院证明", "教务处 林老师")
    assert change.before["marks"] == {"wang": "unexcused"}
    assert change.after["marks"] == {}
    assert marks(ctx, yesterday) == {}


@pytest.fixture
def upper(ctx):
    """Classes of the upper grades, made in no order, a child in each."""
    with ctx.write("更多班级", undoable=False):
        for grade, number in ((9, 1), (8, 10), (8, 2)):
            id_, name = f"c{grade}{number}", class_name(grade, number)
            class_rows.add(SchoolClass(id=id_, grade=grade, number=number, name=name))
            roster.add(ctx, student(name=f"第{grade}{number}个", class_id=id_))
    return ctx


SHORT = ["一(1)班", "七(1)班", "七(2)班", "八(2)班", "八(10)班", "九(1)班"]


def test_what_is_to_do_comes_in_the_order_of_grades(upper):
    assert [t.class_name for t in today.today(upper).todos if t.duty.rung == "L0"] == SHORT


def test_lists_sort_classes_by_grade_and_number(upper):
    for id_ in ("small", "wang", "zeng", *students.find("第", None, 9)):
        risk.nominate(upper, concern(student=id_))
    for listing in (risk.RiskListing(upper), CensusListing(upper, TODAY)):
        keys = listing.keys("", "class", False, "all")
        rows = listing.rows(keys)
        assert list(dict.fromkeys(rows[key]["class"] for key in keys)) == SHORT
