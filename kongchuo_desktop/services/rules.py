"""The local rules and risk points in force, from the shipped defaults (resources/rules)."""

from __future__ import annotations

import tomllib
from datetime import time
from functools import cache
from typing import Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain.local_rules import LocalRules, Rung
from kongchuo_desktop.domain.risk import RiskRules


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(resources.path(f"rules/{name}.toml").read_text("utf-8"))


@cache
def ladder() -> LocalRules:
    """Deadlines, thresholds and rungs."""
    values: dict[str, Any] = {
        name: time.fromisoformat(rule["value"]) if rule["unit"] == "时刻" else rule["value"]
        for name, rule in _read("local").items()
    }
    rungs = {rung["id"]: Rung(**rung) for rung in _read("ladder")["rung"]}
    return LocalRules(**values, rungs=rungs)


@cache
def risk() -> RiskRules:
    held = _read("risk")
    return RiskRules(points=held["points"], **held["levels"])
