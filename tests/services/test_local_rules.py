"""Deadlines and quotas: every one can be set, wrongly set ones are refused, duties follow."""

from datetime import time

import pytest
from factory import AM, PM, TODAY

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.services import attendance, rules, today, undo


def dues(ctx):
    return {t.duty.rung: t.duty.due.iso for t in today.today(ctx).todos if t.duty.student == "wang"}


def test_each_rule_has_words_a_unit_and_a_source(ctx):
    for rule in rules.every():
        assert rule.words, rule.name
        assert rule.unit in {"时刻", "分钟", "教学日", "自然日", "半天", "次", "周"}, rule.name
        assert rule.source, rule.name
        assert rule.value == rule.default
        assert hasattr(ctx.rules, rule.name)


def test_what_is_set_is_in_force_and_can_be_undone(ctx):
    rules.change(ctx, {"roll_by_am": "07:50", "suspect_days": 5, "report_days": 7})
    assert (ctx.rules.roll_by_am, ctx.rules.suspect_days) == (time(7, 50), 5)
    assert {r.name for r in rules.every() if r.value != r.default} == {"roll_by_am", "suspect_days"}

    undo.undo(ctx)
    assert (ctx.rules.roll_by_am, ctx.rules.suspect_days) == (time(8, 30), 3)


def test_an_empty_field_follows_the_default_again(ctx):
    rules.change(ctx, {"contact_minutes": 30})
    rules.change(ctx, {"contact_minutes": None})

    assert ctx.rules.contact_minutes == 60


def test_a_duty_moves_with_its_rule(ctx, clock):
    clock.set(TODAY, time(9))
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})
    before = dues(ctx)["L1"]
    rules.change(ctx, {"contact_minutes": 30})

    assert (before[-5:], dues(ctx)["L1"][-5:]) == ("09:30", "09:00")


def test_the_line_of_suspicion_moves_with_its_rule(ctx, clock):
    clock.set(TODAY, time(18))
    days = ctx.calendar.last_school_days(TODAY, 2)
    for day in days:
        for half in (AM, PM):
            attendance.call(ctx, "c71", (day, half), {"wang": MarkKind.UNEXCUSED})
    assert "L4" not in dues(ctx)

    rules.change(ctx, {"suspect_days": 2})
    assert "L4" in dues(ctx)


@pytest.mark.parametrize(
    ("name", "value"),
    [("roll_by_am", "8点半"), ("roll_by_am", "25:00"), ("suspect_days", 0), ("report_days", 9999)],
)
def test_a_value_that_makes_no_sense_is_refused_at_its_field(ctx, name, value):
    with pytest.raises(Invalid) as wrong:
        rules.change(ctx, {name: value})

    assert set(wrong.value.fields) == {name}
    assert all(rule.value == rule.default for rule in rules.every())
