"""What letters about an absence are filled with: days and terms as recorded."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import AM, PM, TODAY, at, contact, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.cases import Step, StepKind
from kongchuo_desktop.domain.helping import Pairing, PairKind
from kongchuo_desktop.services import (
    attendance,
    calendar,
    cases,
    filling,
    forms,
    helping,
    lookup,
    papers,
    roster,
    visits,
)
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool
from kongchuo_desktop.store import students

FIRST = TODAY - timedelta(days=2)


def away(ctx, clock, *children):
    """Absent without leave on the three school days up to today."""
    for day in ctx.calendar.last_school_days(TODAY, 3):
        clock.set(day, at(day, 18).time())
        for half in (AM, PM):
            held = dict.fromkeys(children, MarkKind.UNEXCUSED)
            attendance.call(ctx, "c71", (day, half), held)


def filled(ctx, form, student="wang"):
    subject = OfChild(OfSchool(ctx), lookup.seen(ctx, student))
    return filling.fill(forms.shipped()[form], subject)


@pytest.fixture
def absent(ctx, clock):
    away(ctx, clock, "wang")
    return ctx


def test_a_return_notice_names_the_days_since_the_child_stays_away(absent):
    for day in (FIRST - timedelta(days=1), FIRST):
        visits.record_contact(absent, contact(at=at(day)))
    visits.record(absent, visit())
    void = visits.record(absent, visit(day=TODAY - timedelta(days=1)))
    visits.void(absent, void.id, "记错了人")
    values = filled(absent, "return_notice")

    assert values["absent_from"] == FIRST
    assert values["contact_dates"] == (FIRST,)
    assert values["visit_dates"] == (TODAY,)
    assert values["deadline"] == date(2026, 11, 27)
    assert values["guardian"] == "王大山"


@pytest.mark.parametrize(
    ("day", "spring", "until"),
    [
        (date(2027, 1, 12), None, date(2027, 1, 19)),
        (date(2027, 1, 19), None, date(2027, 2, 22)),  # spring begins on a Saturday
        (date(2027, 1, 30), None, date(2027, 2, 22)),
        (date(2027, 1, 30), date(2027, 3, 1), date(2027, 3, 1)),
    ],
)
def test_nobody_is_asked_to_come_back_in_the_holidays(absent, clock, day, spring, until):
    if spring:
        calendar.set_term(absent, spring, date(2027, 7, 10))
    clock.set(day)
    papers.issue(absent, "return_notice", ["wang"])
    (known,) = cases.of_student(absent, "wang")

    assert filled(absent, "return_notice")["deadline"] == until
    assert [last for _, last in known.facts.deeds.notices] == [until]


def test_a_child_at_school_leaves_the_absence_to_be_written(absent):
    values = filled(absent, "return_notice", "shan")

    assert values["absent_from"] is values["contact_dates"] is values["visit_dates"] is None


def test_a_promise_is_about_coming_back_while_the_case_is_open(absent):
    assert filled(absent, "parent_promise")["attending"] is False
    assert filled(absent, "parent_promise", "shan")["attending"] is True


def test_the_cause_of_a_letter_is_that_of_the_open_case(absent):
    (known,) = cases.of_student(absent, "wang")
    assert filled(absent, "persuasion_letter")["cause"] is None
    detail = {"cause": "aversion", "whereabouts": "home"}
    found = Step(case=known.case.id, kind=StepKind.VERIFIED, day=TODAY, who="潘老师", detail=detail)
    cases.record(absent, found)

    assert filled(absent, "persuasion_letter")["cause"] == "厌学"


@pytest.mark.parametrize(("born", "young"), [(TODAY.year - 16, False), (TODAY.year - 15, True)])
def test_only_of_a_child_under_sixteen_it_is_said(absent, born, young):
    roster.change(absent, replace(students.get("wang"), birth=date(born, 1, 1), id_no=""))

    assert filled(absent, "persuasion_letter")["under_sixteen"] is young


def test_the_tutor_is_the_teacher_paired_with_the_child(absent):
    assert filled(absent, "persuasion_letter")["tutor"] is None
    mate = Pairing(student="wang", kind=PairKind.CLASSMATE, partner="单雨桐", since=TODAY)
    helping.pair(absent, mate)
    helping.pair(absent, replace(mate, kind=PairKind.TEACHER, partner="韦老师"))

    assert filled(absent, "persuasion_letter")["tutor"] == "韦老师"
