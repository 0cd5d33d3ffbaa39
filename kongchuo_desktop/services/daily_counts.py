"""The day's head counts for paper (F10): each class's own report, and the school's summary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import (
    AWAY,
    Absence,
    Half,
    MarkKind,
    RollState,
    absences,
)
from kongchuo_desktop.domain.daily_papers import (
    AbsentLine,
    ClassDaily,
    HalfCount,
    SchoolDaily,
    SchoolLine,
)
from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.services import attendance, classes
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import marks, visits

GRAVEST_FIRST = (MarkKind.UNEXCUSED, MarkKind.SICK, MarkKind.PERSONAL)
UNREPORTED = "未报"


@dataclass(frozen=True, slots=True)
class _Day:
    """A day's book, and whether its afternoon is to be reported yet."""

    ctx: Context
    book: Book
    day: date
    afternoon: bool
    times: Mapping[tuple[str, Half], datetime]

    def reported_at(self, found: SchoolClass) -> str:
        """The time of the latest report of the day, as printed; empty where there is none."""
        times = [at for (class_id, _half), at in self.times.items() if class_id == found.id]
        return f"{max(times):%H:%M}" if times else ""

    def kinds(self, student: str) -> dict[Half, MarkKind]:
        marks = self.book.marks.get(student, {})
        return {half: marks[self.day, half] for half in Half if (self.day, half) in marks}

    def pupils(self, found: SchoolClass) -> list[str]:
        pupils = self.book.pupils
        return sorted(self.book.members(found.id), key=lambda id_: pupils[id_].sort)


def _opened(ctx: Context, day: date, class_id: str = "") -> _Day:
    book = attendance.book(ctx, ctx.calendar.term.first, day, class_id)
    begun = any(when == day and half is Half.PM for _, when, half in book.rolls)
    now = ctx.now()
    due = day < now.date() or now.time() >= ctx.rules.roll_by_pm
    return _Day(ctx, book, day, begun or due, marks.reported_at(day))


def missed(halves: Sequence[Half]) -> str:
    """上午, 下午, or 全天 for both."""
    return "全天" if len(halves) == 2 else "、".join(words.HALVES[half] for half in halves)


def of_classes(ctx: Context, day: date, class_id: str = "") -> list[ClassDaily]:
    """Every class's report of a day, or one class's, reported or not."""
    opened = _opened(ctx, day, class_id)
    every = classes.seen(ctx)
    wanted = [every[class_id]] if class_id else list(every.values())
    return [_class(opened, found) for found in wanted]


def _class(day: _Day, found: SchoolClass) -> ClassDaily:
    totals = day.book.totals(found.id, (day.day, Half.AM))
    pupils = day.pupils(found)
    return ClassDaily(
        school=day.ctx.school.name,
        class_name=found.name,
        day=day.day,
        on_roll=totals.on_roll,
        expected=len(pupils),
        halves=[_half(day, found, half) for half in Half],
        absent=[line for student in pupils for line in _absent(day, student)],
        late=tuple(_late(day, pupils)) if _reported(day, found) else None,
        reported_at=day.reported_at(found) or None,
    )


def _reported(day: _Day, found: SchoolClass) -> bool:
    return any(day.book.rolls.get((found.id, day.day, half)) is RollState.TAKEN for half in Half)


def _half(day: _Day, found: SchoolClass, half: Half) -> HalfCount:
    when = (day.day, half)
    state = day.book.rolls.get((found.id, *when))
    name = words.HALVES[half]
    if state is RollState.STOPPED:
        return HalfCount(half=name, state=words.ROLLS[state])
    totals = day.book.totals(found.id, when)
    if state is None:
        owed = totals.expected and (half is Half.AM or day.afternoon)
        return HalfCount(half=name, state=UNREPORTED if owed else "")
    kinds = [day.book.marks.get(id_, {}).get(when) for id_ in day.book.members(found.id)]
    return HalfCount(
        half=name,
        present=totals.present,
        sick=kinds.count(MarkKind.SICK),
        personal=kinds.count(MarkKind.PERSONAL),
        unexcused=kinds.count(MarkKind.UNEXCUSED),
        late=kinds.count(MarkKind.LATE),
        early=kinds.count(MarkKind.EARLY),
    )


