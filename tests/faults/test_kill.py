"""Killed in the middle of writing, fifty times: what was acknowledged is there, nothing is half.

A child process does a teacher's work through the use cases and sends `n` after each save. It is
killed at a moment chosen by a fixed seed; the file it leaves is opened and counted. The control at
the end acknowledges before the commit and must be caught losing something, or the harness is blind.
"""

import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from multiprocessing.connection import Connection
from pathlib import Path
from random import Random
from time import monotonic

import factory
import pytest

from kongchuo_desktop.domain.attendance import Half, MarkKind
from kongchuo_desktop.services import attendance, leave, risk, roster, schools, visits
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import settings, students

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kill -9 is a thing of POSIX")

KILLS = 50
LONGEST = 0.12  # seconds of work before the kill, at most
FIRST_DAY = date(2026, 9, 1)
Act = Callable[[Context, int], object]


def _school_days(ctx: Context) -> list[tuple[date, Half]]:
    return list(ctx.calendar.half_days(FIRST_DAY, ctx.today()))


def add_child(ctx: Context, n: int) -> None:
    """A child, its search text, its other columns and two guardians: five rows or none."""
    family = factory.PUPILS[0].guardians * 2
    roster.add(ctx, factory.student(name=f"第{n}个", guardians=family, more={"次": str(n)}))


def call_roll(ctx: Context, n: int) -> None:
    """Every child of a class marked for one half day, in place of what stood there."""
    halves = _school_days(ctx)
    members = students.names_of("c72")
    kind = list(MarkKind)[n % len(MarkKind)]
    attendance.call(ctx, "c72", halves[n % len(halves)], dict.fromkeys(members, kind), why="再核对")


def visit(ctx: Context, n: int) -> None:
    visits.record(ctx, factory.visit(note=f"第{n}次"))


def take_leave(ctx: Context, n: int) -> None:
    """A slip asked for and taken back again by the next one of its kind."""
    for slip in leave.of_student(ctx, "zhang"):
        leave.remove(ctx, slip.id)
    leave.apply(ctx, factory.leave(student="zhang", reason=f"第{n}次"), approved=True)


def rename(ctx: Context, n: int) -> None:
    roster.change(ctx, replace(students.get("wang"), village=f"第{n}村"))


ACTS: tuple[Act, ...] = (add_child, call_roll, visit, take_leave, rename)


def work(folder: Path, first: int, acknowledge: Connection, early: bool) -> None:
    """In the child: save after save, each one operation that also keeps its number."""
    ctx = schools.open_school(folder, factory.OFFICE, factory.Clock())
    acknowledge.send(first - 1)
    n = first
    while True:
        with ctx.write(f"第{n}次"):
            settings.put("count", n)
            if early:
                acknowledge.send(n)
            ACTS[n % len(ACTS)](ctx, n)
        if not early:
            acknowledge.send(n)
        n += 1


def killed(folder: Path, first: int, after: float, *, early: bool = False) -> int:
    """Let the child work for so many seconds, kill it; the last number it acknowledged.

    The kill comes when the time is over, or on the very heels of the acknowledgement that comes
    then.
    """
    forkserver = multiprocessing.get_context("forkserver")
    receiver, sender = forkserver.Pipe(duplex=False)
    child = forkserver.Process(target=work, args=(folder, first, sender, early), daemon=True)
    child.start()
    sender.close()
    last = receiver.recv()
    end = monotonic() + after
    try:
        while receiver.poll(max(0.0, end - monotonic())):
            last = receiver.recv()
            if monotonic() >= end:
                break
    except EOFError:
        pytest.fail("the child ended by itself")
    os.kill(child.pid, signal.SIGKILL)
    try:
        while True:
            last = receiver.recv()
    except EOFError:
        pass
    child.join()
    assert child.exitcode == -signal.SIGKILL
    return last


def found(folder: Path) -> int:
    """Open what was left behind; the number of the last save in it, once all of it is sound."""
    ctx = schools.open_school(folder, factory.OFFICE, factory.Clock())
    try:
        connection = ctx.data.db.connection()
        assert connection.pragma("quick_check") == "ok"
        assert not connection.execute("PRAGMA foreign_key_check").fetchall()
        count = settings.get("count") or 0
        _whole(ctx, count)
        return count
    finally:
        ctx.close()


