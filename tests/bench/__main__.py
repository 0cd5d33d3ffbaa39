"""python -m tests.bench: the figures of speed, each against a floor or peer of the same run."""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.bench import days, importing, printing, school, searching, starting, table, workbook


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much work there is; `schools` from small to large, tenfold each."""

    schools: tuple[int, int, int]
    notices: int
    rounds: int
    starts: int


FULL = Sizes(schools=(300, 3_000, 30_000), notices=1_000, rounds=3, starts=5)
QUICK = Sizes(schools=(10, 100, 1_000), notices=20, rounds=1, starts=1)
PARTS = ("import", "start", "search", "print", "days")


def main() -> int:
    """Measure and print; the exit code is 0 whatever came out: this is a report."""
    parser = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small: only to see that it works")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=PARTS)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench") as folder:
        _measure(Path(folder), QUICK if asked.quick else FULL, asked.only)
    return 0


def _measure(place: Path, sizes: Sizes, parts: list[str]) -> None:
    _small, middle, large = sizes.schools
    books = {size: place / f"{size}.xlsx" for size in sizes.schools}
    for size, path in books.items():
        workbook.write(path, size)
    if "import" in parts:
        table.show("Import", importing.lines(place, books[large], sizes.rounds))
    schools = {size: place / f"school{size}" for size in sizes.schools}
    for size, folder in schools.items():
        school.in_mid_term(folder, books[size]).close()
    if "start" in parts:
        table.show("Start", starting.lines(schools[middle], place, middle, sizes.starts))
    if "search" in parts:
        table.show("Search", searching.lines(schools, sizes.rounds))
    if "print" in parts:
        table.show("Print", printing.lines(schools[middle], place, sizes.notices))
    if "days" in parts:
        table.show("Days", days.lines(schools, place, sizes.rounds))


if __name__ == "__main__":
    raise SystemExit(main())
