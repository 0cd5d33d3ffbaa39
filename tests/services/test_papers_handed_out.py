"""Who gets which page: a family its own sheet, a teacher her own classes; no number twice."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, time

import pypdfium2
import pytest
from factory import AM, TODAY, visit

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import (
    attendance,
    cases,
    due_papers,
    forms,
    paper_books,
    paper_kinds,
    paper_register,
    paper_targets,
    papers,
    roster,
    undo,
    visits,
)
from kongchuo_desktop.store import disclosures, students
from kongchuo_desktop.store import papers as register
from kongchuo_desktop.store import visits as visit_rows

CLASS = ["wang", "zhang", "shan"]
TEACHER = Person(name="李老师", classes=frozenset({"c71"}))


def pages(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(p.get_textpage().get_text_range().split()) for p in document]


def sheets(ctx):
    keys = paper_register.PaperListing(ctx).keys("", "words", False, "all")
    return {papers.sheet(ctx, key).student: key for key in keys}


@pytest.fixture
def away(ctx, clock):
    """王小花 without leave for four days, so that a case is open."""
    for day in (17, 18, 19, 20):
        clock.set(TODAY.replace(day=day), time(17))
        for half in Half:
            when = (TODAY.replace(day=day), half)
            attendance.call(ctx, "c71", when, {"wang": MarkKind.UNEXCUSED})
    return ctx


def case_of(ctx, kind="dropout_report"):
    return paper_targets.of(ctx, paper_kinds.every()[kind], ["wang"])


def test_a_sheet_of_a_batch_is_handed_out_alone_and_always_the_same(ctx):
    batch = papers.issue(ctx, "home_pledge", CLASS)
    own = papers.sheet_copy(ctx, sheets(ctx)["zhang"])

    [said] = pages(own)
    assert said == pages(batch.pdf)[1]
    assert "王小花" not in said
    assert own == papers.sheet_copy(ctx, sheets(ctx)["zhang"])
    assert papers.batch_copy(ctx, sheets(ctx)["zhang"]) == batch.pdf


def test_a_notice_out_of_a_batch_is_handed_out_again_alone(ctx):
    attendance.call(ctx, "c71", (TODAY, AM), dict.fromkeys(CLASS, MarkKind.UNEXCUSED))
    papers.issue(ctx, "return_notice", CLASS)
    again = papers.issue(ctx, "return_notice", ["zhang"])

    assert again.numbers == ["校复通〔2026〕第 002 号"]
    [said] = pages(again.pdf)
    assert "张三民" in said
    assert "王小花" not in said


def test_whoever_sees_one_class_gets_no_batch_of_others(ctx):
    papers.issue(ctx, "home_pledge", [*CLASS, "zeng"])
    mine, others = sheets(ctx)["wang"], sheets(ctx)["zeng"]
    ctx.who = TEACHER

    assert len(pages(papers.sheet_copy(ctx, mine))) == 1
    with pytest.raises(Refused, match="整批里有别的班"):
        papers.batch_copy(ctx, mine)
    with pytest.raises(Refused, match="不在您负责的班级里"):
        papers.sheet_copy(ctx, others)


@pytest.mark.parametrize(
    "form", ["dropout_roster", "monthly_report", "commendation", "census_report", "school_daily"]
)
def test_what_is_the_whole_schools_is_not_issued_with_one_classs_figures(away, tmp_path, form):
    away.who = TEACHER
    before = away.last_op()
    for act in (papers.preview, papers.issue):
        with pytest.raises(Refused, match="教务处"):
            act(away, form, [""])
    if paper_kinds.every()[form].lists:
        with pytest.raises(Refused, match="教务处"):
            paper_books.save(away, form, [""], tmp_path / "x.xlsx")
    assert away.last_op() == before


def test_days_that_pass_are_no_new_facts(away, clock):
    first = papers.issue(away, "dropout_report", case_of(away))
    clock.set(date(2026, 11, 23))
    forms.reword(
        away, "return_notice", forms.paragraphs(away, "return_notice")[2].key, "孩子在家。"
    )
    again = papers.issue(away, "dropout_report", case_of(away), purpose="报县教育局")
    assert again.numbers == first.numbers == ["校辍〔2026〕第 001 号"]

    visits.record(away, visit(day=date(2026, 11, 23)))
    changed = papers.issue(away, "dropout_report", case_of(away))
    assert changed.numbers == ["校辍〔2026〕第 002 号"]


def test_a_notice_worded_otherwise_is_the_same_notice(away):
    first = papers.issue(away, "return_notice", ["wang"])
    key = next(t.key for t in forms.paragraphs(away, "return_notice") if "contact_dates" in t.text)
    forms.reword(away, "return_notice", key, "孩子{{student}}没有到校。")
    assert papers.issue(away, "return_notice", ["wang"]).numbers == first.numbers


def test_blanks_are_no_purpose(away, tmp_path):
    papers.issue(away, "dropout_roster", [""], purpose="   ")
    paper_books.save(away, "dropout_roster", [""], tmp_path / "x.xlsx", "  ")
    papers.issue(away, "parent_promise", ["wang"], purpose="给家长")
    assert disclosures.everything() == [], "no full number was shown"


def test_the_children_of_a_list_are_counted(away):
    papers.issue(away, "age_register", [""], purpose="报乡政府")
    papers.issue(away, "dropout_report", case_of(away), purpose="报乡政府")
    told = {form: count for _at, _who, form, _why, count in disclosures.everything()}
    assert told["dropout_report"] == 1


def test_the_last_day_of_a_notice_is_its_own_also_behind_a_longer_one(ctx):
    """In a batch the page of a sheet tells its place only while each has one page."""
    attendance.call(ctx, "c71", (TODAY, AM), dict.fromkeys(CLASS, MarkKind.UNEXCUSED))
    key = next(t.key for t in forms.paragraphs(ctx, "return_notice") if "deadline" in t.text)
    forms.reword(
        ctx, "return_notice", key, "请您于{{deadline}}前送孩子返校。" + "学校等着孩子。" * 200
    )
    issued = papers.issue(ctx, "return_notice", CLASS)
    assert len(pages(issued.pdf)) > len(CLASS)

    given = {student: deeds.notices for student, deeds in visit_rows.deeds(TODAY).items()}
    assert {last for [(_day, last)] in given.values()} == {date(2026, 11, 27)}
    assert set(given) == set(CLASS)


def test_every_class_and_child_asked_for_is_printed(ctx):
    assert len(pages(papers.issue(ctx, "class_daily", ["c71", "c72"]).pdf)) == 2
    said = "".join(pages(papers.issue(ctx, "contact_log", ["wang", "zhang"]).pdf))
    assert "王小花" in said
    assert "张三民" in said


def test_a_notice_made_void_and_issued_anew_stays_void(away):
    papers.issue(away, "return_notice", ["wang"])
    papers.void(away, sheets(away)["wang"], "填错")
    papers.issue(away, "return_notice", ["wang"])
    with pytest.raises(Refused, match="已经另发了校复通〔2026〕第 002 号"):
        undo.undo(away)
    states = [s.state for s, _, _ in register.sheets_of("wang")]
    assert sorted(states) == ["issued", "void"]


def test_a_void_sheet_and_one_of_the_school_have_no_receipt(away):
    papers.issue(away, "return_notice", ["wang"])
    key = sheets(away)["wang"]
    papers.void(away, key, "填错")
    with pytest.raises(Refused, match="已经作废"):
        papers.issue(away, "service_receipt", [key])
    papers.issue(away, "dropout_roster", [""])
    with pytest.raises(Refused, match="没有送达回证"):
        papers.issue(away, "service_receipt", [sheets(away)[""]])


def test_a_list_of_the_school_leaves_what_is_due_when_it_is_numbered(ctx, clock):
    for day in (16, 17, 18, 19, 20):
        clock.set(TODAY.replace(day=day), time(17))
        attendance.call(ctx, "c71", (TODAY.replace(day=day), AM), {"wang": MarkKind.UNEXCUSED})
    assert "dropout_roster" in {one.kind.id for one in due_papers.due(ctx)}
    papers.issue(ctx, "dropout_roster", [""])
    assert "dropout_roster" not in {one.kind.id for one in due_papers.due(ctx)}


@pytest.mark.parametrize("field", ["concern_level", "id_no", "student_no"])
def test_own_words_to_a_family_name_no_level_and_no_number(ctx, field):
    key = forms.paragraphs(ctx, "return_notice")[-1].key
    with pytest.raises(Invalid, match="不能用在这种文书里"):
        forms.reword(ctx, "return_notice", key, f"您家：{{{{{field}}}}}")


@pytest.mark.parametrize(
    "text", ["责 令您送学", "责\u200b令您送学", "罚　款", "**不成对", "{{student"]
)
def test_powers_and_half_marks_are_seen_through_blanks(ctx, text):
    with pytest.raises(Invalid):
        forms.reword(ctx, "persuasion_letter", "hardship", text)


def test_lines_typed_in_the_editor_are_one_paragraph(ctx):
    forms.reword(ctx, "persuasion_letter", "hardship", "家里有难处，\n请说出来。\n")
    held = {t.key: t.text for t in forms.paragraphs(ctx, "persuasion_letter")}
    assert held["hardship"] == "家里有难处，请说出来。"


def test_a_number_is_found_without_its_zeros(away):
    papers.issue(away, "return_notice", ["wang"])
    assert paper_register.find(away, "校复通〔2026〕第1号").number == 1


def test_a_class_that_is_gone_is_told(ctx):
    with pytest.raises(Refused, match="不在您负责的班级里"):
        papers.preview(ctx, "roll_pledge", ["c99"])


def test_a_workbook_of_several_classes_tells_them_apart(ctx, tmp_path):
    from python_calamine import CalamineWorkbook

    path = tmp_path / "x.xlsx"
    paper_books.save(ctx, "parents_meeting", ["c71", "c72"], path)
    names = CalamineWorkbook.from_path(str(path)).sheet_names
    assert any("七年级1班" in name for name in names)
    assert any("七年级2班" in name for name in names)


def test_a_notice_worded_without_its_last_day_still_has_one(ctx):
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})
    for text in forms.paragraphs(ctx, "return_notice"):
        if "deadline" in text.text:
            forms.reword(ctx, "return_notice", text.key, f"请尽快让孩子返校。{text.key}")
    papers.issue(ctx, "return_notice", ["wang"])
    [(_day, last)] = visit_rows.deeds(TODAY)["wang"].notices
    assert last == date(2026, 11, 27)


def test_a_case_made_void_gives_no_ground_for_reports(away):
    [case] = case_of(away)
    void = Step(case=case, kind=StepKind.VOIDED, day=TODAY, who="李老师", basis="误立", note="误立")
    cases.record(away, void)
    for form in ("written_report", "dropout_report", "overdue_report"):
        with pytest.raises(Refused) as why:
            papers.issue(away, form, [case])
        assert "None" not in str(why.value)


def test_a_class_teacher_sees_the_papers_of_the_class_in_the_register(ctx):
    papers.issue(ctx, "roll_pledge", ["c71", "c72"])
    ctx.who = TEACHER
    [key] = paper_register.PaperListing(ctx).keys("", "", False, "all")
    assert papers.sheet(ctx, key).about == "c71"


def test_a_snapshot_of_before_forms_were_declared_is_compared_too(away):
    issued = papers.issue(away, "return_notice", ["wang"])
    data = register.data(issued.paper)
    before = {"guardian": "guardian_name", "student": "student_name"}
    old = [{before.get(k, k): v for k, v in each.items()} for each in data]
    away.data.db.execute_sql("UPDATE paper SET data = ?", (json.dumps(old),))
    assert papers.issue(away, "return_notice", ["wang"]).numbers == issued.numbers
    roster.change(away, replace(students.get("wang"), name="王换名"))
    assert papers.issue(away, "return_notice", ["wang"]).numbers != issued.numbers
