"""Issued papers: numbers without gaps, copies byte for byte, nothing issued twice by mistake."""

from dataclasses import replace
from datetime import date

import pytest
from factory import AM, HOSTILE, TODAY, leave, student

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Cancelled, FileTrouble, Invalid, Refused
from kongchuo_desktop.domain.forms import About
from kongchuo_desktop.services import attendance, paper_kinds, paper_register, papers, roster, undo
from kongchuo_desktop.services import leave as leaves
from kongchuo_desktop.store import students
from kongchuo_desktop.store.papers import sheets_of

CLASS = ["wang", "zhang", "shan"]


def register(ctx, kind="all"):
    listing = paper_register.PaperListing(ctx)
    keys = listing.keys("", "words", False, kind)
    rows = listing.rows(keys)
    return [(key, rows[key]["words"], rows[key]["state"]) for key in keys]


def numbers(ctx, kind="all"):
    return [words for _, words, _ in register(ctx, kind)]


@pytest.fixture
def slip(ctx):
    return leaves.apply(ctx, leave(), approved=True)


def test_numbers_follow_one_another_without_a_gap_in_each_series(ctx, slip):
    first = papers.issue(ctx, "home_pledge", CLASS)
    second = papers.issue(ctx, "home_pledge", ["zeng"])
    other = papers.issue(ctx, "parent_promise", ["zeng"])
    third = papers.issue(ctx, "leave_slip", [slip.id])

    assert list(first.numbers) == [f"校责〔2026〕第 00{n} 号" for n in (1, 2, 3)]
    assert list(second.numbers) == ["校责〔2026〕第 004 号"]
    assert list(other.numbers) == ["校诺〔2026〕第 001 号"]
    assert list(third.numbers) == ["校假〔2026〕第 001 号"]
    assert papers.page_count(first.pdf) == 3


def test_a_preview_uses_no_number_and_leaves_nothing(ctx):
    pdf = papers.preview(ctx, "home_pledge", CLASS)

    assert papers.page_count(pdf) == 3
    assert register(ctx) == []
    assert list(papers.issue(ctx, "home_pledge", ["wang"]).numbers) == ["校责〔2026〕第 001 号"]


def test_a_cancelled_batch_uses_no_number(ctx):
    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        papers.issue(ctx, "home_pledge", CLASS, stop)

    assert register(ctx) == []
    assert list(papers.issue(ctx, "home_pledge", ["wang"]).numbers) == ["校责〔2026〕第 001 号"]


def test_nothing_is_locked_while_a_paper_is_set_and_no_number_is_given_twice(ctx):
    def meanwhile(*_):
        assert not ctx.data.db.in_transaction()
        if not register(ctx):
            papers.issue(ctx, "home_pledge", ["zeng"])

    issued = papers.issue(ctx, "home_pledge", CLASS, meanwhile)

    assert list(issued.numbers) == [f"校责〔2026〕第 00{n} 号" for n in (2, 3, 4)]
    assert numbers(ctx) == [f"校责〔2026〕第 00{n} 号" for n in (1, 2, 3, 4)]
    assert all(
        n.replace(" ", "") in t for n, t in zip(issued.numbers, page_texts(issued.pdf), strict=True)
    )
    assert papers.copy_of(issued.paper) == issued.pdf


def test_a_void_sheet_keeps_its_number_for_ever(ctx):
    papers.issue(ctx, "home_pledge", CLASS)
    sheet = register(ctx)[1][0]
    with pytest.raises(Invalid):
        papers.void(ctx, sheet, " ")
    papers.void(ctx, sheet, "写错了")
    with pytest.raises(Refused):
        papers.void(ctx, sheet, "再作废")
    papers.issue(ctx, "home_pledge", ["zhang"])

    assert numbers(ctx) == [f"校责〔2026〕第 00{n} 号" for n in (1, 2, 3, 4)]
    assert [state for _, _, state in register(ctx)] == ["issued", "void", "issued", "issued"]
    assert papers.sheet(ctx, sheet).note == "写错了"
    assert numbers(ctx, "void") == ["校责〔2026〕第 002 号"]


