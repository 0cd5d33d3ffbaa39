"""Roll calls, and the attendance book that rules and screens read."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from kongchuo_desktop.domain.attendance import (
    AWAY,
    EXCUSED,
    Half,
    HalfDay,
    Mark,
    MarkKind,
    RollCall,
    RollState,
    Totals,
)
from kongchuo_desktop.domain.calendar import Calendar, words
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.leave import HALF_WORDS, Leave, mark_kind
from kongchuo_desktop.domain.roster import EXPECTED, ON_ROLL
from kongchuo_desktop.services import class_moves, classes
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import leaves, marks, students
from kongchuo_desktop.store.marks import RollChange
from kongchuo_desktop.store.students import Brief


@dataclass(slots=True)
class Book:
    """What was reported from one day to another, with approved leave filled in by itself."""

    pupils: Mapping[str, Brief]
    rolls: Mapping[tuple[str, date, Half], RollState]
    taken: Mapping[str, Sequence[HalfDay]]
    marks: Mapping[str, Mapping[HalfDay, MarkKind]]
    leaves: Mapping[str, Sequence[Leave]]
    elsewhere: Mapping[str, Sequence[HalfDay]] = field(default_factory=dict)
    _members: dict[str, list[str]] = field(default_factory=dict)
    _on_roll: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for id_, pupil in self.pupils.items():
            if pupil.status in ON_ROLL:
                self._on_roll[pupil.class_id] = self._on_roll.get(pupil.class_id, 0) + 1
            if pupil.status in EXPECTED:
                self._members.setdefault(pupil.class_id, []).append(id_)

    def members(self, class_id: str) -> Sequence[str]:
        """Children of a class who are expected at school."""
        return self._members.get(class_id, ())

    def reported(self, student: str) -> Sequence[HalfDay]:
        """The half days of which it is known, in order, whether a child was there: those its class
        reported, and those on which it was marked in the class it was in before."""
        own = self.taken.get(self.pupils[student].class_id, ())
        extra = self.elsewhere.get(student)
        return sorted({*own, *extra}) if extra else own

    def leave_at(self, student: str, when: HalfDay) -> Leave | None:
        slips = self.leaves.get(student, ())
        return next((slip for slip in slips if slip.covers(*when)), None)

    def totals(self, class_id: str, when: HalfDay) -> Totals:
        """The head count of a class in one half day, whatever of it was reported; without lessons
        nobody is expected."""
        members = self.members(class_id)
        on_roll = self._on_roll.get(class_id, 0)
        state = self.rolls.get((class_id, *when))
        if state is RollState.STOPPED:
            return Totals(on_roll=on_roll)
        if state is None:
            return Totals(on_roll=on_roll, expected=len(members), unreported=len(members))
        kinds = [self.marks.get(id_, {}).get(when) for id_ in members]
        return Totals(
            on_roll=on_roll,
            expected=len(members),
            leave=sum(kind in EXCUSED for kind in kinds),
            unexcused=sum(kind is MarkKind.UNEXCUSED for kind in kinds),
        )


def book(
    ctx: Context,
    first: date,
    last: date,
    class_id: str = "",
    *,
    calendar: Calendar | None = None,
) -> Book:
    """The attendance book of the classes that are seen, or of one, from one day to another;
    `calendar` where these lie in an earlier term."""
    scope = _only(ctx.scope, class_id)
    pupils = students.briefs(scope)
    rolls = marks.rolls(first, last, scope)
    lessons = frozenset((calendar or ctx.calendar).school_days(first, last))
    taken: dict[str, list[HalfDay]] = {}
    for (reporting, day, half), state in rolls.items():
        if state is RollState.TAKEN and day in lessons:
            taken.setdefault(reporting, []).append((day, half))
    slips: dict[str, list[Leave]] = {}
    for slip in leaves.between(first, last):
        if slip.excuses and slip.student in pupils:
            slips.setdefault(slip.student, []).append(slip)
    found = marks.marks(first, last, scope)
    class_moves.add_earlier_reports(pupils, found, lessons, taken)
    elsewhere = class_moves.marked_elsewhere(pupils, found, lessons, taken)
    made = Book(pupils, rolls, taken, found, slips, elsewhere)
    for student, held in slips.items():
        mine = found.setdefault(student, {})
        reported = made.reported(student)
        for slip in reversed(held):  # where two cover a half day, the first one counts
            start, end = bisect_left(reported, slip.first), bisect_right(reported, slip.last)
            mine.update(dict.fromkeys(reported[start:end], mark_kind(slip)))
    return made


NOON = 12


def _only(scope: frozenset[str] | None, class_id: str) -> frozenset[str] | None:
    """The scope narrowed to one class; a class outside it stays unseen."""
    if not class_id:
        return scope
    return frozenset({class_id}) if scope is None else scope & {class_id}


def call(
    ctx: Context,
    class_id: str,
    when: HalfDay,
    exceptions: Mapping[str, MarkKind],
    *,
    stopped: bool = False,
    why: str = "",
) -> None:
    """A class's roll call, whole: everybody not named is present. Replaces an earlier one.

    What was reported on an earlier day is changed only with a reason, and the change is kept.

    Children on approved leave are filled in by themselves and need not be named; naming one as
    无故 is refused, since the slip says otherwise.
    """
    day, half = when
    check_day(ctx, day)
    if day == ctx.today() and half is Half.PM and ctx.now().hour < NOON:
        raise Refused("今天下午还没有到，不能登记。没有改动。")
    every = classes.seen(ctx)
    if class_id not in every:
        raise Refused("这个班不在您负责的班级里，没有登记。")
    members = students.names_of(class_id, EXPECTED)
    strangers = [student for student in exceptions if student not in members]
    if strangers:
        raise Refused("有学生不在这个班里，整班没有登记。请核对姓名后重新登记。")
    words_of_half = f"{words(day)}{HALF_WORDS[half]}"
    on_leave = {
        slip.student: slip.id
        for slip in leaves.between(day, day)
        if slip.student in members and slip.excuses and slip.covers(*when)
    }
    for student in on_leave:
        if exceptions.get(student) is MarkKind.UNEXCUSED:
            raise Refused(
                f"{members[student]}{words_of_half}有已批准的请假条，不能记为无故。"
                "整班没有登记。如请假条有误，请先在“请假”里撤销它。"
            )
    state = RollState.STOPPED if stopped else RollState.TAKEN
    kept = {} if stopped else {s: k for s, k in exceptions.items() if s not in on_leave}
    away_by_slip = {} if stopped else on_leave
    change = _change(ctx, class_id, when, state, kept)
    if change and day < ctx.today() and not why.strip():
        raise Invalid(why=f"{words_of_half}已经登记过，改动请写明原因")
    short = classes.short(every[class_id])
    with ctx.write(f"登记 {short} {day.month}月{day.day}日{HALF_WORDS[half]} 出勤"):
        marks.put_roll(
            RollCall(
                class_id=class_id,
                day=day,
                half=half,
                state=state,
                at=ctx.now(),
            ),
            [
                *(Mark(student=s, day=day, half=half, kind=kind) for s, kind in kept.items()),
                # What they are if the slip turns out not to hold: nobody saw them at school.
                *(
                    Mark(student=s, day=day, half=half, kind=MarkKind.UNEXCUSED, note=slip)
                    for s, slip in away_by_slip.items()
                ),
            ],
        )
        if change:
            marks.keep_change(replace(change, why=why.strip()))


def _change(
    ctx: Context,
    class_id: str,
    when: HalfDay,
    state: RollState,
    kept: Mapping[str, MarkKind],
) -> RollChange | None:
    """What a new report would change of the one before; None where there was none, or the same.

    The first report of a class changes what another one reported of children who joined it since.
    """
    day, half = when
    before = marks.reported(class_id, day, half)
    after = {"state": str(state), "marks": {s: str(k) for s, k in sorted(kept.items())}}
    if before is None:
        joined = marks.held(class_id, day.isoformat(), half)
        if all(kept.get(student) == kind for student, kind in joined.items()):
            return None
        before = {"state": str(RollState.TAKEN), "marks": joined}
    if before == after:
        return None
    return RollChange(
        class_id=class_id,
        day=day,
        half=half,
        at=ctx.now(),
        who=ctx.who.name,
        why="",
        before=before,
        after=after,
    )


def changes(ctx: Context, class_id: str, day: date) -> Sequence[RollChange]:
    """How a class's roll calls of a day were changed, latest first."""
    if class_id not in classes.seen(ctx):
        raise Refused("这个班不在您负责的班级里。")
    return marks.changes(class_id, day)


