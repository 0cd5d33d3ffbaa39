"""Assistance: what an application needs and the steps it goes through."""

from dataclasses import replace
from datetime import date

import pytest
from factory import aid
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import aid as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.aid import STEPS, AidKind, AidState
from kongchuo_desktop.domain.errors import Invalid, Refused

DAY = date(2026, 11, 20)


def faults(asked):
    with pytest.raises(Invalid) as wrong:
        rules.checked(asked)
    return set(wrong.value.fields)


def test_an_application_needs_an_amount_and_a_reason():
    assert faults(aid(amount=0, reason=" ")) == {"amount", "reason"}


@pytest.mark.parametrize("amount", [-1, 0, rules.MOST + 1])
def test_amounts_beyond_reason_are_slips_of_the_finger(amount):
    assert faults(aid(amount=amount)) == {"amount"}


@pytest.mark.parametrize("amount", [1, rules.MOST])
def test_amounts_are_whole_fen(amount):
    assert rules.checked(aid(amount=amount)).amount == amount


def test_being_paired_with_a_helper_needs_no_money_and_takes_none():
    assert rules.checked(aid(kind=AidKind.PAIRING, amount=0)).amount == 0
    assert faults(aid(kind=AidKind.PAIRING, amount=-1)) == {"amount"}


def test_an_application_goes_through_every_step_once():
    found = aid()
    states = [found.state]
    while rules.next_state(found):
        found = rules.advance(found, DAY)
        states.append(found.state)

    assert tuple(states) == STEPS
    assert found.decided_on == DAY
    with pytest.raises(Refused):
        rules.advance(found, DAY)


def test_it_can_be_turned_down_at_every_step_but_the_last_and_stays_so():
    for state in STEPS[:-1]:
        refused = rules.reject(aid(state=state), "重复申请", DAY)
        assert (refused.state, refused.note) == (AidState.REJECTED, "重复申请")
        with pytest.raises(Refused):
            rules.advance(refused, DAY)
    with pytest.raises(Refused):
        rules.reject(aid(state=AidState.CARRIED_OUT), "重复申请", DAY)


def test_turning_down_needs_a_reason():
    with pytest.raises(Invalid) as wrong:
        rules.reject(aid(), " ", DAY)
    assert set(wrong.value.fields) == {"note"}


@given(st.integers(0, rules.MOST))
def test_fen_and_yuan_say_the_same(fen):
    yuan, cents = words.yuan(fen).split(".")

    assert int(yuan) * 100 + int(cents) == fen
    assert len(cents) == 2


def test_a_step_touches_nothing_else():
    found = aid(note="原来的说明")

    assert replace(rules.advance(found, DAY), state=found.state, decided_on=None) == found