def test_a_new_year_begins_at_one_and_the_school_year_of_slips_does_not(ctx, slip, clock):
    papers.issue(ctx, "home_pledge", ["wang"])
    papers.issue(ctx, "leave_slip", [slip.id])
    clock.set(date(2027, 1, 6))
    late = leaves.apply(ctx, leave(first_day=date(2027, 1, 6), last_day=date(2027, 1, 6)))

    assert list(papers.issue(ctx, "home_pledge", ["wang"]).numbers) == ["校责〔2027〕第 001 号"]
    assert list(papers.issue(ctx, "leave_slip", [late.id]).numbers) == ["校假〔2026〕第 002 号"]


def test_the_copy_kept_is_the_copy_issued_whatever_changes_later(folder, open_school):
    ctx = open_school(folder)
    issued = papers.issue(ctx, "home_pledge", CLASS)
    roster.change(ctx, replace(students.get("wang"), name="王改名"))
    ctx.close()

    again = open_school(folder)
    assert papers.copy_of(issued.paper) == issued.pdf
    assert register(again)[0][2] == "issued"


def test_a_slip_printed_again_keeps_its_number(ctx, slip, clock):
    first = papers.issue(ctx, "leave_slip", [slip.id])
    clock.set(date(2026, 11, 23))
    again = papers.issue(ctx, "leave_slip", [slip.id])

    assert replace(again, unchanged=[]) == first
    assert again.unchanged == ["王小花"]
    assert len(register(ctx)) == 1


def test_a_changed_slip_gets_a_new_number_and_the_old_one_is_void(ctx, slip):
    papers.issue(ctx, "leave_slip", [slip.id])
    leaves.change(ctx, replace(slip, last_day=date(2026, 11, 23)))
    second = papers.issue(ctx, "leave_slip", [slip.id])

    assert list(second.numbers) == ["校假〔2026〕第 002 号"]
    assert [(n, s) for _, n, s in register(ctx)] == [
        ("校假〔2026〕第 001 号", "void"), ("校假〔2026〕第 002 号", "issued"),
    ]  # fmt: skip
    assert papers.issue(ctx, "leave_slip", [slip.id]).numbers == second.numbers


class TestTakenBack:
    """A slip that is taken back leaves no paper in force, however it went."""

    def states(self, ctx):
        return [state for _, _, state in register(ctx)]

    def test_undoing_the_slip_makes_its_paper_void_and_says_so(self, ctx, slip):
        papers.issue(ctx, "leave_slip", [slip.id])
        papers.issue(ctx, "home_pledge", ["wang"])
        told = []
        ctx.listen(told.append)
        undo.undo(ctx)

        assert sorted(register(ctx, "void"))[0][1:] == ("校假〔2026〕第 001 号", "void")
        assert sorted(self.states(ctx)) == ["issued", "void"]
        assert [one.label for one in told] == [
            "撤销：登记 王小花 请假（校假〔2026〕第 001 号已作废）"
        ]

    def test_doing_it_again_puts_both_in_force_and_taking_it_back_again_neither(self, ctx, slip):
        first = papers.issue(ctx, "leave_slip", [slip.id])
        undo.undo(ctx)
        undo.redo(ctx)
        assert self.states(ctx) == ["issued"]
        assert replace(papers.issue(ctx, "leave_slip", [slip.id]), unchanged=[]) == first
        undo.undo(ctx)
        assert self.states(ctx) == ["void"]

    def test_a_paper_printed_after_doing_it_again_is_void_too(self, ctx, slip):
        undo.undo(ctx)
        undo.redo(ctx)
        papers.issue(ctx, "leave_slip", [slip.id])
        undo.undo(ctx)
        assert self.states(ctx) == ["void"]

    def test_a_paper_printed_between_undo_and_redo_of_a_removal(self, ctx, slip):
        leaves.remove(ctx, slip.id)
        undo.undo(ctx)
        papers.issue(ctx, "leave_slip", [slip.id])
        undo.redo(ctx)
        assert self.states(ctx) == ["void"]
        undo.undo(ctx)
        assert self.states(ctx) == ["issued"]


