"""重点生: nominated with a reason, dismissed with a reason, once."""

import pytest
from factory import TODAY, concern

from kongchuo_desktop.domain import concerns
from kongchuo_desktop.domain.errors import Invalid, Refused


def test_a_nomination_needs_a_reason_and_is_made_once():
    with pytest.raises(Invalid) as wrong:
        concerns.nominate(concern(reason=" "), [concern(id="a")])
    assert set(wrong.value.fields) == {"reason", "student"}


def test_the_same_nomination_may_be_corrected():
    held = concern(id="a")

    assert concerns.nominate(held, [held]) == held


def test_after_a_dismissal_the_child_may_be_nominated_again():
    gone = concerns.dismiss(concern(id="a"), "连续两月到校正常", TODAY)

    assert not gone.open
    assert (gone.dismissed_on, gone.reason) == (TODAY, concern().reason)
    assert concerns.nominate(concern(id="b"), [gone]).open


def test_a_dismissal_needs_a_reason_and_happens_once():
    with pytest.raises(Invalid) as wrong:
        concerns.dismiss(concern(), "", TODAY)
    assert set(wrong.value.fields) == {"dismissed_why"}
    with pytest.raises(Refused):
        concerns.dismiss(concerns.dismiss(concern(), "好转", TODAY), "好转", TODAY)
