"""The figures of source S0-30…S0-34 to the last child, and the identity for any school."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import census as rules
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.census import (
    Arrival,
    Child,
    HandFigure,
    Item,
    Move,
    MoveKind,
    Reason,
    State,
    Why,
)
from kongchuo_desktop.domain.census_figures import (
    Figures,
    Tally,
    by_reason,
    corrected,
    identity,
    percent,
    rate_fault,
    tally,
)
from kongchuo_desktop.domain.census_form import Census, GradeRow
from kongchuo_desktop.domain.errors import Invalid

DAY = date(2026, 9, 1)
NEXT = DAY + timedelta(days=1)
TERM = Term(2026, 1, DAY, date(2027, 1, 20))
PRIMARY = Figures(base=678, transfer_in=30, transfer_out=27, arrived=681)
MIDDLE = Figures(base=429, transfer_in=8, transfer_out=6, arrived=390, not_arrived=41)
GRADES = {
    7: {Reason.WORKING: 3, Reason.NOT_BACK: 1, Reason.FAMILY_AWAY: 2, Reason.UNREACHABLE: 1}
    | {Reason.AVERSION: 1},
    8: {Reason.WORKING: 8, Reason.NOT_BACK: 3, Reason.RAN_AWAY: 1, Reason.AVERSION: 2},
    9: {Reason.DROPPED_BEFORE: 17, Reason.WORKING: 1, Reason.ILLNESS: 1},
}


def child(id_="wang", on_roll=True, moves=(), **arrival):
    held = Arrival(student=id_, term=TERM.code, **arrival) if arrival else None
    return Child(id=id_, name=id_, class_id="c71", on_roll=on_roll, moves=moves, arrival=held)


def moved(kind, day=DAY, student="wang", **more):
    return Move(class_id="c71", kind=kind, day=day, student=student, **more)


def missing(reason=Reason.AVERSION, **more):
    return {"missed_on": DAY, "why": Why(reason=reason, **more)}


def test_primary_678_in_30_out_27_is_681_of_681():
    assert (PRIMARY.expected, PRIMARY.difference, PRIMARY.rate) == (681, 0, 100.0)
    assert identity(PRIMARY) == "基数678＋转入30＋复学0－转出27－休学等0＝应到681＝实到681＋未到0"


def test_middle_429_in_8_out_6_is_431_of_whom_390_came_and_41_not():
    assert (MIDDLE.expected, MIDDLE.arrived, MIDDLE.not_arrived) == (431, 390, 41)
    assert (MIDDLE.difference, MIDDLE.rate, MIDDLE.missing_rate) == (0, 90.49, 9.51)


def test_the_township_is_1112_of_whom_1071_came():
    whole = PRIMARY + MIDDLE
    assert (whole.expected, whole.arrived, whole.not_arrived) == (1112, 1071, 41)
    assert (whole.base, whole.transfer_in, whole.transfer_out) == (1107, 38, 33)
    assert (whole.difference, whole.rate) == (0, 96.31)


def source():
    """The 41 missing of the middle school with their reasons, grade by grade."""
    rows = []
    for grade, reasons in GRADES.items():
        children = [
            child(f"g{grade}{reason}{n}", **missing(reason))
            for reason, count in reasons.items()
            for n in range(count)
        ]
        held = [
            replace(each, arrival=rules.miss(each.arrival, DAY, each.arrival.why))
            for each in children
        ]
        found = tally(held, (), DAY)
        rows.append(GradeRow(grade=grade, tally=found, computed=found.figures))
    return Census(
        school="石桥中学", term="", day=DAY, part="", rows=tuple(rows), missing=(), days=()
    )


def test_8_14_19_with_their_reasons_and_every_row_of_the_cross_table_adds_up():
    found = source()
    assert [row.tally.figures.not_arrived for row in found.rows] == [8, 14, 19]
    assert [row.tally.reasons for row in found.rows] == [Counter(g) for g in GRADES.values()]
    for _words, each in found.lines():
        assert sum(each.reasons.values()) == each.figures.not_arrived
    assert [words for words, _each in found.lines()] == [
        "七年级", "八年级", "九年级", "初中小计", "合计",
    ]  # fmt: skip


def test_17_dropped_out_before_and_24_are_newly_missing():
    whole = source().total
    assert (whole.figures.carried_over, whole.figures.newly_missing) == (17, 24)
    assert percent(24, 431) == 5.57
    assert by_reason(whole.reasons) == (
        "外出类20人（外出打工12、外出未归4、举家外出2、无法联系1、离家出走1），"
        "厌学3人，因病1人，上学期已辍学17人"
    )


def test_681_over_678_is_an_error_and_no_rate():
    wrong = Figures(base=678, arrived=681)
    assert wrong.rate is None
    assert "681人多于应到678人" in rate_fault(wrong)
    assert identity(wrong).endswith("≠实到681＋未到0＝681（相差3人）")
    assert rate_fault(PRIMARY) == rate_fault(MIDDLE) == ""


def test_an_expected_number_below_nothing_is_an_error():
    wrong = Figures(base=1, transfer_out=2)
    assert wrong.rate is None
    assert "-1人" in rate_fault(wrong)


@pytest.mark.parametrize(
    ("part", "whole", "rate"),
    [
        (0, 0, None),
        (2, 1, None),
        (1, 3, 33.33),
        (2, 3, 66.67),
        (1, 8, 12.5),
        (99999, 100000, 99.99),
    ],
)
def test_percent_is_rounded_half_up_and_is_100_only_for_all(part, whole, rate):
    assert percent(part, whole) == rate


def test_who_is_not_registered_is_neither_arrived_nor_missing():
    found = tally([child("a"), child("b", arrived_on=DAY)], (), DAY).figures
    assert (found.expected, found.arrived, found.not_arrived, found.unreported) == (2, 1, 0, 1)
    assert identity(found).endswith("＝应到2＝实到1＋未到0＋未登记1")


def test_a_day_is_counted_as_it_was_at_its_end():
    late = child("a", arrived_on=NEXT, **missing())
    first, second = (tally([late], (), day) for day in (DAY, NEXT))
    assert (first.figures.not_arrived, first.reasons) == (1, {Reason.AVERSION: 1})
    assert (second.figures.arrived, second.figures.change, second.reasons) == (1, 1, {})
    assert first.figures.change == 0


@pytest.mark.parametrize(
    ("kind", "on_roll", "figures"),
    [
        (MoveKind.TRANSFER_IN, True, (0, 1, 0, 0, 0, 1)),
        (MoveKind.NEW, True, (0, 1, 0, 0, 0, 1)),
        (MoveKind.RESUMED, True, (0, 0, 1, 0, 0, 1)),
        (MoveKind.TRANSFER_OUT, False, (1, 0, 0, 1, 0, 0)),
        (MoveKind.TRANSFER_OUT, True, (1, 0, 0, 1, 0, 0)),
        (MoveKind.SUSPENDED, False, (1, 0, 0, 0, 1, 0)),
        (MoveKind.DECEASED, False, (1, 0, 0, 0, 1, 0)),
        (MoveKind.HOME_TUTORING, False, (1, 0, 0, 0, 1, 0)),
    ],
)
def test_a_move_counts_in_its_column_and_moves_the_base(kind, on_roll, figures):
    found = tally([child(on_roll=on_roll, moves=(moved(kind),))], (), DAY).figures
    assert (
        found.base, found.transfer_in, found.resumed, found.transfer_out, found.suspended,
        found.expected,
    ) == figures  # fmt: skip
    assert found.difference == 0


def test_who_leaves_later_was_here_before():
    leaver = child(on_roll=False, moves=(moved(MoveKind.TRANSFER_OUT, NEXT),), arrived_on=DAY)
    first, second = (tally([leaver], (), day).figures for day in (DAY, NEXT))
    assert (first.expected, first.arrived, first.difference) == (1, 1, 0)
    assert (second.expected, second.arrived, second.difference) == (0, 0, 0)


def test_one_who_arrived_and_is_off_the_roll_without_a_move_breaks_the_identity():
    found = tally([child("小石", on_roll=False, arrived_on=DAY)], (), DAY)
    assert found.figures.difference == -1
    assert "小石登记过报到" in found.where_to_look()


def test_one_who_came_and_is_not_on_the_roll_breaks_the_identity():
    found = tally([child("小石", on_roll=False, moves=(moved(MoveKind.RESUMED),))], (), DAY)
    assert found.figures.difference == 1
    assert "小石记了转入或复学，花名册里却不是在校" in found.where_to_look()


def test_those_outside_the_roster_balance_when_they_left_and_are_missed_when_they_came():
    left = tally([child("a")], [moved(MoveKind.TRANSFER_OUT, student="", count=3)], DAY)
    came = tally([child("a")], [moved(MoveKind.TRANSFER_IN, student="", count=2)], DAY)
    assert (left.figures.base, left.figures.expected, left.figures.difference) == (4, 1, 0)
    assert (came.figures.expected, came.figures.difference) == (3, 2)
    assert "有2人不在花名册里" in came.where_to_look()


def test_a_figure_set_by_hand_replaces_and_names_itself_where_the_identity_fails():
    computed = tally([child("a"), child("b")], (), DAY)
    by_hand = HandFigure(grade=7, item=Item.BASE, number=3, reason="上学期末报表")
    found = corrected(computed, [by_hand, replace(by_hand, item=Item.RESUMED, number=None)])
    assert (found.figures.base, found.figures.difference) == (3, 1)
    assert found.by_hand == (by_hand,)
    assert found.where_to_look() == "七年级的基数是手工填的3，请核对。"
    assert computed.where_to_look() == ""


def test_two_faults_that_cancel_each_other_are_still_told():
    both = tally(
        [
            child("甲", on_roll=False, arrived_on=DAY),
            child("乙", on_roll=False, moves=(moved(MoveKind.NEW, student="乙"),)),
        ],
        (),
        DAY,
    )
    assert both.figures.difference == 0
    assert "甲登记过报到" in both.where_to_look()
    assert "乙记了转入" in both.where_to_look()


def test_grades_that_are_out_by_the_same_are_told_each():
    rows = tuple(
        GradeRow(grade=g, tally=Tally(f), computed=f)
        for g, f in ((7, Figures(base=9, arrived=10)), (8, Figures(base=10, arrived=9)))
    )
    found = replace(source(), rows=rows)
    assert found.total.figures.difference == 0
    assert [fault[:4] for fault in found.faults] == ["七年级：", "八年级："]
    assert "10人多于应到9人" in found.faults[0]


def test_many_names_are_cut_short_and_a_difference_always_says_where_to_look():
    strays = [child(f"生{n}", on_roll=False, arrived_on=DAY) for n in range(5)]
    assert "生0、生1、生2等5人" in tally(strays, (), DAY).where_to_look()
    assert Tally(Figures(base=1)).where_to_look()


def test_arriving_keeps_the_reason_of_the_days_before_and_the_first_day_of_arrival():
    held = Arrival(student="a", term="t", **missing())
    came = rules.arrive(held, NEXT)
    assert (came.state(DAY), came.state(NEXT)) == (State.NOT_ARRIVED, State.ARRIVED)
    assert rules.arrive(came, NEXT + timedelta(days=3)) is came
    assert rules.arrive(held, DAY) == Arrival(student="a", term="t", arrived_on=DAY)


def test_missing_takes_an_arrival_back_and_counts_from_the_first_day():
    held = Arrival(student="a", term="t", arrived_on=DAY)
    gone = rules.miss(held, NEXT, Why(reason=Reason.WORKING))
    assert (gone.arrived_on, gone.missed_on) == (None, NEXT)
    assert rules.miss(gone, NEXT + timedelta(days=2), gone.why).missed_on == NEXT


def test_dropped_out_last_term_is_carried_over_and_the_main_reason_is_not_a_side_reason():
    kept = rules.checked(
        Why(reason=Reason.DROPPED_BEFORE, side=frozenset({Reason.DROPPED_BEFORE, Reason.WORKING}))
    )
    assert kept.carried_over
    assert kept.side == {Reason.WORKING}
    assert not rules.checked(Why(reason=Reason.AVERSION)).carried_over


def test_another_reason_has_to_be_told():
    with pytest.raises(Invalid) as wrong:
        rules.checked(Why(reason=Reason.OTHER, whereabouts=" "))
    assert set(wrong.value.fields) == {"whereabouts"}


@pytest.mark.parametrize(
    "day", [DAY - timedelta(days=16), TERM.last + timedelta(days=1), NEXT + timedelta(days=9)]
)
def test_a_day_outside_the_opening_or_to_come_is_refused(day):
    with pytest.raises(Invalid) as wrong:
        rules.check_day(day, TERM, max(NEXT, min(day, TERM.last)) if day > TERM.last else NEXT)
    assert set(wrong.value.fields) == {"day"}


def test_children_may_report_before_the_first_lesson():
    rules.check_day(DAY - timedelta(days=15), TERM, DAY)
    rules.check_day(TERM.last, TERM, TERM.last)


def test_nobody_comes_twice_or_leaves_twice():
    came = moved(MoveKind.TRANSFER_IN)
    for again in (
        moved(MoveKind.RESUMED, NEXT),
        moved(MoveKind.NEW, DAY - timedelta(days=1)),
        moved(MoveKind.TRANSFER_OUT, DAY),
    ):
        with pytest.raises(Invalid):
            rules.move(again, [came])
    left = rules.move(moved(MoveKind.TRANSFER_OUT, NEXT), [came])
    with pytest.raises(Invalid):
        rules.move(moved(MoveKind.SUSPENDED, NEXT + timedelta(days=1)), [came, left])
    assert rules.move(moved(MoveKind.NEW, student="other"), [came])


def test_moves_of_nobody_are_not_counted_in():
    with pytest.raises(Invalid) as wrong:
        rules.move(moved(MoveKind.NEW, student="", count=0), [])
    assert set(wrong.value.fields) == {"count"}


DAYS = st.integers(0, 6).map(lambda n: DAY + timedelta(days=n))
WHYS = st.sampled_from(Reason).map(lambda reason: Why(reason=reason, whereabouts="外地"))


@st.composite
def children(draw):
    """A child whose status agrees with the moves that were registered of it."""
    id_ = str(draw(st.integers(0, 10**9)))
    days = sorted(draw(st.sets(DAYS, max_size=3)))
    coming = draw(st.booleans())
    moves = []
    for day in days:
        kind = draw(st.sampled_from([k for k in MoveKind if (k in rules.COMING) == coming]))
        moves.append(rules.move(moved(kind, day, id_), moves))
        coming = not coming
    on_roll = moves[-1].coming if moves else True
    held = Arrival(student=id_, term="t")

    made = child(id_, on_roll, tuple(moves))
    here = [day for n in range(7) if made.here(day := DAY + timedelta(days=n))]
    if here and draw(st.booleans()):
        held = rules.miss(held, draw(st.sampled_from(here)), draw(WHYS))
    if here and draw(st.booleans()):
        held = rules.arrive(held, draw(st.sampled_from(here)))
    registered = [day for day in (held.arrived_on, held.missed_on) if day]
    later = [each.day for each in moves if each.coming]
    if registered and later and min(registered) < max(later):
        return made
    return replace(made, arrival=held)


OUTSIDE = st.builds(
    lambda kind, day, count: moved(kind, day, "", count=count),
    st.sampled_from([k for k in MoveKind if k not in rules.COMING]),
    DAYS,
    st.integers(1, 30),
)


@given(st.lists(children(), max_size=12), st.lists(OUTSIDE, max_size=3), DAYS)
def test_the_identity_holds_for_every_consistent_school_on_every_day(everyone, outside, day):
    found = tally(everyone, outside, day)
    figures = found.figures
    assert figures.difference == 0
    assert (
        figures.base + figures.transfer_in + figures.resumed
        - figures.transfer_out - figures.suspended
        == figures.arrived + figures.not_arrived + figures.unreported
    )  # fmt: skip
    assert sum(found.reasons.values()) == figures.not_arrived
    assert 0 <= figures.carried_over <= figures.not_arrived
    assert rate_fault(figures) == ""
    assert found.where_to_look() == ""


@given(st.lists(children(), max_size=12), st.lists(children(), max_size=12), DAYS)
def test_two_grades_together_are_the_sum_of_both(some, others, day):
    together = tally([*some, *others], (), day)
    apart = tally(some, (), day) + tally(others, (), day)
    assert together.figures == apart.figures
    assert together.reasons == apart.reasons


@given(st.lists(children(), max_size=12))
def test_the_changes_of_the_days_add_up_to_who_has_arrived(everyone):
    days = [DAY + timedelta(days=n) for n in range(7)]
    figures = [tally(everyone, (), day).figures for day in days]
    assert sum(each.change for each in figures) == figures[-1].arrived
