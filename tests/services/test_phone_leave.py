"""Leave by telephone and its paper, overstaying, and who signs for a child of a 补偿班."""

from dataclasses import replace
from datetime import date, time

import pytest
from factory import AM, PM, TODAY, leave

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.leave import LeaveState
from kongchuo_desktop.services import attendance, classes, today, undo
from kongchuo_desktop.services import leave as leaves

MON, TUE, WED, THU, FRI = (date(2026, 11, 23 + n) for n in range(5))
SAT = date(2026, 11, 28)
UNEXCUSED = MarkKind.UNEXCUSED


@pytest.fixture
def on(ctx, clock):
    """Go to a day and time, call the roll of 七(1)班, and say what 王小花 owes afterwards."""

    def go(day, kind=None, half=AM, at=None, call=True):
        clock.set(day, at or time(9 if half is AM else 15))
        if call:
            attendance.call(ctx, "c71", (day, half), {"wang": kind} if kind else {})
        return owed(ctx)

    return go


def owed(ctx):
    return {t.duty.rung: t.duty for t in today.today(ctx).todos if t.duty.student == "wang"}


def unexcused(ctx, day):
    book = attendance.book(ctx, day, day)
    return sum(book.totals("c71", (day, half)).unexcused for half in (AM, PM))


def phone(ctx, first=MON, last=TUE, **more):
    return leaves.apply(ctx, leave(first_day=first, last_day=last, phone=True, **more))


def test_t8_the_paper_is_asked_for_on_the_return_late_from_the_next_day_and_never_an_absence(
    ctx, on
):
    on(MON, call=False)
    slip = phone(ctx)
    for day in (MON, TUE):
        assert on(day) == {}
    back = on(WED)
    assert set(back) == {"LM"}
    assert (back["LM"].due.iso, back["LM"].overdue, back["LM"].leave) == (
        "2026-11-25T24:00", False, slip.id,
    )  # fmt: skip
    late = on(THU)["LM"]
    assert late.overdue
    assert "仍按请假算" in late.text
    assert on(FRI, at=time(18))["LM"].overdue
    assert not any(unexcused(ctx, day) for day in (MON, TUE, WED, THU))

    leaves.make_up(ctx, slip.id)
    made = leaves.get(ctx, slip.id)
    assert (made.made_up_on, made.state) == (FRI, LeaveState.APPROVED)
    assert set(owed(ctx)) == {"LV"}
    leaves.sign_back(ctx, slip.id, (WED, AM))
    assert owed(ctx) == {}


def test_t8_over_a_weekend_the_paper_is_due_on_monday(ctx, on):
    on(MON, call=False)
    phone(ctx, first=THU, last=FRI)

    assert on(SAT, call=False)["LM"].due.day == date(2026, 11, 30)
    assert not on(SAT, call=False)["LM"].overdue


@pytest.mark.parametrize("half", [AM, PM])
def test_the_paper_is_asked_for_on_the_very_day_of_an_early_return(ctx, on, half):
    on(MON, call=False)
    slip = phone(ctx, last=THU)
    on(TUE, half=AM)
    on(TUE, call=False, at=time(15))
    leaves.sign_back(ctx, slip.id, (TUE, half))

    assert owed(ctx)["LM"].due.iso == "2026-11-24T24:00"
    assert not owed(ctx)["LM"].overdue


def test_a_call_that_is_not_accepted_excuses_nothing_and_asks_for_no_paper(ctx, on):
    on(MON, call=False)
    slip = phone(ctx)
    leaves.decide(ctx, slip.id, approve=False, note="家长说孩子在街上")

    assert set(on(MON, UNEXCUSED)) == {"L1"}
    with pytest.raises(Refused, match="没有批准"):
        leaves.make_up(ctx, slip.id)
    assert unexcused(ctx, MON) == 1


def test_a_mark_made_before_the_call_counts_again_when_the_call_is_not_accepted(ctx, on):
    assert set(on(MON, UNEXCUSED)) == {"L1"}
    slip = phone(ctx)
    assert owed(ctx) == {}
    leaves.decide(ctx, slip.id, approve=False)

    assert set(owed(ctx)) == {"L1"}


def test_the_paper_can_come_while_the_child_is_away(ctx, on):
    on(MON, call=False)
    slip = phone(ctx)
    leaves.make_up(ctx, slip.id)
    on(TUE)

    assert set(on(WED)) == {"LV"}


@pytest.mark.parametrize("act", ["again", "not by telephone"])
def test_a_paper_that_is_not_owed_is_not_made_up(ctx, on, act):
    on(MON, call=False)
    if act == "again":
        slip = phone(ctx)
        leaves.make_up(ctx, slip.id)
    else:
        slip = leaves.apply(ctx, leave(first_day=MON, last_day=TUE))
    before = leaves.get(ctx, slip.id)
    with pytest.raises(Refused, match="没有改动"):
        leaves.make_up(ctx, slip.id)

    assert leaves.get(ctx, slip.id) == before


def test_making_up_can_be_taken_back(ctx, on):
    on(MON, call=False)
    slip = phone(ctx)
    on(WED)
    leaves.make_up(ctx, slip.id)
    undo.undo(ctx)

    assert leaves.get(ctx, slip.id) == slip
    assert set(owed(ctx)) == {"LM"}


