"""Searching the roster: a keystroke on the screen, and the search alone as the school grows."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from kongchuo_desktop.services import roster
from tests.bench import measure, school, table
from tests.bench.table import Line

MOST = 50.0  # ms
TEXT = "zs"


def lines(schools: Mapping[int, Path], rounds: int) -> list[Line]:
    """For the largest school the keystroke; for the two largest how the search grows."""
    small, large = sorted(schools)[-2:]
    told = measure.in_process("keystrokes", schools[large], rounds)
    fewer = measure.in_process("keystrokes", schools[small], rounds)
    return [
        table.within(
            f"keystroke to repainted rows, {large:,} pupils, median",
            told["median"] * 1000, MOST, "ms",
        ),
        table.within("  the slowest keystroke", told["worst"] * 1000, MOST, "ms"),
        table.told("  the slowest of the first round", table.time(told["cold"])),
        table.told("  opening the tab", table.time(told["opened"])),
        table.growth(
            "keystroke, median", {small: fewer["median"], large: told["median"]}
        ),
        table.growth(
            "search alone", {size: _search(schools[size], rounds) for size in (small, large)}
        ),
    ]  # fmt: skip


def _search(folder: Path, rounds: int) -> float:
    ctx = school.reopened(folder)
    listing = roster.StudentListing(ctx)
    taken = measure.best(lambda: listing.keys(TEXT, "", False, "all"), rounds)
    ctx.close()
    return taken
