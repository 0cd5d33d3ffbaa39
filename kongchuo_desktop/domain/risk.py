"""Signals → level of concern, each point with its reason in words (rules §6.2).

Points only order the children to look after. They are no judgement: never on a paper for parents,
never posted, never in the registration record (LAW P4). What is not known counts as unknown, not 0.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from kongchuo_desktop.domain.roster import Tag


class Level(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


LEVEL_WORDS = {Level.GREEN: "绿", Level.YELLOW: "黄", Level.ORANGE: "橙", Level.RED: "红"}
ORDER = tuple(Level)
POOR = frozenset(
    {Tag.DIBAO, Tag.TEKUN, Tag.MONITORED_HOUSEHOLD, Tag.LIFTED_HOUSEHOLD, Tag.AID_WANTED}
)
UNCARED = frozenset({Tag.ORPHAN, Tag.DE_FACTO_UNSUPPORTED})
FULL_SCORE = 100
JUNIOR_GRADE = 7


@dataclass(frozen=True, slots=True)
class Reason:
    code: str
    points: int
    text: str
    day: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the records say about one child at the end of a day; counts in half days."""

    grade: int
    unexcused: int = 0  # of the last 30 school days
    unexcused_since: date | None = None
    run: int = 0  # of the absence that is still open
    run_since: date | None = None
    missed: int = 0  # of this term, leave included
    term: int = 0  # this term so far
    late: int = 0  # times late or left early in the last 20 school days
    tags: frozenset[Tag] = frozenset()
    aided: bool = False  # aid of this term has been carried out
    birth: date | None = None
    distance_km: float | None = None
    boarding: bool | None = None
    intention_on: date | None = None
    nominated_on: date | None = None
    school_year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    score: int
    level: Level
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRules:
    """Points by code, and the least score of each level."""

    points: Mapping[str, int]
    yellow: int
    orange: int
    red: int


def assess(facts: Facts, rules: RiskRules) -> Assessment:
    """The level of one child, with every reason that counted."""
    reasons = tuple(_reasons(facts, rules.points))
    score = min(FULL_SCORE, max(0, sum(reason.points for reason in reasons)))
    return Assessment(
        score=score,
        level=max(_by_score(score, rules), _by_trigger(facts), key=ORDER.index),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.points)),
        unknown=tuple(_unknown(facts)),
    )


def _by_score(score: int, rules: RiskRules) -> Level:
    if score >= rules.red:
        return Level.RED
    if score >= rules.orange:
        return Level.ORANGE
    return Level.YELLOW if score >= rules.yellow else Level.GREEN


def _by_trigger(facts: Facts) -> Level:
    """Hard triggers set a level whatever the score; a teacher's nomination is one (橙: 重点生)."""
    if facts.run >= 6:
        return Level.RED
    if facts.intention_on or facts.nominated_on:
        return Level.ORANGE
    return Level.YELLOW if facts.tags & UNCARED else Level.GREEN


def days(half_days: int) -> str:
    """1.5, or 2: half days as days."""
    return f"{half_days / 2:g}"


def _reasons(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    yield from _attendance(facts, points)
    if facts.intention_on:
        yield Reason("B1", points["B1"], "说过不想读书，或家长有放弃的念头", facts.intention_on)
    if facts.nominated_on:
        yield Reason("N", 0, "老师提名重点关注", facts.nominated_on)
    yield from _family(facts, points)
    yield from _self(facts, points)


def _attendance(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    recent = f"近30个教学日无故缺课{days(facts.unexcused)}天"
    if facts.unexcused >= 10 or facts.run >= 6:
        yield Reason("A3", points["A3"], recent, facts.unexcused_since)
    elif facts.unexcused >= 4:
        yield Reason("A2", points["A2"], recent, facts.unexcused_since)
    elif facts.unexcused >= 2:
        yield Reason("A1", points["A1"], recent, facts.unexcused_since)
    if facts.term:
        share = facts.missed / facts.term
        text = f"本学期缺课（含请假）{days(facts.missed)}天，占{share:.0%}"
        if share >= 0.2:
            yield Reason("A5", points["A5"], text)
        elif share >= 0.1:
            yield Reason("A4", points["A4"], text)
    if facts.late >= 5:
        yield Reason("A6", points["A6"], f"近20个教学日迟到、早退{facts.late}次")


def _family(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    tags = facts.tags
    if tags & POOR:
        code = "D1_settled" if facts.aided else "D1"
        words = "家庭经济困难，资助已落实" if facts.aided else "家庭经济困难，资助还没有落实"
        yield Reason("D1", points[code], words)
    if Tag.LEFT_BEHIND_BOTH in tags:
        yield Reason("D2", points["D2"], "父母都外出，留守")
    elif Tag.LEFT_BEHIND_ONE in tags:
        yield Reason("D2", points["D2_one"], "父母一方外出，留守")
    if tags & UNCARED:
        yield Reason("D3", points["D3"], "孤儿或事实无人抚养")
    if Tag.SINGLE_PARENT in tags:
        yield Reason("D4", points["D4"], "单亲或离异家庭")


def _self(facts: Facts, points: Mapping[str, int]) -> Iterator[Reason]:
    if facts.tags & {Tag.DISABLED, Tag.INCLUSIVE}:
        yield Reason("D6", points["D6"], "本人残疾或随班就读")
    over = _years_over(facts)
    if over and over >= 1:
        yield Reason("D7", points["D7_two" if over >= 2 else "D7"], f"比同年级正常年龄大{over}岁")
    if facts.distance_km is not None and facts.distance_km > 5 and facts.boarding is False:
        yield Reason("D12", points["D12"], f"走读，单程{facts.distance_km:g}公里")
    if facts.grade >= JUNIOR_GRADE:
        yield Reason("E2", points["E2"], "初中学段")


def _years_over(facts: Facts) -> int | None:
    """Whole years above the age of grade (six by 31 August for grade 1; rules §3.3)."""
    if facts.birth is None:
        return None
    cutoff = date(facts.school_year, 8, 31)
    had = (cutoff.month, cutoff.day) >= (facts.birth.month, facts.birth.day)
    age = cutoff.year - facts.birth.year - (not had)
    return max(0, age - (facts.grade + 5))


def _unknown(facts: Facts) -> Iterator[str]:
    if not facts.term:
        yield from ("A1", "A4")
    if facts.birth is None:
        yield "D7"
    if facts.distance_km is None:
        yield "D12"
    yield from ("B2", "B3", "C1", "C3", "D5", "D8", "D9")