def test_overstaying_puts_the_child_on_the_ladder_and_names_the_slip(ctx, on):
    on(MON, call=False)
    slip = leaves.apply(ctx, leave(first_day=MON, last_day=TUE), approved=True)
    on(MON)
    on(TUE)
    found = on(WED, UNEXCUSED)

    assert set(found) == {"L1"}
    assert found["L1"].text.startswith(f"第{slip.slip_no}号假条期满，")
    assert found["L1"].due.iso == "2026-11-25T09:30"
    on(WED, UNEXCUSED, PM)
    assert set(on(THU, UNEXCUSED)) == {"L1", "L2", "L3"}


@pytest.mark.parametrize("by_phone", [False, True])
def test_a_child_on_the_ladder_is_not_asked_for_its_slip_as_well(ctx, on, by_phone):
    """Not that morning before the roll is called either, nor at the weekend."""
    on(MON, call=False)
    leaves.apply(ctx, leave(first_day=MON, last_day=WED, phone=by_phone), approved=not by_phone)
    for half in (AM, PM):
        on(THU, UNEXCUSED, half)

    assert set(on(FRI, call=False, at=time(7, 30))) == {"L1", "L2"}
    assert set(on(SAT, call=False)) == {"L1", "L2"}
    assert set(on(FRI)) == ({"LM"} if by_phone else {"LV"})


def test_half_a_slip_overstayed_begins_in_the_afternoon(ctx, on):
    on(MON, call=False)
    leaves.apply(ctx, leave(first_day=MON, last_day=TUE, last_half=AM), approved=True)
    for half in (AM, PM):
        on(MON, half=half)
    on(TUE)
    found = on(TUE, UNEXCUSED, PM)

    assert found["L1"].due.iso == "2026-11-24T15:30"
    assert "假条期满" in found["L1"].text


def test_signing_back_after_overstaying_keeps_the_absence(ctx, on):
    on(MON, call=False)
    slip = leaves.apply(ctx, leave(first_day=MON, last_day=TUE), approved=True)
    on(MON)
    on(WED, UNEXCUSED)
    on(THU)
    leaves.sign_back(ctx, slip.id, (THU, AM))

    assert unexcused(ctx, WED) == 1
    assert leaves.get(ctx, slip.id).last == (TUE, PM)
    assert owed(ctx) == {}


def signers(ctx, last):
    slip = leaves.apply(ctx, leave(first_day=MON, last_day=last))
    found = leaves.approvers(ctx, slip)
    assert found[-1] == leaves.approver(ctx, slip)
    leaves.remove(ctx, slip.id)
    return found


def test_the_longer_the_leave_the_more_sign_it(ctx):
    assert signers(ctx, MON) == ("班主任",)
    assert signers(ctx, WED) == ("班主任", "教务处")
    assert signers(ctx, THU) == ("班主任", "教务处", "校长")


@pytest.mark.parametrize("last", [MON, WED, THU])
def test_for_a_child_of_a_catch_up_class_the_township_signs_however_short_the_leave(ctx, last):
    classes.set_catch_up(ctx, frozenset({"c71"}))

    assert signers(ctx, last) == ("教务处", "乡（镇）党委政府负责人")


def test_only_the_chosen_classes_are_catch_up_classes_and_it_can_be_taken_back(ctx):
    classes.set_catch_up(ctx, frozenset({"c72"}))
    assert [c.id for c in classes.seen(ctx).values() if c.catch_up] == ["c72"]
    assert signers(ctx, MON) == ("班主任",)
    classes.set_catch_up(ctx, frozenset())
    assert not any(c.catch_up for c in classes.seen(ctx).values())
    undo.undo(ctx)

    assert classes.seen(ctx)["c72"].catch_up


def test_a_slip_of_another_class_is_out_of_a_teachers_reach(teacher_of, ctx):
    slip = leaves.apply(ctx, leave(first_day=TODAY, last_day=MON, phone=True))
    other = teacher_of("c72")
    for act in (
        lambda: leaves.make_up(other, slip.id),
        lambda: leaves.decide(other, slip.id, approve=True),
        lambda: leaves.sign_back(other, slip.id, (TODAY, PM)),
        lambda: leaves.approvers(other, slip),
    ):
        with pytest.raises(Refused, match="不在您负责的班级"):
            act()


class TestALeaveThatDidNotHold:
    """Whoever was away by a slip that is gone again was away without one, and is not lost."""

    @pytest.fixture
    def slip(self, ctx, on):
        on(MON, call=False)
        slip = phone(ctx)
        on(MON)
        assert unexcused(ctx, MON) == 0
        return slip

    def test_refused(self, ctx, slip):
        leaves.decide(ctx, slip.id, approve=False)
        assert unexcused(ctx, MON) == 1
        assert "L1" in owed(ctx)

    def test_removed_and_taken_back(self, ctx, slip):
        leaves.remove(ctx, slip.id)
        assert unexcused(ctx, MON) == 1
        undo.undo(ctx)
        assert unexcused(ctx, MON) == 0

    def test_moved_to_other_days(self, ctx, slip):
        leaves.change(ctx, replace(slip, first_day=TUE))
        assert unexcused(ctx, MON) == 1

    def test_signed_back_from_that_half_day_the_child_was_there(self, ctx, slip):
        leaves.decide(ctx, slip.id, approve=True)
        leaves.sign_back(ctx, slip.id, (MON, AM))
        assert unexcused(ctx, MON) == 0

    def test_one_who_was_there_when_the_slip_was_written_stays_present(self, ctx, on):
        on(MON)
        leaves.remove(ctx, phone(ctx).id)
        assert unexcused(ctx, MON) == 0

    def test_the_roll_called_again_asks_for_no_reason(self, ctx, on, slip):
        on(TUE, call=False)
        attendance.call(ctx, "c71", (MON, AM), {})
        assert attendance.changes(ctx, "c71", MON) == []
