"""Children who were in another class before: what that class reported of them still counts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from kongchuo_desktop.domain.attendance import HalfDay, MarkKind, RollState
from kongchuo_desktop.store import marks, students
from kongchuo_desktop.store.students import Brief

Taken = dict[str, list[HalfDay]]
Marks = Mapping[str, Mapping[HalfDay, MarkKind]]


def add_earlier_reports(
    pupils: Mapping[str, Brief], found: Marks, lessons: Collection[date], taken: Taken
) -> None:
    """Puts before a class's first own report what the school reported until then, where one of
    its children has marks that are older: its class was called otherwise, or it was moved.

    A class that has not reported at all yet is taken to be as its children's marks and the classes
    left empty say, and no later: other classes' reports of today say nothing about it.
    """
    wanted = _with_older_marks(pupils, found, lessons, taken)
    if not wanted:
        return
    rolls = [
        (class_id, (day, half))
        for (class_id, day, half), state in marks.rolls(min(lessons), max(lessons), None).items()
        if state is RollState.TAKEN and day in lessons
    ]
    every = sorted({when for _, when in rolls})
    full = students.counts()
    left = max((when for class_id, when in rolls if class_id not in full), default=None)
    for class_id, latest in wanted.items():
        own = taken.get(class_id, [])
        until = max(latest, left) if left else latest
        before = (when for when in every if (when < own[0] if own else when <= until))
        taken[class_id] = [*before, *own]


def marked_elsewhere(
    pupils: Mapping[str, Brief], found: Marks, lessons: Collection[date], taken: Taken
) -> dict[str, list[HalfDay]]:
    """The half days on which a child was marked though its present class did not report them: the
    class it was in then did."""
    own = {class_id: frozenset(halves) for class_id, halves in taken.items()}
    nothing: frozenset[HalfDay] = frozenset()
    elsewhere = {}
    for student, held in found.items():
        if student in pupils:
            reported = own.get(pupils[student].class_id, nothing)
            extra = [when for when in held if when not in reported and when[0] in lessons]
            if extra:
                elsewhere[student] = extra
    return elsewhere


def _with_older_marks(
    pupils: Mapping[str, Brief], found: Marks, lessons: Collection[date], taken: Taken
) -> dict[str, HalfDay]:
    """Classes with a child that was marked before they first reported, and the latest such mark."""
    wanted: dict[str, HalfDay] = {}
    for student, held in found.items():
        if student not in pupils:
            continue
        class_id = pupils[student].class_id
        own = taken.get(class_id)
        older = _older(held, own[0] if own else None, lessons)
        latest = max(older, default=None)
        if latest:
            wanted[class_id] = max(latest, wanted.get(class_id, latest))
    return wanted


def _older(
    held: Iterable[HalfDay], first: HalfDay | None, lessons: Collection[date]
) -> Iterable[HalfDay]:
    return (when for when in held if when[0] in lessons and (first is None or when < first))