def check_day(ctx: Context, day: date) -> None:
    """Refused, with the reason, for a day on which no roll can be called."""
    term = ctx.calendar.term
    if day > ctx.today():
        raise Refused(f"{words(day)}还没有到，不能登记。没有改动。")
    if not term.first <= day <= term.last:
        raise Refused(f"{words(day)}不在本学期（{term.first}至{term.last}）内，没有登记。")
    if not ctx.calendar.is_school_day(day):
        raise Refused(f"{words(day)}不上课，没有登记。如果当天上课，请先改校历。")


def latest_half(ctx: Context) -> HalfDay:
    """The half day a roll call is most likely about now: afternoon once it has begun."""
    now = ctx.now()
    day = now.date()
    if not ctx.calendar.is_school_day(day):
        return ctx.calendar.school_day_before(day), Half.PM
    return day, Half.PM if now.hour >= 13 else Half.AM


def away(kinds: Iterable[MarkKind | None]) -> int:
    return sum(kind in AWAY for kind in kinds)


@dataclass(frozen=True, slots=True, kw_only=True)
class PupilLine:
    """One pupil in the roll call of a class: what was before, and what stands for this half day.

    `leave` is what an approved slip fills in by itself; it cannot be marked over.
    """

    student: str
    name: str
    before: Mapping[HalfDay, MarkKind]
    mark: MarkKind | None
    leave: MarkKind | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassSheet:
    """A class's page of the attendance book, for the roll call of one half day."""

    class_id: str
    when: HalfDay
    earlier: Sequence[HalfDay]
    reported: Mapping[HalfDay, RollState]
    pupils: Sequence[PupilLine]

    @property
    def state(self) -> RollState | None:
        return self.reported.get(self.when)