def _whole(ctx: Context, count: int) -> None:
    """Every save up to `count` is there to its last row, and none beyond it."""

    def one(sql: str) -> object:
        return ctx.data.db.connection().execute(sql).fetchone()[0]

    done = {act: [n for n in range(1, count + 1) if ACTS[n % len(ACTS)] is act] for act in ACTS}
    children = {f"第{n}个" for n in done[add_child]}
    held = [child for child in students.everybody(None).values() if child.name[0] == "第"]
    assert {child.name for child in held} == children
    assert len(held) == len(children)
    assert all(len(child.guardians) == 2 and child.more for child in held)
    assert one("SELECT count(*) FROM search") == len(held) + len(factory.PUPILS)
    assert {v.note for v in visits.of_student(ctx, "wang")} == {f"第{n}次" for n in done[visit]}
    assert [s.reason for s in leave.of_student(ctx, "zhang")] == [
        f"第{n}次" for n in done[take_leave][-1:]
    ]
    _book_is_whole(ctx, done[call_roll])
    if done[rename]:
        assert students.get("wang").village == f"第{done[rename][-1]}村"
    assert one("SELECT count(*) FROM op WHERE label LIKE '第%次'") == count
    _chain_is_whole(ctx)


def _book_is_whole(ctx: Context, calls: list[int]) -> None:
    halves = _school_days(ctx)
    expected = {halves[n % len(halves)]: list(MarkKind)[n % len(MarkKind)] for n in calls}
    book = attendance.book(ctx, FIRST_DAY, ctx.today(), "c72")
    assert set(book.taken.get("c72", ())) == set(expected)
    for student in ("namesake", "zeng"):
        assert dict(book.marks.get(student, {})) == expected


def _chain_is_whole(ctx: Context) -> None:
    before = ""
    for id_, label, at, who, changes, held in ctx.data.db.connection().execute(
        "SELECT id, label, at, who, changes, hash FROM op ORDER BY id"
    ):
        text = f"{id_}\t{label}\t{at}\t{who}".encode()
        before = sha256(b"\0".join([before.encode(), text, sha256(changes).digest()])).hexdigest()
        assert before == held


@pytest.fixture(scope="module", autouse=True)
def _warm():
    """The children are forked from a process that has read all modules already."""
    multiprocessing.get_context("forkserver").set_forkserver_preload(
        ["pytest", "pypinyin", "chinese_calendar", "kongchuo_desktop.services.risk"]
    )


@pytest.mark.parametrize("seed", [1, 2])
def test_what_was_acknowledged_survives_and_nothing_is_half(folder, seed):
    chance, saved = Random(seed), 0
    for _ in range(KILLS // 2):
        acknowledged = killed(folder, saved + 1, chance.uniform(0, LONGEST))
        left = found(folder)
        assert acknowledged <= left <= acknowledged + 1
        saved = left
    assert saved > KILLS // 2


def test_the_harness_catches_a_program_that_says_saved_too_early(folder):
    chance, saved, lost = Random(3), 0, 0
    for _ in range(KILLS):
        acknowledged = killed(folder, saved + 1, chance.uniform(0, LONGEST / 4), early=True)
        saved = found(folder)
        if lost := acknowledged - saved:
            break
    assert lost == 1


def test_a_killed_program_leaves_no_name_in_the_clear(folder):
    assert killed(folder, 1, LONGEST) >= 0
    left = b"".join(path.read_bytes() for path in folder.iterdir())

    assert (folder / "school.db-wal").exists()
    assert "王小花".encode() not in left
    assert "第1个".encode() not in left


def test_an_acknowledged_risk_note_is_there_after_a_kill_of_the_next(folder):
    """The book-keeping of the journal survives too: what can be undone is of this run only."""
    killed(folder, 1, LONGEST / 2)
    ctx = schools.open_school(folder, factory.OFFICE, factory.Clock())
    try:
        risk.nominate(ctx, factory.concern())
        assert ctx.last_op() == ctx.started + 1
    finally:
        ctx.close()
