"""Many notices in one PDF: CPU, size on disk, peak memory."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from tests.bench import measure, table
from tests.bench.table import Line

CPU, SIZE, MEMORY = 4.0, 2.0, 150.0


def lines(folder: Path, place: Path, count: int) -> list[Line]:
    """`folder` holds a school of at least `count` children; copies of it go to `place`."""
    made = _run("documents", folder, place, count)
    issued = _run("issue", folder, place, count)
    return [
        table.within(f"{count:,} return notices in one PDF, CPU", made["cpu"], CPU, "s"),
        table.within("  size", made["size"], SIZE, "MB"),
        table.within("  peak memory of the process", made["memory"], MEMORY, "MB"),
        table.within("the same issued from the window's use case, CPU", issued["cpu"], CPU, "s"),
        table.within("  peak memory of the process", issued["memory"], MEMORY, "MB"),
    ]


def _run(way: str, folder: Path, place: Path, count: int) -> Any:
    copy = place / way
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    return measure.in_process("notices", way, copy, count)
