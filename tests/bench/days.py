"""A school day's work: roll calls, the page 今日, risk, opening the file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from secrets import token_bytes
from statistics import median

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.services import attendance, cases, classes, due_papers, risk, today
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import students
from kongchuo_desktop.store.db import SchoolDatabase
from tests.bench import measure, school, table
from tests.bench.table import Line

CALLS = 20


def lines(schools: Mapping[int, Path], place: Path, rounds: int) -> list[Line]:
    sizes = sorted(schools)
    middle = sizes[1]
    return [
        *_roll_calls(schools[middle], place, middle),
        table.growth("Today page computed", _each(schools, today.today, rounds)),
        table.growth("  with the papers due", _each(schools, due_papers.due, rounds)),
        table.growth("risk of everybody", _each(schools, risk.assess_all, rounds)),
        table.told(f"  of one child after a save, {middle:,} pupils", _one_child(schools[middle])),
        table.growth("dropout cases, all stages", _each(schools, cases.seen, rounds)),
        table.growth("opening the data file", {n: _opening(schools[n], rounds) for n in sizes}),
        table.growth("  of which quick_check", {n: _check(schools[n], rounds) for n in sizes}),
    ]


def _each(
    schools: Mapping[int, Path], work: Callable[[Context], object], rounds: int
) -> dict[int, float]:
    found = {}
    for size in sorted(schools):
        ctx = school.reopened(schools[size])
        found[size] = measure.best(lambda ctx=ctx: work(ctx), rounds)
        ctx.close()
    return found


def _one_child(folder: Path) -> str:
    """The card of a child again, as when something about it has just been recorded."""
    ctx = school.reopened(folder)
    some = next(iter(students.briefs(None)))
    taken = measure.best(lambda: risk.assess(ctx, some), CALLS)
    ctx.close()
    return table.time(taken)


def _roll_calls(folder: Path, place: Path, pupils: int) -> list[Line]:
    """This morning's roll call of one class after another, with three children missing."""
    ctx = school.reopened(folder)
    taken = []
    for class_id in list(classes.seen(ctx))[:CALLS]:
        missing = dict.fromkeys(_present(class_id), MarkKind.UNEXCUSED)
        taken.append(
            measure.seconds(
                lambda of=class_id, marks=missing: attendance.call(
                    ctx, of, (school.DAY, Half.AM), marks
                )
            )
        )
    ctx.close()
    peer = _one_row(place / "row.db", len(taken))
    what = f"saving the roll call of a class of 50, {pupils:,} pupils"
    return [
        table.against(what, median(taken), peer),
        table.told("  the slowest of them", table.time(max(taken))),
    ]


def _present(class_id: str) -> list[str]:
    on_leave = {
        slip.student for slip in attendance.leaves.between(school.DAY, school.DAY) if slip.excuses
    }
    return [s for s in students.names_of(class_id) if s not in on_leave][:3]


def _one_row(path: Path, times: int) -> float:
    """The floor: one row, safely on disk, in the same kind of file."""
    db = SchoolDatabase(path, token_bytes(32))
    db.connect()
    db.connection().execute("CREATE TABLE row (day TEXT)")

    def put() -> None:
        with db.atomic("IMMEDIATE"):
            db.connection().execute("INSERT INTO row VALUES (?)", (date.max.isoformat(),))

    taken = median(measure.seconds(put) for _ in range(times))
    db.close()
    return taken


def _opening(folder: Path, rounds: int) -> float:
    return measure.best(lambda: school.reopened(folder).close(), rounds)


def _check(folder: Path, rounds: int) -> float:
    ctx = school.reopened(folder)
    connection = ctx.data.db.connection()
    taken = measure.best(lambda: connection.pragma("quick_check"), rounds)
    ctx.close()
    return taken
