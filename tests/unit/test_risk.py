"""Levels of concern: points, hard triggers, what is unknown."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain import risk
from kongchuo_desktop.domain.observations import SIGNALS, Observation
from kongchuo_desktop.domain.risk import Level
from kongchuo_desktop.domain.risk_facts import Facts, Results
from kongchuo_desktop.domain.roster import Tag
from kongchuo_desktop.services import rules

RULES = rules.risk()


def facts(**changes):
    return replace(
        Facts(
            grade=3,
            term=60,
            birth=date(2018, 1, 1),
            distance_km=1.0,
            boarding=False,
            school_year=2026,
        ),
        **changes,
    )


def points(found):
    return {reason.code: reason.points for reason in risk.assess(found, RULES).reasons}


def level(found):
    return risk.assess(found, RULES).level


def test_a_child_without_any_sign_is_green_with_no_reason():
    found = risk.assess(facts(), RULES)

    assert (found.score, found.level, found.reasons) == (0, Level.GREEN, ())


@pytest.mark.parametrize(
    ("half_days", "said"),
    [(1, {}), (2, {"A1": 10}), (3, {"A1": 10}), (4, {"A2": 20}), (9, {"A2": 20}), (10, {"A3": 35})],
)
def test_of_the_points_for_absence_without_leave_only_the_highest_counts(half_days, said):
    assert points(facts(unexcused=half_days, missed=0)) == said


def test_long_absence_counts_leave_too_and_only_once():
    assert points(facts(missed=6)) == {"A4": 10}
    assert points(facts(missed=12)) == {"A5": 20}
    assert points(facts(missed=5)) == {}


def test_three_days_in_a_row_are_red_whatever_the_score():
    found = risk.assess(facts(unexcused=6, run=6), RULES)

    assert (found.level, found.score) == (Level.RED, 35)
    assert level(facts(unexcused=5, run=5)) is not Level.RED


def test_words_of_giving_up_and_a_nomination_are_orange_at_least():
    assert level(facts(intention_on=date(2026, 11, 1))) is Level.ORANGE
    assert level(facts(nominated_on=date(2026, 11, 1))) is Level.ORANGE
    assert points(facts(nominated_on=date(2026, 11, 1))) == {"N": 0}
    assert points(facts(intention_on=date(2026, 11, 1))) == {"B1": 25}


def test_an_orphan_is_yellow_at_least():
    assert risk.assess(facts(tags=frozenset({Tag.ORPHAN})), RULES).score == 12
    assert level(facts(tags=frozenset({Tag.ORPHAN}))) is Level.YELLOW


def test_aid_carried_out_lessens_what_poverty_weighs():
    poor = facts(tags=frozenset({Tag.DIBAO}))

    assert points(poor) == {"D1": 10}
    assert points(replace(poor, aided=True)) == {"D1": 4}


def test_both_parents_away_weighs_more_than_one():
    assert points(facts(tags=frozenset({Tag.LEFT_BEHIND_ONE}))) == {"D2": 5}
    assert points(facts(tags=frozenset({Tag.LEFT_BEHIND_ONE, Tag.LEFT_BEHIND_BOTH}))) == {"D2": 8}


@pytest.mark.parametrize(
    ("birth", "said"),
    [
        (date(2020, 9, 1), {}),  # five at the end of August: early
        (date(2020, 8, 31), {}),
        (date(2019, 9, 1), {}),  # six: as it should be
        (date(2019, 8, 31), {"D7": 6}),
        (date(2018, 9, 1), {"D7": 6}),
        (date(2018, 8, 31), {"D7": 10}),
        (date(2016, 2, 29), {"D7": 10}),
    ],
)
def test_a_child_of_grade_one_is_six_by_the_end_of_august(birth, said):
    assert points(facts(grade=1, birth=birth)) == said


def test_a_long_way_counts_for_day_pupils_only():
    assert points(facts(distance_km=5.5)) == {"D12": 4}
    assert points(facts(distance_km=5.0)) == {}
    assert points(facts(grade=4, birth=date(2017, 1, 1), distance_km=9, boarding=True)) == {}
    assert points(facts(distance_km=None, boarding=True)) == {"D12": 4}
    assert points(facts(distance_km=9, boarding=None)) == {}


def test_junior_grades_weigh_a_little():
    assert points(facts(grade=7, birth=date(2014, 1, 1))) == {"E2": 3}


def test_what_is_not_known_is_said_and_not_taken_for_nothing():
    found = risk.assess(facts(birth=None, distance_km=None, term=0), RULES)

    assert {"A1", "A4", "D7", "D12", "C1"} <= set(found.unknown)
    assert "D7" not in risk.assess(facts(), RULES).unknown


def test_each_reason_says_why_in_words_and_the_weightiest_comes_first():
    found = risk.assess(
        facts(unexcused=4, unexcused_since=date(2026, 11, 3), late=5, missed=9), RULES
    )

    assert [reason.code for reason in found.reasons] == ["A2", "A4", "A6"]
    assert found.reasons[0].text == "近30个教学日无故缺课2天"
    assert found.reasons[0].day == date(2026, 11, 3)
    assert found.reasons[1].text == "本学期缺课（含请假）4.5天，占15%"


@pytest.mark.parametrize(
    ("score", "expected"),
    [(14, Level.GREEN), (15, Level.YELLOW), (29, Level.YELLOW), (30, Level.ORANGE),
     (49, Level.ORANGE), (50, Level.RED)],
)  # fmt: skip
def test_the_levels_begin_where_the_rules_say(score, expected):
    only = replace(RULES, points={**RULES.points, "E2": score})

    assert level_of(facts(grade=7, birth=date(2014, 1, 1)), only) is expected


def level_of(found, points_in_force):
    return risk.assess(found, points_in_force).level


days = st.none() | st.dates(date(2026, 9, 1), date(2026, 11, 20))
notes = st.builds(
    Observation,
    student=st.just("wang"),
    day=st.just(date(2026, 11, 1)),
    kind=st.sampled_from(list(SIGNALS)),
    note=st.just("听说"),
    who=st.just("潘老师"),
)
results = st.builds(
    Results,
    exam=st.just("期中考试"),
    day=st.just(date(2026, 11, 12)),
    failed=st.sampled_from([(), ("语文",), ("语文", "数学")]),
    lowest=st.booleans(),
    dropped=st.none() | st.integers(0, 90),
)
some_facts = st.builds(
    Facts,
    grade=st.integers(1, 9),
    unexcused=st.integers(0, 60),
    run=st.integers(0, 60),
    missed=st.integers(0, 120),
    term=st.integers(1, 120),
    late=st.integers(0, 20),
    tags=st.frozensets(st.sampled_from(Tag)),
    aided=st.booleans(),
    birth=st.none() | st.dates(date(2008, 1, 1), date(2021, 1, 1)),
    distance_km=st.none() | st.floats(0, 30),
    boarding=st.none() | st.booleans(),
    intention_on=days,
    nominated_on=days,
    overstays=st.integers(0, 5),
    arrived_late=st.integers(0, 5),
    observations=st.lists(notes, max_size=4).map(tuple),
    results=st.none() | results,
    returned_on=days,
    lost=st.booleans(),
    joint=st.sampled_from(["", "刚升入七年级，前8周"]),
    paired_quiet=st.booleans(),
    in_touch=st.booleans(),
    looked_into=st.booleans(),
    school_year=st.just(2026),
)
WORST = Results(
    exam="期末考试", day=date(2026, 11, 19), failed=("语文", "数学"), lowest=True, dropped=90
)


def note(kind):
    return Observation(student="wang", day=date(2026, 11, 2), kind=kind, note="听说", who="潘老师")


WORSE = {
    "unexcused": lambda f, n: f.unexcused + n,
    "run": lambda f, n: f.run + n,
    "missed": lambda f, n: f.missed + n,
    "late": lambda f, n: f.late + n,
    "tags": lambda f, n: f.tags | {list(Tag)[n % len(Tag)]},
    "aided": lambda f, n: False,
    "intention_on": lambda f, n: f.intention_on or date(2026, 11, 20),
    "nominated_on": lambda f, n: f.nominated_on or date(2026, 11, 20),
    "overstays": lambda f, n: f.overstays + n,
    "arrived_late": lambda f, n: f.arrived_late + n,
    "observations": lambda f, n: (*f.observations, note(list(SIGNALS)[n % len(SIGNALS)])),
    "results": lambda f, n: WORST,
    "returned_on": lambda f, n: f.returned_on or date(2026, 11, 20),
    "lost": lambda f, n: True,
    "paired_quiet": lambda f, n: False,
    "in_touch": lambda f, n: False,
    "distance_km": lambda f, n: (f.distance_km or 0) + n,
    "birth": lambda f, n: f.birth and f.birth.replace(year=f.birth.year - n % 9, day=1),
}


@given(some_facts, st.sampled_from(sorted(WORSE)), st.integers(0, 40))
def test_a_worse_fact_never_lowers_score_or_level(found, name, by):
    worse = replace(found, **{name: WORSE[name](found, by)})
    before, after = risk.assess(found, RULES), risk.assess(worse, RULES)

    assert after.score >= before.score
    assert risk.ORDER.index(after.level) >= risk.ORDER.index(before.level)


@given(some_facts)
def test_the_score_is_the_sum_of_its_reasons_up_to_a_hundred(found):
    assessed = risk.assess(found, RULES)

    assert assessed.score == min(100, max(0, sum(r.points for r in assessed.reasons)))
    assert len({reason.code for reason in assessed.reasons}) == len(assessed.reasons)
