"""Assistance and nominations through the use cases."""

from dataclasses import replace

import pytest
from factory import TODAY, aid, concern, student

from kongchuo_desktop.domain.aid import STEPS, AidState
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.domain.roster import Tag
from kongchuo_desktop.services import aid as aids
from kongchuo_desktop.services import risk, roster, undo
from kongchuo_desktop.store import students


def poor(ctx):
    child = students.get("wang")
    roster.change(ctx, replace(child, tags=frozenset({Tag.DIBAO})))


def test_an_application_is_of_this_term_and_goes_its_way(ctx):
    made = aids.apply(ctx, aid())
    assert (made.term, made.state) == ("2026-1", AidState.APPLIED)

    states = [aids.advance(ctx, made.id) for _ in STEPS[1:]]
    assert tuple(states) == STEPS[1:]
    with pytest.raises(Refused):
        aids.advance(ctx, made.id)
    assert aids.AidListing(ctx).foot("", "") == "共1份申请　本学期已落实375.00元"


def test_aid_weighs_on_the_risk_once_it_is_carried_out(ctx):
    poor(ctx)
    made = aids.apply(ctx, aid())
    assert risk.assess(ctx, "wang").assessment.score == 10 + 3
    for _ in STEPS[1:]:
        aids.advance(ctx, made.id)

    assert risk.assess(ctx, "wang").assessment.score == 4 + 3
    undo.undo(ctx)
    assert risk.assess(ctx, "wang").assessment.score == 10 + 3


def test_a_turned_down_application_says_why(ctx):
    made = aids.apply(ctx, aid())
    with pytest.raises(Invalid):
        aids.reject(ctx, made.id, "")
    aids.reject(ctx, made.id, "材料不齐")

    assert (aids.get(ctx, made.id).state, aids.get(ctx, made.id).note) == (
        AidState.REJECTED, "材料不齐",
    )  # fmt: skip


def test_an_application_is_changed_and_removed(ctx):
    made = aids.apply(ctx, aid())
    aids.change(ctx, replace(made, amount=62550))
    assert aids.of_student(ctx, "wang")[0].amount == 62550
    with pytest.raises(Invalid):
        aids.change(ctx, replace(made, amount=0))
    aids.remove(ctx, made.id)

    assert not aids.of_student(ctx, "wang")
    with pytest.raises(Refused, match="已经不在"):
        aids.advance(ctx, made.id)


def test_a_nomination_puts_a_child_on_the_list_and_a_dismissal_takes_it_off(ctx):
    listing = risk.RiskListing(ctx)
    assert listing.keys("", "", False, "") == []

    made = risk.nominate(ctx, concern(assignee="潘老师"))
    assert listing.keys("", "", False, "") == ["wang"]
    row = listing.rows(["wang"])["wang"]
    assert (row["level"], row["assignee"], row["nominated"]) == (Level.ORANGE, "潘老师", True)
    with pytest.raises(Invalid):
        risk.nominate(ctx, concern())

    risk.change(ctx, replace(made, reason="说不想读书", intention=True))
    assert risk.assess(ctx, "wang").assessment.score == 25 + 3
    risk.dismiss(ctx, "wang", "谈话后情绪好转")
    assert listing.keys("", "", False, "") == []
    assert risk.nomination(ctx, "wang") is None
    with pytest.raises(Refused):
        risk.dismiss(ctx, "wang", "再解除一次")


def test_the_chips_count_what_they_filter(ctx):
    risk.nominate(ctx, concern())
    risk.nominate(ctx, concern(student="small", intention=True, since=TODAY))
    listing = risk.RiskListing(ctx)

    for chip in listing.chips():
        assert chip.count == len(listing.keys("", "", False, chip.key))
    assert listing.keys("xm", "", False, "") == ["small"]
    assert listing.keys("", "name", False, "nominated") == ["wang", "small"]


def test_a_child_taken_back_since_the_list_was_read_leaves_its_row_out(ctx):
    listing = risk.RiskListing(ctx)
    risk.nominate(ctx, concern())
    new = roster.add(ctx, student(name="新来的"))
    risk.nominate(ctx, concern(student=new.id))
    keys = listing.keys("", "", False, "")
    assert set(listing.rows(keys)) == {"wang", new.id}
    undo.undo(ctx)
    undo.undo(ctx)

    assert set(listing.rows(keys)) == {"wang"}
