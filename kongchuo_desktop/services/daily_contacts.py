"""Contacts for paper (F09): each attempt to reach a family beside the absence it was about."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import EXCUSED, Absence, Half, MarkKind, absences
from kongchuo_desktop.domain.daily_papers import ContactLine, ContactLog
from kongchuo_desktop.domain.ladder import TOLD_UPWARDS
from kongchuo_desktop.domain.roster import Student
from kongchuo_desktop.domain.visits import ContactResult, VisitOutcome
from kongchuo_desktop.services import attendance, classes, daily_counts, lookup
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import students, visits

MINUTE = timedelta(minutes=1)
IN_VAIN = frozenset({VisitOutcome.NOBODY_HOME, VisitOutcome.MOVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Attempt:
    """A call or a visit: `at` is None for a visit, of which only the day is known."""

    day: date
    at: datetime | None
    way: str
    person: str
    result: str
    note: str
    failed: bool
    promise: str = ""
    teacher: str = ""


@dataclass(frozen=True, slots=True)
class _Child:
    """One child's term: absences, attempts and visits, oldest first."""

    ctx: Context
    book: Book
    child: Student
    class_name: str
    runs: Sequence[Absence]
    attempts: Sequence[_Attempt]

    def marks(self, day: date) -> dict[Half, MarkKind]:
        marks = self.book.marks.get(self.child.id, {})
        return {half: marks[day, half] for half in Half if (day, half) in marks}

    def back_on(self, run: Absence) -> date | None:
        """The day on which an absence was over, by presence or by leave."""
        taken = self.book.reported(self.child.id)
        return next((day for day, half in taken if (day, half) > run.last), None)

    def run_of(self, day: date) -> Absence | None:
        """The absence an attempt of this day was about: begun by then, and not yet over."""
        for run in reversed(self.runs):
            if run.first[0] <= day:
                back = self.back_on(run)
                return run if day <= run.last[0] or back is None or day < back else None
        return None

    def within(self, run: Absence) -> list[_Attempt]:
        return [attempt for attempt in self.attempts if self.run_of(attempt.day) is run]


def of_child(ctx: Context, student: str) -> ContactLog:
    """All attempts of the term about one child."""
    child = lookup.seen(ctx, student)
    today = ctx.today()
    book = attendance.book(ctx, ctx.calendar.term.first, today, child.class_id)
    found = _child(ctx, book, child)
    about = f"{child.name}　{ctx.calendar.term.words}"
    return _log(ctx, about, list(_lines(found)), found.attempts)


def of_day(ctx: Context, day: date) -> ContactLog:
    """All attempts of one day, and the children absent on it whom nobody has asked after."""
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today())
    asked = visits.deeds(day)
    wanted = [
        id_
        for id_, pupil in book.pupils.items()
        if id_ in asked
        or any(book.marks.get(id_, {}).get((day, half)) is MarkKind.UNEXCUSED for half in Half)
    ]
    order = {class_id: at for at, class_id in enumerate(classes.seen(ctx))}
    children = sorted(
        (_child(ctx, book, child) for child in students.of_ids(wanted).values()),
        key=lambda one: (order[one.child.class_id], book.pupils[one.child.id].sort),
    )
    lines = [line for one in children for line in _lines_of_day(one, day)]
    attempts = [each for one in children for each in one.attempts if each.day == day]
    return _log(ctx, f"{day.year}年{day.month}月{day.day}日", lines, attempts)


def _log(
    ctx: Context, about: str, lines: Sequence[ContactLine], attempts: Sequence[_Attempt]
) -> ContactLog:
    return ContactLog(
        school=ctx.school.name,
        about=about,
        lines=lines,
        attempts=len(attempts),
        failed=sum(attempt.failed for attempt in attempts),
        within=ctx.rules.contact_minutes,
        found_am=f"{ctx.rules.roll_by_am:%H:%M}",
        found_pm=f"{ctx.rules.roll_by_pm:%H:%M}",
    )


def _child(ctx: Context, book: Book, child: Student) -> _Child:
    """A child with its calls of the term, and the visits made while it was absent."""
    runs = absences(book.reported(child.id), book.marks.get(child.id, {}))
    name = classes.seen(ctx)[child.class_id].name
    bare = _Child(ctx, book, child, name, runs, ())
    attempts = [*_calls(ctx, child), *(v for v in _visits(child) if bare.run_of(v.day))]
    return replace(bare, attempts=sorted(attempts, key=_moment))


def _calls(ctx: Context, child: Student) -> Iterator[_Attempt]:
    for contact in visits.contacts_of(child.id):
        if contact.at.date() >= ctx.calendar.term.first:
            yield _Attempt(
                day=contact.at.date(),
                at=contact.at,
                way=words.CONTACT_WAYS[contact.way],
                person=_related(child, contact.person),
                result=words.CONTACT_RESULTS[contact.result],
                note=contact.note,
                failed=contact.result is not ContactResult.REACHED,
            )


