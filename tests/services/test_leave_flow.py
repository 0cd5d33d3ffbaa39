"""A leave slip from asking to coming back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, leave

from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import LeaveKind, LeaveState
from kongchuo_desktop.services import attendance, today
from kongchuo_desktop.services import leave as leaves

MON = date(2026, 11, 23)


def test_slips_are_numbered_through_the_term_and_numbers_of_removed_ones_stay_gaps(ctx):
    first, second, third = (leaves.apply(ctx, leave(student=s)) for s in ("wang", "zhang", "shan"))
    leaves.remove(ctx, second.id)

    assert [first.slip_no, second.slip_no, third.slip_no] == [1, 2, 3]
    assert leaves.apply(ctx, leave(student="zhang")).slip_no == 4


def test_who_approves_goes_by_the_length(ctx):
    asked = [leave(first_half=PM), leave(last_day=MON), leave(last_day=MON + timedelta(days=8))]

    assert [leaves.approver(ctx, slip) for slip in asked] == ["班主任", "教务处", "校长"]


def test_a_slip_is_asked_approved_and_signed_back(ctx, clock):
    slip = leaves.apply(ctx, leave(last_day=MON))
    assert slip.state is LeaveState.SUBMITTED

    leaves.decide(ctx, slip.id, approve=True, note="电话核实")
    assert leaves.get(ctx, slip.id).state is LeaveState.APPROVED
    with pytest.raises(Invalid, match="在今天之后"):
        leaves.sign_back(ctx, slip.id, (MON, PM))
    clock.set(MON)
    leaves.sign_back(ctx, slip.id, (MON, PM))
    back = leaves.get(ctx, slip.id)

    assert (back.state, back.back_day, back.back_half) == (LeaveState.RETURNED, MON, PM)
    assert back.last == (MON, AM)
    assert back.note == "电话核实"


def test_a_refused_slip_leaves_room_for_another(ctx):
    slip = leaves.apply(ctx, leave())
    leaves.decide(ctx, slip.id, approve=False)

    assert leaves.apply(ctx, leave()).slip_no == 2


def test_a_change_keeps_number_and_state_and_may_not_overlap(ctx):
    slip = leaves.apply(ctx, leave(), approved=True)
    other = leaves.apply(ctx, leave(first_day=MON, last_day=MON))

    changed = leaves.change(ctx, replace(slip, reason="发烧住院"))
    assert (changed.slip_no, changed.state) == (1, LeaveState.APPROVED)
    with pytest.raises(Invalid):
        leaves.change(ctx, replace(slip, last_day=MON))
    assert [s.reason for s in leaves.of_student(ctx, "wang")] == [other.reason, "发烧住院"]


def test_nothing_is_kept_of_what_was_invalid(ctx):
    with pytest.raises(Invalid):
        leaves.apply(ctx, leave(kind=LeaveKind.PERSONAL, reason=""))

    assert not leaves.of_student(ctx, "wang")
    assert leaves.apply(ctx, leave()).slip_no == 1


def test_a_slip_that_is_gone_is_told_and_is_no_crash(ctx):
    slip = leaves.apply(ctx, leave())
    leaves.remove(ctx, slip.id)
    for act in (
        lambda: leaves.get(ctx, slip.id),
        lambda: leaves.remove(ctx, slip.id),
        lambda: leaves.decide(ctx, slip.id, approve=True),
        lambda: leaves.sign_back(ctx, slip.id, (TODAY, PM)),
        lambda: leaves.change(ctx, slip),
    ):
        with pytest.raises(Refused, match="已经不在"):
            act()


def test_the_list_filters_by_state(ctx, clock):
    for student, approved in (("wang", True), ("zhang", True), ("shan", False)):
        leaves.apply(ctx, leave(student=student), approved=approved)
    listing = leaves.LeaveListing(ctx)

    assert {chip.key: chip.count for chip in listing.chips()} == {
        "all": 3, "submitted": 1, "now": 2, "over": 0,
    }  # fmt: skip
    clock.set(MON)
    assert {chip.key: chip.count for chip in listing.chips()} == {
        "all": 3, "submitted": 1, "now": 0, "over": 2,
    }  # fmt: skip
    keys = listing.keys("", "name", False, "over")
    rows = listing.rows(keys)
    assert [rows[key]["name"] for key in keys] == ["王小花", "张三民"]
    assert all(row["over"] for row in rows.values())


@pytest.mark.parametrize("text", ["B超 检查", "b超检查", "Ｂ超"])
def test_the_list_is_searched_by_reason_however_it_is_typed(ctx, text):
    slip = leaves.apply(ctx, leave(reason="到县医院做 B超 检查"))

    assert leaves.LeaveListing(ctx).keys(text, "", False, "") == [slip.id]
    assert leaves.LeaveListing(ctx).keys("CT", "", False, "") == []


def owed(ctx):
    return {todo.duty.rung: todo.duty for todo in today.today(ctx).todos if todo.duty.leave}


def test_t8_leave_by_telephone_excuses_and_its_paper_is_asked_for_until_it_comes(ctx, clock):
    """On Friday the mother calls; the child is back on Tuesday, the paper comes on Thursday."""
    slip = leaves.apply(ctx, leave(last_day=MON, phone=True))
    attendance.call(ctx, "c71", (TODAY, AM), {})
    assert attendance.book(ctx, TODAY, TODAY).totals("c71", (TODAY, AM)).leave == 1

    clock.set(date(2026, 11, 24))
    leaves.sign_back(ctx, slip.id, (date(2026, 11, 24), AM))
    assert owed(ctx)["LM"].due.iso == "2026-11-24T24:00"
    clock.set(date(2026, 11, 26))
    assert owed(ctx)["LM"].overdue
    assert attendance.book(ctx, TODAY, TODAY).totals("c71", (TODAY, AM)).unexcused == 0

    leaves.make_up(ctx, slip.id)
    assert not owed(ctx)
    with pytest.raises(Refused):
        leaves.make_up(ctx, slip.id)


def test_a_slip_that_ran_out_is_asked_for_until_it_is_signed_back(ctx, clock):
    slip = leaves.apply(ctx, leave(), approved=True)
    assert not owed(ctx)
    clock.set(MON)
    assert (owed(ctx)["LV"].due.iso, owed(ctx)["LV"].overdue) == ("2026-11-23T24:00", False)
    clock.set(date(2026, 11, 24))
    assert owed(ctx)["LV"].overdue

    leaves.sign_back(ctx, slip.id, (MON, AM))
    assert not owed(ctx)
