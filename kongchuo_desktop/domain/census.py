"""The opening-days census (开学报到) of a child: arrived or not and why, come to the roll or left.

A child nobody has reported is neither arrived nor missing: it is 未登记. What the children add up
to, and the identity this has to fulfil, stands in `census_figures`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.errors import Invalid

BEFORE = timedelta(days=15)
"""Children report at school up to so long before the first day of term."""


class Reason(StrEnum):
    """Why a child has not arrived: one main reason, others beside it (F25)."""

    WORKING = "working"
    NOT_BACK = "not_back"
    FAMILY_AWAY = "family_away"
    UNREACHABLE = "unreachable"
    RAN_AWAY = "ran_away"
    AVERSION = "aversion"
    HARDSHIP = "hardship"
    ILLNESS = "illness"
    DISABILITY = "disability"
    EARLY_MARRIAGE = "early_marriage"
    DROPPED_BEFORE = "dropped_before"
    PENDING = "pending"
    OTHER = "other"


AWAY = frozenset(
    {Reason.WORKING, Reason.NOT_BACK, Reason.FAMILY_AWAY, Reason.UNREACHABLE, Reason.RAN_AWAY}
)


class State(StrEnum):
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    UNREPORTED = "unreported"


class Item(StrEnum):
    """The figures of a grade that a school may set by hand."""

    BASE = "base"
    TRANSFER_IN = "transfer_in"
    RESUMED = "resumed"
    TRANSFER_OUT = "transfer_out"
    SUSPENDED = "suspended"


class MoveKind(StrEnum):
    """Coming to the roll and leaving it, by codes §11."""

    TRANSFER_IN = "transfer_in"
    NEW = "new"
    RESUMED = "resumed"
    TRANSFER_OUT = "transfer_out"
    SUSPENDED = "suspended"
    DEFERRED = "deferred"
    HOME_TUTORING = "home_tutoring"
    SPECIAL_SCHOOL = "special_school"
    ABROAD = "abroad"
    DECEASED = "deceased"


COUNTED_AS = {
    MoveKind.TRANSFER_IN: Item.TRANSFER_IN,
    MoveKind.NEW: Item.TRANSFER_IN,
    MoveKind.RESUMED: Item.RESUMED,
    MoveKind.TRANSFER_OUT: Item.TRANSFER_OUT,
}
"""Every other kind is counted as 休学等."""
COMING = frozenset({MoveKind.TRANSFER_IN, MoveKind.NEW, MoveKind.RESUMED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """What is known of a child that has not arrived. `carried_over`: dropped out before this
    term (结转辍学), otherwise newly missing (新增未到)."""

    reason: Reason
    side: frozenset[Reason] = frozenset()
    whereabouts: str = ""
    measures: str = ""
    person: str = ""
    carried_over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """What was registered of one child in one term. The reason stays when the child arrives
    later, so that the report of an earlier day can be made again."""

    student: str
    term: str
    arrived_on: date | None = None
    missed_on: date | None = None
    why: Why | None = None

    def state(self, day: date) -> State:
        """Where the child stood at the end of a day."""
        if self.arrived_on and self.arrived_on <= day:
            return State.ARRIVED
        if self.missed_on and self.missed_on <= day:
            return State.NOT_ARRIVED
        return State.UNREPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """A child that came to the roll or left it in the opening days; without `student`, so many
    who are not in the roster: known by number, and by name where one is known."""

    id: str = ""
    term: str = ""
    class_id: str
    kind: MoveKind
    day: date
    student: str = ""
    count: int = 1
    name: str = ""
    note: str = ""

    @property
    def item(self) -> Item:
        return COUNTED_AS.get(self.kind, Item.SUSPENDED)

    @property
    def coming(self) -> bool:
        return self.kind in COMING


@dataclass(frozen=True, slots=True, kw_only=True)
class HandFigure:
    """A figure of a grade set by hand, and why; no number takes the computed one again."""

    grade: int
    item: Item
    number: int | None
    reason: str = ""


def checked(why: Why) -> Why:
    """What is known of a missing child as it may be kept, or Invalid."""
    if why.reason is Reason.OTHER and not why.whereabouts.strip():
        raise Invalid(whereabouts="原因选“其他”的，请在去向里写明情况")
    carried = why.carried_over or why.reason is Reason.DROPPED_BEFORE
    return replace(why, side=why.side - {why.reason}, carried_over=carried)


def check_day(day: date, term: Term, today: date) -> None:
    """Invalid, with the reason, for a day on which nobody can be registered."""
    if day > today:
        raise Invalid(day=f"{day.month}月{day.day}日还没有到，请核对日期")
    if not term.first - BEFORE <= day <= term.last:
        raise Invalid(
            day=f"{day}不在{term.words}的报到日期里（{term.first - BEFORE}至{term.last}）"
        )


def arrive(held: Arrival, day: date) -> Arrival:
    """The child is at school from a day on. One that had arrived before keeps its day; one
    registered as missing on that day or later was missing by mistake."""
    if held.arrived_on and held.arrived_on <= day:
        return held
    if held.missed_on and held.missed_on >= day:
        return replace(held, arrived_on=day, missed_on=None, why=None)
    return replace(held, arrived_on=day)


def miss(held: Arrival, day: date, why: Why) -> Arrival:
    """The child has not arrived; missing since the first day this was said."""
    since = min(held.missed_on, day) if held.missed_on else day
    return replace(held, arrived_on=None, missed_on=since, why=checked(why))


def move(asked: Move, earlier: Sequence[Move]) -> Move:
    """A move as it may be kept: nobody comes twice, or leaves twice, without the other between."""
    if not asked.student:
        if asked.count < 1:
            raise Invalid(count="人数至少是1")
        return asked
    before = [each for each in earlier if each.student == asked.student]
    if any(each.day == asked.day for each in before):
        raise Invalid(day="这名学生这一天已经记过变动，请先在“变动”里删掉原来那条")
    around = sorted([*before, asked], key=lambda each: each.day)
    at = next(number for number, each in enumerate(around) if each is asked)
    beside = [*around[max(0, at - 1) : at], *around[at + 1 : at + 2]]
    if any(each.coming == asked.coming for each in beside):
        raise Invalid(kind="这名学生已经记过同样的变动，请先在“变动”里删掉原来那条")
    return asked


@dataclass(frozen=True, slots=True, kw_only=True)
class Child:
    """A child of the roster as the census sees it; `on_roll`: expected at school by its status."""

    id: str
    name: str
    class_id: str
    on_roll: bool
    moves: tuple[Move, ...] = ()
    arrival: Arrival | None = None

    @property
    def in_base(self) -> bool:
        """Whether it stood on the roll before the first move of these days."""
        return not self.moves[0].coming if self.moves else self.on_roll

    def here(self, day: date) -> bool:
        """Whether it was to be at school on a day."""
        later = next((each for each in self.moves if each.day > day), None)
        if later:
            return not later.coming
        return self.on_roll and not self.left(day)

    def left(self, day: date) -> bool:
        """Whether the last thing known of it by a day is that it left."""
        before = [each for each in self.moves if each.day <= day]
        return bool(before) and not before[-1].coming

    def came(self, day: date) -> bool:
        return any(each.coming and each.day <= day for each in self.moves)

    def state(self, day: date) -> State:
        return self.arrival.state(day) if self.arrival else State.UNREPORTED

    def counts(self, day: date) -> bool:
        """Here, or registered though the roster says it is not at this school any more."""
        strays = self.state(day) is not State.UNREPORTED and not self.left(day)
        return self.here(day) or strays