def _absent(day: _Day, student: str) -> Iterator[AbsentLine]:
    """A line for each reason a child was away on the day."""
    kinds = day.kinds(student)
    for kind in GRAVEST_FIRST:
        halves = [half for half in Half if kinds.get(half) is kind]
        if halves:
            yield AbsentLine(
                student_name=day.book.pupils[student].name,
                missed=missed(halves),
                reason=_reason(day, student, kind, halves[0]),
                contact=_heard(student, day.day) if kind is MarkKind.UNEXCUSED else "",
            )


def _reason(day: _Day, student: str, kind: MarkKind, half: Half) -> str:
    if kind is MarkKind.UNEXCUSED:
        run = _run(day, student)
        return f"{words.MARKS[kind]}（{_length(run)}）" if run else words.MARKS[kind]
    slip = day.book.leave_at(student, (day.day, half))
    if slip is None:
        return words.MARKS[kind]
    return "：".join(filter(None, (words.LEAVE_KINDS[slip.kind], slip.reason)))


def _heard(student: str, day: date) -> str:
    """What was heard from home on the day, in the order in which it was."""
    told = []
    for contact in reversed(visits.contacts_of(student)):
        if contact.at.date() == day:
            way, result = words.CONTACT_WAYS[contact.way], words.CONTACT_RESULTS[contact.result]
            told.append(f"{contact.at:%H:%M}{way}{result}{_said(contact.note)}")
    for visit in reversed(visits.of_student(student)):
        if visit.day == day:
            told.append(f"入户{words.VISIT_OUTCOMES[visit.outcome]}{_said(visit.note)}")
    return "；".join(told)


def _said(note: str) -> str:
    return f"：{note}" if note else ""


def _late(day: _Day, pupils: Sequence[str]) -> Iterator[str]:
    for student in pupils:
        for half, kind in day.kinds(student).items():
            if kind not in AWAY:
                name = day.book.pupils[student].name
                yield f"{name}（{words.HALVES[half]}{words.MARKS[kind]}）"


def of_school(ctx: Context, day: date) -> SchoolDaily:
    """The school's summary of a day; absences are as long as they had become on it."""
    opened = _opened(ctx, day)
    return SchoolDaily(
        school=ctx.school.name,
        day=day,
        office=ctx.school.office,
        lines=[_school_line(opened, found) for found in classes.seen(ctx).values()],
        suspect_days=ctx.rules.suspect_days,
    )


def _school_line(day: _Day, found: SchoolClass) -> SchoolLine:
    totals = day.book.totals(found.id, (day.day, Half.AM))
    am, pm = (_half(day, found, half) for half in Half)
    pupils = day.pupils(found)
    runs = {student: run for student in pupils if (run := _run(day, student))}
    excused = [_excused(day, student) for student in pupils if student not in runs]
    lengths = [_length(run) for run in runs.values()]
    apart = totals.on_roll - len(pupils)
    owed = UNREPORTED in (am.state, pm.state)
    return SchoolLine(
        class_name=found.name,
        on_roll=totals.on_roll,
        expected=len(pupils),
        am=am,
        pm=pm,
        sick=excused.count(MarkKind.SICK),
        personal=excused.count(MarkKind.PERSONAL),
        half_day=lengths.count("半天"),
        one_day=lengths.count("1天"),
        longer=len(lengths) - lengths.count("半天") - lengths.count("1天"),
        suspected=sum(run.full_days >= day.ctx.rules.suspect_days for run in runs.values()),
        named=[(day.book.pupils[s].name, _length(run)) for s, run in runs.items()],
        remark=f"休学等不计应到{apart}人" if apart else "",
        reported_at="" if owed else day.reported_at(found),
    )


def _run(day: _Day, student: str) -> Absence | None:
    """The absence without leave that a child's day is part of."""
    if MarkKind.UNEXCUSED not in day.kinds(student).values():
        return None
    runs = absences(day.book.reported(student), day.book.marks[student])
    return next((run for run in reversed(runs) if run.last[0] == day.day), None)


def _length(run: Absence) -> str:
    """Half a day, a day, or which day of absence this is: where the ladder draws its lines."""
    if run.half_days == 1:
        return "半天"
    return f"第{run.days}天" if run.days >= 2 and run.half_days > 2 else "1天"


def _excused(day: _Day, student: str) -> MarkKind | None:
    kinds = day.kinds(student).values()
    return next((kind for kind in GRAVEST_FIRST[1:] if kind in kinds), None)
