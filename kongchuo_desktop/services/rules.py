"""The local rules and risk points in force: the shipped defaults, and what the school has set."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import time
from functools import cache
from typing import TYPE_CHECKING, Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.local_rules import LocalRules, Rung
from kongchuo_desktop.domain.risk import RiskRules
from kongchuo_desktop.store import settings

if TYPE_CHECKING:
    from kongchuo_desktop.services.context import Context

CLOCK = "时刻"
MOST = 400  # no deadline or quota of a school is longer than a year of days
KEY = "rules"
POINTS = "risk_points"
HIGHEST = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One rule a county may set: its words, unit, default, source, and the value in force."""

    name: str
    words: str
    unit: str
    default: int | str
    source: str
    value: int | str


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.path(f"rules/{name}.toml").read_text("utf-8"))


@cache
def _rungs() -> Mapping[str, Rung]:
    return {rung["id"]: Rung(**rung) for rung in _read("ladder")["rung"]}


def ladder(own: Mapping[str, int | str] | None = None) -> LocalRules:
    """Deadlines, thresholds and rungs, the school's own values in place of the defaults."""
    held = own or {}
    values: dict[str, Any] = {
        name: _value(rule["unit"], held.get(name, rule["value"]))
        for name, rule in _read("local").items()
    }
    return LocalRules(**values, rungs=_rungs())


def _value(unit: str, value: int | str) -> time | int:
    return time.fromisoformat(str(value)) if unit == CLOCK else int(value)


def current() -> LocalRules:
    """The rules in force at the school that is open."""
    return ladder(settings.get(KEY))


def every() -> Sequence[Setting]:
    """All rules that can be set, in the order of the shipped table."""
    own = settings.get(KEY) or {}
    return [
        Setting(
            name=name,
            words=rule["words"],
            unit=rule["unit"],
            default=rule["value"],
            source=rule["source"],
            value=own.get(name, rule["value"]),
        )
        for name, rule in _read("local").items()
    ]


def change(ctx: Context, values: Mapping[str, int | str | None]) -> None:
    """The school's own values from now on; what equals the default, or is empty, follows it."""
    wrong: dict[str, str] = {}
    own: dict[str, int | str] = {}
    for rule in every():
        value = values.get(rule.name)
        if value in (None, "", rule.default):
            continue
        if fault := _fault(rule, value):
            wrong[rule.name] = fault
        else:
            own[rule.name] = str(value) if rule.unit == CLOCK else int(str(value))
    if wrong:
        raise Invalid(**wrong)
    with ctx.write("修改期限和定额"):
        settings.put(KEY, own)


def _fault(rule: Setting, value: object) -> str:
    if rule.unit == CLOCK:
        try:
            time.fromisoformat(str(value))
        except ValueError:
            return "时间写成 08:30 这样"
        return ""
    number = int(value) if isinstance(value, int) else 0
    return "" if 1 <= number <= MOST else f"请填1到{MOST}之间的整数"


def risk(own: Mapping[str, int] | None = None) -> RiskRules:
    """Points by signal and the least score of each level, the school's own in place of the
    defaults."""
    held, mine = _read("risk"), own or {}
    levels, given = (
        {name: int(mine.get(name, told["value"])) for name, told in held[part].items()}
        for part in ("levels", "points")
    )
    return RiskRules(points=given, **levels)


def risk_in_force() -> RiskRules:
    """The points of the school that is open."""
    return risk(settings.get(POINTS))


def points() -> Sequence[Setting]:
    """The least score of each level and the points of each signal, in the order of the table."""
    own = settings.get(POINTS) or {}
    held = _read("risk")
    return [
        Setting(
            name=name,
            words=given["words"],
            unit="分",
            default=given["value"],
            source="rules §6.2",
            value=own.get(name, given["value"]),
        )
        for name, given in {**held["levels"], **held["points"]}.items()
    ]


def change_points(ctx: Context, values: Mapping[str, int | None]) -> None:
    """The school's own points from now on; what equals the default, or is empty, follows it."""
    given = {each.name: values.get(each.name) for each in points()}
    own = {
        each.name: value
        for each in points()
        if (value := given[each.name]) is not None and value != each.default
    }
    wrong = {
        name: f"请填0到{HIGHEST}之间的整数"
        for name, value in own.items()
        if not 0 <= value <= HIGHEST
    }
    found = risk(own)
    if not wrong and not 0 < found.yellow < found.orange < found.red:
        wrong["red"] = "黄、橙、红的起点要一个比一个高"
    if wrong:
        raise Invalid(**wrong)
    with ctx.write("修改关注程度的分值"):
        settings.put(POINTS, own)
