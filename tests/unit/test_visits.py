"""Home visits and contacts: what a record must say, what counts."""

from datetime import timedelta

import pytest
from factory import TODAY, at, contact, visit

from kongchuo_desktop.domain import visits
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.visits import ContactResult, VisitOutcome


def faults(asked):
    with pytest.raises(Invalid) as wrong:
        visits.checked(asked, TODAY)
    return set(wrong.value.fields)


def test_a_visit_of_today_or_before_is_kept_as_it_is():
    for day in (TODAY, TODAY - timedelta(days=30)):
        assert visits.checked(visit(day=day), TODAY) == visit(day=day)


def test_every_field_at_fault_is_named():
    asked = visit(day=TODAY + timedelta(days=1), visitors=(), note=" ")

    assert faults(asked) == {"day", "visitors", "note"}


@pytest.mark.parametrize("outcome", set(VisitOutcome) - {VisitOutcome.MET_GUARDIAN})
def test_a_visit_that_met_no_guardian_is_a_record_too(outcome):
    assert visits.checked(visit(outcome=outcome, note=""), TODAY)


def test_a_contact_that_reached_nobody_is_a_record_too_but_not_before_it_happened():
    tried = contact(at=at(TODAY, 9), result=ContactResult.NO_ANSWER)

    assert visits.checked_contact(tried, at(TODAY, 9, 1)) == tried
    with pytest.raises(Invalid) as wrong:
        visits.checked_contact(tried, at(TODAY, 8, 59))
    assert set(wrong.value.fields) == {"at"}


def test_t13_only_visits_with_a_record_count_towards_the_quota():
    done = [visit() for _ in range(18)]
    empty = [visit(note=" ", outcome=VisitOutcome.NOBODY_HOME)] * 10

    assert visits.counted([*done, *empty]) == 18
