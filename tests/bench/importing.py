"""Taking in a roster, against reading the file and putting its rows on disk as they are."""

from __future__ import annotations

import gc
from pathlib import Path
from secrets import token_bytes
from statistics import median
from time import perf_counter

from python_calamine import CalamineWorkbook

from kongchuo_desktop.domain import roster_import as rules
from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.services import roster, roster_import, searching
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.spreadsheets import reader, roster_table
from kongchuo_desktop.store import students
from kongchuo_desktop.store.db import SchoolDatabase
from tests.bench import school, table
from tests.bench.table import Line

MOST = 2.0


class Stopwatch:
    """Laps by name, over several rounds."""

    def __init__(self) -> None:
        self._laps: dict[str, list[float]] = {}
        self._since = 0.0

    def begin(self) -> None:
        gc.collect()
        self._since = perf_counter()

    def lap(self, name: str) -> None:
        now = perf_counter()
        self._laps.setdefault(name, []).append(now - self._since)
        self._since = now

    def of(self, *names: str) -> float:
        """The median over the rounds of some laps together."""
        return median(map(sum, zip(*(self._laps[name] for name in names), strict=True)))


def lines(place: Path, workbook: Path, rounds: int) -> list[Line]:
    watch = Stopwatch()
    for number in range(rounds):
        folder = place / f"import{number}"
        folder.mkdir()
        _floor(watch, folder / "plain.db", workbook)
        counts = _first(watch, folder / "first", workbook)
        _staged(watch, folder / "staged", workbook)
    rows = f"{counts['added']:,} rows x 70 columns"
    floor = watch.of("calamine", "executemany")
    return [
        table.against(f"first import, {rows}", watch.of("look", "take in"), floor, MOST),
        table.against("  looking at it only (read, cleaned, planned)", watch.of("look"), floor),
        table.against("the same file again, nothing changes", watch.of("again"), floor),
        table.told("  stage: calamine alone", table.time(watch.of("calamine"))),
        table.told("  stage: guard and calamine", table.time(watch.of("read"))),
        table.told("  stage: cleaning, checking", table.time(watch.of("clean"))),
        table.told("  stage: planning", table.time(watch.of("plan"))),
        table.told("  stage: spelling names", table.time(watch.of("spell"))),
        table.against(
            "  stage: writing, journal and spelling (floor: executemany)",
            watch.of("take in"),
            watch.of("executemany"),
        ),
    ]


def _floor(watch: Stopwatch, path: Path, workbook: Path) -> None:
    """The same cells into one plain table of the same kind of file, in one transaction."""
    db = SchoolDatabase(path, token_bytes(32))
    db.connect()
    watch.begin()
    rows = CalamineWorkbook.from_path(str(workbook)).get_sheet_by_index(0).to_python()
    watch.lap("calamine")
    width = len(rows[0])
    with db.atomic("IMMEDIATE"):
        names = ", ".join(f"c{n}" for n in range(width))
        db.connection().execute(f"CREATE TABLE plain ({names})")
        marks = ", ".join("?" * width)
        db.connection().executemany(f"INSERT INTO plain VALUES ({marks})", rows[1:])
    watch.lap("executemany")
    db.close()


def _fresh(folder: Path) -> Context:
    """An empty school, and no name spelt before: the first import of the day."""
    searching._readings.cache_clear()
    return school.empty(folder)


def _first(watch: Stopwatch, folder: Path, workbook: Path) -> dict[str, int]:
    ctx = _fresh(folder)
    watch.begin()
    seen = roster_import.look(ctx, workbook)
    watch.lap("look")
    counts = roster_import.take_in(ctx, seen)
    watch.lap("take in")
    del seen
    watch.begin()
    again = roster_import.look(ctx, workbook)
    same = roster_import.take_in(ctx, again)
    watch.lap("again")
    ctx.close()
    if counts["added"] != same["same"] or not counts["added"] or counts["refused"]:
        raise SystemExit(f"the bench's own roster was not taken in whole: {counts} {same}")
    return counts


def _staged(watch: Stopwatch, folder: Path, workbook: Path) -> None:
    """What `look` does, step by step."""
    ctx = _fresh(folder)
    watch.begin()
    book = reader.read(workbook)
    watch.lap("read")
    found = roster_table.read_table(book, None, roster.year(ctx))
    watch.lap("clean")
    plan = rules.plan(found.entries, students.everybody(None).values(), {})
    watch.lap("plan")
    every = {n: SchoolClass(grade=n.grade, number=n.number) for n in plan.new_classes}
    for entry in plan.added:
        assert entry.class_name is not None
        searching.spelling(entry.student, every[entry.class_name])
    watch.lap("spell")
    ctx.close()