def sheet(ctx: Context, class_id: str, when: HalfDay, days: int = 4) -> ClassSheet:
    """A class and half day, with the half days of some school days before it."""
    if class_id not in classes.seen(ctx):
        raise Refused("这个班不在您负责的班级里。")
    before = ctx.calendar.last_school_days(when[0], days + 1)
    halves = [w for day in before for w in ((day, Half.AM), (day, Half.PM)) if w < when]
    first = halves[0][0] if halves else when[0]
    found = book(ctx, first, when[0], class_id)
    names = students.names_of(class_id)
    members = set(found.members(class_id))
    lines = []
    for student in (s for s in names if s in members):
        kinds = found.marks.get(student, {})
        slip = found.leave_at(student, when)
        lines.append(
            PupilLine(
                student=student,
                name=names[student],
                before={w: kinds[w] for w in halves if w in kinds},
                mark=None if slip else kinds.get(when),
                leave=mark_kind(slip) if slip else None,
            )
        )
    reported = {(d, h): s for (c, d, h), s in found.rolls.items() if c == class_id}
    return ClassSheet(
        class_id=class_id,
        when=when,
        earlier=halves[-2 * days :],
        reported=reported,
        pupils=lines,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassState:
    """Whether a class has reported a half day, and its head count if it has."""

    class_id: str
    short: str
    state: RollState | None
    totals: Totals


def states(ctx: Context, when: HalfDay) -> list[ClassState]:
    """All classes that are seen, for the list beside the roll call."""
    found = book(ctx, when[0], when[0])
    return [
        ClassState(
            class_id=c.id,
            short=classes.short(c),
            state=found.rolls.get((c.id, *when)),
            totals=found.totals(c.id, when),
        )
        for c in classes.seen(ctx).values()
    ]
