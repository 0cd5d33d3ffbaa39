"""Talks and conduct: what counts as a signal, and for how long."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kongchuo_desktop.domain import observations
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.observations import LASTING, SIGNALS, Observation, ObservationKind

DAY = date(2026, 11, 20)
ONE = timedelta(days=1)


def note(kind=ObservationKind.WORK, **changes):
    return replace(
        Observation(student="wang", day=DAY, kind=kind, note="有人来招工", who="潘老师"), **changes
    )


@pytest.mark.parametrize("kind", list(ObservationKind))
def test_a_note_holds_from_its_day_for_as_long_as_its_kind_lasts(kind):
    made = note(kind)
    lasting = LASTING.get(kind)

    assert not made.holds(DAY - ONE)
    assert made.holds(DAY)
    assert made.holds(DAY + timedelta(days=900)) is (lasting is None)
    if lasting:
        assert made.holds(DAY + lasting)
        assert not made.holds(DAY + lasting + ONE)


def test_over_or_void_it_holds_no_longer():
    assert note(over_on=DAY + ONE).holds(DAY)
    assert not note(over_on=DAY + ONE).holds(DAY + ONE)
    assert not note(void_why="记错人了").holds(DAY)


def test_a_talk_is_no_signal():
    assert note(ObservationKind.TALK).code == ""
    assert {note(kind).code for kind in SIGNALS} == set(SIGNALS.values())


def test_a_note_says_what_was_heard_and_who_heard_it():
    with pytest.raises(Invalid) as wrong:
        observations.checked(note(day=DAY + ONE, note=" ", who=""), DAY)
    assert set(wrong.value.fields) == {"day", "note", "who"}


def test_a_signal_ends_with_a_reason():
    assert observations.ended(note(), DAY, " 说好了 ") == (DAY, "说好了")
    with pytest.raises(Invalid) as wrong:
        observations.ended(note(), DAY - ONE, "")
    assert set(wrong.value.fields) == {"over_on", "over_why"}
    for made in (note(ObservationKind.TALK), note(over_on=DAY), note(void_why="错")):
        with pytest.raises(Refused):
            observations.ended(made, DAY, "好了")
