"""What forms about a dropout case are filled with, on the small school: as the records say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, at, contact, visit

from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.domain.visits import ContactResult, Submission, VisitKind
from kongchuo_desktop.services import (
    attendance,
    cases,
    filling,
    forms,
    paper_kinds,
    papers,
    receipts,
    roster,
    schools,
    visits,
)
from kongchuo_desktop.services.filling import grounds
from kongchuo_desktop.services.filling.case import OfCase
from kongchuo_desktop.services.filling.lists import LISTS
from kongchuo_desktop.services.filling.sheet import OfSheet
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.store import papers as register
from kongchuo_desktop.store import students

DAY = timedelta(days=1)
FIRST = TODAY - 2 * DAY
VERIFIED = {
    "cause": "working",
    "side": "aversion、hardship",
    "whereabouts": "working",
    "place": "广东",
}
KEPT = "户口所在地行政区划代码"  # the standard name under which an import keeps the column
PLAN = {"responsible": "潘老师", "way": "家访", "timetable": "每周一次", "support": "补课"}


def roll_call(ctx, clock, day, *away, class_id="c71"):
    clock.set(day, at(day, 18).time())
    for half in (AM, PM):
        held = dict.fromkeys(away, MarkKind.UNEXCUSED)
        attendance.call(ctx, class_id, (day, half), held)


@pytest.fixture
def away(ctx, clock):
    """王小花 is absent without leave for three school days up to today."""
    for day in ctx.calendar.last_school_days(TODAY, 3):
        roll_call(ctx, clock, day, "wang")
    return ctx


def of_case(ctx):
    (known,) = cases.seen(ctx)
    return OfCase(OfSchool(ctx), known)


def step(ctx, kind, **more):
    (known,) = cases.seen(ctx)
    asked = {"day": ctx.today(), "who": "高校长", "basis": "有", "note": "有", **more}
    return cases.record(ctx, Step(case=known.case.id, kind=kind, **asked))


def filled(ctx, form):
    return filling.fill(forms.shipped()[form], of_case(ctx))


def test_what_was_done_is_counted_since_the_absence_began_and_a_void_visit_not(away):
    visits.record(away, visit(day=FIRST - DAY))
    visits.record_contact(away, contact(at=at(FIRST), result=ContactResult.NO_ANSWER))
    visits.record_contact(away, contact(person="母亲"))
    visits.record(away, visit(leader=True, visitors=("高校长", "潘老师")))
    visits.record(away, visit(kind=VisitKind.PERSUASION, agreed="周一返校", refused=True))
    void = visits.record(away, visit())
    visits.void(away, void.id, "记错了人")
    found = of_case(away)

    assert (found.contact_count, found.visit_count, found.leader_visit_count) == (2, 2, 1)
    assert found.visit_dates == (TODAY,)
    assert found.persuaders == ("高校长", "潘老师")
    efforts = LISTS["efforts"](found)
    assert [row["way"] for row in efforts] == ["电话", "电话", "校领导家访", "家访"]
    assert [row["people"] for row in efforts] == [None, None, "高校长、潘老师", "潘老师"]
    assert efforts[1]["result"] == "接通（母亲）：家长说马上送来"
    assert [row["family_answer"] for row in LISTS["persuasions"](found)] == [None, "不听劝说"]


def test_cause_and_whereabouts_are_those_found_out_last(away):
    assert of_case(away).cause is None
    step(away, StepKind.VERIFIED, detail={"cause": "other", "whereabouts": "unknown"})
    step(away, StepKind.VERIFIED, detail=VERIFIED, note="跟同乡走的")
    values = filled(away, "dropout_report")

    assert values["cause"] == "外出务工"
    assert values["side_cause_words"] == ("厌学", "家庭经济困难")
    assert values["cause_note"] == "跟同乡走的"
    assert values["whereabouts"] == "在外务工（广东）"


def test_the_absence_is_told_from_the_roll_calls(away):
    found = of_case(away)

    assert found.absent_days == 3
    assert found.absence_story == (
        "自2026年11月18日上午起没有到校，到11月20日下午缺课3天，至今没有返校。"
    )


def test_the_plan_stands_in_the_report_once_there_is_one(away):
    assert of_case(away).school_measures is None
    step(away, StepKind.PLANNED, detail=PLAN)

    assert of_case(away).school_measures == (
        "由潘老师负责劝返；方式：家访；时间安排：每周一次；返校以后：补课。"
    )


def test_what_comes_after_the_return_is_following_up_and_no_persuasion(away, clock):
    visits.record(away, visit())
    back = away.calendar.next_school_day(TODAY)
    roll_call(away, clock, back)
    followed = away.calendar.next_school_day(back)
    roll_call(away, clock, followed)
    visits.record(away, visit(day=followed, kind=VisitKind.FOLLOW_UP, note="到校正常"))
    found = of_case(away)
    values = filled(away, "return_report")

    assert values["return_day"] == back
    assert values["visit_count"] == 1
    assert (found.follow_up_count, found.follow_up_next) == (1, 2)
    assert [row["visit_note"] for row in LISTS["follow_ups"](found)] == ["到校正常"]
    assert (found.case_outcome, found.outcome_day) == ("已返校", back)
    assert found.recent_rate == 1.0


def test_the_rate_of_attendance_counts_from_the_day_of_return(away):
    assert of_case(away).recent_rate == 0.0
    attendance.call(away, "c71", (TODAY, PM), {})

    assert of_case(away).recent_rate == 0.5


def served(ctx, **more):
    issued = papers.issue(ctx, "return_notice", ["wang"])
    ((sheet, _kind, _day),) = register.sheets_of("wang")
    asked = {"sheet": sheet.id, "day": ctx.today(), "server": "潘老师", **more}
    receipts.serve(ctx, Receipt(**asked))
    return issued, sheet


def test_an_overdue_report_names_the_notice_and_its_service(away, clock):
    issued, _sheet = served(away, way=Way.RELATIVE, receiver="祖母")
    clock.set(TODAY + 9 * DAY)
    values = filled(away, "overdue_report")

    assert values["notice_number"] == issued.numbers[0]
    assert values["notice_issued"] == values["notice_served"] == TODAY
    assert values["notice_way"] == "同住成年家属代收"
    assert values["notice_deadline"] == TODAY + 7 * DAY
    assert values["overdue_days"] == 2


def test_a_receipt_of_service_tells_what_was_recorded(away):
    _issued, sheet = served(away, way=Way.LEFT, refused=True, witness="村支书", note="不肯签")
    subject = OfSheet(OfSchool(away), register.get_sheet(sheet.id))
    values = filling.fill(forms.shipped()["service_receipt"], subject)

    assert values["served_title"] == "复学（返校）通知书"
    assert values["served_number"] == "校复通〔2026〕第 001 号"
    assert values["student"] == "王小花"
    assert values["service_way"] == "留置送达"
    assert (values["service_refused"], values["service_witness"]) == ("不肯签", "村支书")


def test_the_papers_of_a_case_are_those_in_force(away):
    _issued, sheet = served(away, receiver="王大山")
    papers.issue(away, "dropout_report", [cases.seen(away)[0].case.id])

    assert listed_papers(away) == {"复学（返校）通知书", "学生辍学报告单"}
    papers.void(away, sheet.id, "写错了")
    assert listed_papers(away) == {"学生辍学报告单"}


def listed_papers(ctx):
    return {sheet.served_title for sheet in LISTS["case_papers"](of_case(ctx))}


def test_what_was_reported_upwards_is_listed_with_the_case(away):
    visits.submit(away, Submission(student="wang", rung="L4", day=TODAY, whom="石桥乡中心校"))

    assert [row["reported"] for row in LISTS["case_reports"](of_case(away))] == ["疑似辍学上报"]


@pytest.mark.parametrize(
    ("form", "why"),
    [("return_report", "还没有返校"), ("overdue_report", "没有过了期限的复学通知书")],
)
def test_a_paper_without_its_fact_takes_no_number(away, form, why):
    case = cases.seen(away)[0].case.id
    with pytest.raises(Refused, match=why):
        papers.issue(away, form, [case])

    assert register.sheets_of("wang") == []


def test_orders_of_offices_are_not_a_schools_to_issue(away):
    offered = {kind.id for kind in paper_kinds.offered(away)}

    assert "written_report" in offered
    assert offered.isdisjoint({"township_order", "county_order"})


def test_a_teacher_sees_only_the_cases_of_own_classes(ctx, clock, teacher_of):
    for day in ctx.calendar.last_school_days(TODAY, 3):
        roll_call(ctx, clock, day, "wang")
        roll_call(ctx, clock, day, "zeng", class_id="c72")
    every = [found.value("student") for found in LISTS["suspected"](OfSchool(ctx))]
    seat = teacher_of("c72")

    assert sorted(every) == ["曾可欣", "王小花"]
    assert [found.value("student") for found in LISTS["suspected"](OfSchool(seat))] == ["曾可欣"]


def test_the_lines_of_responsibility_name_every_village_and_class(ctx):
    school = OfSchool(ctx)

    assert sum(row["village_pupils"] for row in LISTS["village_lines"](school)) == 6
    assert [
        (found.class_name, found.class_size, found.teacher)
        for found in LISTS["class_lines"](school)
    ] == [("一年级1班", 1, "周老师"), ("七年级1班", 3, "潘老师"), ("七年级2班", 2, "张老师")]


def test_a_closed_case_tells_nothing_of_what_came_later(ctx, clock):
    september = date(2026, 9, 7)
    clock.set(september)
    cases.open_by_hand(ctx, "wang", september, "说要去外地读书")
    visits.record(ctx, visit(day=september, kind=VisitKind.PERSUASION))
    for kind, more in (
        (StepKind.VERIFIED, {"detail": VERIFIED}),
        (StepKind.ELSEWHERE, {}),
        (StepKind.REVIEWED, {}),
        (StepKind.CLOSED, {}),
    ):
        step(ctx, kind, **more)
    for day in ctx.calendar.last_school_days(TODAY, 3):
        roll_call(ctx, clock, day, "wang")
    visits.record(ctx, visit(kind=VisitKind.ABSENCE))
    visits.record_contact(ctx, contact())
    papers.issue(ctx, "return_notice", ["wang"])
    visits.submit(ctx, Submission(student="wang", rung="L4", day=TODAY, whom="乡政府"))
    later, closed = (OfCase(OfSchool(ctx), known) for known in cases.seen(ctx))

    assert closed.absence_story == "说要去外地读书。"
    assert (closed.absent_days, closed.visit_count, closed.contact_count) == (0, 1, 0)
    assert [row["day"] for row in LISTS["efforts"](closed)] == [september]
    assert closed.notice_deadline is None
    assert [*LISTS["case_papers"](closed), *LISTS["case_reports"](closed)] == []
    assert (later.visit_count, later.contact_count) == (1, 1)
    assert (len(LISTS["case_papers"](later)), len(LISTS["case_reports"](later))) == (1, 1)


def refusal(ctx, form):
    """Why a paper about the case has no ground; None where it has."""
    return grounds.lacking(forms.shipped()[form], of_case(ctx))


def test_child_labour_is_reported_of_a_child_found_to_work_that_is_not_back(away):
    form = "child_labour_referral"
    assert "没有核实为在外务工" in refusal(away, form)
    step(away, StepKind.VERIFIED, detail={"cause": "aversion", "whereabouts": "home"})
    assert "没有核实为在外务工" in refusal(away, form)
    step(away, StepKind.VERIFIED, detail={"cause": "hardship", "whereabouts": "working"})
    assert refusal(away, form) is None
    step(away, StepKind.VERIFIED, detail={"cause": "working", "whereabouts": "unknown"})
    assert refusal(away, form) is None
    attendance.call(away, "c71", (TODAY, PM), {})
    assert "已经了结（已返校）" in refusal(away, form)


def test_a_child_of_sixteen_is_no_child_at_work(away):
    step(away, StepKind.VERIFIED, detail=VERIFIED)
    roster.change(away, replace(students.get("wang"), birth=date(2010, 11, 20), id_no=""))

    assert "已满16周岁" in refusal(away, "child_labour_referral")


def test_a_child_that_is_back_is_not_reported_as_a_dropout_but_a_lost_one_is(away):
    assert refusal(away, "dropout_report") is None
    step(away, StepKind.LOST)
    assert refusal(away, "dropout_report") is None
    attendance.call(away, "c71", (TODAY, PM), {})

    assert "已经了结（已返校）" in refusal(away, "dropout_report")


def test_a_lost_child_that_was_found_is_to_be_brought_back_again(away, clock):
    step(away, StepKind.LOST)
    assert of_case(away).case_outcome == "失联"
    clock.set(TODAY + DAY)
    step(away, StepKind.VERIFIED, detail=VERIFIED)

    assert of_case(away).case_outcome is None


def test_nobody_is_reported_overdue_whose_case_has_ended(away, clock):
    served(away, receiver="王大山")
    clock.set(TODAY + 9 * DAY)
    assert refusal(away, "overdue_report") is None
    step(away, StepKind.LOST)

    assert "已经了结（失联）" in refusal(away, "overdue_report")


@pytest.mark.parametrize("delivered", [True, False])
def test_a_service_is_told_only_where_one_is_recorded(away, clock, delivered):
    if delivered:
        served(away, receiver="王大山")
    else:
        papers.issue(away, "return_notice", ["wang"])
    clock.set(TODAY + 9 * DAY)
    pdf = papers.issue(away, "overdue_report", [cases.seen(away)[0].case.id]).pdf
    text = "".join("".join(render.text(pdf)).split())

    assert ("已于2026年11月20日送达" in text) is delivered
    assert ("还没有送达记录" in text) is not delivered
    assert ("送达回证" in text) is delivered


@pytest.mark.parametrize(
    ("kept", "told"), [("", None), ("522633", None), ("望云县打石镇", "望云县打石镇")]
)
def test_where_a_child_is_registered_is_what_the_roster_says_not_where_it_lives(away, kept, told):
    roster.change(away, replace(students.get("wang"), village="岩脚村", more={KEPT: kept}))

    assert filled(away, "dropout_report")["registered_at"] == told


@pytest.mark.parametrize(
    ("county", "bureau", "told"),
    [
        ("云上县", "", "云上县教育局"),
        ("云上县", "云上县教育体育局", "云上县教育体育局"),
        ("", "云上县教育体育局", "云上县教育体育局"),
        ("", "", None),
    ],
)
def test_the_education_authority_is_called_as_the_school_says(away, county, bureau, told):
    schools.change(away, replace(away.school, county=county, bureau=bureau))

    assert filled(away, "written_report")["bureau"] == told
