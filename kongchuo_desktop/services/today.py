"""今日: the head count, what must be done next and why, and how the last 30 school days went."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kongchuo_desktop import collector
from kongchuo_desktop.domain import ladder, visit_duties
from kongchuo_desktop.domain.attendance import (
    AWAY,
    Half,
    HalfDay,
    MarkKind,
    RollState,
    Totals,
    absences,
)
from kongchuo_desktop.domain.ladder import Deeds, Duty, Record
from kongchuo_desktop.domain.leave import LeaveState
from kongchuo_desktop.domain.roster import EXPECTED, SchoolClass
from kongchuo_desktop.services import attendance, cases, classes, priority, risk
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import papers, visits
from kongchuo_desktop.store.students import Brief

CHART_DAYS = 30
MORNING = time(8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Todo:
    """A duty with the names a person needs: the child, the class, who is responsible."""

    duty: Duty
    name: str
    class_name: str
    full_class: str
    who: str

    @property
    def key(self) -> str:
        duty = self.duty
        return f"{duty.rung}:{duty.does}:{duty.student or duty.class_id}:{duty.day}:{duty.leave}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassDay:
    """What a class reported of the half day that counts now."""

    found: SchoolClass
    short: str
    totals: Totals
    state: RollState | None
    kinds: Mapping[MarkKind, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The page 今日, computed whole from the records.

    The figures are of half a day: `half` of `shown`, today or the last school day; `yesterday` is
    of the school day before it, `before`. `coming` is what today's absences will ask for on the
    next school day, if nobody comes back; `cases` is the latest dropout case of each child.
    """

    now: datetime
    school_day: bool
    shown: date
    before: date
    half: Half
    totals: Totals
    yesterday: Totals
    classes: Sequence[ClassDay]
    todos: Sequence[Todo]
    coming: Sequence[Todo]
    cases: Mapping[str, str]
    chart: Sequence[tuple[date, float]]

    @property
    def unmarked(self) -> list[ClassDay]:
        return [row for row in self.classes if row.state is None and row.totals.expected]


@collector.at_rest()
def today(ctx: Context) -> Today:
    """Everything 今日 shows. On a day without school the last school day's count stands."""
    now = ctx.now()
    calendar = ctx.calendar
    day = now.date()
    book = attendance.book(ctx, calendar.term.first, day)
    every = classes.seen(ctx)
    school_day = calendar.is_school_day(day)
    shown = day if school_day else calendar.school_day_before(day)
    half = _half(ctx, book, every, shown)
    rows = [_class_day(book, found, (shown, half)) for found in every.values()]
    before = calendar.school_day_before(shown)
    known = cases.seen(ctx, book)
    settled = _settled(known)
    following = datetime.combine(calendar.next_school_day(day), MORNING, now.tzinfo)
    away, coming = _absent(ctx, book, every, settled, (now, following))
    todos = [
        *_unreported(ctx, book, every, (shown, half)),
        *away,
    ]
    todos += _slips(ctx, book, every)
    todos += _cases(ctx, known, every)
    todos += _priority(ctx, book, every)
    todos += _opening(ctx, book, every)
    place = {class_id: at for at, class_id in enumerate(every)}
    todos.sort(key=lambda todo: (todo.duty.due.order, place.get(todo.duty.class_id, -1), todo.name))
    return Today(
        now=now,
        school_day=school_day,
        shown=shown,
        before=before,
        half=half,
        totals=sum((row.totals for row in rows), Totals()),
        yesterday=sum((book.totals(c, (before, Half.AM)) for c in every), Totals()),
        classes=rows,
        todos=todos,
        coming=coming,
        cases={each.case.student: each.case.id for each in reversed(known)},
        chart=_chart(ctx, book, shown),
    )


def _half(ctx: Context, book: Book, every: Mapping[str, SchoolClass], day: date) -> Half:
    """The afternoon counts once its roll calls have begun or are due."""
    begun = any((class_id, day, Half.PM) in book.rolls for class_id in every)
    now = ctx.now()
    due = now.date() > day or now.time() >= ctx.rules.roll_by_pm
    return Half.PM if begun or (due and now.date() == day) else Half.AM


