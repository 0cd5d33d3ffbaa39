"""What an open case asks for next: each duty once, until its step is recorded (T4, T9, T10)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from factory import calendar, diary
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import case_duties
from kongchuo_desktop.domain.attendance import absences
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.case_state import state
from kongchuo_desktop.domain.cases import Case, Facts, Origin, Step, StepKind
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.services import rules

RULES = rules.ladder()
AUTUMN = calendar()
MON = date(2026, 9, 7)
DAY = timedelta(days=1)
HAND = {"id": "k", "student": "wang", "origin": Origin.HAND}
CASE = Case(opened_on=MON + 2 * DAY, begun=MON, **HAND)
SPRING = Calendar(Term(2025, 2, date(2026, 2, 23), date(2026, 7, 10)))
EVERY = {f"K{n}" for n in range(1, 10)} | {"L9", "L10"}


def step(kind, day, **changes):
    made = Step(
        id=f"{kind}{day}", case="k", kind=kind, day=day, who="高校长", basis="有", note="有"
    )
    return replace(made, **changes)


def asked(day, *steps, text="", days=AUTUMN, case=CASE, unserved=None, first=MON, **deeds):
    """Rung → due of what the case asks for at nine on a day, ! when it is overdue."""
    runs = absences(*diary(text, days.school_days(first, days.term.last))) if text else ()
    facts = Facts(case=case, steps=steps, runs=runs, deeds=Deeds(**deeds), term=days.term)
    now = datetime.combine(day, time(9))
    held = state(facts, RULES, day)
    found = case_duties.duties(facts, held, RULES, days, now, unserved)
    assert {duty.student for duty in found} <= {"wang"}
    assert len({duty.rung for duty in found}) == len(found)
    return {duty.rung: "!" * duty.overdue + f"{duty.due.day:%m-%d}" for duty in found}


VERIFIED = step(StepKind.VERIFIED, MON + 3 * DAY)
PLANNED = step(StepKind.PLANNED, MON + 3 * DAY)


def test_t4_a_new_case_is_verified_in_three_school_days_and_planned_in_five():
    opened = MON + 2 * DAY  # a Wednesday

    assert asked(opened) == {"K1": "09-14", "K2": "09-16"}
    assert asked(MON + 8 * DAY, VERIFIED) == {"K2": "09-16"}
    assert asked(MON + 10 * DAY, VERIFIED) == {"K2": "!09-16"}
    assert asked(MON + 10 * DAY, VERIFIED, PLANNED) == {}


def test_a_case_opened_late_is_counted_from_its_opening():
    late = replace(CASE, opened_on=MON + 14 * DAY)
    assert asked(MON + 14 * DAY, case=late) == {"K1": "09-24", "K2": "09-28"}


MARCH = Case(opened_on=date(2026, 3, 5), begun=date(2026, 3, 3), **HAND)


@pytest.mark.parametrize(
    ("day", "due"),
    [(date(2026, 3, 31), None), (date(2026, 4, 1), "04-01"), (date(2026, 4, 2), "!")],
)
def test_t9_on_the_thirtieth_day_the_principal_is_asked(day, due):
    done = [step(StepKind.VERIFIED, day), step(StepKind.PLANNED, day)]
    away = {"text": "uu" * 40, "first": date(2026, 3, 3), "days": SPRING, "case": MARCH}
    found = asked(day, *done, **away).get("K3")

    assert found is None if due is None else found.startswith(due)
    confirmed = step(StepKind.CONFIRMED, day)
    assert "K3" not in asked(day, *done, confirmed, **away)
    assert "K3" not in asked(day, *done, days=SPRING, case=MARCH)  # nobody is missing any more


def test_a_lost_child_is_searched_for_a_month_after_the_last_attempt():
    lost = step(StepKind.LOST, MON)

    assert asked(MON + 29 * DAY, lost) == {}
    assert set(asked(MON + 30 * DAY, lost)) == {"K4"}
    assert asked(MON + 30 * DAY, lost, attempts=[MON + 5 * DAY]) == {}
    assert set(asked(MON + 35 * DAY, lost, visits=[MON + 5 * DAY])) == {"K4"}


def test_a_notice_waits_to_be_served_while_the_child_is_away():
    unserved = (MON + 4 * DAY, "校复通〔2026〕第 001 号")

    assert asked(MON + 4 * DAY, VERIFIED, PLANNED, unserved=unserved) == {"K6": "09-14"}
    back = step(StepKind.RETURNED, MON + 4 * DAY)
    assert "K6" not in asked(MON + 4 * DAY, VERIFIED, PLANNED, back, unserved=unserved)


def test_t10_back_by_the_roll_call_asks_for_the_class_and_then_for_the_closing():
    assert asked(MON + 3 * DAY, VERIFIED, PLANNED, text="uu uu uu ..") == {"K5": "09-10"}
    back = step(StepKind.RETURNED, MON + 3 * DAY)
    review = step(StepKind.REVIEWED, AUTUMN.term.last - 9 * DAY)
    done = {"follow_ups": [MON + 30 * DAY, MON + 40 * DAY], "reports": [(MON + 4 * DAY, "L9")]}
    steps = (VERIFIED, PLANNED, back, review)

    assert asked(MON + 60 * DAY, *steps[:-1], text="uu uu uu ..", **done) == {"K9": "01-15"}
    assert asked(AUTUMN.term.last - DAY, *steps, text="uu uu uu ..", **done) == {"K7": "01-15"}
    closed = step(StepKind.CLOSED, AUTUMN.term.last - DAY)
    assert asked(AUTUMN.term.last, *steps, closed, text="uu uu uu ..", **done) == {}


def test_a_child_back_in_an_earlier_term_is_visited_again_in_this_one():
    back = step(StepKind.RETURNED, MON + 3 * DAY)
    told = {"reports": [(MON + 2 * DAY, "L4")]}
    found = asked(date(2026, 9, 20), VERIFIED, PLANNED, back, **told)
    assert "L10" not in found  # the ladder asks for it in the term of the return
    following = Calendar(Term(2026, 2, date(2027, 2, 22), date(2027, 7, 9)))
    later = date(2027, 3, 1)
    held = (VERIFIED, PLANNED, back)
    assert asked(later, *held, days=following) == {"L9": "!02-24", "L10": "03-22"}
    reported = {"reports": [(MON + 4 * DAY, "L9")], "days": following}
    assert asked(later, *held, follow_ups=[later], **reported) == {"L10": "07-09"}
    twice = [later, later + DAY]
    assert asked(later, *held, follow_ups=twice, **reported) == {"K9": "07-09"}


KINDS = st.sampled_from(list(StepKind))


@given(
    st.lists(st.tuples(KINDS, st.integers(0, 60)), max_size=6),
    st.text("u.s-", max_size=60),
    st.integers(0, 120),
)
def test_nothing_is_asked_twice_nor_by_a_case_that_is_over(drawn, text, after):
    steps = [step(kind, MON + n * DAY, id=str(i)) for i, (kind, n) in enumerate(drawn)]
    found = asked(MON + after * DAY, *steps, text=text)

    assert set(found) <= EVERY
    if any(each.kind is StepKind.VOIDED for each in steps):
        assert found == {}


def test_a_case_whose_absence_was_corrected_asks_to_be_made_void_and_for_nothing_else():
    opened = replace(CASE, origin=Origin.LADDER)

    assert asked(MON + 40 * DAY, case=opened) == {"K8": "!09-10"}
    assert "K8" not in asked(MON + 2 * DAY, case=opened, text="uu uu uu")


def test_a_case_of_which_only_the_first_days_were_corrected_is_about_the_rest():
    opened = replace(CASE, origin=Origin.LADDER)
    runs = absences(*diary("ss uu uu uu", AUTUMN.school_days(MON, AUTUMN.term.last)))
    facts = Facts(case=opened, runs=runs, term=AUTUMN.term)

    assert state(facts, RULES, MON + 4 * DAY).since == MON + DAY
    assert "K8" not in asked(MON + 4 * DAY, case=opened, text="ss uu uu uu")


def test_what_ended_otherwise_still_waits_for_the_township():
    moved = step(StepKind.ELSEWHERE, MON + 5 * DAY)
    assert asked(MON + 6 * DAY, VERIFIED, moved) == {"K9": "01-15"}
    review = step(StepKind.REVIEWED, MON + 6 * DAY)
    assert asked(MON + 6 * DAY, VERIFIED, moved, review) == {"K7": "01-15"}
