"""Papers for home visits: what they say of each child, and that a number finds the child again."""

import re
from dataclasses import replace

import pytest
from factory import AM, PM, TODAY, concern, student, visit

from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.services import (
    attendance,
    lookup,
    paper_register,
    papers,
    risk,
    roster,
    visit_papers,
    visits,
)
from kongchuo_desktop.store import students


def text_of(pdf):
    return "".join("".join(render.text(pdf)).split())


def test_a_sheet_names_the_child_its_family_and_what_is_due(ctx, clock):
    clock.set(TODAY, clock().time().replace(hour=18))
    for half in (AM, PM):
        attendance.call(ctx, "c71", (TODAY, half), {"wang": MarkKind.UNEXCUSED})
    risk.nominate(ctx, concern(reason="不可告人的理由"))
    issued = papers.issue(ctx, "visit_sheet", ["wang", "zhang"])
    first, second = ("".join(page.split()) for page in render.text(issued.pdf))

    assert list(issued.numbers) == ["校访〔2026〕第 001 号", "校访〔2026〕第 002 号"]
    for said in ("王小花", "七年级1班", "岩脚村一组", "王大山（父亲）", "家访表1", "请班主任家访"):
        assert said in first, said
    assert "张三民" in second
    assert "家访表2" in second
    assert "请班主任家访" not in second
    assert "不可告人" not in first


def test_a_blank_sheet_has_no_number_and_nobodys_name(ctx):
    said = text_of(papers.blank(ctx, "visit_sheet"))

    assert "云上县石桥九年制学校" in said
    assert "编号：" in said
    assert "家访表" not in said.replace("家访记录表", "")
    assert paper_register.PaperListing(ctx).keys("", "", False, "all") == []


@pytest.mark.parametrize(
    "typed",
    ["家访表2", "家访表 2", "家访记录表２", "校访〔2026〕第 002 号", "校访〔2026〕第2号", "校访002",
     "校访第2号", "校访2026第2号"],
)  # fmt: skip
def test_the_number_of_a_sheet_finds_its_child(ctx, typed):
    papers.issue(ctx, "visit_sheet", ["wang", "zhang"])

    assert [found.id for found in lookup.find(ctx, typed)] == ["zhang"]
    made = visits.record(ctx, visit(student="zhang"))
    visits.record(ctx, visit(student="wang"))
    listing = visits.VisitListing(ctx)
    assert listing.keys(typed, "", False, "all") == [made.id]
    assert listing.foot(typed, "all").startswith("共1次家访")


@pytest.mark.parametrize("typed", ["家访表3", "校访〔2025〕第2号", "家访表", "校责002", "2", ""])
def test_what_is_no_number_of_a_sheet_finds_nobody(ctx, typed):
    papers.issue(ctx, "visit_sheet", ["wang", "zhang"])
    papers.issue(ctx, "home_pledge", ["wang", "zhang"])

    assert lookup.of_sheet(typed) == ""


def test_a_void_sheet_finds_nobody_and_another_class_is_not_seen(ctx, open_school):
    papers.issue(ctx, "visit_sheet", ["wang", "namesake"])
    (second, first) = paper_register.PaperListing(ctx).keys("", "", False, "家访帮扶")
    papers.void(ctx, first, "打错了")

    assert lookup.find(ctx, "家访表1") == []
    assert lookup.find(ctx, "家访表2")[0].id == "namesake"
    assert papers.sheet(ctx, second).student == "namesake"


def test_a_route_goes_village_by_village_and_in_each_by_name(ctx):
    risk.nominate(ctx, concern(student="shan", reason="情绪低落"))
    lost = roster.add(ctx, student(name="阿无", village="", guardians=())).id
    said = text_of(visit_papers.route(ctx, ["wang", "zeng", "shan", lost, "wang", "zhang"]))

    order = ["大坪村（1户）", "单雨桐", "石门村（1户）", "张三民", "岩脚村一组（2户）", "王小花",
             "曾可欣", "没有登记村组（1户）", "阿无"]  # fmt: skip
    assert [said.index(each) for each in order] == sorted(said.index(each) for each in order)
    for each in ("共5户", "10000000001", "王大山（父亲）", "情绪低落"):
        assert each in said


def test_all_looked_after_are_those_nominated_and_still_at_school(ctx):
    for child in ("wang", "zhang", "namesake"):
        risk.nominate(ctx, concern(student=child))
    risk.dismiss(ctx, "zhang", "情况稳定")
    roster.change(ctx, replace(lookup.seen(ctx, "namesake"), status=Status.SUSPENDED))

    assert visit_papers.looked_after(ctx) == ["wang"]
    with pytest.raises(Refused, match="没有要走访的学生"):
        visit_papers.route(ctx, [])


def test_an_address_that_names_the_village_is_not_told_twice(ctx):
    child = students.get("wang")
    for address, place in (("三组9号", "石门村　三组9号"), ("石门村三组9号", "石门村三组9号")):
        roster.change(ctx, replace(child, village="石门村", address=address))
        (sheet,) = visit_papers.sheets(ctx, ["wang"])

        assert sheet.paper.place == place


def test_what_a_guardian_signs_says_nothing_of_suspicion_or_concern(demo_ctx):
    """王𬱟 is suspected, reported upwards and red; 石㛃 is only to be visited."""
    ids = [lookup.one(demo_ctx, name) for name in ("王𬱟", "石㛃", "韦堃")]
    made = [letter.paper for letter in visit_papers.sheets(demo_ctx, ids)]
    said = {paper.student_name: paper.look_at or "" for paper in made}

    for text in said.values():
        assert not re.search("关注|疑似|辍学|上报|认定|重点", text)
    assert "家访" in said["石㛃"]
