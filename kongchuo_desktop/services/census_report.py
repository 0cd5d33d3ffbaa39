"""What the opening-days census says as at a day: by class, by grade, as a list, as F25."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from kongchuo_desktop.domain.census import Arrival, Child, HandFigure, Move, State, Why
from kongchuo_desktop.domain.census_figures import REASON_WORDS, Tally, corrected, tally
from kongchuo_desktop.domain.census_form import JUNIOR, PRIMARY, Census, GradeRow, Missing
from kongchuo_desktop.domain.roster import SchoolClass, Student
from kongchuo_desktop.services import classes, letters
from kongchuo_desktop.services.census import COUNTED, term
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.searching import folded
from kongchuo_desktop.store import census, students
from kongchuo_desktop.store.lists import ChipCount

EVERYBODY = ""
STAGES = {"primary": PRIMARY, "junior": JUNIOR}
STATES = (
    ("all", "全部"),
    (State.UNREPORTED.value, "未登记"),
    (State.NOT_ARRIVED.value, "未到"),
    (State.ARRIVED.value, "已到"),
)


@dataclass
class Book:
    """Everything registered by a day, of the classes that are seen. A group is a class by its
    id, a grade as `grade_key` gives it, a stage, or everybody."""

    day: date
    classes: Mapping[str, SchoolClass]
    children: Mapping[str, Child]
    moves: Sequence[Move]
    by_hand: Sequence[HandFigure]

    @cached_property
    def grades(self) -> list[int]:
        return sorted({found.grade for found in self.classes.values()})

    @cached_property
    def by_class(self) -> dict[str, Tally]:
        found: dict[str, list[Child]] = {id_: [] for id_ in self.classes}
        for child in self.children.values():
            found[child.class_id].append(child)
        others: dict[str, list[Move]] = {id_: [] for id_ in self.classes}
        for each in self.moves:
            if not each.student:
                others[each.class_id].append(each)
        return {id_: tally(found[id_], others[id_], self.day) for id_ in self.classes}

    @cached_property
    def rows(self) -> tuple[GradeRow, ...]:
        """The grades, with what was set by hand in place of what was computed."""
        made = []
        for grade in self.grades:
            held = [self.by_class[id_] for id_, c in self.classes.items() if c.grade == grade]
            computed = sum(held, Tally())
            by_hand = [each for each in self.by_hand if each.grade == grade]
            made.append(
                GradeRow(grade=grade, tally=corrected(computed, by_hand), computed=computed.figures)
            )
        return tuple(made)

    def of(self, group: str) -> Tally:
        if group in self.by_class:
            return self.by_class[group]
        return sum((row.tally for row in self.rows if _holds(group, row.grade)), Tally())

    def members(self, group: str) -> list[Child]:
        """Who is to arrive, or is registered, of a group, in the order of lists."""
        return [
            child
            for child in self.children.values()
            if child.counts(self.day)
            and (group == child.class_id or _holds(group, self.classes[child.class_id].grade))
        ]


def _holds(group: str, grade: int) -> bool:
    if group in STAGES:
        return grade in STAGES[group]
    return group in (EVERYBODY, grade_key(grade))


def grade_key(grade: int) -> str:
    return f"grade-{grade}"


def book(ctx: Context, day: date) -> Book:
    """What is registered by the end of a day; a homeroom teacher's holds the own class only, and
    no figures set for a whole grade."""
    code = term(ctx).code
    every = classes.seen(ctx)
    arrivals = census.arrivals(code)
    moves = census.moves(code, ctx.scope)
    of_child: dict[str, list[Move]] = {}
    for each in moves:
        of_child.setdefault(each.student, []).append(each)
    order = {class_id: number for number, class_id in enumerate(every)}
    found = students.briefs(ctx.scope)
    in_order = sorted(found.values(), key=lambda each: (order[each.class_id], each.sort))
    return Book(
        day,
        every,
        {
            each.id: Child(
                id=each.id,
                name=each.name,
                class_id=each.class_id,
                on_roll=each.status in COUNTED,
                moves=tuple(of_child.get(each.id, ())),
                arrival=arrivals.get(each.id),
            )
            for each in in_order
        },
        moves,
        census.figures(code) if ctx.scope is None else (),
    )


def report(ctx: Context, day: date, read: Book | None = None) -> Census:
    """F25 as at the end of a day, from what was read already where something was."""
    found = read or book(ctx, day)
    return Census(
        school=ctx.school.name,
        term=term(ctx).words,
        day=found.day,
        part="" if ctx.scope is None else "、".join(c.name for c in found.classes.values()),
        rows=found.rows,
        missing=tuple(_missing(found)),
        days=tuple(_days(found)),
    )


def _days(found: Book) -> Iterable[tuple[date, int]]:
    """How many arrived on each day, from the first on which somebody did."""
    arrived: dict[date, int] = {}
    for child in found.members(EVERYBODY):
        if child.arrival and child.arrival.arrived_on and child.state(found.day) is State.ARRIVED:
            on = child.arrival.arrived_on
            arrived[on] = arrived.get(on, 0) + 1
    return sorted(arrived.items())


def _missing(found: Book) -> Iterable[Missing]:
    absent = [c for c in found.members(EVERYBODY) if c.state(found.day) is State.NOT_ARRIVED]
    details = students.of_ids([child.id for child in absent])
    for child in absent:
        why = child.arrival.why if child.arrival else None
        if why is None:
            continue
        side = [word for reason, word in REASON_WORDS.items() if reason in why.side]
        yield Missing(
            student=child.id,
            name=child.name,
            class_name=classes.short(found.classes[child.class_id]),
            village=details[child.id].village,
            phone=_phone(details[child.id]),
            reason="，".join([REASON_WORDS[why.reason], *(f"兼{word}" for word in side)]),
            whereabouts=why.whereabouts,
            measures=why.measures,
            person=why.person or found.classes[child.class_id].teacher,
        )


def _phone(child: Student) -> str:
    whom = letters.guardian(child)
    return (whom.phone if whom else "") or child.phone


def paper(ctx: Context, day: date) -> bytes:
    """F25 as PDF: it bears no number and is not kept."""
    from kongchuo_desktop.documents import census_report

    return census_report.make(report(ctx, day))


class CensusListing:
    """The rows of the census: the children of a group, as at a day."""

    def __init__(self, ctx: Context, day: date) -> None:
        self.ctx = ctx
        self.group = EVERYBODY
        self.read(day)

    def read(self, day: date) -> None:
        """Read everything again, as at a day."""
        self.book = book(self.ctx, day)

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        shown = [c for c in self.book.members(self.group) if self._is(c, chip)]
        if text:
            wanted = set(students.find(folded(text), self.ctx.scope, len(self.book.children)))
            shown = [child for child in shown if child.id in wanted]
        if order == "class":
            place = {class_id: at for at, class_id in enumerate(self.book.classes)}
            shown.sort(key=lambda child: place[child.class_id], reverse=descending)
        elif order:
            cells = self.rows([child.id for child in shown])
            shown.sort(key=lambda child: str(cells[child.id][order]), reverse=descending)
        return [child.id for child in shown]

    def _is(self, child: Child, chip: str) -> bool:
        return chip in ("", "all", child.state(self.book.day).value)

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        held = self.book.children
        return {key: self._row(held[key]) for key in keys if key in held}

    def _row(self, child: Child) -> dict[str, Any]:
        state = child.state(self.book.day)
        held = child.arrival or Arrival(student=child.id, term="")
        why = held.why if state is State.NOT_ARRIVED else None
        days = {State.ARRIVED: held.arrived_on, State.NOT_ARRIVED: held.missed_on}
        return {
            "name": child.name,
            "class": classes.short(self.book.classes[child.class_id]),
            "state": state,
            "day": days.get(state),
            "reason": REASON_WORDS[why.reason] if why else "",
            "carried_over": bool(why and why.carried_over),
            "whereabouts": why.whereabouts if why else "",
            "measures": why.measures if why else "",
            "person": self._person(child, why) if why else "",
        }

    def _person(self, child: Child, why: Why) -> str:
        return why.person or self.book.classes[child.class_id].teacher

    def chips(self) -> list[ChipCount]:
        members = self.book.members(self.group)
        return [
            ChipCount(key, label, sum(self._is(child, key) for child in members))
            for key, label in STATES
        ]

    def foot(self, text: str, chip: str) -> str:
        return f"共{len(self.keys(text, '', False, chip))}人"
