"""Forms of leave, head counts and the rights of families; what families never find on paper."""

from dataclasses import replace

import pytest
from factory import AM, PM, TODAY, concern, contact, leave, visit

from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.observations import Observation
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.services import (
    attendance,
    classes,
    filling,
    forms,
    observations,
    paper_register,
    papers,
    risk,
    roster,
    visits,
)
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.services.filling.leave import OfLeave
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool
from kongchuo_desktop.services.paper_kinds import MASKED, everything_in
from kongchuo_desktop.store import students

FOR_FAMILIES = ("consent_form", "access_request", "care_notice", "catch_up_leave")
INTERNAL = {"concern_level", "ground", "grounds", "listed_why", "talk"}
COUNTS = ("expected", "suspended", "tutored", "other_status")


def filled(ctx, form, subject=None):
    return filling.fill(forms.shipped()[form], subject or OfSchool(ctx))


@pytest.fixture
def slip(ctx):
    """Leave for a day and a half of a child in a 补偿班."""
    classes.set_catch_up(ctx, frozenset({"c71"}))
    return leaves.apply(ctx, leave(first_day=TODAY, first_half=PM, last_day=TODAY, reason="看病"))


def test_a_slip_of_a_catch_up_class_says_what_was_applied_for(ctx, slip):
    values = filled(ctx, "catch_up_leave", OfLeave(OfSchool(ctx), slip.id))

    assert (values["student"], values["leave_kind"]) == ("王小花", "病假")
    assert values["leave_from"] == values["leave_until"] == "2026年11月20日下午"
    assert (values["leave_days"], values["leave_by"]) == (0.5, "监护人")
    assert (values["leave_number"], values["leave_applicant"]) == (1, "王大山")
    assert values["returned_at"] is None


def test_the_half_day_of_coming_back_is_filled_in(ctx, slip, clock):
    leaves.decide(ctx, slip.id, approve=True)
    leaves.sign_back(ctx, slip.id, (TODAY, PM))

    assert OfLeave(OfSchool(ctx), slip.id).returned_at == "2026年11月20日下午"


def test_it_is_numbered_and_printed_like_any_paper(ctx, slip):
    issued = papers.issue(ctx, "catch_up_leave", [slip.id])

    assert issued.numbers == ["校补假〔2026〕第 001 号"]
    assert "自2026年11月20日下午至2026年11月20日下午，共0.5天" in "".join(
        render.text(issued.pdf)
    ).replace("\n", "")


def test_leave_of_an_ordinary_class_has_its_own_slip(ctx):
    slip = leaves.apply(ctx, leave())

    with pytest.raises(Refused, match="王小花不在补偿班，不用补偿班请假审批表，没有编号"):
        papers.issue(ctx, "catch_up_leave", [slip.id])
    assert paper_register.PaperListing(ctx).keys("", "", False, "") == []


def test_leave_that_was_not_granted_is_not_printed(ctx, slip):
    leaves.decide(ctx, slip.id, approve=False, note="没有证明")

    with pytest.raises(Refused, match="没有批准"):
        papers.issue(ctx, "catch_up_leave", [slip.id])


def test_a_class_teacher_prints_no_slip_of_another_class(ctx, slip, teacher_of):
    teacher_of("c72")

    with pytest.raises(Refused):
        OfLeave(OfSchool(ctx), slip.id)


def test_head_counts_of_each_class_add_up(ctx):
    roster.change(ctx, replace(students.get("zhang"), status=Status.SUSPENDED))
    roster.change(ctx, replace(students.get("shan"), status=Status.DEFERRED))
    roster.change(ctx, replace(students.get("zeng"), status=Status.HOME_TUTORING))
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})

    rows = {row["class_name"]: row for row in filled(ctx, "enrolment_check")["class_counts"]}
    for row in rows.values():
        assert row["on_roll"] == sum(row[field] for field in COUNTS)
    first = rows["七年级1班"]
    assert (first["on_roll"], first["expected"], first["suspended"]) == (3, 1, 1)
    assert (first["unexcused"], first["present"], first["other_status"]) == (1, 0, 1)
    assert rows["七年级2班"]["tutored"] == 1
    assert rows["七年级2班"]["present"] is None
    assert (rows["一年级1班"]["grade_check"], first["grade_check"]) == ("确认", None)


def test_a_family_reads_the_records_but_not_the_work_of_the_school(ctx):
    visits.record(ctx, visit())
    wrong = visits.record(ctx, visit(note="别人家的事"))
    visits.void(ctx, wrong.id, "登记错了学生")
    visits.record_contact(ctx, contact())
    risk.nominate(ctx, concern())
    observations.record(ctx, Observation(student="wang", day=TODAY, note="悄悄话", who="潘老师"))

    child = OfChild(OfSchool(ctx), students.get("wang"))
    told = "".join(
        row["held_words"] for row in filled(ctx, "access_request", child)["held_records"]
    )
    assert "谈了到校情况" in told
    assert "家长说马上送来" in told
    assert not [w for w in ("情绪低落", "悄悄话", "别人家", "登记错", "关注") if w in told]


@pytest.mark.parametrize("form", FOR_FAMILIES)
def test_papers_for_families_bear_no_numbers_and_no_judgement(form):
    assert not everything_in(forms.shipped()[form]) & (MASKED | INTERNAL)


def test_files_of_watched_children_say_that_they_are_internal():
    for form in forms.shipped().values():
        if everything_in(form) & {"concern_level"}:
            assert any("内部资料" in words for words in form.particulars), form.id
