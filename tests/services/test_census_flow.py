"""The census on a real file: a class at once, reasons, moves, figures by hand, and scope."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import HOSTILE, student

from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.census import HandFigure, Item, MoveKind, Reason, State, Why
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import calendar, census, census_report, roster, undo
from kongchuo_desktop.services.census_report import CensusListing
from kongchuo_desktop.store import students

DAY = date(2026, 9, 1)
NEXT = DAY + timedelta(days=1)
AWAY = Why(reason=Reason.WORKING, whereabouts="外省")


@pytest.fixture(autouse=True)
def _opening(clock):
    clock.set(NEXT)


def figures(ctx, day=NEXT, group=""):
    return census_report.book(ctx, day).of(group).figures


def state(ctx, id_, day=NEXT):
    return census_report.book(ctx, day).children[id_].state(day)


def hand(number, item=Item.BASE, reason="上学期末报表", grade=7):
    return HandFigure(grade=grade, item=item, number=number, reason=reason)


def test_nobody_is_arrived_or_missing_before_something_is_said(ctx):
    found = figures(ctx)
    assert (found.expected, found.unreported, found.arrived, found.not_arrived) == (6, 6, 0, 0)
    assert found.difference == 0


def test_a_class_at_once_with_its_exceptions_is_one_step(ctx):
    census.arrive_class(ctx, "c71", DAY, {"shan": AWAY})
    assert undo.undoable(ctx) == "登记 七(1)班 9月1日报到：到2人，未到1人"
    found = census_report.report(ctx, DAY)
    assert [row.words for row in found.rows] == ["一年级", "七年级"]
    seventh = found.rows[1].tally
    assert (seventh.figures.arrived, seventh.figures.not_arrived) == (2, 1)
    assert seventh.reasons == {Reason.WORKING: 1}
    assert found.days == ((DAY, 2),)
    undo.undo(ctx)
    assert figures(ctx).unreported == 6


def test_a_class_at_once_leaves_the_missing_missing_and_the_days_as_they_were(ctx):
    census.arrive_class(ctx, "c71", DAY, {"shan": AWAY})
    census.arrive_class(ctx, "c71", NEXT)
    assert state(ctx, "shan") is State.NOT_ARRIVED
    assert figures(ctx, DAY, "c71").arrived == 2
    assert figures(ctx, NEXT, "c71").change == 0


def test_one_who_comes_a_day_later_was_missing_the_day_before(ctx):
    census.absent(ctx, ["wang", "zhang"], DAY, AWAY)
    census.arrive(ctx, ["wang"], NEXT)
    assert (state(ctx, "wang", DAY), state(ctx, "wang")) == (State.NOT_ARRIVED, State.ARRIVED)
    assert (figures(ctx, DAY).not_arrived, figures(ctx).not_arrived) == (2, 1)
    assert figures(ctx).change == 1
    assert [each.name for each in census_report.report(ctx, NEXT).missing] == ["张三民"]


def test_a_mistake_is_cleared_and_undone(ctx):
    census.arrive(ctx, ["wang"], DAY)
    census.clear(ctx, ["wang"])
    assert state(ctx, "wang") is State.UNREPORTED
    undo.undo(ctx)
    assert state(ctx, "wang") is State.ARRIVED


def test_the_list_of_the_missing_has_what_the_form_asks_for(ctx):
    why = replace(AWAY, side=frozenset({Reason.AVERSION}), measures="家访1次", person="高校长")
    census.absent(ctx, ["shan"], DAY, why)
    census.absent(ctx, ["namesake"], DAY, Why(reason=Reason.DROPPED_BEFORE))
    first, second = census_report.report(ctx, DAY).missing
    assert (first.name, first.class_name, first.village, first.phone) == (
        "单雨桐", "七(1)班", "大坪村", "10000000001",
    )  # fmt: skip
    assert (first.reason, first.whereabouts, first.measures, first.person) == (
        "外出打工，兼厌学", "外省", "家访1次", "高校长",
    )  # fmt: skip
    assert second.person == "张老师"
    assert figures(ctx).carried_over == 1


def test_reporting_enrols_who_was_to_enrol(ctx):
    new = roster.add(ctx, student(name="新生", status=Status.PENDING))
    assert figures(ctx).expected == 7
    census.arrive_class(ctx, "c71", DAY)
    assert students.get(new.id).status is Status.ENROLLED
    assert figures(ctx, group="c71").arrived == 4


@pytest.mark.parametrize("status", [Status.SUSPENDED, Status.HOME_TUTORING, Status.TRANSFERRED_OUT])
def test_who_is_not_expected_is_not_counted(ctx, status):
    roster.add(ctx, student(name="不来", status=status))
    census.arrive_class(ctx, "c71", DAY)
    assert (figures(ctx).expected, figures(ctx).arrived) == (6, 3)


def test_moves_stand_in_their_columns_and_the_identity_holds(ctx):
    census.move(ctx, ["wang"], MoveKind.TRANSFER_IN, DAY)
    census.move(ctx, ["zhang"], MoveKind.TRANSFER_OUT, DAY, "去县城")
    census.move_others(ctx, "c72", MoveKind.SUSPENDED, DAY, 2, "张某")
    census.arrive_class(ctx, "c71", DAY)
    found = figures(ctx)
    assert (found.base, found.transfer_in, found.transfer_out, found.suspended) == (7, 1, 1, 2)
    assert (found.expected, found.arrived, found.difference) == (5, 2, 0)


def test_a_move_is_taken_away_again_and_not_made_twice(ctx):
    census.move(ctx, ["wang"], MoveKind.TRANSFER_OUT, DAY)
    with pytest.raises(Invalid):
        census.move(ctx, ["wang"], MoveKind.SUSPENDED, NEXT)
    [move] = census_report.book(ctx, NEXT).moves
    census.remove_moves(ctx, [move.id])
    assert census_report.book(ctx, NEXT).moves == []
    with pytest.raises(Refused):
        census.remove_moves(ctx, [move.id])


def test_who_came_and_stands_in_no_roster_is_looked_for(ctx):
    census.move_others(ctx, "c71", MoveKind.TRANSFER_IN, DAY, 2)
    found = census_report.report(ctx, DAY).total
    assert found.figures.difference == 2
    assert "2人不在花名册里" in found.where_to_look()


def test_who_arrived_and_left_the_roll_without_a_move_is_named(ctx):
    census.arrive(ctx, ["shan"], DAY)
    roster.change(ctx, replace(students.get("shan"), status=Status.TRANSFERRED_OUT))
    found = census_report.report(ctx, DAY).total
    assert found.figures.difference == -1
    assert "单雨桐登记过报到" in found.where_to_look()
    census.move(ctx, ["shan"], MoveKind.TRANSFER_OUT, DAY)
    assert figures(ctx).difference == 0


def test_the_figures_of_the_source_come_out_where_a_school_sets_them_by_hand(ctx):
    children = [student(name=f"甲{n}", class_id="c11", guardians=()) for n in range(680)]
    with ctx.write("准备", undoable=False):
        for child in children:
            roster.add(ctx, child)
    census.arrive_class(ctx, "c11", DAY)
    for item, number in ((Item.BASE, 678), (Item.TRANSFER_IN, 30), (Item.TRANSFER_OUT, 27)):
        census.set_figures(ctx, [hand(number, item, grade=1)])
    row = census_report.report(ctx, DAY).rows[0]
    assert (row.tally.figures.expected, row.tally.figures.arrived) == (681, 681)
    assert (row.tally.figures.rate, row.tally.figures.difference) == (100.0, 0)
    assert (row.computed.base, row.computed.transfer_in, row.computed.expected) == (681, 0, 681)


def test_a_figure_by_hand_needs_its_reason_and_gives_way_again(ctx):
    with pytest.raises(Invalid):
        census.set_figures(ctx, [hand(9, reason=" ")])
    with pytest.raises(Invalid):
        census.set_figures(ctx, [hand(-1)])
    census.set_figures(ctx, [hand(9)])
    census.set_figures(ctx, [hand(8)])
    found = census_report.report(ctx, DAY)
    assert (found.rows[1].tally.figures.base, found.rows[1].computed.base) == (8, 5)
    assert found.total.figures.difference == 3
    census.set_figures(ctx, [hand(None, reason="")])
    assert figures(ctx).base == 6


@pytest.mark.parametrize("day", [NEXT + timedelta(days=1), date(2026, 8, 16)])
def test_a_day_to_come_or_long_before_term_is_refused(ctx, day):
    before = ctx.last_op()
    for act in (
        lambda: census.arrive(ctx, ["wang"], day),
        lambda: census.absent(ctx, ["wang"], day, AWAY),
        lambda: census.arrive_class(ctx, "c71", day),
        lambda: census.move(ctx, ["wang"], MoveKind.NEW, day),
        lambda: census.move_others(ctx, "c71", MoveKind.NEW, day),
    ):
        with pytest.raises(Invalid):
            act()
    assert ctx.last_op() == before


def test_another_reason_without_words_keeps_nothing(ctx):
    with pytest.raises(Invalid):
        census.arrive_class(ctx, "c71", DAY, {"wang": Why(reason=Reason.OTHER)})
    assert figures(ctx).unreported == 6


def test_the_days_before_a_term_belong_to_it(ctx, clock):
    clock.set(date(2027, 1, 30))
    calendar.set_term(ctx, date(2026, 9, 1), date(2027, 2, 12))
    calendar.set_term(ctx, date(2027, 2, 20), date(2027, 7, 9))
    assert census.term(ctx).code == "2026-1"
    clock.set(date(2027, 2, 8))
    assert isinstance(census.term(ctx), Term)
    assert census.term(ctx).code == "2026-2"


def test_one_term_knows_nothing_of_the_other(ctx, clock):
    census.arrive_class(ctx, "c71", DAY)
    clock.set(date(2027, 3, 1))
    assert figures(ctx, date(2027, 3, 1)).unreported == 6


def test_a_homeroom_teacher_sees_and_writes_the_own_class_only(ctx):
    census.absent(ctx, ["namesake"], DAY, AWAY)
    census.move_others(ctx, "c72", MoveKind.TRANSFER_OUT, DAY)
    census.set_figures(ctx, [hand(9)])
    ctx.who = Person(name="潘老师", classes=frozenset({"c71"}))
    found = census_report.report(ctx, NEXT)
    assert (found.part, found.missing) == ("七年级1班", ())
    assert [(row.grade, row.tally.figures.base) for row in found.rows] == [(7, 3)]
    for act in (
        lambda: census.arrive(ctx, ["zeng"], DAY),
        lambda: census.clear(ctx, ["namesake"]),
        lambda: census.arrive_class(ctx, "c72", DAY),
        lambda: census.absent(ctx, ["zeng"], DAY, AWAY),
        lambda: census.why(ctx, "namesake"),
        lambda: census.set_figures(ctx, [hand(9)]),
        lambda: census.arrive_class(ctx, "c71", DAY, {"zeng": AWAY}),
    ):
        with pytest.raises(Refused):
            act()
    assert CensusListing(ctx, NEXT).keys("", "", False, "all") == ["shan", "wang", "zhang"]


def test_the_list_counts_what_it_shows_and_finds_by_pinyin(ctx):
    census.arrive_class(ctx, "c71", DAY, {"shan": AWAY})
    listing = CensusListing(ctx, NEXT)
    assert [(chip.key, chip.count) for chip in listing.chips()] == [
        ("all", 6), ("unreported", 3), ("not_arrived", 1), ("arrived", 2),
    ]  # fmt: skip
    for chip in listing.chips():
        assert len(listing.keys("", "", False, chip.key)) == chip.count
    assert listing.keys("zsm", "", False, "") == ["zhang", "namesake"]
    assert listing.keys("", "name", True, "")[0] == max(
        listing.keys("", "", False, ""), key=lambda id_: listing.rows([id_])[id_]["name"]
    )
    listing.group = "c71"
    assert listing.foot("", "") == "共3人"
    assert listing.rows(["shan"])["shan"] == {
        "name": "单雨桐", "class": "七(1)班", "state": State.NOT_ARRIVED, "day": DAY,
        "reason": "外出打工", "carried_over": False, "whereabouts": "外省", "measures": "",
        "person": "潘老师",
    }  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_data(ctx, name):
    child = roster.add(ctx, student(name=name))
    census.absent(ctx, [child.id], DAY, replace(AWAY, whereabouts=name))
    census.move_others(ctx, "c71", MoveKind.TRANSFER_OUT, DAY, 1, name)
    [line] = census_report.report(ctx, DAY).missing
    assert (line.name, line.whereabouts) == (name, name)
    assert census_report.book(ctx, DAY).moves[0].name == name
    assert census_report.paper(ctx, DAY).startswith(b"%PDF")


def test_a_child_with_records_of_the_census_is_gone_from_none_of_them(ctx):
    census.arrive(ctx, ["wang"], DAY)
    with pytest.raises(Refused):
        census.arrive(ctx, ["wang", "nobody"], DAY)
    with pytest.raises(Refused):
        census.clear(ctx, [])
    assert census.why(ctx, "wang") is None
