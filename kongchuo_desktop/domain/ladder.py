"""The ladder: from an absence to who must do what by when, each duty citing its rung (rules §1).

Pure: facts in, duties out. A duty is computed, never typed; it ends when the deed is recorded, the
absence is excused, or the child is back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kongchuo_desktop.domain.attendance import Absence, Half
from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.leave import HALF_WORDS
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Due:
    """The end of a day (24:00), or a time of it."""

    day: date
    at: time | None = None

    def passed(self, now: datetime) -> bool:
        if now.date() != self.day:
            return now.date() > self.day
        return self.at is not None and now.time() > self.at

    @property
    def iso(self) -> str:
        return f"{self.day.isoformat()}T{self.at.strftime('%H:%M') if self.at else '24:00'}"

    @property
    def order(self) -> tuple[date, time]:
        return self.day, self.at or time.max


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One thing to do. `does` names the use case that settles it; `day` is what it is about."""

    rung: str
    does: str
    text: str
    rule: str
    source: str
    who: str
    due: Due
    overdue: bool
    student: str = ""
    class_id: str = ""
    day: date
    half: Half = Half.AM
    leave: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deeds:
    """What has been done about one child: days of contacts, visits, reports and notices."""

    contacts: Sequence[date] = ()
    visits: Sequence[date] = ()
    leader_visits: Sequence[date] = ()
    submissions: Sequence[date] = ()
    notices: Sequence[date] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """One absence and all that its rungs have to look at."""

    run: Absence
    deeds: Deeds
    rules: LocalRules
    calendar: Calendar
    now: datetime

    def done(self, days: Sequence[date]) -> bool:
        return any(day >= self.run.first[0] for day in days)

    def duty(self, rung: str, due: Due, **facts: object) -> Duty:
        step = self.rules.rungs[rung]
        return Duty(
            rung=rung,
            does=step.does,
            text=step.words.format(**facts),
            rule=step.rule,
            source=step.source,
            who=step.who,
            due=due,
            overdue=due.passed(self.now),
            day=self.run.first[0],
            half=self.run.first[1],
        )


def duties(
    run: Absence, deeds: Deeds, rules: LocalRules, calendar: Calendar, now: datetime
) -> list[Duty]:
    """What the absence asks for at this moment, in the order of the rungs."""
    case = _Case(run, deeds, rules, calendar, now)
    if not run.open:
        return list(_contact(case)) if run.last[0] == now.date() else []
    return [
        *_contact(case),
        *_visit(case),
        *_leader_visit(case),
        *_submission(case),
        *_notice(case),
    ]


def _contact(case: _Case) -> Iterator[Duty]:
    if case.done(case.deeds.contacts) or case.done(case.deeds.visits):
        return
    day, half = case.run.first
    start = datetime.combine(day, case.rules.roll_by(half))
    by = start + timedelta(minutes=case.rules.contact_minutes)
    yield case.duty("L1", Due(by.date(), by.time()), half=HALF_WORDS[half])


def _visit(case: _Case) -> Iterator[Duty]:
    reached = case.run.full_on.get(1)
    if reached and not case.done(case.deeds.visits):
        yield case.duty("L2", Due(case.calendar.on_or_after(reached + DAY)))


def _leader_visit(case: _Case) -> Iterator[Duty]:
    if case.run.days >= 2 and case.run.half_days > 2 and not case.done(case.deeds.leader_visits):
        second = case.calendar.next_school_day(case.run.first[0])
        yield case.duty("L3", Due(second), days=case.run.days)


def _submission(case: _Case) -> Iterator[Duty]:
    reached = case.run.full_on.get(case.rules.suspect_days)
    if reached and not case.done(case.deeds.submissions):
        yield case.duty("L4", Due(reached), full=case.run.full_days)


def _notice(case: _Case) -> Iterator[Duty]:
    """Due on calendar day `report_days`, the first day absent being day 1; on a day without school
    it moves to the next school day and shows from the school day before (T5)."""
    falls = case.run.first[0] + DAY * (case.rules.report_days - 1)
    due = case.calendar.on_or_after(falls)
    shown = falls if due == falls else case.calendar.school_day_before(falls)
    if case.now.date() >= shown and not case.done(case.deeds.notices):
        yield case.duty("L6", Due(due))


def unreported(class_id: str, day: date, half: Half, rules: LocalRules, now: datetime) -> Duty:
    """The roll call a class still owes (L0)."""
    step = rules.rungs["L0"]
    due = Due(day, rules.roll_by(half))
    return Duty(
        rung=step.id,
        does=step.does,
        text=step.words.format(half=HALF_WORDS[half]),
        rule=step.rule,
        source=step.source,
        who=step.who,
        due=due,
        overdue=due.passed(now),
        class_id=class_id,
        day=day,
        half=half,
    )


def sign_back(
    student: str, leave: str, slip_no: int, ended: date, rules: LocalRules, calendar: Calendar,
    now: datetime,
) -> Duty:  # fmt: skip
    """销假 for a slip that has run out: due on the school day after."""
    step = rules.rungs["LV"]
    due = Due(calendar.next_school_day(ended))
    return Duty(
        rung=step.id,
        does=step.does,
        text=step.words.format(slip=slip_no),
        rule=step.rule,
        source=step.source,
        who=step.who,
        due=due,
        overdue=due.passed(now),
        student=student,
        day=ended,
        leave=leave,
    )
