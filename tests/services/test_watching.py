"""Looking after the 重点生 on a real file: signals, levels, help, checks, weekly history."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, at, concern, contact, leave, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.helping import HelpPlan, Pairing
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.risk import Level, Override
from kongchuo_desktop.services import (
    attendance,
    census,
    classes,
    helping,
    observations,
    priority,
    risk,
    risk_outcomes,
    rules,
    today,
    undo,
    visits,
)
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import checks, levels
from kongchuo_desktop.store import helping as stored

DAY = timedelta(days=1)


def assessed(ctx, student="wang"):
    return risk.assess(ctx, student).assessment


def codes(ctx, student="wang"):
    return {reason.code: reason.points for reason in assessed(ctx, student).reasons}


def note(ctx, kind, student="wang", **changes):
    asked = Observation(student=student, day=TODAY, kind=kind, note="听同学说的", who="潘老师")
    return observations.record(ctx, replace(asked, **changes))


def call(ctx, clock, days, **away):
    for day in days:
        clock.set(day, at(day, 18).time())
        for half in (AM, PM):
            attendance.call(ctx, "c71", (day, half), away)


@pytest.mark.parametrize(
    ("kind", "code", "level"),
    [
        (ObservationKind.INTENTION, "B1", Level.ORANGE),
        (ObservationKind.MARRIAGE, "D8", Level.ORANGE),
        (ObservationKind.WORK, "D9", Level.YELLOW),
        (ObservationKind.CONFLICT, "B3", Level.GREEN),
    ],
)
def test_a_signal_counts_until_it_is_over(ctx, kind, code, level):
    made = note(ctx, kind)
    found = assessed(ctx)
    (reason,) = [each for each in found.reasons if each.code == code]
    assert (found.level, reason.source, reason.record) == (level, "observation", made.id)
    assert reason.text.endswith("：听同学说的")

    observations.end(ctx, made.id, "家长说清楚了", TODAY)
    assert code not in codes(ctx)
    undo.undo(ctx)
    assert code in codes(ctx)


def test_a_note_made_void_counts_for_nothing_and_stays(ctx):
    made = note(ctx, ObservationKind.WORK)
    before = codes(ctx)
    with pytest.raises(Invalid):
        observations.void(ctx, made.id, " ")
    observations.void(ctx, made.id, "记错人了")

    assert set(before) - set(codes(ctx)) == {"D9"}
    assert [each.void_why for each in observations.of_student(ctx, "wang")] == ["记错人了"]
    with pytest.raises(Refused):
        observations.void(ctx, made.id, "再来")


def test_unknown_until_somebody_has_looked(ctx):
    assert {"B2", "D5", "D9"} <= set(assessed(ctx).unknown)
    visits.record(ctx, visit())

    assert not {"B2", "D5", "D9"} & set(assessed(ctx).unknown)


def test_slips_that_ran_over_or_were_never_made_up_count_from_the_second(ctx, clock):
    days = list(ctx.calendar.last_school_days(TODAY, 12))
    for first in (days[0], days[4]):
        clock.set(first)
        leaves.apply(ctx, leave(first_day=first, last_day=first), approved=True)
    call(ctx, clock, [days[0]])
    call(ctx, clock, [days[1]], wang=MarkKind.UNEXCUSED)
    call(ctx, clock, [days[4]])
    assert "A7" not in codes(ctx)
    call(ctx, clock, [days[5]], wang=MarkKind.UNEXCUSED)

    assert codes(ctx)["A7"] == 8


def test_arriving_two_days_late_counts(ctx, clock):
    first, second, third = list(ctx.calendar.school_days(ctx.calendar.term.first, TODAY))[:3]
    clock.set(third, at(third, 16).time())
    census.arrive(ctx, ["wang"], third)
    census.arrive(ctx, ["zhang"], second)

    assert codes(ctx)["A8"] == 8
    assert "A8" not in codes(ctx, "zhang")
    assert first < second


def test_a_pair_and_a_family_in_touch_speak_for_a_child(ctx):
    note(ctx, ObservationKind.CONDUCT)
    helping.pair(ctx, Pairing(student="wang", partner="同桌", since=TODAY))
    for weeks in range(4):
        visits.record_contact(ctx, contact(at=at(TODAY - timedelta(weeks=weeks), 9)))
    found = codes(ctx)
    assert (found["R1"], found["R2"]) == (-8, -4)
    assert assessed(ctx).score == sum(found.values())

    helping.unpair(ctx, "wang")
    assert "R1" not in codes(ctx)
    with pytest.raises(Refused):
        helping.unpair(ctx, "wang")


def test_a_level_set_by_hand_holds_for_its_time(ctx, clock):
    said = {"level": Level.RED, "why": "家里出事", "who": "校长"}
    override = Override(student="wang", day=TODAY, until=TODAY + 10 * DAY, **said)
    risk.set_level(ctx, override)
    found = assessed(ctx)
    assert (found.level, found.computed, found.override.why) == (Level.RED, Level.GREEN, "家里出事")
    clock.set(TODAY + 10 * DAY)
    assert assessed(ctx).level is Level.GREEN

    clock.set(TODAY)
    risk.set_level(ctx, replace(override, level=Level.YELLOW))
    assert assessed(ctx).level is Level.YELLOW
    risk.end_level(ctx, "wang")
    assert assessed(ctx).override is None
    with pytest.raises(Refused):
        risk.end_level(ctx, "wang")


@pytest.mark.parametrize("until", [TODAY, TODAY + timedelta(days=121)])
def test_a_level_by_hand_has_reason_and_expiry(ctx, until):
    asked = Override(student="wang", level=Level.RED, day=TODAY, until=until, why=" ", who="")
    with pytest.raises(Invalid) as wrong:
        risk.set_level(ctx, asked)
    assert set(wrong.value.fields) == {"until", "why", "who"}


def test_the_school_sets_its_own_points(ctx):
    note(ctx, ObservationKind.WORK)
    rules.change_points(ctx, {"D9": 40, "E2": None, "C1": 8})
    assert assessed(ctx).level is Level.ORANGE
    assert {each.name for each in rules.points() if each.value != each.default} == {"D9"}
    for wrong, field in (({"D9": 101}, "D9"), ({"yellow": 60}, "red")):
        with pytest.raises(Invalid) as found:
            rules.change_points(ctx, wrong)
        assert set(found.value.fields) == {field}
    undo.undo(ctx)

    assert assessed(ctx).level is Level.YELLOW


def rungs(ctx, student=""):
    return {todo.duty.rung for todo in today.today(ctx).todos if todo.duty.student == student}


def test_a_rise_in_the_week_becomes_one_duty_until_something_is_done(ctx, clock):
    friday = TODAY
    assert priority.keep_week(ctx)
    assert not priority.keep_week(ctx)
    note(ctx, ObservationKind.INTENTION)
    monday = friday + 3 * DAY
    clock.set(monday)
    assert priority.keep_week(ctx)
    assert "P4" in rungs(ctx, "wang")
    assert [(day, level) for day, level, _ in levels.weeks("wang")] == [
        (friday - 5 * DAY, Level.GREEN), (friday + 2 * DAY, Level.ORANGE),
    ]  # fmt: skip

    visits.record(ctx, visit(day=monday))
    assert "P4" not in rungs(ctx, "wang")
    clock.set(monday + 7 * DAY)
    priority.keep_week(ctx)
    assert len(levels.weeks("wang")) == 2


def test_confirmed_and_checked_by_class(ctx, clock):
    for class_id in ("c11", "c71", "c72"):
        clock.set(TODAY - 21 * DAY)
        attendance.call(ctx, class_id, (TODAY - 21 * DAY, AM), {})
    clock.set(TODAY)
    risk.nominate(ctx, concern())
    assert {"P1", "P2", "P3"} <= rungs(ctx)
    for class_id in ("c11", "c71", "c72"):
        priority.confirm(ctx, class_id, "班主任")
    assert "P2" not in rungs(ctx)
    kept = priority.check(ctx, "c71", "高校长", "记录齐全")
    assert (kept.count, kept.period) == (1, "2026-11")
    visits.record(ctx, visit())

    assert not {"P1", "P2", "P3"} & rungs(ctx)
    assert {each.note for each in checks.of_class("c71")} == {"记录齐全", ""}


def test_one_teacher_for_several_children(ctx):
    risk.nominate(ctx, concern(assignee="张老师"))
    assert priority.assign(ctx, ["wang", "zhang"], " 李老师 ") == 2
    held = {id_: risk.nomination(ctx, id_) for id_ in ("wang", "zhang")}
    assert {each.assignee for each in held.values()} == {"李老师"}
    assert (held["wang"].reason, held["zhang"].reason) == ("情绪低落", "按记录列为重点生")
    undo.undo(ctx)
    assert risk.nomination(ctx, "zhang") is None
    with pytest.raises(Invalid):
        priority.assign(ctx, ["wang"], " ")


PLAN = HelpPlan(
    student="wang", since=TODAY - 7 * DAY, subjects="数学", cause="基础弱", teacher="李老师",
    goal="及格", measures="每周补课",
)  # fmt: skip


def test_a_plan_its_sessions_and_its_end(ctx):
    with pytest.raises(Refused, match="还没有帮扶计划"):
        helping.hold(ctx, "wang", TODAY, 30, "讲题", "", "李老师")
    made = helping.plan(ctx, PLAN)
    helping.hold(ctx, "wang", TODAY, 30, "讲题", "会了", "李老师")
    helping.plan(ctx, replace(made, goal="七十分"))
    with pytest.raises(Refused, match="已经有帮扶计划"):
        helping.plan(ctx, PLAN)
    (plan,) = stored.plans("wang")
    assert (plan.goal, [each.effect for each in stored.sessions([plan.id])]) == ("七十分", ["会了"])

    helping.end_plan(ctx, "wang", "期末72分")
    assert helping.open_plan(ctx, "wang") is None
    with pytest.raises(Refused):
        helping.end_plan(ctx, "wang", "再结束")


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"subjects": " ", "goal": ""}, {"subjects", "goal"}),
        ({"since": TODAY + DAY}, {"since"}),
        ({"over_on": TODAY}, {"result"}),
        ({"over_on": date(2026, 1, 1), "result": "好"}, {"since"}),
    ],
)
def test_a_plan_is_whole(ctx, changes, fields):
    with pytest.raises(Invalid) as wrong:
        helping.plan(ctx, replace(PLAN, **changes))
    assert set(wrong.value.fields) == fields


def test_a_session_lies_within_its_plan(ctx):
    helping.plan(ctx, PLAN)
    with pytest.raises(Invalid) as wrong:
        helping.hold(ctx, "wang", PLAN.since - DAY, 0, " ", "", "")
    assert set(wrong.value.fields) == {"day", "minutes", "content", "who"}


def test_signals_of_a_day_are_held_against_what_came_after(ctx, clock):
    since = TODAY - 14 * DAY
    clock.set(since)
    note(ctx, ObservationKind.WORK, day=since)
    note(ctx, ObservationKind.WORK, student="zhang", day=since)
    call(ctx, clock, ctx.calendar.last_school_days(TODAY, 5), wang=MarkKind.UNEXCUSED)
    clock.set(TODAY)
    found = risk_outcomes.outcomes(ctx, since)

    exam_after = [each.code for each in found.rows if each.code.startswith("C")]
    rows = {each.code: (each.hits, each.away) for each in found.rows}
    assert not exam_after
    assert (found.children, found.away) == (6, 1)
    assert rows["D9"] == (2, 1)
    assert "A3" not in rows  # nobody had been away by then
    assert sum(hits for code, (hits, _) in rows.items() if code in set(Level)) == 6
    for wrong in (TODAY, ctx.calendar.term.first - DAY):
        with pytest.raises(Invalid):
            risk_outcomes.outcomes(ctx, wrong)


def test_the_leader_of_a_grade_answers_for_it(ctx, clock):
    call(ctx, clock, ctx.calendar.last_school_days(TODAY, 2), wang=MarkKind.UNEXCUSED)

    def goes():
        return {t.who for t in today.today(ctx).todos if t.duty.rung == "L3"}

    assert goes() == {"高校长"}
    classes.arrange(ctx, {}, frozenset(), {7: " 陆主任 "})
    assert goes() == {"陆主任"}
    undo.undo(ctx)
    assert goes() == {"高校长"}


def test_having_stayed_away_before_counts_on_when_it_happens_again(ctx, clock):
    days = ctx.calendar.last_school_days(TODAY, 8)
    call(ctx, clock, days[:3], wang=MarkKind.UNEXCUSED)
    call(ctx, clock, days[3:6])
    before = codes(ctx)
    assert before["D10"] == 20
    call(ctx, clock, days[6:], wang=MarkKind.UNEXCUSED)

    assert codes(ctx)["D10"] == 20
    assert assessed(ctx).score >= sum(before.values())


def test_a_level_set_by_hand_does_not_hide_a_child_that_stays_away(ctx, clock):
    risk.set_level(
        ctx,
        Override(
            student="wang",
            level=Level.GREEN,
            day=TODAY,
            until=TODAY + 30 * DAY,
            why="情况好转",
            who="潘老师",
        ),
    )
    note(ctx, ObservationKind.WORK)
    assert assessed(ctx).level is Level.GREEN
    call(ctx, clock, ctx.calendar.last_school_days(TODAY, 3), wang=MarkKind.UNEXCUSED)

    assert assessed(ctx).level is Level.RED
