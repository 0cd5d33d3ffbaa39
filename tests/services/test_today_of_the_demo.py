"""The demo school's morning: what stands on 今日, and that its figures agree everywhere."""

from datetime import date, timedelta

import pytest
from factory import AM, PM, at

from kongchuo_desktop.domain.attendance import MarkKind, RollState, Totals
from kongchuo_desktop.domain.cases import Stage
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.services import (
    attendance,
    cases,
    classes,
    demo,
    exchange,
    lookup,
    risk,
    today,
    undo,
)
from kongchuo_desktop.services.leave import LeaveListing
from kongchuo_desktop.services.roster import StudentListing

DAY = demo.DAY


def duties(page):
    return [
        (t.name or t.full_class, t.duty.rung, t.duty.due.iso, t.duty.overdue) for t in page.todos
    ]


def test_what_is_due_this_morning_is_what_the_guide_tells(demo_ctx):
    page = today.today(demo_ctx)
    told = [
        ("石㛃", "L2", "2026-11-19T24:00", True),
        ("石㛃", "L3", "2026-11-19T24:00", True),
        ("九年级2班", "L0", "2026-11-20T08:30", True),
        ("阿依古丽·买买提", "L1", "2026-11-20T09:30", False),
        ("龙䶮", "L1", "2026-11-20T09:30", False),
        ("罗垚", "LV", "2026-11-20T24:00", False),
        ("王𬱟", "L6", "2026-11-23T24:00", False),
    ]
    found = duties(page)

    assert [duty for duty in dict.fromkeys(found) if duty in told] == told
    assert {name for name, *_ in found} <= {
        "韦堃",
        "",  # the 重点生 of the school
        "岑国轩",  # back at school, followed until the end of term
        *(name for name, *_ in told),
    }
    assert len({todo.key for todo in page.todos}) == len(page.todos)
    assert [row.found.name for row in page.unmarked] == ["九年级2班"]
    assert {todo.who for todo in page.todos} >= {"王启明", "罗文静", "教务处"}


def test_the_head_count_adds_up_and_is_the_sum_of_the_classes(demo_ctx):
    page = today.today(demo_ctx)
    totals = page.totals

    assert totals.expected == (totals.present + totals.leave + totals.unexcused + totals.unreported)
    assert totals == sum((row.totals for row in page.classes), Totals())
    assert totals.on_roll == 413
    assert totals.on_roll - totals.expected == 2  # one suspended, one taught at home
    assert totals.unreported == next(r for r in page.classes if r.state is None).totals.expected
    assert page.yesterday.unreported == 0


def test_the_chart_agrees_with_the_book(demo_ctx):
    page = today.today(demo_ctx)
    book = attendance.book(demo_ctx, date(2026, 9, 1), DAY)

    assert len(page.chart) == today.CHART_DAYS
    for day, rate in page.chart[:-1]:
        counts = [
            book.totals(class_id, (day, half))
            for class_id in classes.seen(demo_ctx)
            for half in (AM, PM)
        ]
        both = sum(counts, Totals())
        assert rate == pytest.approx(both.present / both.expected)
    assert page.chart[-1][1] == pytest.approx(page.totals.rate)


def test_reporting_the_last_class_settles_its_duty_and_undo_brings_it_back(demo_ctx):
    nine = classes.named(demo_ctx, "九年级2班")
    gone = lookup.one(demo_ctx, "韦堃")
    before = duties(today.today(demo_ctx))
    attendance.call(demo_ctx, nine.id, (DAY, AM), {gone: MarkKind.UNEXCUSED})

    after = duties(today.today(demo_ctx))
    assert [d for d in before if d not in after] == [("九年级2班", "L0", "2026-11-20T08:30", True)]
    undo.undo(demo_ctx)
    assert duties(today.today(demo_ctx)) == before
    assert undo.undoable(demo_ctx) is None


def test_a_day_without_school_shows_the_last_one_and_asks_for_no_roll_call(demo_ctx):
    friday = today.today(demo_ctx).totals
    demo_ctx.set_clock(lambda: at(DAY + timedelta(days=1)))
    page = today.today(demo_ctx)

    assert not page.school_day
    assert page.totals == friday
    assert "L0" not in {todo.duty.rung for todo in page.todos}


