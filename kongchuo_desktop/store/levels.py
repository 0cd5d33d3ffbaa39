"""Levels of concern: those set by hand, and how each child's level went from week to week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from kongchuo_desktop.domain.risk import Level, Override
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.models import OverrideRow, proxy


def add(override: Override) -> None:
    OverrideRow.create(
        id=override.id,
        student=override.student,
        level=override.level,
        day=override.day.isoformat(),
        until=override.until.isoformat(),
        why=override.why,
        who=override.who,
        over_on=codec.iso(override.over_on),
    )


def end(student: str, day: date) -> None:
    """From a day on, what was set by hand for a child holds no longer."""
    OverrideRow.update(over_on=day.isoformat()).where(
        (OverrideRow.student == student) & (OverrideRow.over_on == "")
    ).execute()


def in_force(day: date) -> dict[str, Override]:
    """By child: the level set by hand that holds on a day, the latest where there are several."""
    query = OverrideRow.select().where(
        (OverrideRow.day <= day.isoformat()) & (OverrideRow.until > day.isoformat())
    )
    found = [_override(row) for row in query.order_by(OverrideRow.day)]
    return {each.student: each for each in found if each.holds(day)}


def of_student(student: str) -> Sequence[Override]:
    """What was set by hand for a child, the latest first."""
    query = OverrideRow.select().where(OverrideRow.student == student)
    return [_override(row) for row in query.order_by(OverrideRow.day.desc())]


def keep_week(day: date, levels: Mapping[str, tuple[Level, int]]) -> None:
    """The levels at the end of a week, by child with the score."""
    proxy.connection().executemany(
        "INSERT OR REPLACE INTO level_week (student, day, level, score) VALUES (?, ?, ?, ?)",
        [(student, day.isoformat(), str(level), n) for student, (level, n) in levels.items()],
    )


def latest_week() -> date | None:
    """The last day of the latest week that was kept."""
    row = proxy.connection().execute("SELECT max(day) FROM level_week").fetchone()
    return date.fromisoformat(row[0]) if row[0] else None


def weeks(student: str) -> Sequence[tuple[date, Level, int]]:
    """How a child's level and score went: the weeks in which the level changed, oldest first."""
    rows = proxy.connection().execute(
        "SELECT day, level, score FROM level_week WHERE student = ? ORDER BY day", (student,)
    )
    return [(date.fromisoformat(day), Level(level), score) for day, level, score in rows]


def last_changes() -> dict[str, list[tuple[date, Level]]]:
    """By child: the latest kept level and the one before it, newest first."""
    rows = proxy.connection().execute(
        "SELECT student, day, level FROM level_week ORDER BY student, day DESC"
    )
    found: dict[str, list[tuple[date, Level]]] = {}
    for student, day, level in rows:
        held = found.setdefault(student, [])
        if len(held) < 2:
            held.append((date.fromisoformat(day), Level(level)))
    return found


def _override(row: OverrideRow) -> Override:
    return Override(
        id=row.id,
        student=row.student_id,
        level=Level(row.level),
        day=date.fromisoformat(row.day),
        until=date.fromisoformat(row.until),
        why=row.why,
        who=row.who,
        over_on=codec.day(row.over_on),
    )
