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


@cache
def risk() -> RiskRules:
    held = _read("risk")
    return RiskRules(points=held["points"], **held["levels"])
