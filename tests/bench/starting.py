"""From starting the process to the painted page 今日, against an empty window with a table."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from tests.bench import table
from tests.bench.measure import ROOT, command, environment
from tests.bench.table import Line

MOST = 2.5


def lines(folder: Path, place: Path, pupils: int, rounds: int) -> list[Line]:
    """`folder` holds the school; logs and settings of the processes go to `place`."""
    ours: list[float] = []
    peers: list[float] = []
    told: Any = {}
    for _ in range(rounds + 1):
        peers.append(_painted(place, "empty")[0])
        seconds, told = _painted(place, "program", folder)
        ours.append(seconds)
    what = f"start to the painted Today page, {pupils:,} pupils"
    heavy = ", ".join(told["heavy"]) or "none"
    return [
        # The first round fills the disk's cache and compiles.
        table.against(what, median(ours[1:]), median(peers[1:]), MOST),
        table.told("  modules loaded", str(told["modules"])),
        table.told("  heavy ones among them", heavy),
    ]


def _painted(place: Path, *arguments: object) -> tuple[float, Any]:
    """Seconds to the line that the process prints after its first paint, and what it says."""
    names = ("HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")
    env = environment() | dict.fromkeys(names, str(place))
    # An installed program is compiled, whatever the machine of the bench does with its sources.
    env |= {"PYTHONPYCACHEPREFIX": str(place / "compiled"), "PYTHONDONTWRITEBYTECODE": ""}
    start = perf_counter()
    with subprocess.Popen(
        command("painted", arguments), cwd=ROOT, env=env, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = process.stdout.readline()
        taken = perf_counter() - start
    return taken, json.loads(said)
