"""Signals → level of concern, each point with its reason in words (rules §6.2).

Points only order the children to look after. They are no judgement: never on a paper for parents,
never posted, never in the registration record (LAW P4). What is not known counts as unknown, not 0.
Which fact makes which reason stands in `risk_reasons`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from kongchuo_desktop.domain import risk_reasons
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.risk_facts import RUN, UNCARED, Facts, Reason


class Level(StrEnum):
    GREEN = "green"
    YELLOW = "yellow"
    ORANGE = "orange"
    RED = "red"


LEVEL_WORDS = {Level.GREEN: "绿", Level.YELLOW: "黄", Level.ORANGE: "橙", Level.RED: "红"}
ORDER = tuple(Level)
PRIORITY = frozenset({Level.ORANGE, Level.RED})
"""The levels at which a child is a 重点生: with a file of its own, and a visit every week."""
FULL_SCORE = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """A level given by hand, higher or lower than the computed one, for a reason and a time."""

    id: str = ""
    student: str
    level: Level
    day: date
    until: date  # the first day on which it no longer holds
    why: str
    who: str
    over_on: date | None = None

    def holds(self, day: date) -> bool:
        return self.day <= day < (self.over_on or self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """`level` is the one in force: `computed`, unless somebody has set another by hand."""

    score: int
    level: Level
    reasons: tuple[Reason, ...]
    unknown: tuple[str, ...]
    computed: Level = Level.GREEN
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRules:
    """Points by code, and the least score of each level."""

    points: Mapping[str, int]
    yellow: int
    orange: int
    red: int


def assess(facts: Facts, rules: RiskRules, override: Override | None = None) -> Assessment:
    """The level of one child, with every reason that counted."""
    reasons = tuple(risk_reasons.reasons(facts, rules.points))
    score = min(FULL_SCORE, max(0, sum(reason.points for reason in reasons)))
    computed = max(by_score(score, rules), by_trigger(facts), key=ORDER.index)
    return Assessment(
        score=score,
        level=in_force(computed, facts, override),
        reasons=tuple(sorted(reasons, key=lambda reason: -reason.points)),
        unknown=tuple(risk_reasons.unknown(facts)),
        computed=computed,
        override=override,
    )


def in_force(computed: Level, facts: Facts, override: Override | None) -> Level:
    """The level set by hand, unless the child has been lost or away for days: then it is red."""
    grave = by_trigger(facts) is Level.RED
    return override.level if override and not grave else computed


def by_score(score: int, rules: RiskRules) -> Level:
    if score >= rules.red:
        return Level.RED
    if score >= rules.orange:
        return Level.ORANGE
    return Level.YELLOW if score >= rules.yellow else Level.GREEN


def by_trigger(facts: Facts) -> Level:
    """Hard triggers set a level whatever the score; a teacher's nomination is one (橙: 重点生)."""
    if facts.run >= RUN or facts.lost:
        return Level.RED
    codes = {each.code for each in facts.observations}
    said = facts.intention_on or facts.nominated_on or facts.returned_on
    if said or codes & {"B1", "D8"}:
        return Level.ORANGE
    return Level.YELLOW if facts.tags & UNCARED else Level.GREEN


MONTH = timedelta(days=31)
LONGEST_OVERRIDE = timedelta(days=120)


def checked_override(asked: Override, today: date) -> Override:
    """The level set by hand as it may be kept, or Invalid (rules §6.2: reason and expiry)."""
    wrong: dict[str, str] = {}
    if not asked.why.strip():
        wrong["why"] = "请写明为什么调整"
    if not asked.who.strip():
        wrong["who"] = "请填写由谁调整"
    if asked.until <= today:
        wrong["until"] = "有效期要在今天之后"
    elif asked.until > today + LONGEST_OVERRIDE:
        wrong["until"] = f"有效期最长{LONGEST_OVERRIDE.days}天，到期再评"
    if wrong:
        raise Invalid(**wrong)
    return asked
