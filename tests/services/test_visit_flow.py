"""Visits, contacts and reports: recorded once, counted for the quota, settling duties."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factory import AM, PM, TODAY, at, concern, contact, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.visits import ContactResult, Submission, VisitKind, VisitOutcome
from kongchuo_desktop.services import (
    attendance,
    cases,
    classes,
    daily_contacts,
    daily_counts,
    dossier,
    outgoing,
    paper_kinds,
    risk,
    today,
    undo,
    visits,
)

NOTICE = paper_kinds.every()["return_notice"]


def rungs(ctx):
    """What the ladder asks for; what her dropout case asks for is told in test_case_flow."""
    about = [todo.duty.rung for todo in today.today(ctx).todos if todo.duty.student == "wang"]
    return {rung for rung in about if rung.startswith("L")}


def away(ctx, clock, days):
    """王小花 is absent without leave for so many school days up to today, the whole day."""
    clock.set(TODAY, at(TODAY, 18).time())
    for day in ctx.calendar.last_school_days(TODAY, days):
        for half in (AM, PM):
            attendance.call(ctx, "c71", (day, half), {"wang": MarkKind.UNEXCUSED})


def test_each_deed_settles_its_duty(ctx, clock):
    away(ctx, clock, 5)
    assert rungs(ctx) == {"L1", "L2", "L3", "L4", "L6"}

    visits.record_contact(ctx, contact(result=ContactResult.NO_ANSWER))
    assert "L1" in rungs(ctx)
    visits.record_contact(ctx, contact(result=ContactResult.REACHED))
    assert rungs(ctx) == {"L2", "L3", "L4", "L6"}
    visits.record(ctx, visit(outcome=VisitOutcome.NOBODY_HOME, note=""))
    assert rungs(ctx) == {"L3", "L4", "L6"}
    visits.record(ctx, visit(leader=True))
    assert rungs(ctx) == {"L4", "L6"}
    visits.submit(ctx, Submission(student="wang", day=TODAY, whom="教务处"))
    assert rungs(ctx) == {"L6"}


def test_a_deed_before_the_absence_settles_nothing(ctx, clock):
    visits.record(ctx, visit(day=TODAY - timedelta(days=14), leader=True))
    away(ctx, clock, 2)

    assert rungs(ctx) == {"L1", "L2", "L3"}


def test_a_visit_is_changed_and_made_void_but_never_deleted(ctx):
    made = visits.record(ctx, visit())
    visits.change(ctx, replace(made, note="补记：祖母在家"))
    assert visits.get(ctx, made.id).note == "补记：祖母在家"
    with pytest.raises(Invalid) as wrong:
        visits.void(ctx, made.id, " ")
    assert set(wrong.value.fields) == {"void_why"}
    visits.void(ctx, made.id, "登记到了同名的学生")

    assert visits.get(ctx, made.id).void_why == "登记到了同名的学生"
    assert not visits.of_student(ctx, "wang")
    for again in (
        lambda: visits.void(ctx, made.id, "再来一次"),
        lambda: visits.change(ctx, made),
        lambda: visits.changeable(ctx, made.id),
    ):
        with pytest.raises(Refused, match="已经作废"):
            again()
    undo.undo(ctx)
    assert visits.of_student(ctx, "wang") == [replace(made, note="补记：祖母在家")]


def told(ctx):
    """Every number and paper a visit has a part in."""
    case = cases.current(ctx, "wang")
    return {
        "duties": sorted((t.duty.rung, t.duty.text) for t in today.today(ctx).todos),
        "quota": visits.quotas(ctx),
        "sent": outgoing.tables(ctx)["visit"],
        "foot": visits.VisitListing(ctx).foot("", ""),
        "chips": [c.count for c in visits.VisitListing(ctx).chips() if c.key != "void"],
        "contacts": daily_contacts.of_child(ctx, "wang"),
        "report": daily_counts.of_classes(ctx, TODAY, "c71"),
        "notice": paper_kinds.fill(ctx, paper_kinds.every()["return_notice"], ["wang"])[
            0
        ].paper.values,
        "case": (case.state, case.facts.deeds),
    }


def test_a_void_visit_changes_no_number_anywhere(ctx, clock):
    away(ctx, clock, 5)
    before = told(ctx)
    made = visits.record(
        ctx, visit(leader=True, refused=True, kind=VisitKind.PERSUASION, agreed="周一返校")
    )
    visits.record(ctx, visit(leader=True))
    counted = told(ctx)
    assert [name for name in before if counted[name] == before[name]] == []
    visits.void(ctx, made.id, "登记错了")
    visits.void(ctx, visits.of_student(ctx, "wang")[0].id, "重复")

    assert told(ctx) == before
    listing = visits.VisitListing(ctx)
    assert made.id in listing.keys("", "", False, "void")
    assert {chip.key: chip.count for chip in listing.chips()}["void"] == 2
    shown = [each for each in dossier.of(ctx, "wang").happenings if each.kind == "visit"]
    assert {(each.title, each.second, each.grave) for each in shown} == {
        ("劝返家访　潘老师　已作废", "作废的理由：登记错了", False),
        ("常规家访　潘老师　已作废", "作废的理由：重复", False),
    }


def test_what_is_invalid_is_not_kept(ctx):
    with pytest.raises(Invalid):
        visits.record(ctx, visit(day=TODAY + timedelta(days=1)))
    with pytest.raises(Invalid):
        visits.record_contact(ctx, contact(at=at(TODAY, 23)))

    assert not visits.of_student(ctx, "wang")


def test_the_foot_counts_teachers_short_of_the_quota_each_for_what_they_did(ctx):
    for _ in range(ctx.rules.visits_per_term):
        visits.record(ctx, visit(visitors=("潘老师", "高校长")))
    visits.record(ctx, visit(visitors=("张老师",)))
    visits.record(ctx, visit(visitors=("潘老师",), outcome=VisitOutcome.NOBODY_HOME, note=""))

    foot = visits.VisitListing(ctx).foot("", "")
    assert foot == "共22次家访　本学期2位教师家访过，2位没有完成定额"


def test_opening_visits_are_owed_to_children_looked_after_by_class(ctx, clock):
    for child in ("wang", "zhang", "namesake"):
        risk.nominate(ctx, concern(student=child, since=ctx.calendar.term.first))
    clock.set(ctx.calendar.term.first + timedelta(days=7))
    day = ctx.today()

    def owed():
        return [
            (todo.full_class, todo.who, todo.duty.text)
            for todo in today.today(ctx).todos
            if todo.duty.rung == "LO"
        ]

    assert owed() == [
        ("七年级1班", "潘老师", "开学家访还有2名重点生没有走到：王小花、张三民"),
        ("七年级2班", "张老师", "开学家访还有1名重点生没有走到：张三民"),
    ]
    visits.record(ctx, visit(student="namesake", day=day, kind=VisitKind.OPENING))
    visits.record(ctx, visit(student="zhang", day=day, kind=VisitKind.ROUTINE))
    vain = visit(day=day, kind=VisitKind.OPENING, outcome=VisitOutcome.NOBODY_HOME, note="")
    visits.record(ctx, vain)
    assert owed() == [("七年级1班", "潘老师", "开学家访还有2名重点生没有走到：王小花、张三民")]
    made = visits.record(ctx, visit(student="zhang", day=day, kind=VisitKind.OPENING))
    assert owed() == [("七年级1班", "潘老师", "开学家访还有1名重点生没有走到：王小花")]
    visits.void(ctx, made.id, "登记错了")
    assert len(owed()) == 1
    assert "张三民" in owed()[0][2]
    risk.dismiss(ctx, "wang", "情况稳定")
    assert owed() == [("七年级1班", "潘老师", "开学家访还有1名重点生没有走到：张三民")]


def test_the_list_is_searched_by_child_visitor_and_note(ctx):
    made = visits.record(ctx, visit(note="说想去广东打工"))
    visits.record(ctx, visit(student="namesake"))
    listing = visits.VisitListing(ctx)

    for text in ("wxh", "王小花", "广东", "岩脚村"):
        assert listing.keys(text, "", False, "") == [made.id]
    assert len(listing.keys("潘老师", "", False, "")) == 2
    assert {chip.key: chip.count for chip in listing.chips()} == {
        "all": 2, "term": 2, "today": 2, "missed": 0, "leader": 0, "void": 0,
    }  # fmt: skip


def test_the_principal_owes_no_quota_unless_a_class_is_his(ctx):
    visits.record(ctx, visit(visitors=("潘老师", ctx.school.principal), leader=True))
    assert ctx.school.principal not in {each.teacher for each in visits.quotas(ctx)}
    classes.set_teachers(ctx, {"c71": ctx.school.principal})

    found = {each.teacher: each.done for each in visits.quotas(ctx)}
    assert found[ctx.school.principal] == 1


def test_a_visit_is_not_moved_to_another_child(ctx):
    made = visits.record(ctx, visit())
    with pytest.raises(Refused, match="另一名学生"):
        visits.change(ctx, replace(made, student="zhang"))

    assert visits.get(ctx, made.id).student == "wang"