def _class_day(book: Book, found: SchoolClass, when: HalfDay) -> ClassDay:
    kinds: dict[MarkKind, int] = {}
    state = book.rolls.get((found.id, *when))
    if state is RollState.TAKEN:
        for student in book.members(found.id):
            kind = book.marks.get(student, {}).get(when)
            if kind:
                kinds[kind] = kinds.get(kind, 0) + 1
    return ClassDay(
        found=found,
        short=classes.short(found),
        totals=book.totals(found.id, when),
        state=state,
        kinds=kinds,
    )


def _unreported(
    ctx: Context, book: Book, every: Mapping[str, SchoolClass], until: HalfDay
) -> Iterator[Todo]:
    """Roll calls owed today; a day that is over is asked for on the 考勤 page, not here."""
    now = ctx.now()
    day, last = until
    if day != now.date() or not ctx.calendar.is_school_day(day):
        return
    returning = ctx.calendar.is_return_day(day)
    for half in (Half.AM,) if last is Half.AM else (Half.AM, Half.PM):
        for found in every.values():
            if (found.id, day, half) not in book.rolls and book.members(found.id):
                owed = ladder.unreported(found.id, day, half, ctx.rules, now, returning=returning)
                yield _of_class(owed, found)


def _opening(ctx: Context, book: Book, every: Mapping[str, SchoolClass]) -> Iterator[Todo]:
    """Classes that have not been to all their 重点生 since the term began."""
    term = ctx.calendar.term
    if ctx.today() > visit_duties.opening_ends(ctx.rules, term):
        return  # children are not assessed for nothing, most of the year
    children: dict[str, list[tuple[str, str]]] = {class_id: [] for class_id in every}
    for id_, found in priority.children(risk.assess_all(ctx, book)).items():
        children[found.pupil.class_id].append((id_, found.pupil.name))
    met = visits.opened(term.first)
    for duty in visit_duties.opening(children, met, ctx.rules, term, ctx.now()):
        yield _of_class(duty, every[duty.class_id])


def _of_class(duty: Duty, found: SchoolClass) -> Todo:
    """A duty about a whole class."""
    return Todo(
        duty=duty,
        name="",
        class_name=classes.short(found),
        full_class=found.name,
        who=found.teacher or duty.who,
    )


def _absent(
    ctx: Context,
    book: Book,
    every: Mapping[str, SchoolClass],
    settled: frozenset[str],
    moments: Sequence[datetime],
) -> list[list[Todo]]:
    """What absences ask for at each of these moments, by the facts known now."""
    done = visits.deeds(ctx.calendar.term.first)
    found: list[list[Todo]] = [[] for _ in moments]
    for student, marks in book.marks.items():
        pupil = book.pupils.get(student)
        if pupil is None or pupil.status not in EXPECTED or student in settled:
            continue
        if MarkKind.UNEXCUSED not in marks.values():
            continue
        runs = absences(book.reported(pupil.id), marks)
        if not runs:
            continue
        record = Record(
            runs=runs,
            deeds=done.get(student, Deeds()),
            ended_leave=_ended_leave(book, student, runs[-1].first),
        )
        for todos, moment in zip(found, moments, strict=True):
            for duty in ladder.duties(record, ctx.rules, ctx.calendar, moment):
                todos.append(_told(ctx, duty, pupil, every))
    return found


def _ended_leave(book: Book, student: str, first: HalfDay) -> int:
    """The number of the slip that ran out just before an absence began; 0 when there is none."""
    reported = book.reported(student)
    before = bisect_left(reported, first)
    slip = book.leave_at(student, reported[before - 1]) if before else None
    return slip.slip_no if slip else 0


