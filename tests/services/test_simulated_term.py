"""A whole term of the demo school, every roll call through the use cases: what is counted adds up
on every half day, and no absent child is lost."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import partial
from itertools import groupby
from pathlib import Path

import pytest

from kongchuo_desktop.domain.attendance import Half, MarkKind, RollState, Totals
from kongchuo_desktop.domain.roster import EXPECTED, ON_ROLL
from kongchuo_desktop.services import attendance, classes, demo, today
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store.models import proxy

LAST = date(2027, 1, 20)  # the last day of its term
SPREAD = 12
NOT_RECORDED = {(LAST, Half.PM)}  # the demo stops on the morning of its last day
EXCUSED = {"sick", "personal"}


@pytest.fixture(scope="module")
def term_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("term") / "数据"
    demo.create(folder, LAST).close()
    return folder


@pytest.fixture
def ctx(term_folder, open_school) -> Context:
    """The term, looked at and not written to, on the evening of its last day."""
    return open_school(term_folder, demo.WHO, partial(evening, LAST))


def evening(day):
    return datetime.combine(day, time(18)).astimezone()


When = tuple[str, str]


@dataclass(frozen=True)
class Facts:
    """What is on disk, read without the code that is tested."""

    children: dict[str, tuple[str, str]]  # child → class, status
    rolls: dict[tuple[str, str, str], str]
    marks: dict[tuple[str, str, str], str]
    slips: dict[str, list[tuple[When, When, When]]]  # first, last, back

    def kind(self, child: str, day: str, half: str) -> str:
        when = (day, half)
        if any(first <= when <= last and when < back for first, last, back in self.slips[child]):
            return "leave"
        found = self.marks.get((child, day, half), "present")
        return "leave" if found in EXCUSED else found


def facts() -> Facts:
    ask = proxy.connection().execute
    slips = defaultdict(list)
    for child, first, first_half, last, last_half, back, back_half in ask(
        "SELECT student, first_day, first_half, last_day, last_half, back_day, back_half"
        " FROM leave WHERE state IN ('approved', 'returned') OR phone AND state = 'submitted'"
    ):
        until = (back, back_half) if back else ("9999", "")
        slips[child].append(((first, first_half), (last, last_half), until))
    return Facts(
        {child: held for child, *held in ask("SELECT id, class, status FROM student")},
        {tuple(key): state for *key, state in ask("SELECT class, day, half, state FROM roll")},
        {tuple(key): kind for *key, kind in ask("SELECT student, day, half, kind FROM mark")},
        slips,
    )


def counted(held: Facts, class_id: str, day: date, half: Half) -> Counter[str]:
    """Every expected child of a class, once, as present, leave, unexcused or unreported."""
    members = [
        c for c, (k, status) in held.children.items() if k == class_id and status in EXPECTED
    ]
    if held.rolls.get((class_id, day.isoformat(), str(half))) != "taken":
        return Counter(unreported=len(members))
    kinds = (held.kind(child, day.isoformat(), str(half)) for child in members)
    return Counter({"late": "present", "early": "present"}.get(kind, kind) for kind in kinds)


def half_days(ctx: Context) -> Iterator[tuple[date, Half]]:
    term = ctx.calendar.term
    return ctx.calendar.half_days(term.first, LAST)


def test_the_term_is_whole(ctx):
    held = facts()
    reported = {(date.fromisoformat(day), Half(half)) for _, day, half in held.rolls}

    assert len(held.children) == 413
    assert len(classes.seen(ctx)) == 12
    assert reported == set(half_days(ctx)) - NOT_RECORDED
    assert len(reported) > 180
    assert sum(kind == "unexcused" for kind in held.marks.values()) > 50
    assert sum(map(len, held.slips.values())) > 150


def test_every_half_day_of_every_class_adds_up_and_the_classes_to_the_school(ctx):
    held = facts()
    book = attendance.book(ctx, ctx.calendar.term.first, LAST)
    on_roll = Counter(k for k, status in held.children.values() if status in ON_ROLL)
    expected = Counter(k for k, status in held.children.values() if status in EXPECTED)
    seen = Counter()
    for when in half_days(ctx):
        school = Totals()
        for class_id in classes.seen(ctx):
            found, count = book.totals(class_id, when), counted(held, class_id, *when)
            assert found == Totals(
                on_roll=on_roll[class_id],
                expected=expected[class_id],
                leave=count["leave"],
                unexcused=count["unexcused"],
                unreported=count["unreported"],
            ), (class_id, when)
            assert found.present == count["present"] >= 0
            assert count.total() == found.expected
            school += found
            seen += count
        assert school.expected == expected.total() == 411
        assert school.expected == (
            school.present + school.leave + school.unexcused + school.unreported
        )
    assert all(seen[kind] > 50 for kind in ("present", "leave", "unexcused", "unreported"))


def spread(ctx: Context) -> list[date]:
    days = list(ctx.calendar.school_days(ctx.calendar.term.first, LAST))
    return [days[(n + 1) * len(days) // SPREAD - 1] for n in range(SPREAD)]


def open_absences(held: Facts, until: date) -> dict[str, list[tuple[str, str]]]:
    """Children whose latest reported half days, up to a day, were missed without leave."""
    reported: dict[str, list[tuple[str, str]]] = {}
    for (class_id, day, half), state in sorted(held.rolls.items(), key=lambda each: each[0][1:]):
        if state == RollState.TAKEN and day <= until.isoformat():
            reported.setdefault(class_id, []).append((day, half))
    found = {}
    for child, (class_id, status) in held.children.items():
        if status not in EXPECTED:
            continue
        kinds = [(held.kind(child, *when), when) for when in reversed(reported.get(class_id, []))]
        kind, run = next(groupby(kinds, key=lambda each: each[0]), ("", iter(())))
        if kind == MarkKind.UNEXCUSED:
            found[child] = [when for _, when in run][::-1]
    return found


DEEDS = {
    "L1": "SELECT 1 FROM contact WHERE student = ?1 AND result = 'reached' AND at >= ?2"
    " UNION SELECT 1 FROM visit WHERE student = ?1 AND day >= ?2",
    "L2": "SELECT 1 FROM visit WHERE student = ?1 AND day >= ?2",
    "L3": "SELECT 1 FROM visit WHERE student = ?1 AND day >= ?2 AND leader",
    "L4": "SELECT 1 FROM submission WHERE student = ?1 AND day >= ?2 AND rung = 'L4'",
}


def test_no_absent_child_is_lost_at_the_end_of_any_day(ctx):
    """Each rung an open absence has reached is asked for, or its deed is on record."""
    held = facts()
    watched = 0
    for day in spread(ctx):
        ctx.set_clock(partial(evening, day))
        page = today.today(ctx)
        asked = {(todo.duty.student, todo.duty.rung) for todo in page.todos}
        absent = open_absences(held, day)
        for child, halves in absent.items():
            reached = {"L1"} | ({"L2"} if len(halves) >= 2 else set())
            reached |= {"L3"} if len(halves) > 2 else set()
            reached |= {"L4"} if len(halves) >= 6 else set()
            for rung in reached:
                done = proxy.connection().execute(DEEDS[rung], (child, halves[0][0])).fetchone()
                assert ((child, rung) in asked) != bool(done), (day, child, rung, halves)
                watched += 1
        assert page.totals == sum((row.totals for row in page.classes), Totals())
        assert page.totals.unexcused == sum(
            counted(held, class_id, day, page.half)["unexcused"] for class_id in classes.seen(ctx)
        )
    assert watched > SPREAD


def test_nobody_who_is_at_school_or_excused_is_on_the_ladder_for_being_away(ctx):
    held = facts()
    for day in spread(ctx):
        ctx.set_clock(partial(evening, day))
        away = open_absences(held, day)
        for todo in today.today(ctx).todos:
            if todo.duty.rung in {"L2", "L3", "L5", "L6", "L7", "L8"}:
                assert todo.duty.student in away
            assert todo.duty.overdue == todo.duty.due.passed(ctx.now())


def test_the_same_seed_makes_the_same_term(ctx, tmp_path):
    """Ids and the office's key are drawn anew; what happened to whom is the same."""

    def story() -> list[tuple[str, ...]]:
        ask = proxy.connection().execute
        queries = (
            "SELECT s.name, s.birth, m.day, m.half, m.kind FROM mark m"
            " JOIN student s ON s.id = m.student",
            "SELECT s.name, s.birth, l.first_day, l.last_day, l.reason, l.state FROM leave l"
            " JOIN student s ON s.id = l.student",
            "SELECT s.name, s.birth, v.day, v.kind, v.visitors, v.note FROM visit v"
            " JOIN student s ON s.id = v.student",
        )
        return sorted(row for sql in queries for row in ask(sql))

    first = story()
    ctx.close()
    again = demo.create(tmp_path / "又一次", LAST)
    try:
        assert story() == first
    finally:
        again.close()
