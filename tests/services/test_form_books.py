"""Lists of forms as workbooks, numbers masked or with a purpose; who may issue what."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest
from factory import AM, TODAY
from python_calamine import CalamineWorkbook

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.school import Person
from kongchuo_desktop.services import (
    attendance,
    due_papers,
    paper_books,
    paper_kinds,
    paper_register,
    paper_targets,
    papers,
    roster,
    schools,
)
from kongchuo_desktop.store import disclosures, students

ID = "999901201302140011"


@pytest.fixture
def away(ctx, clock):
    """王小花 without leave for four days, so that a case is open."""
    child = students.get("wang")
    roster.change(ctx, replace(child, name="=1+1", id_no=ID, birth=date(2013, 2, 14), sex=None))
    for day in (17, 18, 19, 20):
        clock.set(TODAY.replace(day=day), time(17))
        for half in Half:
            attendance.call(
                ctx, "c71", (TODAY.replace(day=day), half), {"wang": MarkKind.UNEXCUSED}
            )
    return ctx


def cells(path):
    book = CalamineWorkbook.from_path(str(path))
    return [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]


def test_a_workbook_masks_numbers_and_holds_names_as_text(away, tmp_path):
    path = tmp_path / "花名册.xlsx"
    assert paper_books.save(away, "dropout_roster", [""], path) >= 1
    flat = [cell for row in cells(path) for cell in row]
    assert "=1+1" in flat
    assert "9999**********0011" in flat
    assert ID not in flat
    assert any(isinstance(cell, float) for cell in flat), "numbers are numbers"
    assert disclosures.everything() == []


def test_full_numbers_have_a_purpose_that_is_kept(away, tmp_path):
    path = tmp_path / "花名册.xlsx"
    paper_books.save(away, "dropout_roster", [""], path, "报县教育局")
    assert ID in [cell for row in cells(path) for cell in row]
    issued = papers.issue(away, "dropout_roster", [""], purpose="报乡政府")
    kept = {(form, why) for _at, _who, form, why, _n in disclosures.everything()}
    assert kept == {("dropout_roster", "报乡政府"), ("dropout_roster", "报县教育局")}
    assert issued.numbers == ["校辍册〔2026〕第 001 号"]


def test_what_is_no_list_is_no_workbook(ctx, tmp_path):
    with pytest.raises(Refused, match="不是表册"):
        paper_books.save(ctx, "return_notice", ["wang"], tmp_path / "x.xlsx")
    assert not (tmp_path / "x.xlsx").exists()


@pytest.mark.parametrize("form", ["township_order", "county_order"])
def test_an_offices_order_is_not_a_schools_to_issue(away, form):
    case = paper_targets.of(away, paper_kinds.every()[form], ["wang"])
    assert form not in {kind.id for kind in paper_kinds.offered(away)}
    for act in (papers.preview, papers.issue):
        with pytest.raises(Refused, match="学校没有这项职权"):
            act(away, form, case)
    with pytest.raises(Refused, match="学校没有这项职权"):
        papers.blank(away, form)


@pytest.mark.parametrize(
    ("edition", "form"), [("township", "township_order"), ("county", "county_order")]
)
def test_an_office_issues_its_own_order_and_not_the_others(away, edition, form):
    schools.change(away, replace(away.school, edition=edition))
    case = paper_targets.of(away, paper_kinds.every()[form], ["wang"])
    assert len(papers.issue(away, form, case).numbers) == 1
    other = {"township_order", "county_order"} - {form}
    assert not other & {kind.id for kind in paper_kinds.offered(away)}


def test_a_sheet_is_found_by_code_and_number_void_or_not(away):
    issued = papers.issue(away, "return_notice", ["wang"])
    for text in ("F02-2026-001", "f02-2026-1", "校复通〔2026〕第 001 号", "校复通〔2026〕第001号"):
        assert paper_register.find(away, text).words == issued.numbers[0]
    papers.void(away, paper_register.find(away, "F02-2026-001").id, "填错")
    assert paper_register.find(away, "F02-2026-001").state == "void"
    with pytest.raises(Refused, match="登记里没有"):
        paper_register.find(away, "F02-2025-001")


def test_another_class_is_not_found_by_its_code(away):
    papers.issue(away, "return_notice", ["wang"])
    away.who = Person(name="李老师", classes=frozenset({"c72"}))
    with pytest.raises(Refused, match="不在您负责的班级里"):
        paper_register.find(away, "F02-2026-001")


def test_a_notice_is_issued_again_only_when_the_facts_have_changed(away, clock):
    first = papers.issue(away, "return_notice", ["wang"])
    clock.set(TODAY.replace(day=21))
    again = papers.issue(away, "return_notice", ["wang"])
    assert (again.paper, again.pdf) == (first.paper, first.pdf)
    roster.change(away, replace(students.get("wang"), name="王小花"))
    changed = papers.issue(away, "return_notice", ["wang"])
    assert changed.numbers == ["校复通〔2026〕第 002 号"]


def test_the_papers_of_an_open_case_stand_ready_until_they_are_issued(away):
    ready = {one.kind.id: one for one in due_papers.due(away, "wang")}
    assert {"dropout_report", "case_plan"} <= set(ready)
    papers.issue(away, "dropout_report", [ready["dropout_report"].target])
    assert "dropout_report" not in {one.kind.id for one in due_papers.due(away, "wang")}


def test_a_notice_due_on_the_next_school_day_is_warned_of(ctx, clock):
    """Away since Monday: the week is full on Sunday, so the notice shows on Friday (T5)."""
    soon = {}
    for day in (16, 17, 18, 19, 20):
        clock.set(TODAY.replace(day=day), time(17))
        attendance.call(ctx, "c71", (TODAY.replace(day=day), AM), {"wang": MarkKind.UNEXCUSED})
        soon[day] = {one.kind.id: one.soon for one in due_papers.due(ctx, "wang")}
    assert "return_notice" not in soon[18]
    assert soon[19]["return_notice"]
    assert not soon[20]["return_notice"]


def test_a_paper_is_for_somebody(ctx):
    with pytest.raises(Invalid, match="请选一名学生"):
        paper_targets.of(ctx, paper_kinds.every()["home_pledge"])
    with pytest.raises(Refused, match="没有劝返案件"):
        paper_targets.of(ctx, paper_kinds.every()["dropout_report"], ["zhang"])