def _slips(ctx: Context, book: Book, every: Mapping[str, SchoolClass]) -> Iterator[Todo]:
    """Slips that ran out and were not signed back, where the child is not on the ladder already;
    and leave by telephone whose paper is still owed."""
    now = ctx.now()
    day = now.date()
    rules = (ctx.rules, ctx.calendar, now)
    for slip in (slip for held in book.leaves.values() for slip in held):
        pupil = book.pupils[slip.student]
        ended = slip.last[0]
        over = slip.back_day <= day if slip.back_day else ended < day
        back_owed = slip.state is LeaveState.APPROVED
        paper_owed = slip.phone and slip.made_up_on is None
        if pupil.status not in EXPECTED or not over or not (back_owed or paper_owed):
            continue
        if _away(book, pupil):
            continue
        who = (slip.student, slip.id, slip.slip_no)
        if back_owed:
            yield _told(ctx, ladder.sign_back(*who, ended, *rules), pupil, every)
        if paper_owed:
            back = slip.back_day or ctx.calendar.next_school_day(ended)
            yield _told(ctx, ladder.make_up(*who, back, *rules), pupil, every)


def _cases(ctx: Context, held: Sequence[Known], every: Mapping[str, SchoolClass]) -> Iterator[Todo]:
    """The next step of each open dropout case."""
    waiting = papers.unserved("return_notice")
    for known in held:
        for duty in cases.duties(ctx, known, waiting.get(known.case.student)):
            yield _told(ctx, duty, known.pupil, every)


def _settled(held: Sequence[Known]) -> frozenset[str]:
    """Children of whom it is recorded that they need not come, or cannot be found: the ladder asks
    for them no more, their case does."""
    found: dict[str, Known] = {}
    for known in held:
        found.setdefault(known.case.student, known)  # the latest case first
    return frozenset(student for student, known in found.items() if known.ended_elsewhere)


def _priority(ctx: Context, book: Book, every: Mapping[str, SchoolClass]) -> Iterator[Todo]:
    """What is owed to the 重点生: by class, or for the school in one line."""
    for duty in priority.duties(ctx, book):
        if duty.student:
            yield _told(ctx, duty, book.pupils[duty.student], every)
            continue
        found = every.get(duty.class_id)
        yield Todo(
            duty=duty,
            name="",
            class_name=classes.short(found) if found else "全校",
            full_class=found.name if found else "",
            who=_who(ctx, duty, found) if found else duty.who,
        )


def _away(book: Book, pupil: Brief) -> bool:
    """Whether a child is absent without leave, as far as anybody has reported."""
    marks = book.marks.get(pupil.id, {})
    if MarkKind.UNEXCUSED not in marks.values():
        return False
    runs = absences(book.reported(pupil.id), marks)
    return bool(runs) and runs[-1].open


def _told(ctx: Context, duty: Duty, pupil: Brief, every: Mapping[str, SchoolClass]) -> Todo:
    """A duty about a child, with the names a person needs."""
    found = every[pupil.class_id]
    return Todo(
        duty=replace(duty, student=pupil.id, class_id=found.id),
        name=pupil.name,
        class_name=classes.short(found),
        full_class=found.name,
        who=_who(ctx, duty, found),
    )


def _who(ctx: Context, duty: Duty, found: SchoolClass) -> str:
    """The name of whoever is responsible, where it is known."""
    if duty.who == "班主任":
        return found.teacher or duty.who
    if duty.who == "校领导" and (leader := classes.leaders().get(found.grade)):
        return leader
    if duty.who in {"校领导", "校长"}:
        return ctx.school.principal or duty.who
    return duty.who


def _chart(ctx: Context, book: Book, until: date) -> list[tuple[date, float]]:
    """到校率 of each of the last school days, of the half days that were reported."""
    days = ctx.calendar.last_school_days(until, CHART_DAYS)
    expected: dict[date, int] = {}
    missing: dict[date, int] = {}
    for (class_id, day, _half_day), state in book.rolls.items():
        if state is RollState.TAKEN:
            expected[day] = expected.get(day, 0) + len(book.members(class_id))
    for student, marks in book.marks.items():
        pupil = book.pupils.get(student)
        if pupil is None or pupil.status not in EXPECTED:
            continue
        for (day, _half_day), kind in marks.items():
            if kind in AWAY:
                missing[day] = missing.get(day, 0) + 1
    return [
        (day, 1 - missing.get(day, 0) / expected[day]) for day in days if expected.get(day, 0) > 0
    ]
