"""What the records say about a child with a dropout case: its absences since the case began, over
terms too, and what was done about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from kongchuo_desktop.domain.attendance import AWAY, Absence, HalfDay, MarkKind, absences
from kongchuo_desktop.domain.cases import Case, Facts, Step
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.roster import EXPECTED
from kongchuo_desktop.services import attendance
from kongchuo_desktop.services import calendar as calendars
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import visits

DAY = timedelta(days=1)


def runs(book: Book, student: str) -> Sequence[Absence]:
    """A child's absences without leave of the term."""
    marks = book.marks.get(student)
    known = marks and student in book.pupils
    return absences(book.reported(student), marks) if known and marks else ()


def gather(
    ctx: Context, held: Sequence[Case], steps: Mapping[str, Sequence[Step]], book: Book
) -> list[Facts]:
    """The facts of each case whose child is in the book, in the order of the cases."""
    done = visits.deeds(min(case.begun for case in held))
    of_one_class = {pupil.class_id for pupil in book.pupils.values()}
    class_id = of_one_class.pop() if len(of_one_class) == 1 else ""
    before = _earlier(ctx, [case.begun for case in held], class_id)
    found = []
    for case in held:
        pupil = book.pupils.get(case.student)
        if pupil is None:
            continue
        reported = list(book.reported(case.student))
        marks = dict(book.marks.get(case.student, {}))
        for other in before:
            if case.student in other.pupils and case.begun < ctx.calendar.term.first:
                reported = [*other.reported(case.student), *reported]
                marks |= other.marks.get(case.student, {})
        found.append(
            Facts(
                case=case,
                steps=steps.get(case.id, ()),
                runs=absences(reported, marks) if marks else (),
                deeds=done.get(case.student, Deeds()),
                term=ctx.calendar.term,
                expected=pupil.status in EXPECTED,
                present_on=_present_on(reported, marks, case.begun),
                birth=date.fromisoformat(pupil.birth) if pupil.birth else None,
            )
        )
    return found


def _earlier(ctx: Context, begun: Sequence[date], class_id: str) -> list[Book]:
    """The attendance books of the earlier terms since the first of the cases began, the latest
    first."""
    now, day = ctx.calendar.term.first, min(begun)
    books: list[Book] = []
    while day < now:
        calendar = calendars.current(day)
        first, last = calendar.term.first, min(calendar.term.last, now - DAY)
        if first <= day <= last:
            books.append(attendance.book(ctx, first, last, class_id, calendar=calendar))
        day = max(last, day) + DAY
    return books[::-1]


def _present_on(
    reported: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind], begun: date
) -> date | None:
    """The first whole day from a day on which the child was seen at school."""
    seen: dict[date, int] = {}
    for when in reported:
        if when[0] >= begun and marks.get(when) not in AWAY:
            seen[when[0]] = seen.get(when[0], 0) + 1
    return min((day for day, halves in seen.items() if halves > 1), default=None)
