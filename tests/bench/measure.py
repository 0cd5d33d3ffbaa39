"""Clocks of the bench: interleaved rounds, medians, peak memory, and work in processes."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

ROOT = Path(__file__).parents[2]
MB = 1_000_000


def seconds(work: Callable[[], object]) -> float:
    """Wall time of one call, begun without another's litter."""
    gc.collect()
    start = perf_counter()
    work()
    return perf_counter() - start


def best(work: Callable[[], object], rounds: int) -> float:
    """The median of some calls, after one that fills the caches."""
    work()
    return median(seconds(work) for _ in range(rounds))


def peak_memory() -> float:
    """The most this process ever held, in MB.

    From /proc where there is one: `ru_maxrss` also counts what the parent held when it forked.
    """
    status = Path("/proc/self/status")
    if status.exists():
        line = next(s for s in status.read_text("utf-8").splitlines() if s.startswith("VmHWM"))
        return int(line.split()[1]) * 1024 / MB
    import resource

    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return held / MB if sys.platform == "darwin" else held * 1024 / MB


def environment() -> dict[str, str]:
    """Ours, with a screen that nobody sees."""
    quiet = {"QT_LOGGING_RULES": "default.warning=false"}  # what that screen cannot do
    return {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONUTF8": "1", **quiet}


def command(module: str, arguments: Sequence[object]) -> list[str]:
    return [sys.executable, "-m", f"tests.bench.{module}", *map(str, arguments)]


def in_process(module: str, *arguments: object) -> Any:
    """Run a module of the bench alone in a process; what its last line says, as JSON."""
    done = subprocess.run(
        command(module, arguments),
        cwd=ROOT,
        env=environment(),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
