"""Forms of visits, help, 重点生 and assistance say what the records say."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import TODAY, aid, calendar, concern, visit

from kongchuo_desktop.domain.aid import STEPS, AidKind
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.exams import Exam, ExamKind, Score
from kongchuo_desktop.domain.helping import HelpPlan, Pairing
from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.domain.roster import Tag
from kongchuo_desktop.domain.visits import VisitKind, VisitOutcome
from kongchuo_desktop.services import aid as aids
from kongchuo_desktop.services import calendar as terms
from kongchuo_desktop.services import (
    filling,
    forms,
    helping,
    observations,
    priority,
    risk,
    roster,
    visits,
)
from kongchuo_desktop.services.filling.helped import month_place, term_months
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, OfSchool
from kongchuo_desktop.store import exams as exam_rows
from kongchuo_desktop.store import students

DAY = timedelta(days=1)
OCTOBER = date(2026, 10, 15)
VISITS = [f"visits_{n}" for n in range(1, 6)]
KINDS = [f"visits_{kind}" for kind in VisitKind]


def filled(ctx, form, subject=None):
    return filling.fill(forms.shipped()[form], subject or OfSchool(ctx))


def child(ctx, student="wang"):
    return OfChild(OfSchool(ctx), students.get(student))


def the_class(ctx, class_id="c71"):
    school = OfSchool(ctx)
    return OfClass(school, school.classes[class_id])


def help_plan(**changes):
    said = {"cause": "基础弱", "teacher": "潘老师", "goal": "期末及格", "measures": "放学补课"}
    plan = HelpPlan(student="wang", since=TODAY - 9 * DAY, subjects="数学", **said)
    return replace(plan, **changes)


def exam(ctx, name, day, term="2026-1", **points):
    kind = ExamKind.MIDTERM if "期中" in name else ExamKind.OTHER
    with ctx.write("成绩"):
        exam_rows.add(Exam(id=name, name=name, day=day, kind=kind, term=term))
        scores = [Score(student="wang", subject=s, points=p) for s, p in points.items()]
        exam_rows.put(name, [("c71", score) for score in scores])


def test_every_visit_that_stands_is_a_line_oldest_first(ctx):
    visits.record(ctx, visit())
    wrong = visits.record(ctx, visit(day=OCTOBER + DAY, note="记错人了"))
    visits.void(ctx, wrong.id, "登记错了学生")
    visits.record(
        ctx, visit(student="zeng", day=OCTOBER, outcome=VisitOutcome.NOBODY_HOME, note="")
    )

    values = filled(ctx, "visit_log")
    rows = values["visits_of_term"]
    assert [(row["month_day"], row["student"]) for row in rows] == [
        (OCTOBER, "曾可欣"),
        (TODAY, "王小花"),
    ]
    assert rows[1]["visit_note"] == "谈了到校情况"
    assert (values["term_visits"], values["met_visits"]) == (2, 1)


def test_months_and_kinds_of_each_teacher_add_up_to_the_visits_that_count(ctx):
    visits.record(ctx, visit())
    visits.record(ctx, visit(day=OCTOBER, kind=VisitKind.TUTORING, visitors=("潘老师", "田老师")))
    visits.record(ctx, visit(day=date(2026, 9, 1)))
    visits.record(ctx, visit(day=OCTOBER, outcome=VisitOutcome.NOBODY_HOME, note=""))
    wrong = visits.record(ctx, visit(day=OCTOBER))
    visits.void(ctx, wrong.id, "重复登记")

    rows = {row["visiting_teacher"]: row for row in filled(ctx, "visit_summary")["visit_teachers"]}
    quotas = {quota.teacher: quota for quota in visits.quotas(ctx)}
    assert rows.keys() == quotas.keys()
    for teacher, row in rows.items():
        for columns in (VISITS, KINDS):
            assert sum(row[column] or 0 for column in columns) == quotas[teacher].done
    pan = rows["潘老师"]
    assert [pan[column] for column in VISITS] == [1, 1, 1, None, None]
    assert (pan["visits_done"], pan["visit_quota"], pan["quota_state"]) == (3, 20, "差17次")
    assert (rows["田老师"]["teacher_role"], rows["田老师"]["visits_tutoring"]) == ("科任", 1)


def test_a_teacher_that_went_often_enough_has_met_the_quota(ctx):
    for back in range(20):
        visits.record(ctx, visit(day=TODAY - back * DAY))

    rows = filled(ctx, "visit_summary")["visit_teachers"]
    assert next(r for r in rows if r["visiting_teacher"] == "潘老师")["quota_state"] == "达标"


@pytest.mark.parametrize(
    ("first", "last", "names"),
    [
        (date(2026, 9, 1), date(2027, 1, 20), ["9", "10", "11", "12", "1"]),
        (date(2026, 8, 31), date(2027, 2, 5), ["8、9", "10", "11", "12", "1、2"]),
    ],
)
def test_the_columns_are_called_by_the_months_of_the_term(ctx, first, last, names):
    terms.set_term(ctx, first, last)
    values = filled(ctx, "visit_summary")

    assert [values[f"month_{n}"] for n in range(1, 6)] == names


@pytest.mark.parametrize(
    ("first", "last", "places"),
    [
        (date(2026, 8, 31), date(2027, 1, 15), [0, 0, 1, 4]),
        (date(2027, 2, 20), date(2027, 7, 10), [0, 0, 1, 4]),
        (date(2026, 9, 1), date(2027, 3, 10), [0, 0, 1, 4]),
    ],
)
def test_every_day_of_a_term_has_its_column(first, last, places):
    term = Term(2026, 1, first, last)
    days = [first, first + 10 * DAY, first + 42 * DAY, last]

    assert [month_place(term, day) for day in days] == places


def test_the_months_of_a_term_leave_out_one_of_a_few_days():
    months = [day.month for day in term_months(calendar().term)]
    assert months == [9, 10, 11, 12, 1]


def test_a_class_teacher_prints_ones_own_class(ctx, teacher_of):
    visits.record(ctx, visit())
    visits.record(ctx, visit(student="zeng", visitors=("张老师",)))
    helping.plan(ctx, help_plan())
    helping.plan(ctx, help_plan(student="zeng"))
    aids.apply(ctx, aid())
    aids.apply(ctx, aid(student="zeng"))
    teacher_of("c72")

    told = [
        filled(ctx, form)[rows]
        for form, rows in (
            ("visit_log", "visits_of_term"),
            ("learning_help", "help_plans"),
            ("aid_ledger", "aids_of_term"),
        )
    ]
    assert [[row["student"] for row in rows] for rows in told] == [["曾可欣"]] * 3
    summary = filled(ctx, "visit_summary")["visit_teachers"]
    assert [row["visiting_teacher"] for row in summary] == ["张老师"]


def test_a_help_plan_stands_with_its_results_partner_and_sessions(ctx):
    exam(ctx, "摸底", TODAY - 30 * DAY, 语文=80, 数学=51.5)
    exam(ctx, "期中考试", TODAY - DAY, 语文=82, 数学=63)
    helping.pair(ctx, Pairing(student="wang", partner="单雨桐", since=TODAY - DAY))
    helping.plan(ctx, help_plan())
    for back in (5, 2):
        helping.hold(ctx, "wang", TODAY - back * DAY, 40, "分数", "会通分了", "潘老师")
    helping.end_plan(ctx, "wang", "已转化")

    values = filled(ctx, "learning_help")
    [row] = values["help_plans"]
    assert (row["start_results"], row["midterm_results"]) == ("数学51.5", "数学63")
    assert row["final_results"] is None
    assert (row["partner"], row["help_result"]) == ("单雨桐", "已转化")
    assert row["session_count"] == len(values["help_sessions"]) == 2
    assert [s["month_day"] for s in values["help_sessions"]] == [TODAY - 5 * DAY, TODAY - 2 * DAY]


def test_a_plan_that_ended_before_the_term_is_not_of_this_term(ctx):
    old = date(2026, 6, 1)
    helping.plan(ctx, help_plan(since=old, over_on=old + 9 * DAY, result="已转化"))

    assert filled(ctx, "learning_help")["help_plans"] == ()


def test_the_file_of_a_child_tells_why_who_and_when(ctx):
    risk.nominate(ctx, concern(assignee="潘老师"))
    talk = Observation(student="wang", day=TODAY, note="想家", who="潘老师")
    observations.record(ctx, talk)
    wrong = observations.record(ctx, replace(talk, note="谈错了人"))
    observations.void(ctx, wrong.id, "登记错了学生")
    observations.record(ctx, replace(talk, kind=ObservationKind.WORK, note="有人来招工"))
    visits.record(ctx, visit(day=OCTOBER))
    visits.record(ctx, visit(day=OCTOBER - DAY, note="了解近况"))
    priority.check(ctx, "c71", "高校长", "要多去")

    values = filled(ctx, "priority_file", child(ctx))
    assert (values["assignee"], values["concern_level"]) == ("潘老师", "橙")
    assert any("情绪低落" in row["ground"] for row in values["concern_grounds"])
    assert [row["talk"] for row in values["talks"]] == ["想家"]
    weeks = values["term_weeks"]
    assert len(weeks) == ctx.calendar.term.week(ctx.calendar.term.last) == 21
    visited = [(n, row) for n, row in enumerate(weeks, 1) if row["visit_days"]]
    [(week, row)] = visited
    assert week == ctx.calendar.term.week(OCTOBER)
    assert (row["visit_days"], row["visit_note"]) == ("10.14、10.15", "了解近况；谈了到校情况")
    checked = {row["check_month"]: row.get("checker") for row in values["monthly_checks"]}
    assert checked == {"9月": None, "10月": None, "11月": "高校长", "12月": None, "1月": None}


def test_the_list_of_a_class_tells_who_was_visited_this_week(ctx):
    risk.nominate(ctx, concern())
    risk.nominate(ctx, concern(student="zhang"))
    risk.nominate(ctx, concern(student="zeng"))
    visits.record(ctx, visit())
    priority.confirm(ctx, "c71", "潘老师")

    values = filled(ctx, "priority_list", the_class(ctx))
    told = {row["student"]: row["visited_this_week"] for row in values["class_priority"]}
    assert told == {"王小花": "已访", "张三民": "未访"}
    assert (values["confirmed_by"], values["confirmed_on"]) == ("潘老师", TODAY)
    assert filled(ctx, "priority_list", the_class(ctx, "c72"))["confirmed_by"] is None


def test_only_visits_to_teach_stand_in_the_log_of_tutoring(ctx):
    visits.record(ctx, visit())
    visits.record(ctx, visit(day=OCTOBER, kind=VisitKind.TUTORING, note="认字"))
    wrong = visits.record(ctx, visit(day=OCTOBER + DAY, kind=VisitKind.TUTORING))
    visits.void(ctx, wrong.id, "没有去成")

    rows = filled(ctx, "home_tutoring_log", child(ctx))["tutoring_visits"]
    assert [(row["month_day"], row["visit_note"]) for row in rows] == [(OCTOBER, "认字")]


def test_amounts_of_the_ledger_are_those_applied_for_and_those_carried_out(ctx):
    roster.change(ctx, replace(students.get("wang"), tags=frozenset({Tag.DIBAO})))
    done = aids.apply(ctx, aid(amount=37550))
    for _ in STEPS[1:]:
        aids.advance(ctx, done.id)
    turned_down = aids.apply(ctx, aid(student="zeng"))
    aids.reject(ctx, turned_down.id, "不符合条件")
    aids.apply(ctx, aid(student="small", kind=AidKind.PAIRING, amount=0))

    values = filled(ctx, "aid_ledger")
    rows = {row["student"]: row for row in values["aids_of_term"]}
    assert [row["student"] for row in values["aids_of_term"]] == ["小明", "王小花", "曾可欣"]
    assert (rows["王小花"]["done_amount"], rows["王小花"]["carried_out_on"]) == (37550, TODAY)
    assert rows["王小花"]["hardships"] == "低保"
    assert rows["曾可欣"]["done_amount"] is rows["小明"]["aid_amount"] is None
    totals = {row["aid_kind"]: row for row in values["aid_totals"]}
    living = totals["非寄宿生生活补助"]
    assert (living["aid_count"], living["aid_amount"]) == (2, 37550 + 37500)
    assert (living["aid_done_count"], living["done_amount"]) == (1, 37550)
    assert totals["结对帮扶"]["done_amount"] == 0


def test_the_application_is_the_latest_one(ctx):
    aids.apply(ctx, aid(kind=AidKind.NUTRITION, applied_on=OCTOBER))
    aids.apply(ctx, aid())

    values = filled(ctx, "aid_form", child(ctx))
    assert (values["aid_wanted"], values["aid_amount"]) == ("非寄宿生生活补助", 37500)
    assert (values["aid_state"], values["carried_out_on"]) == ("已申请", None)
    assert filled(ctx, "aid_form", child(ctx, "zhang"))["aid_wanted"] is None