def test_in_the_afternoon_the_afternoon_is_asked_for(demo_ctx):
    demo_ctx.set_clock(lambda: at(DAY, 14, 31))
    page = today.today(demo_ctx)

    assert page.half is PM
    assert len(page.unmarked) == 12
    assert all(t.duty.overdue for t in page.todos if t.duty.rung == "L0")


def test_the_gravest_cases_head_the_list_with_their_reasons(demo_ctx):
    listing = risk.RiskListing(demo_ctx)
    keys = listing.keys("", "", False, "")
    rows = listing.rows(keys)

    red = {rows[key]["name"] for key in keys if rows[key]["level"] is Level.RED}
    assert red == {"王𬱟", "韦堃", "陈国康", "李波", "岑国轩"}  # away, or just back
    orange = {rows[key]["name"] for key in keys if rows[key]["level"] is Level.ORANGE}
    assert {"石㛃", "曾可欣"} <= orange
    assert all(rows[key]["reasons"] for key in keys)
    order = [("green", "yellow", "orange", "red").index(rows[key]["level"]) for key in keys]
    assert order == sorted(order, reverse=True)
    assert not [row for row in risk.assess_all(demo_ctx).values() if not row.assessment.reasons
                and row.assessment.level is not Level.GREEN]  # fmt: skip


def test_the_five_cases_stand_in_five_stages_by_themselves(demo_ctx):
    found = {known.pupil.name: known for known in cases.seen(demo_ctx)}

    assert {name: known.state.stage for name, known in found.items()} == {
        "王𬱟": Stage.VERIFYING,
        "陈国康": Stage.NOTICE_SERVED,
        "韦堃": Stage.REFERRED,
        "李波": Stage.LOST,
        "岑国轩": Stage.TRACKING,
    }
    assert all(cases.missing(demo_ctx, known) for known in found.values())


def test_one_child_is_assessed_as_among_all(demo_ctx):
    every = risk.assess_all(demo_ctx)
    for name in ("王𬱟", "韦堃", "石㛃", "欧阳龑"):
        child = lookup.one(demo_ctx, name)
        assert risk.assess(demo_ctx, child) == every[child]


def test_some_children_are_older_than_their_grade(demo_ctx):
    """One in sixteen is born a year early; their age is told as a reason."""
    older = [
        found
        for found in risk.assess_all(demo_ctx).values()
        if any(reason.code == "D7" for reason in found.assessment.reasons)
    ]
    assert 413 / 32 < len(older) < 413 / 8


def test_the_rosters_chips_and_foot_agree(demo_ctx):
    listing = StudentListing(demo_ctx)
    chips = {chip.key: chip for chip in listing.chips()}

    assert chips["all"].count == len(listing.keys("", "", False, "")) == 413
    by_class = [chips[class_id].count for class_id in classes.seen(demo_ctx)]
    assert sum(by_class) == 413
    for chip in chips.values():
        assert chip.count == len(listing.keys("", "", False, chip.key))
    assert listing.foot("", "") == "共413人　在校411　休学1　送教上门1"


def test_every_roll_of_the_term_was_taken_on_a_school_day(demo_ctx):
    book = attendance.book(demo_ctx, date(2026, 8, 1), DAY)
    days = {day for _, day, _ in book.rolls}

    assert days == set(demo_ctx.calendar.school_days(date(2026, 9, 1), DAY))
    assert set(book.rolls.values()) == {RollState.TAKEN}
    assert date(2026, 10, 1) not in days


def test_the_demo_is_recognisable_and_the_same_on_any_day(demo_ctx, demo_copy, open_school):
    assert demo_ctx.school.demo
    assert exchange.office(demo_ctx) is not None
    demo_ctx.close()
    again = demo.open_any(demo_copy, demo.WHO)
    try:
        assert again.today() == DAY
        assert len(LeaveListing(again).keys("", "", False, "")) > 50
    finally:
        again.close()
