"""Reports of a month and a term: each figure printed is the figure of the records."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, aid, at, concern, contact, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.census import MoveKind
from kongchuo_desktop.domain.roster import Status, Tag
from kongchuo_desktop.domain.visits import VisitKind
from kongchuo_desktop.services import aid as aids
from kongchuo_desktop.services import (
    attendance,
    cases,
    census,
    census_report,
    classes,
    filling,
    forms,
    paper_kinds,
    paper_register,
    papers,
    risk,
    roster,
    today,
    visits,
)
from kongchuo_desktop.services.filling.lists import LISTS, dropouts, ledgers, meetings, reports
from kongchuo_desktop.services.filling.subjects import OfClass, OfSchool
from kongchuo_desktop.store import papers as register
from kongchuo_desktop.store import students

NOVEMBER = date(2026, 11, 1)
OCTOBER = date(2026, 10, 20)
MINE = ("month_figures", "month_cause_figures", "term_roll", "term_rates", "class_marks")
SCHOOL_LISTS = [
    name
    for module in (dropouts, ledgers, meetings, reports)
    for name in module.LISTS
    if name != "class_pupils"
]


def filled(ctx, form):
    return filling.fill(forms.shipped()[form], OfSchool(ctx))


def rows_of(ctx, name):
    """The rows of a table by what their first column says."""
    return {row["row_name"]: row for row in LISTS[name](OfSchool(ctx))}


def away(ctx, clock, *students_, days=3, last=TODAY):
    """Children of 七(1)班 absent without leave for so many school days up to a day."""
    for day in ctx.calendar.last_school_days(last, days):
        clock.set(day, at(day, 18).time())
        for half in (AM, PM):
            marked = dict.fromkeys(students_, MarkKind.UNEXCUSED)
            attendance.call(ctx, "c71", (day, half), marked)


def step(ctx, kind, day=TODAY, **detail):
    (known,) = cases.seen(ctx)
    said = {"who": "高校长", "basis": "有", "note": "有", "detail": detail}
    return cases.record(ctx, Step(case=known.case.id, kind=kind, day=day, **said))


def test_the_month_leads_from_its_first_figure_to_its_last(ctx):
    census.move(ctx, ["zhang"], MoveKind.TRANSFER_IN, NOVEMBER + timedelta(days=4))
    census.move(ctx, ["shan"], MoveKind.NEW, OCTOBER)
    census.move_others(ctx, "c11", MoveKind.TRANSFER_OUT, NOVEMBER, count=2)
    roster.change(ctx, replace(students.get("zeng"), status=Status.SUSPENDED))
    census.move(ctx, ["zeng"], MoveKind.SUSPENDED, NOVEMBER + timedelta(days=9))
    rows = rows_of(ctx, "month_figures")
    seventh, first, whole = rows["七年级"], rows["一年级"], rows["合计"]

    assert (seventh["roll_before"], seventh["moved_in"], seventh["suspended"]) == (4, 1, 1)
    assert (seventh["roll_after"], first["roll_before"], first["roll_after"]) == (4, 3, 1)
    assert (whole["roll_before"], whole["transfer_out"], whole["roll_after"]) == (7, 2, 5)
    assert OfSchool(ctx).value("roll_identity").endswith("月末在册5，相符。")
    assert OfSchool(ctx).value("roll_besides") == "另有休学、送教上门、延缓入学等1人，合计在籍6人。"


def test_stages_and_everybody_are_the_sums_of_their_grades(ctx, clock):
    away(ctx, clock, "wang", "shan")
    for name in ("month_figures", "term_roll"):
        rows = rows_of(ctx, name)
        assert [*rows] == ["一年级", "七年级", "小学小计", "初中小计", "合计"]
        for item in ("roll_before", "roll_after", "away_count", "dropout_count"):
            grades = [rows[word][item] for word in ("一年级", "七年级")]
            assert grades == [rows[word][item] for word in ("小学小计", "初中小计")]
            assert sum(grades) == rows["合计"][item]
    assert rows["合计"]["away_count"] == 2


def test_who_is_not_in_the_roster_breaks_the_identity_and_it_says_so(ctx):
    census.move_others(ctx, "c71", MoveKind.TRANSFER_IN, TODAY)

    assert "相差1人：请核对" in OfSchool(ctx).value("roll_identity")


def test_leave_from_school_decided_in_a_case_is_counted_once(ctx, clock):
    away(ctx, clock, "wang")
    made = step(ctx, StepKind.REASONABLE, grounds="suspended")
    assert rows_of(ctx, "month_figures")["合计"]["suspended"] == 1
    census.move(ctx, ["wang"], MoveKind.SUSPENDED, TODAY)
    row = rows_of(ctx, "month_figures")["合计"]
    assert (row["roll_before"], row["suspended"], row["roll_after"]) == (6, 1, 5)
    cases.void_step(ctx, made.id, "没有批")

    assert rows_of(ctx, "month_figures")["合计"]["suspended"] == 1  # the move still says so


def test_without_moves_the_base_is_that_of_the_census(ctx, clock):
    clock.set(date(2026, 9, 1))
    census.move(ctx, ["wang"], MoveKind.NEW, date(2026, 8, 31))
    census.move(ctx, ["zhang"], MoveKind.RESUMED, date(2026, 9, 1))
    told = census_report.report(ctx, date(2026, 9, 1)).total.figures
    row = rows_of(ctx, "term_roll")["合计"]
    came = row["transfer_in"] + row["newly_enrolled"]

    assert (told.base, told.transfer_in, told.resumed) == (row["roll_before"], came, row["resumed"])
    assert told.expected == row["roll_after"]


def test_a_suspected_dropout_becomes_one_by_its_days_or_by_the_principal(ctx, clock):
    assert OfSchool(ctx).value("zero_report").startswith("本月没有")
    away(ctx, clock, "wang")
    row = rows_of(ctx, "month_figures")["合计"]
    assert (row["new_suspects"], row["away_count"], row["dropout_count"]) == (1, 1, 0)
    assert OfSchool(ctx).value("zero_report").startswith("有疑似")
    visits.record(ctx, visit(leader=True))
    said = step(ctx, StepKind.CONFIRMED)
    assert rows_of(ctx, "month_figures")["合计"]["new_dropouts"] == 1
    cases.void_step(ctx, said.id, "说早了")
    clock.set(TODAY + timedelta(days=40))
    row = rows_of(ctx, "month_figures")["合计"]

    (listed,) = LISTS["dropouts"](OfSchool(ctx))

    assert (row["new_dropouts"], row["dropout_count"], row["new_suspects"]) == (1, 1, 0)
    assert (listed.lost_kind, listed.dropout_on) == (
        "辍学",
        listed.absent_from + timedelta(days=29),
    )


def test_a_child_that_is_back_is_told_once_and_is_away_no_more(ctx, clock):
    away(ctx, clock, "wang")
    step(ctx, StepKind.RETURNED, **{"class": "c71", "placement": "own_class"})
    row = rows_of(ctx, "month_figures")["合计"]
    (listed,) = LISTS["dropouts"](OfSchool(ctx))

    assert (row["returned_count"], row["away_count"], row["new_dropouts"]) == (1, 0, 0)
    assert (listed.value("case_stage"), listed.value("return_day")) == ("已复学", TODAY)
    assert (listed.lost_kind, listed.dropout_on) == ("已返校", None)
    assert listed.value("follow_ups_owed") == "还差2次"


def test_only_visits_of_the_month_that_stand_are_counted(ctx):
    visits.record(ctx, visit(day=OCTOBER))
    kept = visits.record(ctx, visit(kind=VisitKind.TUTORING))
    wrong = visits.record(ctx, visit(student="zhang"))
    assert rows_of(ctx, "month_figures")["七年级"]["visit_times"] == 2
    visits.void(ctx, wrong.id, "记错了人")
    visits.record_contact(ctx, contact())
    row = rows_of(ctx, "month_figures")["七年级"]

    assert (row["visit_times"], row["visits_tutoring"]) == (1, 1)
    assert OfSchool(ctx).value("work_summary").count("家访2人次，电话等联系1次") == 1
    visits.void(ctx, kept.id, "也记错了")
    assert OfSchool(ctx).value("month_tutoring") == 0


def test_papers_made_void_are_not_counted(ctx, clock):
    away(ctx, clock, "wang", "shan")
    papers.issue(ctx, "return_notice", ["wang", "shan"])
    school = OfSchool(ctx)
    assert school.value("month_notices") == 2
    listed = LISTS["archive_persuasion"](school)
    assert [row["doc_title"] for row in listed] == [
        "王小花 复学（返校）通知书",
        "单雨桐 复学（返校）通知书",
    ]
    sheet = paper_register.PaperListing(ctx).keys("校复通", "words", False, "")[0]
    papers.void(ctx, sheet, "写错了")

    assert OfSchool(ctx).value("month_notices") == 1
    assert LISTS["archive_visits"](OfSchool(ctx)) == []


def test_a_pledge_printed_twice_is_signed_by_one_family(ctx):
    for children in (["wang"], ["wang", "shan"]):
        papers.issue(ctx, "home_pledge", children)
    assert OfSchool(ctx).value("pledges_signed") == 2
    for sheet, _kind, _day in register.sheets_of("wang"):
        papers.void(ctx, sheet.id, "写错了")

    assert OfSchool(ctx).value("pledges_signed") == 1


def test_what_is_filed_are_papers_that_are_numbered():
    kinds = paper_kinds.every()

    assert all(kinds[kind].series for held in ledgers.FILED.values() for kind in held)


def test_help_is_counted_when_it_was_carried_out(ctx, clock):
    done, open_ = aids.apply(ctx, aid()), aids.apply(ctx, aid(student="zeng", amount=100))
    for _ in range(5):
        aids.advance(ctx, done.id)
    aids.reject(ctx, open_.id, "不符合条件")
    school = OfSchool(ctx)
    (row,) = LISTS["aid_totals"](school)

    assert (school.value("month_aided"), school.value("month_aid_money")) == (1, 37500)
    assert (row["aid_count"], row["aid_done_count"], row["done_amount"]) == (2, 1, 37500)
    clock.set(date(2026, 12, 3))
    assert OfSchool(ctx).value("month_aided") == 0


def test_rates_count_the_lost_against_everybody_on_the_roll(ctx, clock):
    away(ctx, clock, "wang", days=3, last=date(2026, 10, 16))
    clock.set(TODAY)
    roster.change(ctx, replace(students.get("zeng"), status=Status.SUSPENDED))
    rows = rows_of(ctx, "term_rates")
    seventh = rows["初中小计"]

    assert (seventh["roll_base"], seventh["roll_now"], seventh["dropout_count"]) == (5, 5, 1)
    assert (seventh["retention_rate"], seventh["loss_rate"]) == ("80.00%", "20.00%")
    assert rows["小学小计"]["retention_rate"] == "100.00%"
    assert rows["合计"]["dropout_rate"] == "16.67%"


def test_a_class_with_somebody_away_is_not_praised(ctx, clock):
    away(ctx, clock, "wang")
    found = filled(ctx, "commendation")
    marks = {row["class_name"]: row for row in LISTS["class_marks"](OfSchool(ctx))}

    assert found["no_dropout_classes"] == ("一年级1班（班主任周老师）", "七年级2班（班主任张老师）")
    assert found["no_dropout_count"] == 2
    assert (marks["七年级1班"]["class_lost"], marks["七年级1班"]["class_kept"]) == (1, "否")
    assert marks["七年级1班"]["attendance_rate"] == "66.67%"
    assert marks["七年级2班"]["attendance_rate"] == "—"


def test_the_register_lists_each_case_with_what_is_known(ctx, clock):
    away(ctx, clock, "wang")
    visits.record(ctx, visit(day=TODAY - timedelta(days=1)))
    visits.record(ctx, visit(leader=True))
    step(ctx, StepKind.VERIFIED, cause="working", whereabouts="working", place="广东")
    rows = filled(ctx, "dropout_roster")["dropouts"]
    (row,) = rows

    assert (row["student"], row["absent_days"], row["visit_count"]) == ("王小花", 3, 2)
    assert (row["cause_word"], row["whereabouts"]) == ("外出务工", "在外务工（广东）")
    assert (row["leader_visit"], row["case_stage"], row["in_charge"]) == (TODAY, "核实中", "潘老师")
    assert "*" in row["id_no"]
    step(ctx, StepKind.VOIDED)
    assert filled(ctx, "dropout_roster")["dropouts"] == ()


def test_children_on_the_roll_and_not_at_school_are_compared(ctx, clock):
    child = students.get("wang")
    watched = frozenset({Tag.MONITORED_HOUSEHOLD})
    roster.change(ctx, replace(child, tags=watched))
    roster.change(ctx, replace(students.get("shan"), tags=watched))
    roster.change(ctx, replace(students.get("zeng"), status=Status.HOME_TUTORING, tags=watched))
    roster.change(ctx, replace(students.get("small"), status=Status.PENDING))
    away(ctx, clock, "wang")
    found = filled(ctx, "three_comparisons")
    _, roll, poor = found["comparisons"]

    assert (roll["compared_left"], roll["compared_right"], roll["compared_differ"]) == (6, 3, 3)
    assert (poor["compared_left"], poor["compared_right"], poor["compared_differ"]) == (2, 3, 1)
    listed = {(row["student"], row["compared"], row["found_out"]) for row in found["mismatches"]}
    assert listed == {
        ("王小花", "学籍×在校", "立案"),
        ("小明", "学籍×在校", "立案"),
        ("曾可欣", "学籍×在校", "送教上门"),
        ("王小花", "辍学×监测户", "立案"),
    }
    assert len(found["mismatches"]) == len(listed)
    assert [row["student"] for row in filled(ctx, "transition_check")["not_arrived"]] == ["小明"]


@pytest.mark.parametrize(
    ("born", "told"), [(date(2020, 8, 31), [2026]), (date(2020, 9, 1), []), (None, [None])]
)
def test_a_child_is_of_school_age_from_the_summer_in_which_it_is_six(ctx, born, told):
    roster.change(ctx, replace(students.get("small"), birth=born))
    found = LISTS["of_age"](OfSchool(ctx))

    assert [row.enrol_year for row in found if row.student == "小明"] == told
    assert len(found) == 5 + len(told)


def test_the_week_lists_who_is_away_and_what_is_late(ctx, clock):
    away(ctx, clock, "wang", days=2)
    risk.nominate(ctx, concern(student="zeng", assignee="张老师"))
    clock.set(TODAY, at(TODAY, 19).time())
    found = filled(ctx, "weekly_meeting")
    (absent,) = found["week_absences"]

    assert (absent["student"], absent["full_days"], absent["now_told"]) == ("王小花", 2, "未到校")
    assert found["week"].startswith("第12周（11月16日至22日")
    unvisited = {row["class_short"]: row["unvisited_names"] for row in found["unvisited"]}
    assert "曾可欣" in unvisited["七(2)班"]
    late = [todo.duty.text for todo in today.today(ctx).todos if todo.duty.overdue]
    assert [row["duty"] for row in found["overdue"]] == late
    assert "王小花" in {row["student"] for row in found["overdue"]}
    visits.record(ctx, visit(student="zeng"))
    left = {row["class_short"]: row["unvisited_names"] for row in LISTS["unvisited"](OfSchool(ctx))}
    assert "七(2)班" not in left


def test_the_board_that_is_posted_names_no_child(ctx):
    classes.set_leaders(ctx, {7: "刘主任"})
    risk.nominate(ctx, concern(student="zeng", assignee="张老师"))
    found = filled(ctx, "responsibility_board")
    charges = [(row["tier"], row["person"], row["charge"]) for row in found["board"]]

    assert charges[0] == ("包校", "高校长", "全校")
    assert ("包级", "刘主任", "七年级") in charges
    assert ("包学生", "张老师", "七年级2班1名学生") in charges
    assert found["group_members"] == "刘主任"
    assert not any(child.name in repr(found) for child in students.everybody(None).values())


def test_parents_sign_beside_the_children_of_their_class(ctx):
    roster.change(ctx, replace(students.get("shan"), status=Status.TRANSFERRED_OUT))
    school = OfSchool(ctx)
    found = filling.fill(forms.shipped()["parents_meeting"], OfClass(school, school.classes["c71"]))

    assert [row["student"] for row in found["class_pupils"]] == ["王小花", "张三民"]


@pytest.mark.parametrize("name", SCHOOL_LISTS)
def test_a_homeroom_teacher_reads_of_the_own_class_only(ctx, clock, teacher_of, name):
    for class_id, children in (("c72", ["namesake", "zeng"]), ("c71", ["wang"])):
        for day in ctx.calendar.last_school_days(TODAY, 3):
            clock.set(day, at(day, 18).time())
            for half in (AM, PM):
                marked = dict.fromkeys(children, MarkKind.UNEXCUSED)
                attendance.call(ctx, class_id, (day, half), marked)
    risk.nominate(ctx, concern(student="zeng", assignee="张老师"))
    visits.record(ctx, visit(student="zeng", visitors=("张老师",)))
    papers.issue(ctx, "return_notice", ["zeng"])
    teacher_of("c71")
    found = LISTS[name](OfSchool(ctx))
    told = repr([row if isinstance(row, dict) else vars(row) for row in found])

    for word in ("曾可欣", "张老师", "七(2)班", "七年级2班", "zeng"):
        assert word not in told.replace(repr(ctx), "")
    if name in MINE and name != "class_marks":
        assert {row["row_name"] for row in found} <= {"七年级", "初中小计", "合计"}