def test_a_tampered_copy_is_not_handed_out(ctx, slip):
    issued = papers.issue(ctx, "leave_slip", [slip.id])
    ctx.data.db.execute_sql("UPDATE paper_copy SET pdf = CAST(pdf || x'00' AS BLOB)")

    with pytest.raises(FileTrouble, match="存档与登记不符"):
        papers.copy_of(issued.paper)
    with pytest.raises(FileTrouble):
        papers.issue(ctx, "leave_slip", [slip.id])


def test_a_refused_slip_is_not_printed(ctx):
    slip = leaves.apply(ctx, leave())
    leaves.decide(ctx, slip.id, approve=False)

    with pytest.raises(Refused, match="没有批准"):
        papers.issue(ctx, "leave_slip", [slip.id])
    assert register(ctx) == []


def test_a_return_notice_is_for_children_absent_now(ctx):
    with pytest.raises(Refused, match="王小花"):
        papers.issue(ctx, "return_notice", ["wang"])
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})

    assert list(papers.issue(ctx, "return_notice", ["wang"]).numbers) == ["校复通〔2026〕第 001 号"]
    with pytest.raises(Refused):
        papers.issue(ctx, "return_notice", ["wang", "shan"])
    assert len(register(ctx)) == 1


def test_nobody_is_no_paper(ctx):
    for kind in paper_kinds.offered(ctx):
        if kind.about is not About.SCHOOL and kind.printed is None:
            with pytest.raises(Refused):
                papers.issue(ctx, kind.id, [])
    assert register(ctx) == []


@pytest.mark.parametrize("kind", ["home_pledge", "parent_promise"])
def test_a_child_that_is_gone_is_told_and_no_number_is_used(ctx, kind):
    with pytest.raises(Refused):
        papers.issue(ctx, kind, ["wang", "nobody"])
    assert register(ctx) == []


@pytest.mark.parametrize("kind", paper_kinds.DRAWN, ids=lambda kind: kind.id)
def test_every_paper_can_be_printed_blank(ctx, kind):
    assert papers.page_count(papers.blank(ctx, kind.id)) == 1
    assert register(ctx) == []


@pytest.mark.parametrize("kind", ["home_pledge", "parent_promise"])
def test_any_name_is_printed_one_page_each(ctx, kind):
    children = [roster.add(ctx, student(name=name)) for name in HOSTILE]
    issued = papers.issue(ctx, kind, [child.id for child in children])

    assert papers.page_count(issued.pdf) == len(HOSTILE) == len(issued.numbers)
    rows = paper_register.PaperListing(ctx).rows([key for key, *_ in register(ctx)])
    assert {row["name"] for row in rows.values()} == set(HOSTILE)


def test_the_page_of_each_sheet_is_that_childs_page(ctx):
    issued = papers.issue(ctx, "home_pledge", ["zeng", *CLASS])
    rows = paper_register.PaperListing(ctx).rows([key for key, *_ in register(ctx)])

    assert sorted(row["page"] for row in rows.values()) == [1, 2, 3, 4]
    texts = page_texts(issued.pdf)
    for row in rows.values():
        assert row["name"] in texts[row["page"] - 1]
        assert row["words"].replace(" ", "") in texts[row["page"] - 1]


def page_texts(pdf: bytes) -> list[str]:
    import pypdfium2

    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(page.get_textpage().get_text_range().split()) for page in document]


@pytest.mark.parametrize("text", ["校责〔2026〕第 002 号", "〔2026〕第002号", "第 002", "zsm"])
def test_the_register_is_searched_by_number_as_printed_and_by_child(ctx, text):
    papers.issue(ctx, "home_pledge", CLASS)
    listing = paper_register.PaperListing(ctx)
    keys = listing.keys(text, "", False, "")

    assert [listing.rows(keys)[key]["name"] for key in keys] == ["张三民"]


def test_the_register_outlives_the_child(ctx):
    papers.issue(ctx, "parent_promise", ["zeng"])
    roster.remove(ctx, "zeng")

    assert len(register(ctx)) == 1
    assert paper_register.PaperListing(ctx).keys("曾可欣", "", False, "")


def test_a_childs_sheet_knows_the_paper_it_is_of(ctx):
    issued = papers.issue(ctx, "home_pledge", ["wang"])
    ((sheet, kind, day),) = sheets_of("wang")

    assert (sheet.paper, kind, day) == (issued.paper, "home_pledge", TODAY)