def _visits(child: Student) -> Iterator[_Attempt]:
    for visit in visits.of_student(child.id):
        yield _Attempt(
            day=visit.day,
            at=None,
            way="入户",
            person=_related(child, visit.met),
            result=words.VISIT_OUTCOMES[visit.outcome],
            note=visit.note,
            failed=visit.outcome in IN_VAIN,
            promise=visit.agreed,
            teacher="、".join(visit.visitors),
        )


def _related(child: Student, person: str) -> str:
    """李桂花（母亲）, where the family names this person, by name or by relation."""
    for member in child.guardians:
        if person and person in (member.name, member.relation) and member.relation:
            return f"{member.name}（{member.relation}）"
    return person


def _moment(attempt: _Attempt) -> tuple[date, bool, str]:
    """In order of time; a visit, whose hour is not known, after the calls of its day."""
    return attempt.day, attempt.at is None, attempt.at.isoformat() if attempt.at else ""


def _lines(one: _Child) -> list[ContactLine]:
    """Every attempt, and every absence nobody has asked about, in order."""
    lines = [(attempt.day, _line(one, attempt.day, attempt)) for attempt in one.attempts]
    lines += [
        (run.first[0], _line(one, run.first[0], None)) for run in one.runs if not one.within(run)
    ]
    return [line for _, line in sorted(lines, key=lambda pair: pair[0])]


def _lines_of_day(one: _Child, day: date) -> list[ContactLine]:
    """The attempts of one day, or the line that is still to be filled in."""
    tried = [attempt for attempt in one.attempts if attempt.day == day]
    if tried:
        return [_line(one, day, attempt) for attempt in tried]
    absent = MarkKind.UNEXCUSED in one.marks(day).values()
    return [_line(one, day, None)] if absent else []


def _line(one: _Child, day: date, attempt: _Attempt | None) -> ContactLine:
    run = one.run_of(day)
    line = ContactLine(
        day=day,
        class_name=one.class_name,
        student_name=one.child.name,
        missed=_missed(one, day, run),
        on_leave="否" if run else _on_leave(one, day),
        follow_up=_follow_up(one, day, run, attempt) if run else "",
    )
    if attempt is None:
        return line
    return replace(
        line,
        at=f"{attempt.at:%H:%M}" if attempt.at else "",
        way=attempt.way,
        person=attempt.person,
        result=_result(one, run, attempt),
        promise=attempt.promise,
        teacher=attempt.teacher,
        minutes=_minutes(one, run, attempt) if run else "",
    )


def _missed(one: _Child, day: date, run: Absence | None) -> str:
    """What was missed on the day an absence began; later, since when and which day it is."""
    if run is None or run.first[0] == day:
        kinds = one.marks(day)
        away = EXCUSED if run is None else {MarkKind.UNEXCUSED}
        return daily_counts.missed([half for half in Half if kinds.get(half) in away])
    taken = one.book.reported(one.child.id)
    days = {when[0] for when in taken if run.first <= when <= run.last and when[0] <= day}
    first = run.first[0]
    return f"{first.month}月{first.day}日起第{len(days)}天"


def _on_leave(one: _Child, day: date) -> str:
    kinds = [kind for kind in one.marks(day).values() if kind in EXCUSED]
    return f"是（{words.MARKS[kinds[0]]}）" if kinds else ""


def _result(one: _Child, run: Absence | None, attempt: _Attempt) -> str:
    """What was heard; attempts in vain are counted within their absence."""
    told = f"{attempt.result}：{attempt.note}" if attempt.note else attempt.result
    if not attempt.failed or run is None:
        return told
    failed = [each for each in one.within(run) if each.failed]
    return f"{told}（第{failed.index(attempt) + 1}次没有联系上）"


def _minutes(one: _Child, run: Absence, attempt: _Attempt) -> str:
    """From the end of the roll call that found the absence to the first attempt about it."""
    if attempt.at is None or one.within(run)[0] is not attempt:
        return ""
    day, half = run.first
    found = datetime.combine(day, one.ctx.rules.roll_by(half)).astimezone()
    return str(max(0, (attempt.at - found) // MINUTE))


def _follow_up(one: _Child, day: date, run: Absence, attempt: _Attempt | None) -> str:
    """What came of it: the next visit, the report upwards, the return."""
    later = [each for each in one.within(run) if each is not attempt]
    came = [
        *_first("首次联系", [e.day for e in later if e.at and e.day < day and attempt is None]),
        *_first("家访", [e.day for e in later if e.at is None and e.day >= day]),
        *_first("上报", [told for told in _reports(one, run) if told >= day]),
    ]
    back = one.back_on(run)
    if back:
        away = any(kind in EXCUSED for kind in one.marks(back).values())
        came.append(f"{_short(back)}{'起请假' if away else '已到校'}")
    return "；".join(came)


def _first(what: str, days: Sequence[date]) -> list[str]:
    return [f"{what}{_short(min(days))}"] if days else []


def _reports(one: _Child, run: Absence) -> list[date]:
    back = one.back_on(run) or date.max
    return [
        told.day
        for told in visits.submissions_of(one.child.id)
        if told.rung in TOLD_UPWARDS and run.first[0] <= told.day <= back
    ]


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"
