"""The records that papers are printed from."""

from dataclasses import FrozenInstanceError, fields

import pytest

from kongchuo_desktop.domain.daily_papers import MakeupSlip
from kongchuo_desktop.domain.law import Law, Verified, cite
from kongchuo_desktop.domain.papers import LeaveSlip
from kongchuo_desktop.domain.visit_papers import VisitSheet

PAPERS = (LeaveSlip, MakeupSlip, VisitSheet)


@pytest.mark.parametrize("paper", PAPERS)
def test_a_blank_paper_knows_nothing_but_the_school(paper):
    blank = paper.blank(school="青石县第三中学")
    known = {f.name for f in fields(paper) if getattr(blank, f.name) is not None}

    assert blank.school == "青石县第三中学"
    assert known <= {"school", "approvers"}


@pytest.mark.parametrize("paper", PAPERS)
def test_papers_are_frozen_and_carry_no_id_number(paper):
    with pytest.raises(FrozenInstanceError):
        paper().school = "x"
    assert not any("id_" in f.name or "card" in f.name for f in fields(paper))


def test_a_law_is_cited_with_its_title_and_exact_words():
    law = Law(id="LAW-YW-5-2", title="《义务教育法》第五条第二款", text="应当依法保证。")

    assert cite(law) == "《义务教育法》第五条第二款规定：“应当依法保证。”"
    assert law.verified is Verified.TWO_SOURCES


def test_an_item_of_a_list_is_cited_behind_its_opening_words():
    law = Law(id="x", title="《某法》第十七条第（五）项", text="辍学；", lead="不得：")

    assert cite(law) == "《某法》第十七条第（五）项规定：“不得：……辍学；”"
