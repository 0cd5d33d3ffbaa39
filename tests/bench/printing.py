"""Many notices in one PDF: CPU, size on disk, peak memory."""

from __future__ import annotations

import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kongchuo_desktop.services import demo, lookup, papers
from tests.bench import measure, table
from tests.bench.table import Line

SIZE, MEMORY = 1.5, 150.0  # MB
PREVIEW = 0.3  # s


def lines(folder: Path, place: Path, count: int) -> list[Line]:
    """`folder` holds a school of at least `count` children; copies of it go to `place`."""
    made = _run("documents", folder, place, count)
    issued = _run("issue", folder, place, count)
    what = f"{count:,} return notices in one PDF, CPU"
    if find_spec("typst"):
        peer = _run("typst", folder, place, count)
        lines_ = [
            table.against(f"{what}; typst", made["cpu"], peer["cpu"], 1.0),
            table.told(
                "  size and memory of typst", f"{peer['size']:.2f}, {peer['memory']:.0f} MB"
            ),
        ]
    else:
        lines_ = [table.told(f"{what}; typst is not installed", f"{made['cpu']:.2f} s")]
    return [
        *lines_,
        table.told("the same issued from the window's use case, CPU", f"{issued['cpu']:.2f} s"),
        table.within("  size, with numbers and codes", issued["size"], SIZE, "MB"),
        table.within("  peak memory of the process", issued["memory"], MEMORY, "MB"),
        table.within("one notice, from click to preview", _preview(place), PREVIEW, "s"),
    ]


def _preview(place: Path) -> float:
    """From the use case to the picture of its first page, at the demo school."""
    ctx = demo.create(place / "demo")
    child = lookup.one(ctx, "王𬱟")

    def look() -> None:
        pdf = papers.preview(ctx, "return_notice", [child])
        papers.page_image(pdf, 0, 1.5)

    found = measure.best(look, 5)
    ctx.close()
    return found


def _run(way: str, folder: Path, place: Path, count: int) -> Any:
    copy = place / way
    shutil.copytree(folder, copy, ignore=shutil.ignore_patterns("*.lock"))
    return measure.in_process("notices", way, copy, count)
