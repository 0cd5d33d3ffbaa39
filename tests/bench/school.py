"""A school in the middle of its term, of any size: imported, then its records written in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from kongchuo_desktop.domain.attendance import Half, HalfDay, Mark, MarkKind, RollCall
from kongchuo_desktop.domain.leave import Leave, LeaveKind, LeaveState
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.visits import Visit
from kongchuo_desktop.services import demo, roster_import, schools
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.demo.clock import MORNING, Replay
from kongchuo_desktop.store import classes, leaves, marks, students, visits
from kongchuo_desktop.store.models import proxy

DAY = demo.DAY
NOW = (DAY, Half.AM)
MARKED = 0.004  # of the children, in every half day: late, early, absent
GONE = 0.004  # of the children, absent without leave until today
SLIPS = 0.006  # of the children, a new slip every day
FORGOTTEN = 0.005  # of the slips, ended and never signed back
VISITED = 0.04  # of the children, every week
LATE = (MarkKind.LATE, MarkKind.LATE, MarkKind.EARLY, MarkKind.UNEXCUSED)


def empty(folder: Path) -> Context:
    return schools.create(folder, demo.school(), demo.WHO, Replay(DAY))


def reopened(folder: Path) -> Context:
    """The school of a folder on the day of the bench."""
    return schools.open_school(folder, demo.WHO, Replay(DAY))


def in_mid_term(folder: Path, workbook: Path) -> Context:
    """The children of a workbook with half a term of roll calls, slips, visits and absences."""
    ctx, _clock = demo.empty(folder, DAY)
    roster_import.take_in(ctx, roster_import.look(ctx, workbook))
    with ctx.write("半学期的记录", undoable=False):
        _Records(ctx).write()
    ctx.started = ctx.last_op()
    return ctx


class _Records:
    """Draws what happened, with the stores' own hands but without asking the rules each time."""

    def __init__(self, ctx: Context) -> None:
        self._calendar = ctx.calendar
        self._chance = Random(4)
        self._days = list(ctx.calendar.school_days(ctx.calendar.term.first, DAY))
        self._halves = [(day, half) for day in self._days for half in Half][:-1]
        self._class_of = {id_: pupil.class_id for id_, pupil in students.briefs(None).items()}
        self._students = list(self._class_of)
        self._gone = {
            s: set(self._halves[-self._chance.randrange(1, 60) :]) for s in self._drawn(GONE)
        }

    def write(self) -> None:
        for when in self._halves:
            self._report(when)
        slips = 0
        for day in self._days:
            for student in self._drawn(SLIPS):
                slips += 1
                leaves.add(self._slip(student, day, slips))
            for student in self._drawn(VISITED) if day.weekday() == 3 else ():
                visits.add(self._visit(student, day))

    def _report(self, when: HalfDay) -> None:
        """All classes; this morning one in ten has not reported yet."""
        marked = self._marked(when)
        for number, class_id in enumerate(classes.everything()):
            if when != NOW or number % 10:
                report(class_id, when, marked.get(class_id, {}))

    def _drawn(self, share: float) -> list[str]:
        return self._chance.sample(self._students, max(1, round(len(self._students) * share)))

    def _marked(self, when: HalfDay) -> dict[str, dict[str, MarkKind]]:
        kinds = {student: self._chance.choice(LATE) for student in self._drawn(MARKED)}
        kinds |= {s: MarkKind.UNEXCUSED for s, since in self._gone.items() if when in since}
        found: dict[str, dict[str, MarkKind]] = {}
        for student, kind in kinds.items():
            found.setdefault(self._class_of[student], {})[student] = kind
        return found

    def _slip(self, student: str, day: date, number: int) -> Leave:
        last = day + timedelta(days=self._chance.choice([0, 0, 0, 1, 1, 2]))
        back = self._calendar.next_school_day(last)
        returned = back < DAY and self._chance.random() >= FORGOTTEN
        return Leave(
            id=new_id(),
            student=student,
            kind=self._chance.choice(list(LeaveKind)),
            first_day=day,
            last_day=last,
            reason="发烧",
            state=LeaveState.RETURNED if returned else LeaveState.APPROVED,
            slip_no=number,
            term=self._calendar.term.code,
            back_day=back if returned else None,
            back_half=Half.AM if returned else None,
        )

    def _visit(self, student: str, day: date) -> Visit:
        return Visit(
            id=new_id(),
            student=student,
            day=day,
            visitors=("李老师",),
            met="监护人",
            note="了解家庭近况，说明请假办法",
        )


def report(class_id: str, when: HalfDay, kinds: Mapping[str, MarkKind]) -> None:
    """A class's half day, as it was."""
    day, half = when
    marks.put_roll(
        RollCall(
            class_id=class_id, day=day, half=half, at=datetime.combine(day, MORNING).astimezone()
        ),
        [Mark(student=s, day=day, half=half, kind=kind) for s, kind in kinds.items()],
    )


def make_absent(ctx: Context) -> list[str]:
    """Everybody absent without leave this morning, so that each can be sent a notice."""
    everybody: Iterable[str] = students.briefs(None)
    with ctx.write("全部缺课", undoable=False):
        proxy.connection().execute("DELETE FROM leave WHERE last_day >= ?", (DAY.isoformat(),))
        for class_id in classes.everything():
            names = students.names_of(class_id)
            report(class_id, NOW, dict.fromkeys(names, MarkKind.UNEXCUSED))
    return list(everybody)
