"""Dropout cases on a real file: opened by facts, taken back with them, one open case per child."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factory import AM, PM, TODAY, at, contact, leave, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.cases import Stage, Step, StepKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.domain.school import Person, Role
from kongchuo_desktop.domain.visits import Submission
from kongchuo_desktop.services import (
    attendance,
    cases,
    dossier,
    papers,
    receipts,
    roster,
    rules,
    today,
    undo,
    visits,
)
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import students

CAUSE = {"cause": "aversion", "whereabouts": "home"}


def call(ctx, clock, day, *away):
    clock.set(day, at(day, 18).time())
    for half in (AM, PM):
        attendance.call(ctx, "c71", (day, half), dict.fromkeys(away, MarkKind.UNEXCUSED))


@pytest.fixture
def away(ctx, clock):
    """王小花 is absent without leave for three school days up to today."""
    for day in ctx.calendar.last_school_days(TODAY, 3):
        call(ctx, clock, day, "wang")


def only(ctx):
    (known,) = cases.seen(ctx)
    return known


def step(ctx, kind, **more):
    known = only(ctx)
    asked = {"day": TODAY, "who": "高校长", "basis": "有", "note": "有", **more}
    return cases.record(ctx, Step(case=known.case.id, kind=kind, **asked))


def test_undoing_the_roll_call_takes_the_case_back(ctx, away):
    assert only(ctx).state.stage is Stage.OPEN
    undo.undo(ctx)
    assert cases.seen(ctx) == []
    undo.redo(ctx)

    assert only(ctx).case.student == "wang"


def test_leave_that_does_not_hold_opens_the_case_it_had_kept_away(ctx, clock):
    days = ctx.calendar.last_school_days(TODAY, 3)
    clock.set(days[0])
    slip = leaves.apply(ctx, leave(first_day=days[0], last_day=TODAY), approved=True)
    for day in days:
        call(ctx, clock, day)
    assert cases.seen(ctx) == []
    leaves.remove(ctx, slip.id)

    assert only(ctx).case.begun == days[0]


def test_a_stricter_rule_opens_cases_and_a_milder_one_leaves_them(ctx, clock):
    call(ctx, clock, TODAY, "wang", "shan")
    assert cases.seen(ctx) == []
    rules.change(ctx, {"suspect_days": 1})
    assert {known.case.student for known in cases.seen(ctx)} == {"wang", "shan"}
    rules.change(ctx, {"suspect_days": 5})

    assert len(cases.seen(ctx)) == 2


def test_a_case_ended_for_good_reason_changes_the_enrolment_and_voiding_takes_that_back(ctx, away):
    made = step(ctx, StepKind.REASONABLE, detail={"grounds": "suspended"})
    assert students.get("wang").status is Status.SUSPENDED
    cases.void_step(ctx, made.id, "还没有批下来")

    assert students.get("wang").status is Status.ENROLLED
    assert only(ctx).state.stage is Stage.OPEN
    with pytest.raises(Refused, match="已经作废"):
        cases.void_step(ctx, made.id, "再来一次")


def test_a_child_that_returns_is_placed_in_its_class(ctx, away):
    step(ctx, StepKind.RETURNED, detail={"class": "c72", "placement": "own_class"})

    assert students.get("wang").class_id == "c72"
    assert only(ctx).state.stage is Stage.RETURNED
    undo.undo(ctx)
    assert students.get("wang").class_id == "c71"


def test_a_class_that_is_not_there_records_nothing(ctx, away):
    with pytest.raises(Refused, match="没有这个班"):
        step(ctx, StepKind.RETURNED, detail={"class": "nowhere", "placement": "own_class"})

    assert only(ctx).facts.steps == ()


def test_a_teacher_neither_confirms_nor_closes(ctx, away):
    visits.record(ctx, visit(leader=True))
    ctx.who = Person(name="潘老师", role=Role.HOMEROOM_TEACHER, classes=frozenset({"c71"}))
    for kind in (StepKind.CONFIRMED, StepKind.CLOSED):
        with pytest.raises(Refused, match="由校长决定"):
            step(ctx, kind)
    assert step(ctx, StepKind.VERIFIED, detail=CAUSE).kind is StepKind.VERIFIED


def test_one_open_case_per_child(ctx, away):
    with pytest.raises(Refused, match="一人一案"):
        cases.open_by_hand(ctx, "wang", TODAY, "再立一个")
    with pytest.raises(Invalid) as wrong:
        cases.open_by_hand(ctx, "zeng", TODAY + timedelta(days=1), " ")
    assert set(wrong.value.fields) == {"why", "begun"}
    cases.open_by_hand(ctx, "zeng", TODAY, "要去广东")

    assert [known.case.student for known in cases.of_student(ctx, "zeng")] == ["zeng"]
    assert cases.current(ctx, "zeng").state.stage is Stage.OPEN
    with pytest.raises(Refused, match="没有在办"):
        cases.current(ctx, "zhang")


def test_voiding_gives_back_what_was_before_and_only_where_nobody_changed_it_since(ctx, away):
    ctx.who = Person(name="高校长", role=Role.PRINCIPAL)
    placed = {"class": "c72", "placement": "own_class"}
    made = step(ctx, StepKind.RETURNED, detail=placed)
    cases.void_step(ctx, made.id, "没有来")
    assert students.get("wang").class_id == "c71"
    step(ctx, StepKind.REASONABLE, detail={"grounds": "deceased"})
    step(ctx, StepKind.VOIDED)

    assert students.get("wang").status is Status.ENROLLED
    assert only(ctx).state.stage is Stage.VOID


def test_a_child_that_was_suspended_is_on_the_rolls_again_when_it_returns(ctx, away):
    step(ctx, StepKind.REASONABLE, detail={"grounds": "suspended"})
    made = step(ctx, StepKind.RETURNED, detail={"class": "c71", "placement": "own_class"})
    assert students.get("wang").status is Status.ENROLLED
    cases.void_step(ctx, made.id, "没有来")

    assert students.get("wang").status is Status.SUSPENDED


def test_one_child_never_has_two_open_cases(ctx, away):
    void = step(ctx, StepKind.VOIDED)
    cases.open_by_hand(ctx, "wang", TODAY, "又听说了")
    with pytest.raises(Refused, match="一人一案"):
        cases.void_step(ctx, void.id, "作废错了")


def test_a_homeroom_teacher_makes_no_case_void(ctx, away):
    ctx.who = Person(name="潘老师", role=Role.HOMEROOM_TEACHER, classes=frozenset({"c71"}))
    for kind in (StepKind.VOIDED, StepKind.AGED_OUT):
        with pytest.raises(Refused, match="决定"):
            step(ctx, kind)


@pytest.fixture
def notice(ctx, away):
    papers.issue(ctx, "return_notice", ["wang"])
    return receipts.to_serve(ctx, "wang")


def receipt(sheet, **more):
    asked = {"day": TODAY, "server": "潘老师", "receiver": "王大山（父亲）", **more}
    return Receipt(sheet=sheet, **asked)


def test_a_notice_is_served_once(ctx, notice):
    receipts.serve(ctx, receipt(notice))

    assert receipts.of_sheet(ctx, notice).receiver == "王大山（父亲）"
    assert only(ctx).state.stage is Stage.NOTICE_SERVED
    with pytest.raises(Refused, match="已经登记过"):
        receipts.serve(ctx, receipt(notice))
    with pytest.raises(Refused, match="没有等待送达"):
        receipts.to_serve(ctx, "wang")


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"day": TODAY - timedelta(days=1)}, {"day"}),
        ({"day": TODAY + timedelta(days=1)}, {"day"}),
        ({"server": " "}, {"server"}),
        ({"receiver": ""}, {"receiver"}),
        ({"refused": True, "receiver": ""}, {"witness"}),
        ({"way": Way.LEFT, "receiver": ""}, {"witness"}),
    ],
)
def test_a_receipt_says_who_when_and_who_saw_it(ctx, notice, more, fields):
    with pytest.raises(Invalid) as wrong:
        receipts.serve(ctx, receipt(notice, **more))

    assert set(wrong.value.fields) == fields
    assert receipts.of_sheet(ctx, notice) is None


def test_refused_at_the_door_before_a_witness_is_served(ctx, notice):
    receipts.serve(ctx, receipt(notice, refused=True, receiver="", witness="村主任"))
    assert only(ctx).state.stage is Stage.NOTICE_SERVED


def test_a_void_notice_is_not_served(ctx, notice):
    papers.void(ctx, notice, "写错了")
    with pytest.raises(Refused, match="已经作废"):
        receipts.serve(ctx, receipt(notice))


def test_the_list_shows_finds_and_counts_cases(ctx, away):
    cases.open_by_hand(ctx, "zeng", TODAY, "要去广东")
    listing = cases.CaseListing(ctx)
    assert {chip.key: chip.count for chip in listing.chips()} == {
        "open": 2, "persuading": 2, "lost": 0, "back": 0, "closing": 0, "closed": 0, "void": 0,
    }  # fmt: skip
    (key,) = listing.keys("wxh", "", False, "open")
    row = listing.rows([key])[key]
    assert (row["name"], row["days"], row["visits"]) == ("王小花", 3, 0)
    assert len(listing.keys("", "since", True, "")) == 2
    assert "没有到校的2人" in listing.foot("", "open")


def test_a_child_that_never_came_has_a_case_after_three_days(ctx, clock):
    first, second, third = list(ctx.calendar.school_days(ctx.calendar.term.first, TODAY))[:3]
    clock.set(first)
    roster.change(ctx, replace(students.get("small"), status=Status.PENDING))
    for day in (first, second):
        call(ctx, clock, day)
    assert cases.seen(ctx) == []
    call(ctx, clock, third)

    known = only(ctx)
    assert (known.case.student, known.case.begun, known.state.stage) == (
        "small", first, Stage.OPEN,
    )  # fmt: skip
    clock.set(third, at(third, 18).time())
    placed = {"class": "c11", "placement": "own_class"}
    step(ctx, StepKind.RETURNED, day=third, detail=placed)
    assert students.get("small").status is Status.ENROLLED
    assert only(ctx).state.stage is Stage.RETURNED
    asked = {t.duty.rung for t in today.today(ctx).todos if t.duty.student == "small"}
    assert asked >= {"K1", "K2", "L9", "L10"}
    assert "K8" not in asked  # no roll call was corrected: there was none


def test_a_report_registered_in_error_counts_for_nothing_and_stays(ctx, away):
    visits.submit(ctx, Submission(student="wang", rung="L8", day=TODAY, whom="石桥乡"))
    visits.record_contact(ctx, contact())
    assert only(ctx).state.stage is Stage.REFERRED
    (report, _), (call_, _) = sorted(visits.told(ctx, "wang"), key=lambda each: "联系" in each[1])
    for record in (report, call_):
        visits.void_told(ctx, "wang", record, "登记错了")

    assert only(ctx).state.stage is Stage.OPEN
    assert visits.told(ctx, "wang") == []
    said = [each.second for each in dossier.of(ctx, "wang").happenings]
    assert sum("已作废：登记错了" in each for each in said) == 2
    assert {t.duty.rung for t in today.today(ctx).todos if t.duty.student == "wang"} >= {"L1"}
    for record, why in ((report, "再来"), ("nothing", "没有")):
        with pytest.raises(Refused):
            visits.void_told(ctx, "wang", record, why)
    undo.undo(ctx)
    assert len(visits.told(ctx, "wang")) == 1
