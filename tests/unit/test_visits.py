"""Home visits and contacts: what a record must say, what counts."""

from datetime import timedelta

import pytest
from factory import TODAY, at, contact, visit

from kongchuo_desktop.domain import visits
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.visits import ContactResult, Role, VisitOutcome
from kongchuo_desktop.services.rules import ladder


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
    void = [visit(void_why="登记错了")] * 3

    (found,) = visits.quotas([*done, *empty, *void], ["潘老师"], ladder())
    assert (found.done, found.quota, found.short) == (18, 20, 2)


def test_each_teacher_of_a_visit_counts_it_and_owes_what_the_role_owes():
    done = [
        visit(visitors=("潘老师", "林老师")),
        visit(student="zhang", visitors=("林老师",)),
        visit(visitors=("高老师",)),
    ]

    found = visits.quotas(done, ["周老师", "潘老师", "", "潘老师"], ladder())
    assert [(q.teacher, q.role, q.done, q.quota, q.short) for q in found] == [
        ("周老师", Role.HOMEROOM, 0, 20, 20),
        ("潘老师", Role.HOMEROOM, 1, 20, 19),
        ("林老师", Role.SUBJECT, 2, 15, 13),
        ("高老师", Role.SUBJECT, 1, 15, 14),
    ]


def test_a_teacher_who_did_more_than_is_owed_is_not_short():
    (found,) = visits.quotas([visit()] * 21, ["潘老师"], ladder())

    assert (found.done, found.short) == (21, 0)
