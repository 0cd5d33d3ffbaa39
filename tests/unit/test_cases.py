"""The dropout case: its stage follows from the facts; closing waits for all that is required."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from factory import calendar, diary
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.attendance import absences
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.case_state import covers, state
from kongchuo_desktop.domain.case_steps import NEEDED, checked, missing
from kongchuo_desktop.domain.cases import (
    ENDINGS,
    GONE,
    Case,
    Facts,
    Origin,
    Stage,
    Step,
    StepKind,
)
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.services import rules

RULES = rules.ladder()
AUTUMN = calendar()
MON = date(2026, 9, 7)
DAY = timedelta(days=1)
LAST = AUTUMN.term.last
CASE = Case(id="k", student="wang", opened_on=MON + 2 * DAY, begun=MON)
SAID = {
    "cause": "aversion",
    "whereabouts": "home",
    "responsible": "潘老师",
    "way": "上门",
    "timetable": "一周内三次",
    "support": "补课",
    "class": "c71",
    "placement": "own_class",
    "grounds": "suspended",
}


def step(kind, day=MON + 3 * DAY, **changes):
    return replace(
        Step(id=f"{kind}{day}", case="k", kind=kind, day=day, who="高校长", basis="有", note="有",
             detail=SAID), **changes
    )  # fmt: skip


def facts(*steps, text="", first=MON, days=AUTUMN, case=CASE, **deeds):
    runs = absences(*diary(text, days.school_days(first, days.term.last))) if text else ()
    return Facts(case=case, steps=steps, runs=runs, deeds=Deeds(**deeds), term=days.term)


def stage(found, today=MON + 10 * DAY):
    return state(found, RULES, today).stage


def n(days):
    return MON + days * DAY


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (facts(), Stage.OPEN),
        (facts(step(StepKind.VERIFIED)), Stage.VERIFYING),
        (facts(step(StepKind.VERIFIED), step(StepKind.PLANNED)), Stage.PLANNED),
        (facts(step(StepKind.PLANNED), visits=[n(4)]), Stage.PERSUADING),
        (facts(step(StepKind.PLANNED), visits=[n(1)]), Stage.PLANNED),
        (facts(persuasions=[n(4)]), Stage.PERSUADING),
        (facts(served=[(n(5), n(12))]), Stage.NOTICE_SERVED),
        (facts(served=[(n(2), n(9))]), Stage.OVERDUE),
        (facts(served=[(n(2), n(9))], reports=[(n(10), "L8")]), Stage.REFERRED),
        (facts(step(StepKind.LOST)), Stage.LOST),
        (facts(step(StepKind.RETURNED)), Stage.RETURNED),
        (facts(step(StepKind.RETURNED), follow_ups=[n(9)]), Stage.TRACKING),
        (facts(step(StepKind.LOST), step(StepKind.RETURNED, n(8))), Stage.RETURNED),
        (facts(step(StepKind.ELSEWHERE)), Stage.ELSEWHERE),
        (facts(step(StepKind.REASONABLE)), Stage.REASONABLE),
        (facts(step(StepKind.AGED_OUT)), Stage.AGED_OUT),
        (facts(text="uu uu uu ..", ), Stage.RETURNED),
        (facts(text="uu uu uu .. uu"), Stage.REOPENED),
        (facts(text="uu uu uu .. u."), Stage.RETURNED),
        (facts(step(StepKind.RETURNED), step(StepKind.CLOSED, n(8))), Stage.CLOSED),
        (facts(step(StepKind.VOIDED)), Stage.VOID),
    ],
)  # fmt: skip
def test_the_stage_follows_from_the_facts(found, expected):
    assert stage(found) is expected


def test_every_stage_is_reached_by_the_cases_above():
    shown = test_the_stage_follows_from_the_facts.pytestmark[0].args[1]
    assert {expected for _, expected in shown} == set(Stage)


SPRING = Calendar(Term(2025, 2, date(2026, 2, 23), date(2026, 7, 10)))
MARCH = date(2026, 3, 3)
T10 = Case(id="k", student="wang", opened_on=date(2026, 3, 5), begun=MARCH)


def test_t10_back_in_april_two_visits_then_closed_at_the_end_of_term():
    back = date(2026, 4, 10)
    steps = [
        step(StepKind.VERIFIED, date(2026, 3, 6)),
        step(StepKind.PLANNED, date(2026, 3, 7)),
        step(StepKind.RETURNED, back),
    ]
    deeds = {"follow_ups": [date(2026, 5, 8), date(2026, 6, 5)], "reports": [(back, "L9")]}
    found = facts(*steps, step(StepKind.REVIEWED, date(2026, 6, 8)), days=SPRING, case=T10, **deeds)

    assert state(found, RULES, date(2026, 6, 10)).stage is Stage.TRACKING
    assert missing(found, RULES, date(2026, 6, 10)) == ["要跟踪到学期末（6月26日起可以销号）"]
    assert missing(found, RULES, date(2026, 6, 26)) == []
    bare = facts(*steps, days=SPRING, case=T10, follow_ups=[back + DAY])
    assert missing(bare, RULES, date(2026, 6, 26)) == [
        "乡（镇）还没有复核", "复学报告书还没有交乡（镇）签收", "跟踪回访1次，要满2次",
    ]  # fmt: skip


def test_t10_absent_again_in_june_is_a_relapse():
    back = date(2026, 4, 10)
    found = facts(
        step(StepKind.RETURNED, back), days=SPRING, case=T10, text="uu", first=date(2026, 6, 8)
    )

    now = state(found, RULES, date(2026, 6, 9))
    assert (now.stage, now.recurrences, now.since) == (Stage.REOPENED, 1, date(2026, 6, 8))
    assert missing(found, RULES, date(2026, 6, 30)) == [
        "学生还没有返校，也没有登记他处就读、正当事由或超龄离校"
    ]


def test_absent_soon_after_closing_reopens_and_later_is_a_new_case():
    steps = [step(StepKind.RETURNED, n(5)), step(StepKind.CLOSED, n(20))]
    soon = facts(*steps, text="uu", first=MON + 21 * DAY)
    late = facts(*steps, text="uu uu uu", first=MON + 56 * DAY)

    assert stage(soon, n(60)) is Stage.REOPENED
    assert stage(late, n(60)) is Stage.CLOSED
    assert covers(CASE, steps, soon.runs[0], RULES)
    assert not covers(CASE, steps, late.runs[0], RULES)


def test_a_void_case_is_not_opened_again_for_the_same_absence():
    void = [step(StepKind.VOIDED)]
    same, other = facts(text="uu uu uu uu").runs[0], facts(text="uu uu uu", first=n(21)).runs[0]

    assert covers(CASE, void, same, RULES)
    assert not covers(CASE, void, other, RULES)


@pytest.mark.parametrize("kind", list(NEEDED))
def test_a_step_says_what_its_kind_needs(kind):
    empty = step(kind, basis="", note="", detail={})

    with pytest.raises(Invalid) as wrong:
        checked(facts(), empty, RULES, n(10))

    assert set(wrong.value.fields) == set(NEEDED[kind])


def test_a_step_has_a_day_within_the_case_and_somebody_who_did_it():
    for day in (MON - DAY, n(11)):
        with pytest.raises(Invalid) as wrong:
            checked(facts(), step(StepKind.VERIFIED, day, who=" "), RULES, n(10))
        assert set(wrong.value.fields) == {"day", "who"}


def test_dropping_out_is_confirmed_only_after_visits_of_teacher_and_leader():
    asked = step(StepKind.CONFIRMED)
    with pytest.raises(Refused, match="校领导家访"):
        checked(facts(visits=[n(1)]), asked, RULES, n(30))

    assert checked(facts(visits=[n(1)], leader_visits=[n(1)]), asked, RULES, n(30)) is asked


def test_nothing_is_added_to_a_case_that_is_over():
    with pytest.raises(Refused, match="已经了结"):
        checked(facts(step(StepKind.VOIDED)), step(StepKind.VERIFIED), RULES, n(10))


def test_who_stays_away_after_the_return_was_recorded_has_stayed_away_again():
    found = facts(step(StepKind.RETURNED, n(2)), text="uu uu uu uu uu")

    now = state(found, RULES, n(10))
    assert (now.stage, now.recurrences, now.since) == (Stage.REOPENED, 1, n(3))


@pytest.mark.parametrize("kind", [StepKind.ELSEWHERE, StepKind.REASONABLE, StepKind.AGED_OUT])
def test_a_roll_call_brings_nobody_back_who_was_recorded_to_be_gone(kind):
    assert stage(facts(step(kind, n(3)), text="uu uu uu .. .. ..")) is ENDINGS[kind]


def test_a_roll_call_says_nothing_of_a_child_that_is_off_the_rolls():
    off = replace(facts(text="uu uu uu .. .."), expected=False)
    assert stage(off) is Stage.OPEN


def test_what_was_feared_and_did_not_happen_is_a_return():
    heard = replace(CASE, origin=Origin.HAND)
    assert stage(replace(facts(case=heard), present_on=n(1))) is Stage.RETURNED


def test_a_lost_child_that_was_found_but_is_not_back_is_pursued_again():
    lost, found = step(StepKind.LOST, n(5)), step(StepKind.VERIFIED, n(8))

    assert stage(facts(lost, found)) is Stage.VERIFYING
    unknown = replace(found, detail={**SAID, "whereabouts": "unknown"})
    assert stage(facts(lost, unknown)) is Stage.LOST
    assert stage(facts(step(StepKind.VERIFIED, n(3)), lost)) is Stage.LOST


def test_two_visits_of_one_day_are_one_and_the_day_of_the_return_is_none():
    back = step(StepKind.RETURNED, n(5))
    found = facts(back, step(StepKind.VERIFIED), step(StepKind.PLANNED, n(5)), text="",
                  follow_ups=[n(5), n(9), n(9)])  # fmt: skip
    assert "跟踪回访1次，要满2次" in missing(found, RULES, LAST)


def test_a_step_judges_what_came_before_it():
    back = facts(step(StepKind.RETURNED, n(8)))
    for kind in (StepKind.REVIEWED, StepKind.CLOSED):
        with pytest.raises(Invalid) as wrong:
            checked(back, step(kind, n(6)), RULES, n(20))
        assert set(wrong.value.fields) == {"day"}
    again = facts(step(StepKind.RETURNED, n(2)), text="uu uu uu uu uu")
    with pytest.raises(Invalid):
        checked(again, step(StepKind.PLANNED, n(2)), RULES, n(20))


@pytest.mark.parametrize(
    ("birth", "allowed"), [(None, False), (date(2014, 5, 4), False), (date(2010, 9, 7), True)]
)
def test_only_who_is_sixteen_has_outgrown_school(birth, allowed):
    found, asked = replace(facts(), birth=birth), step(StepKind.AGED_OUT, n(5))
    if allowed:
        assert checked(found, asked, RULES, n(10)) is asked
    else:
        with pytest.raises(Refused, match="16周岁"):
            checked(found, asked, RULES, n(10))


KINDS = st.sampled_from([k for k in StepKind if k is not StepKind.VOIDED])
STEPS = st.lists(st.tuples(KINDS, st.integers(0, 40)), max_size=8)
DIARIES = st.text("u.s-", max_size=60)
DAYS = st.lists(st.integers(0, 40).map(n), max_size=3)


def arbitrary(drawn, text, visits, follow_ups, reports=()):
    steps = [step(kind, n(day), id=str(i)) for i, (kind, day) in enumerate(drawn)]
    return facts(
        *steps, text=text, visits=visits, persuasions=visits, follow_ups=follow_ups, reports=reports
    )


@given(STEPS, DIARIES, DAYS, DAYS, st.randoms())
def test_the_order_of_entry_does_not_matter(drawn, text, visits, follow_ups, chance):
    found = arbitrary(dict(drawn).items(), text, visits, follow_ups)
    mixed = list(found.steps)
    chance.shuffle(mixed)

    days = [one.day for one in mixed]
    if len(set(days)) == len(days):  # two endings of one day: the later entered counts
        assert state(replace(found, steps=mixed), RULES, n(60)) == state(found, RULES, n(60))


@given(STEPS, DIARIES, DAYS, KINDS)
def test_a_void_step_changes_nothing(drawn, text, visits, kind):
    found = arbitrary(drawn, text, visits, visits)
    void = step(kind, n(4), void_why="登记错了")
    more = replace(found, steps=[*found.steps, void])

    assert state(more, RULES, n(60)) == state(found, RULES, n(60))
    assert missing(more, RULES, n(60)) == missing(found, RULES, n(60))


@given(STEPS, DIARIES, DAYS)
def test_every_case_can_be_closed(drawn, text, visits):
    """Whatever happened: what `missing` names can be done, and then it closes."""
    found = arbitrary(drawn, text, visits, visits)
    today = LAST - 3 * DAY
    if state(found, RULES, today).stage in GONE:
        return
    done = [
        step(StepKind.VERIFIED, today),
        step(StepKind.PLANNED, today),
        step(StepKind.RETURNED, today),
        step(StepKind.REVIEWED, today),
    ]
    after = [today + DAY, today + 2 * DAY]
    deeds = replace(found.deeds, follow_ups=after, reports=[(today, "L9")])
    ready = replace(found, steps=[*found.steps, *done], deeds=deeds)
    closing = checked(ready, step(StepKind.CLOSED, LAST), RULES, LAST)

    closed = replace(ready, steps=[*ready.steps, closing])
    assert state(closed, RULES, LAST).stage is Stage.CLOSED
