"""Changes of the attendance book: what was reported before is kept, with who and why."""

from datetime import date, time, timedelta

import pytest
from factory import AM, PM, TODAY, leave

from kongchuo_desktop.domain.attendance import MarkKind, RollState
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import attendance, today, undo
from kongchuo_desktop.services import leave as leaves

THU = TODAY - timedelta(days=1)
UNEXCUSED, SICK, LATE = MarkKind.UNEXCUSED, MarkKind.SICK, MarkKind.LATE


def call(ctx, exceptions=None, day=THU, half=AM, **more):
    attendance.call(ctx, "c71", (day, half), exceptions or {}, **more)


def marks(ctx, day=THU, half=AM):
    found = attendance.book(ctx, day, day).marks
    return {s: kinds[day, half] for s, kinds in found.items() if (day, half) in kinds}


def changes(ctx, day=THU):
    return attendance.changes(ctx, "c71", day)


@pytest.mark.parametrize(
    ("before", "after", "stopped"),
    [
        ({"wang": UNEXCUSED}, {}, False),
        ({}, {"wang": UNEXCUSED}, False),
        ({"wang": UNEXCUSED}, {"wang": SICK}, False),
        ({"wang": UNEXCUSED}, {"zhang": UNEXCUSED}, False),
        ({"wang": UNEXCUSED}, {}, True),
        ({}, {}, True),
    ],
)
@pytest.mark.parametrize("why", ["", "  ", "\u3000"])
def test_an_earlier_day_is_not_changed_without_a_reason(ctx, before, after, stopped, why):
    call(ctx, before)
    with pytest.raises(Invalid) as wrong:
        call(ctx, after, stopped=stopped, why=why)

    assert set(wrong.value.fields) == {"why"}
    assert marks(ctx) == before
    assert attendance.book(ctx, THU, THU).rolls["c71", THU, AM] is RollState.TAKEN
    assert not changes(ctx)


def test_the_first_report_of_an_earlier_day_needs_no_reason(ctx):
    call(ctx, {"wang": UNEXCUSED})

    assert not changes(ctx)


def test_the_same_report_again_is_no_change(ctx):
    call(ctx, {"wang": UNEXCUSED, "shan": LATE})
    call(ctx, {"shan": LATE, "wang": UNEXCUSED})

    assert not changes(ctx)


def test_a_change_of_today_needs_no_reason_and_is_kept_all_the_same(ctx):
    call(ctx, {"wang": UNEXCUSED}, day=TODAY)
    call(ctx, {}, day=TODAY)
    (change,) = changes(ctx, TODAY)

    assert (change.before["marks"], change.after["marks"], change.why) == (
        {"wang": "unexcused"}, {}, "",
    )  # fmt: skip


def test_every_change_is_kept_with_who_when_and_why_latest_first(ctx, clock):
    call(ctx, {"wang": UNEXCUSED})
    clock.set(TODAY, time(10))
    call(ctx, {"wang": SICK}, why=" 家长送来证明 ")
    clock.set(TODAY, time(11))
    ctx.who = Person(name="高校长")
    call(ctx, stopped=True, why="那天停电")
    last, first = changes(ctx)

    assert [(c.who, c.why, c.at.hour) for c in (first, last)] == [
        ("教务处 林老师", "家长送来证明", 10), ("高校长", "那天停电", 11),
    ]  # fmt: skip
    assert (first.before["marks"], first.after["marks"]) == (
        {"wang": "unexcused"}, {"wang": "sick"},
    )  # fmt: skip
    assert last.before == first.after
    assert last.after == {"state": "stopped", "marks": {}}


def test_the_two_halves_of_a_day_are_told_apart(ctx):
    for half in (AM, PM):
        call(ctx, {"wang": UNEXCUSED}, half=half)
    call(ctx, {}, half=PM, why="下午到了")

    (change,) = changes(ctx)
    assert change.half is PM
    assert marks(ctx) == {"wang": UNEXCUSED}
    assert not changes(ctx, TODAY)


