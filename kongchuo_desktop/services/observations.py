"""Talks and conduct: recorded as seen and heard; a signal is over when somebody says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from kongchuo_desktop.domain import observations as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.observations import Observation
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.services import lookup
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import observations


def record(ctx: Context, asked: Observation) -> Observation:
    """A talk, or what was seen or heard of a child."""
    child = lookup.seen(ctx, asked.student)
    kept = replace(rules.checked(asked, ctx.today()), id=new_id())
    with ctx.write(f"登记 {child.name} {words.OBSERVATIONS[kept.kind]}"):
        observations.add(kept)
    return kept


def get(ctx: Context, observation_id: str) -> Observation:
    found = observations.get(observation_id)
    lookup.seen(ctx, found.student)
    return found


def of_student(ctx: Context, student: str) -> Sequence[Observation]:
    """A child's notes, the latest first."""
    lookup.seen(ctx, student)
    return observations.of_student(student)


def end(ctx: Context, observation_id: str, why: str, day: date) -> None:
    """The signal is over from a day on, with how things are now; it counts no longer, and stays."""
    found = get(ctx, observation_id)
    child = lookup.seen(ctx, found.student)
    day, told = rules.ended(found, day, why)
    with ctx.write(f"解除 {child.name} {words.OBSERVATIONS[found.kind]}"):
        observations.save(replace(found, over_on=day, over_why=told))


def void(ctx: Context, observation_id: str, why: str) -> None:
    """A note made in error: it stays, with the reason, and counts for nothing."""
    found = get(ctx, observation_id)
    child = lookup.seen(ctx, found.student)
    if found.void_why:
        raise Refused("这条记录已经作废，没有改动。")
    if not why.strip():
        raise Invalid(void_why="请写明作废的理由")
    with ctx.write(f"作废 {child.name} {words.OBSERVATIONS[found.kind]}"):
        observations.save(replace(found, void_why=why.strip()))
