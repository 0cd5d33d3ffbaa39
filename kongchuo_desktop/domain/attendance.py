"""Marks of a half day: only exceptions are kept; a class's half day is taken, stopped or open."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Half(StrEnum):
    AM = "am"
    PM = "pm"


class MarkKind(StrEnum):
    UNEXCUSED = "unexcused"
    SICK = "sick"
    PERSONAL = "personal"
    LATE = "late"
    EARLY = "early"


class RollState(StrEnum):
    """未登记 has no row: a half day nobody has reported."""

    TAKEN = "taken"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One child's exception in one half day."""

    student: str
    day: date
    half: Half
    kind: MarkKind
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RollCall:
    """That a class reported its half day, and when; zero absences are reported too (S2d 三.1)."""

    class_id: str
    day: date
    half: Half
    state: RollState = RollState.TAKEN
    at: datetime


HalfDay = tuple[date, Half]
EXCUSED = frozenset({MarkKind.SICK, MarkKind.PERSONAL})
AWAY = EXCUSED | {MarkKind.UNEXCUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    """A run of half days a child was away without leave, not broken by weekends (rules §1).

    `open` says that the child has neither been at school nor excused since, as far as anybody has
    reported; `back` is the first half day it was at school again, whatever came in between.
    """

    halves: Sequence[HalfDay]
    first: HalfDay
    last: HalfDay
    half_days: int
    days: int  # different school days touched
    full_on: Mapping[int, date]  # number of full days → the day on which it was reached
    open: bool
    back: HalfDay | None

    @property
    def full_days(self) -> int:
        return self.half_days // 2


def absences(taken: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind]) -> list[Absence]:
    """The runs of one child, oldest first.

    `taken` are the half days its class reported, in order; what nobody reported neither counts nor
    breaks a run. A half day present, or excused, ends it.
    """
    runs: list[list[int]] = []
    for place in _unexcused(taken, marks):
        if runs and place == runs[-1][-1] + 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [_run(taken, marks, places) for places in runs]


def _unexcused(taken: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind]) -> list[int]:
    """Where among the reported half days a child was absent without leave: few of many."""
    places = []
    for when in sorted(when for when, kind in marks.items() if kind is MarkKind.UNEXCUSED):
        place = bisect_left(taken, when)
        if place < len(taken) and taken[place] == when:
            places.append(place)
    return places


def _run(
    taken: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind], places: Sequence[int]
) -> Absence:
    halves = [taken[place] for place in places]
    after = range(places[-1] + 1, len(taken))
    return Absence(
        halves=halves,
        first=halves[0],
        last=halves[-1],
        half_days=len(halves),
        days=len({day for day, _ in halves}),
        full_on={n // 2: halves[n - 1][0] for n in range(2, len(halves) + 1, 2)},
        open=not after,
        back=next((taken[n] for n in after if marks.get(taken[n]) not in AWAY), None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """A day's or half day's head count, in children: expected = present + leave + unexcused
    + unreported (rules §3.2)."""

    on_roll: int = 0
    expected: int = 0
    leave: int = 0
    unexcused: int = 0
    unreported: int = 0

    @property
    def present(self) -> int:
        return self.expected - self.leave - self.unexcused - self.unreported

    @property
    def rate(self) -> float | None:
        """到校率 = present ÷ expected of the classes that reported; None when none did."""
        reported = self.expected - self.unreported
        return self.present / reported if reported else None

    def __add__(self, other: Totals) -> Totals:
        return Totals(
            on_roll=self.on_roll + other.on_roll,
            expected=self.expected + other.expected,
            leave=self.leave + other.leave,
            unexcused=self.unexcused + other.unexcused,
            unreported=self.unreported + other.unreported,
        )
