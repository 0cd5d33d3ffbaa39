"""The papers of a school day, from records: the figures of the screen, each with its reason."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, at, contact, leave, visit

from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.attendance import Half, MarkKind, Totals
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.leave import Applicant, LeaveState
from kongchuo_desktop.domain.visits import ContactResult, Submission, VisitOutcome
from kongchuo_desktop.services import (
    attendance,
    daily_contacts,
    daily_counts,
    daily_papers,
    lookup,
    roster,
    today,
    visits,
)
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import students

GONE = MarkKind.UNEXCUSED
DAYS = [TODAY - timedelta(days=n) for n in (4, 3, 2, 1, 0)]  # Monday to Friday


def roll(ctx, day, half=AM, class_id="c71", **kinds):
    attendance.call(ctx, class_id, (day, half), kinds)


def whole_day(ctx, day, **kinds):
    for half in Half:
        roll(ctx, day, half, **kinds)


def report(ctx, day=TODAY, class_id="c71"):
    [found] = daily_counts.of_classes(ctx, day, class_id)
    return found


def line_of(ctx, day=TODAY, name="七年级1班"):
    return next(x for x in daily_counts.of_school(ctx, day).lines if x.class_name == name)


def words(pdf):
    return ["".join(page.split()) for page in render.text(pdf)]


@pytest.fixture
def slip(ctx):
    asked = leave(phone=True, first_day=DAYS[2], last_day=TODAY)
    return leaves.apply(ctx, asked, approved=True)


class TestMakeupSlips:
    def test_a_leave_by_telephone_fills_its_slip(self, ctx, slip):
        [letter] = daily_papers.makeup_slips(ctx, [slip.id])
        paper = letter.paper

        assert (letter.student, letter.target, letter.class_name) == ("wang", slip.id, "七年级1班")
        assert (paper.registered, paper.kind, paper.reason) == ("第1号", "病假", "发烧")
        assert (paper.applicant_name, paper.phone) == ("王大山", "10000000001")
        assert (paper.first_day, paper.last_day, paper.half_days) == (DAYS[2], TODAY, 6)
        assert paper.issued == TODAY
        assert paper.called_day is None

    def test_what_was_asked_for_stands_on_it_however_early_the_child_came_back(self, ctx, slip):
        leaves.sign_back(ctx, slip.id, (DAYS[3], PM))
        paper = daily_papers.makeup_slips(ctx, [slip.id])[0].paper

        assert (paper.last_day, paper.half_days) == (TODAY, 6)
        assert (paper.back_day, paper.back_half) == (DAYS[3], "下午")

    def test_the_day_it_was_made_up_on_stays(self, ctx, slip, clock):
        leaves.make_up(ctx, slip.id)
        clock.set(date(2026, 11, 23))

        assert daily_papers.makeup_slips(ctx, [slip.id])[0].paper.issued == TODAY

    def test_a_child_that_called_itself_is_the_caller(self, ctx):
        slip = leaves.apply(ctx, leave(phone=True, applicant=Applicant.STUDENT))

        assert daily_papers.makeup_slips(ctx, [slip.id])[0].paper.applicant_name == "王小花"

    def test_other_slips_are_refused_by_name(self, ctx):
        written = leaves.apply(ctx, leave())
        asked = leave(phone=True, student="zhang")
        refused = leaves.apply(ctx, asked)
        leaves.decide(ctx, refused.id, approve=False)

        with pytest.raises(Refused, match="王小花的第1号请假条不是电话请假"):
            daily_papers.makeup_slips(ctx, [written.id])
        assert leaves.get(ctx, refused.id).state is LeaveState.REFUSED
        with pytest.raises(Refused, match="张三民的这次电话请假没有批准"):
            daily_papers.makeup_slips(ctx, [refused.id])

    def test_a_slip_of_another_class_is_not_seen(self, ctx, slip, teacher_of):
        with pytest.raises(Refused, match="不在您负责的班级"):
            daily_papers.makeup_slips(teacher_of("c72"), [slip.id])


class TestClassReport:
    def test_it_names_each_absent_child_with_half_reason_and_contact(self, ctx):
        leaves.apply(ctx, leave(student="zhang", last_half=AM), approved=True)
        roll(ctx, TODAY, wang=GONE, shan=MarkKind.LATE)
        visits.record_contact(ctx, contact(result=ContactResult.NO_ANSWER, note=""))
        visits.record_contact(ctx, contact(at=at(TODAY, 9, 8)))
        found = report(ctx)

        am, pm = found.halves
        assert (found.on_roll, found.expected) == (3, 3)
        assert (am.present, am.sick, am.personal, am.unexcused, am.late) == (1, 1, 0, 1, 1)
        assert (pm.state, pm.reported) == ("", False)
        assert [(x.student_name, x.missed, x.reason) for x in found.absent] == [
            ("王小花", "上午", "无故（半天）"),
            ("张三民", "上午", "病假：发烧"),
        ]
        assert found.absent[0].contact == "09:05电话无人接听；09:08电话接通：家长说马上送来"
        assert found.late == ("单雨桐（上午迟到）",)

    def test_a_whole_day_is_one_line_and_two_reasons_are_two(self, ctx):
        whole_day(ctx, DAYS[3], shan=GONE)
        roll(ctx, DAYS[2], AM, shan=GONE)
        roll(ctx, DAYS[2], PM, shan=MarkKind.SICK)

        assert [(x.missed, x.reason) for x in report(ctx, DAYS[3]).absent] == [
            ("全天", "无故（1天）")
        ]
        assert [(x.missed, x.reason) for x in report(ctx, DAYS[2]).absent] == [
            ("上午", "无故（半天）"),
            ("下午", "病假"),
        ]

    def test_nothing_missing_is_reported_too(self, ctx):
        whole_day(ctx, DAYS[3])
        [page] = words(daily_papers.class_reports(ctx, DAYS[3], ["c71"]))

        assert report(ctx, DAYS[3]).absent == []
        assert "今日全勤，没有缺席的学生" in page

    def test_a_class_that_has_not_reported_says_so(self, ctx):
        assert [half.state for half in report(ctx).halves] == ["未报", ""]
        assert [half.state for half in report(ctx, DAYS[3]).halves] == ["未报", "未报"]
        assert report(ctx).late is None

    def test_the_afternoon_is_owed_once_it_is_due_or_another_class_has_begun(self, ctx, clock):
        assert report(ctx).halves[1].state == ""
        clock.set(TODAY, at(TODAY, 13, 10).time())
        assert report(ctx).halves[1].state == ""
        roll(ctx, TODAY, PM, "c72")
        assert [x.halves[1].state for x in daily_counts.of_classes(ctx, TODAY)] == [
            "未报", "未报", "",
        ]  # fmt: skip
        clock.set(TODAY, at(TODAY, 14, 31).time())
        assert report(ctx, class_id="c11").halves[1].state == "未报"

    def test_a_stopped_half_day_is_neither_present_nor_missing(self, ctx):
        attendance.call(ctx, "c71", (TODAY, AM), {}, stopped=True)

        assert report(ctx).halves[0].state == "停课"
        assert report(ctx).reported == []
        assert (report(ctx).on_roll, report(ctx).expected) == (3, 3)

    def test_a_class_stopped_in_the_morning_alone_counts_in_the_afternoon(self, ctx, clock):
        clock.set(TODAY, at(TODAY, 15).time())
        attendance.call(ctx, "c71", (TODAY, AM), {}, stopped=True)
        roll(ctx, TODAY, PM, wang=GONE)

        school = daily_counts.of_school(ctx, TODAY)
        assert (school.due("am"), school.due("pm"), school.present("pm")) == (0, 3, 2)
        assert [line.remark for line in school.lines] == ["", "", ""]

    def test_all_classes_are_one_file_with_a_page_each_and_a_teacher_gets_only_his(
        self, ctx, teacher_of
    ):
        assert len(words(daily_papers.class_reports(ctx, TODAY))) == 3
        [page] = words(daily_papers.class_reports(teacher_of("c72"), TODAY))
        assert "七年级2班" in page
        with pytest.raises(Refused, match="不在您负责的班级里"):
            daily_papers.class_reports(ctx, TODAY, ["c71"])


class TestSchoolReport:
    def test_absences_count_by_the_length_they_have_reached(self, ctx):
        roll(ctx, DAYS[0], AM)
        roll(ctx, DAYS[0], PM, wang=GONE)
        for day in DAYS[1:3]:
            whole_day(ctx, day, wang=GONE)
        whole_day(ctx, DAYS[3], wang=GONE, shan=GONE)
        roll(ctx, TODAY, AM, wang=GONE, shan=GONE, zhang=GONE)

        thursday, friday = line_of(ctx, DAYS[3]), line_of(ctx)
        assert (thursday.half_day, thursday.one_day, thursday.longer, thursday.suspected) == (
            0, 1, 1, 1,
        )  # fmt: skip
        assert (friday.half_day, friday.one_day, friday.longer, friday.suspected) == (1, 0, 2, 1)
        assert friday.named == [("单雨桐", "第2天"), ("王小花", "第5天"), ("张三民", "半天")]

    def test_an_afternoon_and_the_next_morning_are_a_day(self, ctx):
        roll(ctx, DAYS[3], AM)
        roll(ctx, DAYS[3], PM, wang=GONE)
        roll(ctx, TODAY, AM, wang=GONE)

        assert (line_of(ctx).one_day, line_of(ctx).longer) == (1, 0)

    def test_a_weekend_does_not_break_an_absence(self, ctx, clock):
        clock.set(TODAY, at(TODAY, 16).time())
        whole_day(ctx, TODAY, wang=GONE)
        monday = date(2026, 11, 23)
        clock.set(monday)
        roll(ctx, monday, AM, wang=GONE)

        assert line_of(ctx, monday).named == [("王小花", "第2天")]

    def test_a_child_back_in_the_afternoon_missed_half_a_day(self, ctx, clock):
        clock.set(TODAY, at(TODAY, 15).time())
        roll(ctx, TODAY, AM, wang=GONE)
        roll(ctx, TODAY, PM)

        found = line_of(ctx)
        assert (found.am.present, found.pm.present, found.half_day) == (2, 3, 1)
        assert daily_counts.of_school(ctx, TODAY).rate == 5 / 6

    def test_a_child_counts_once_its_absence_before_its_leave(self, ctx, clock):
        clock.set(TODAY, at(TODAY, 15).time())
        roll(ctx, TODAY, AM, wang=GONE, shan=MarkKind.PERSONAL)
        roll(ctx, TODAY, PM, wang=MarkKind.SICK, shan=MarkKind.SICK)

        found = line_of(ctx)
        assert (found.half_day, found.sick, found.personal) == (1, 1, 0)

    def test_the_figures_are_those_of_the_screen(self, demo_ctx):
        page = today.today(demo_ctx)
        paper = daily_counts.of_school(demo_ctx, TODAY)

        assert page.totals == Totals(
            on_roll=paper.sum("on_roll"),
            expected=paper.sum("expected"),
            leave=paper.sum("sick") + paper.sum("personal"),
            unexcused=paper.sum("half_day") + paper.sum("one_day") + paper.sum("longer"),
            unreported=sum(x.expected for x in paper.lines if x.am.state == "未报"),
        )
        assert paper.present("am") == page.totals.present
        assert paper.rate == page.totals.rate
        assert [x.class_name for x in paper.lines if x.am.state == "未报"] == ["九年级2班"]

    def test_every_day_of_the_term_adds_up(self, demo_ctx):
        for day in demo_ctx.calendar.last_school_days(TODAY, 8):
            for x in daily_counts.of_school(demo_ctx, day).lines:
                away = x.sick + x.personal + x.half_day + x.one_day + x.longer
                assert x.suspected <= x.longer
                for half in (x.am, x.pm):
                    if half.reported:
                        assert x.expected - away <= half.present <= x.expected
                        missing = half.sick + half.personal + half.unexcused
                        assert half.present + missing == x.expected

    def test_it_prints_on_one_wide_page(self, demo_ctx):
        [page] = words(daily_papers.school_report(demo_ctx, TODAY))

        assert "未报：九年级2班（上午）" in page
        assert "出勤率＝实到人次÷应到人次×100%＝359÷370×100%＝97.03%" in page
        assert "石㛃（第3天）、王𬱟（第5天）" in page

    def test_who_sees_only_some_classes_prints_no_school(self, teacher_of):
        with pytest.raises(Refused, match="到教务处打印"):
            daily_papers.school_report(teacher_of("c71"), TODAY)

    @pytest.mark.parametrize(
        ("day", "told"),
        [
            (date(2026, 11, 21), "还没有到"),
            (date(2026, 11, 15), "不上课"),
            (date(2026, 6, 1), "不在本学期"),
        ],
    )
    def test_a_day_without_attendance_is_refused_with_its_reason(self, ctx, day, told):
        for paper in (daily_papers.school_report, daily_papers.class_reports):
            with pytest.raises(Refused, match=told):
                paper(ctx, day)


class TestContactLog:
    @pytest.fixture
    def gone(self, ctx):
        """王小花 is absent from Wednesday noon on."""
        roll(ctx, DAYS[2], AM)
        roll(ctx, DAYS[2], PM, wang=GONE)
        whole_day(ctx, DAYS[3], wang=GONE)
        roll(ctx, TODAY, AM, wang=GONE)
        return ctx

    def test_attempts_stand_in_order_with_those_in_vain_counted(self, gone):
        tried = contact(at=at(DAYS[2], 15, 10), result=ContactResult.NO_ANSWER, note="")
        visits.record_contact(gone, replace(tried, at=at(DAYS[2], 15, 40)))
        visits.record_contact(gone, tried)
        nobody = visit(day=DAYS[3], outcome=VisitOutcome.NOBODY_HOME, met="", note="")
        visits.record(gone, nobody)
        visits.record(gone, visit(met="父亲", agreed="11月23日", note="答应送来"))
        log = daily_contacts.of_child(gone, "wang")

        assert (log.attempts, log.failed) == (4, 3)
        assert [(x.at, x.way, x.result) for x in log.lines] == [
            ("15:10", "电话", "无人接听（第1次没有联系上）"),
            ("15:40", "电话", "无人接听（第2次没有联系上）"),
            ("", "入户", "无人在家（第3次没有联系上）"),
            ("", "入户", "见到监护人：答应送来"),
        ]
        assert [x.minutes for x in log.lines] == ["40", "", "", ""]
        assert [x.missed for x in log.lines] == [
            "下午", "下午", "11月18日起第2天", "11月18日起第3天",
        ]  # fmt: skip
        assert {x.on_leave for x in log.lines} == {"否"}
        assert log.lines[3].person == "王大山（父亲）"
        assert (log.lines[3].promise, log.lines[3].teacher) == ("11月23日", "潘老师")
        assert log.lines[0].follow_up == "家访11月19日"

    def test_a_call_before_the_roll_call_was_due_is_no_minute_late(self, gone):
        visits.record_contact(gone, contact(at=at(DAYS[2], 14, 5)))

        assert daily_contacts.of_child(gone, "wang").lines[0].minutes == "0"

    def test_what_came_of_it_stands_behind_it(self, gone, clock):
        visits.record_contact(gone, contact(at=at(DAYS[2], 15)))
        visits.submit(gone, Submission(student="wang", day=TODAY, whom="教务处"))
        monday = date(2026, 11, 23)
        clock.set(monday)
        roll(gone, monday, AM)

        [line] = daily_contacts.of_child(gone, "wang").lines
        assert line.follow_up == "上报11月20日；11月23日已到校"

    def test_leave_granted_later_ends_an_absence_as_leave(self, gone, clock):
        monday = date(2026, 11, 23)
        clock.set(monday)
        leaves.apply(gone, leave(first_day=monday, last_day=monday), approved=True)
        roll(gone, monday, AM)

        [line] = daily_contacts.of_child(gone, "wang").lines
        assert line.follow_up == "11月23日起请假"

    def test_a_visit_or_call_after_the_return_is_not_about_the_absence(self, gone, clock):
        tuesday = date(2026, 11, 24)
        clock.set(tuesday)
        roll(gone, date(2026, 11, 23), AM)
        visits.record(gone, visit(day=tuesday))
        visits.record_contact(gone, contact(at=at(tuesday, 8)))
        log = daily_contacts.of_child(gone, "wang")

        assert [(x.day, x.at, x.on_leave) for x in log.lines] == [
            (DAYS[2], "", "否"),
            (tuesday, "08:00", ""),
        ]

    def test_a_call_during_leave_tells_of_the_leave(self, ctx):
        leaves.apply(ctx, leave(), approved=True)
        roll(ctx, TODAY)
        visits.record_contact(ctx, contact())

        [line] = daily_contacts.of_child(ctx, "wang").lines
        assert (line.on_leave, line.missed, line.minutes) == ("是（病假）", "上午", "")

    def test_the_log_of_a_day_has_every_child_absent_or_asked_after(self, gone):
        roll(gone, TODAY, AM, "c72", zeng=GONE)
        visits.record_contact(gone, contact(student="zeng"))
        visits.record_contact(gone, contact(student="small", at=at(TODAY, 9)))
        log = daily_contacts.of_day(gone, TODAY)

        assert [(x.student_name, x.at) for x in log.lines] == [
            ("小明", "09:00"),
            ("王小花", ""),
            ("曾可欣", "09:05"),
        ]
        assert (log.attempts, log.failed) == (2, 0)

    def test_who_was_asked_after_on_an_earlier_day_is_not_forgotten(self, gone):
        visits.record_contact(gone, contact(at=at(DAYS[2], 15)))
        visits.record(gone, visit(day=DAYS[3]))

        [line] = daily_contacts.of_day(gone, TODAY).lines
        assert (line.at, line.follow_up) == ("", "首次联系11月18日")

    def test_a_day_without_absences_prints_an_empty_log(self, ctx):
        [page] = words(daily_papers.contact_log_of_day(ctx, date(2026, 11, 14)))

        assert "2026年11月14日" in page
        assert "联系0次" in page

    def test_a_teacher_sees_the_children_of_the_class_only(self, gone, teacher_of):
        roll(gone, TODAY, AM, "c72", zeng=GONE)
        visits.record_contact(gone, contact(student="zeng"))
        log = daily_contacts.of_day(teacher_of("c71"), TODAY)

        assert [x.student_name for x in log.lines] == ["王小花"]
        with pytest.raises(Refused, match="不在您负责的班级"):
            daily_papers.contact_log_of_child(gone, "zeng")

    def test_the_demo_childs_log_prints_with_its_law(self, demo_ctx):
        child = lookup.one(demo_ctx, "王𬱟")
        [page] = words(daily_papers.contact_log_of_child(demo_ctx, child))

        assert "王𬱟" in page
        assert "《中华人民共和国预防未成年人犯罪法》第三十四条" in page
        assert "上报11月18日" in page


def test_the_sheet_for_the_morning_is_what_stands_on_the_screen(demo_ctx):
    page = today.today(demo_ctx)
    text = "".join(words(daily_papers.duty_sheet(demo_ctx)))

    late = sum(todo.duty.overdue for todo in page.todos)
    assert f"已逾期（{late}件）" in text
    for todo in page.todos:
        assert todo.duty.text.replace(" ", "") in text
        assert f"{todo.duty.rule}（{todo.duty.rung}）" in text
    assert text.count("□") == len(page.todos) + 1
    assert "09:10" in text


def test_a_morning_with_nothing_to_do_says_so(ctx):
    for class_id in ("c11", "c71", "c72"):
        roll(ctx, TODAY, AM, class_id)

    assert "今天没有要做的事" in words(daily_papers.duty_sheet(ctx))[0]


@pytest.mark.parametrize("kind", daily_papers.BLANKS)
def test_a_blank_sheet_has_its_title_and_the_name_of_the_school(ctx, kind):
    [page] = words(daily_papers.blank(ctx, kind))

    assert daily_papers.BLANKS[kind] in page
    assert ctx.school.name in page


@pytest.mark.parametrize("name", ["张<b>三", '=HYPERLINK("x")', "𬱟㛃䶮龘", "长" * 30])
def test_names_are_data_on_every_paper(ctx, name):
    roster.change(ctx, replace(students.get("wang"), name=name))
    roll(ctx, TODAY, wang=GONE)
    papers = (
        daily_papers.class_reports(ctx, TODAY, ["c71"]),
        daily_papers.school_report(ctx, TODAY),
        daily_papers.contact_log_of_day(ctx, TODAY),
        daily_papers.contact_log_of_child(ctx, "wang"),
        daily_papers.duty_sheet(ctx),
    )

    assert [name in "".join(words(pdf)) for pdf in papers] == [True] * len(papers)


class TestRateChart:
    def test_one_day_draws_no_line(self, ctx):
        whole_day(ctx, DAYS[3])
        with pytest.raises(Refused, match="不到两天"):
            daily_papers.rate_chart(ctx)

    def test_the_worst_day_is_printed_with_its_share(self, ctx):
        whole_day(ctx, DAYS[2])
        whole_day(ctx, DAYS[3], wang=GONE)
        [page] = words(daily_papers.rate_chart(ctx))
        here = attendance.book(ctx, DAYS[3], DAYS[3]).totals("c71", (DAYS[3], AM))
        assert f"最低{DAYS[3].month}月{DAYS[3].day}日{here.present / here.expected:.1%}" in page
        assert "近30个教学日到校率" in page