def test_a_change_taken_back_is_as_if_it_had_not_been(ctx):
    call(ctx, {"wang": UNEXCUSED})
    call(ctx, {"shan": LATE}, why="记错人了")
    undo.undo(ctx)

    assert marks(ctx) == {"wang": UNEXCUSED}
    assert not changes(ctx)
    undo.redo(ctx)
    assert marks(ctx) == {"shan": LATE}
    assert [change.why for change in changes(ctx)] == ["记错人了"]


def test_taking_back_the_first_report_leaves_the_half_day_open(ctx):
    call(ctx, {"wang": UNEXCUSED}, day=TODAY)
    undo.undo(ctx)

    assert ("c71", TODAY, AM) not in attendance.book(ctx, TODAY, TODAY).rolls
    assert not marks(ctx, TODAY)
    assert "L0" in {t.duty.rung for t in today.today(ctx).todos if t.duty.class_id == "c71"}


def test_a_stopped_half_day_turned_into_lessons_is_a_change(ctx):
    call(ctx, stopped=True)
    with pytest.raises(Invalid):
        call(ctx)
    call(ctx, {"wang": UNEXCUSED}, why="其实上了课")

    assert changes(ctx)[0].before["state"] == "stopped"
    assert attendance.book(ctx, THU, THU).totals("c71", (THU, AM)).unexcused == 1


def test_leave_that_fills_itself_in_is_no_change_of_the_book(ctx):
    call(ctx)
    leaves.apply(ctx, leave(first_day=THU, last_day=THU), approved=True)
    call(ctx)

    assert marks(ctx) == {"wang": SICK}
    assert not changes(ctx)


def test_a_change_brings_the_duties_up_to_date(ctx):
    def rungs():
        return {t.duty.rung for t in today.today(ctx).todos if t.duty.student == "wang"}

    for half in (AM, PM):
        call(ctx, {"wang": UNEXCUSED}, half=half)
    assert rungs() == {"L1", "L2"}
    call(ctx, {"wang": LATE}, half=PM, why="下午晚到")
    assert rungs() == set()
    undo.undo(ctx)
    assert rungs() == {"L1", "L2"}


def test_history_is_kept_from_those_who_may_not_see_the_class(ctx, teacher_of):
    call(ctx, {"wang": UNEXCUSED})
    call(ctx, {}, why="到了")
    other = teacher_of("c72")

    with pytest.raises(Refused):
        changes(other)


def test_names_in_a_reason_go_through_unharmed(ctx):
    why = "张<b>三 =HYPERLINK(1) '; DROP TABLE roll_change; -- 𬱟"
    call(ctx, {"wang": UNEXCUSED})
    call(ctx, {}, why=why)

    assert changes(ctx)[0].why == why


def test_the_order_in_which_a_week_was_entered_does_not_matter(ctx, folder, open_school, clock):
    """Roll calls, a slip and a visit, forwards and backwards: the same duties."""
    week = [date(2026, 11, 16) + timedelta(days=n) for n in range(5)]
    clock.set(TODAY, time(18))

    def entries():
        yield lambda: leaves.apply(ctx, leave(student="shan", first_day=week[1]), approved=True)
        for day in week:
            for half in (AM, PM):
                exceptions = {"wang": UNEXCUSED} if day != week[0] else {"zhang": UNEXCUSED}
                yield lambda d=day, h=half, e=exceptions: call(ctx, e, d, h)

    def told():
        return [
            (t.key.replace(t.duty.leave or "-", ""), t.duty.due.iso, t.duty.overdue, t.duty.text)
            for t in today.today(ctx).todos
        ]

    found = []
    for order in (
        list(entries()),
        list(entries())[::-1],
        list(entries())[1::2] + list(entries())[::2],
    ):
        for entry in order:
            entry()
        found.append(told())
        for _ in order:
            undo.undo(ctx)
        assert not attendance.book(ctx, week[0], TODAY).rolls

    assert found[0] == found[1] == found[2]
    assert {"L2", "L3", "L4"} <= {key.split(":")[0] for key, *_ in found[0]}
