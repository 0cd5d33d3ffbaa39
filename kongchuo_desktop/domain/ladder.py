"""The ladder: from an absence to who must do what by when, each duty citing its rung (rules §1).

Pure: facts in, duties out. A duty is computed, never typed; it ends when the deed is recorded, the
absence is excused, or the child is back. The first day absent counts as day 1.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from kongchuo_desktop.domain.attendance import Absence, Half
from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.leave import HALF_WORDS
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)
TOLD_UPWARDS = frozenset({"L4", "L5", "L6", "L8"})


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
    """What has been done about one child, by day.

    `contacts` reached somebody, `attempts` did not; `refusals` are visits whose family would not
    listen; `follow_ups` met somebody; `reports` are (day, rung); `notices` are (day issued, last
    day to return), `served` (day received, last day to return); `sought` are calls and visits
    alike, in their order: (day, whether anybody was met).
    """

    contacts: Sequence[date] = ()
    attempts: Sequence[date] = ()
    visits: Sequence[date] = ()
    leader_visits: Sequence[date] = ()
    refusals: Sequence[date] = ()
    follow_ups: Sequence[date] = ()
    persuasions: Sequence[date] = ()
    reports: Sequence[tuple[date, str]] = ()
    notices: Sequence[tuple[date, date]] = ()
    served: Sequence[tuple[date, date]] = ()
    sought: Sequence[tuple[date, bool]] = ()


class Standing(StrEnum):
    """How a child stands by its absence (rules §4.1); computed, shown beside the enrolment."""

    PRESENT = "present"
    ABSENT = "absent"
    TRUANT = "truant"
    SUSPECTED = "suspected"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A child's absences of the term, oldest first, and what was done about them.

    `ended_leave` is the number of the slip that had just run out when the last absence began.
    """

    runs: Sequence[Absence]
    deeds: Deeds = field(default_factory=Deeds)
    ended_leave: int = 0


def standing(run: Absence | None, rules: LocalRules, today: date) -> Standing:
    """Where an open absence has brought the child."""
    if run is None or not run.open:
        return Standing.PRESENT
    if (today - run.first[0]).days + 1 >= rules.dropout_days:
        return Standing.DROPPED
    if run.full_days >= rules.suspect_days:
        return Standing.SUSPECTED
    return Standing.TRUANT if run.full_days else Standing.ABSENT


def duties(record: Record, rules: LocalRules, calendar: Calendar, now: datetime) -> list[Duty]:
    """What the absences of one child ask for at this moment, in the order of the rungs."""
    if not record.runs:
        return []
    case = _Case(record, rules, calendar, now, record.runs[-1])
    earlier = [*_after_return(record, rules, calendar, now)]
    if case.run.open:
        return [
            *_contact(case),
            *_visit(case),
            *_leader_visit(case),
            *_in_vain(case),
            *_submission(case),
            *_refusal(case),
            *_notice(case),
            *_answer(case),
            *_expired(case),
            *earlier,
        ]
    back = [*_contact(case)] if case.run.last[0] == now.date() else []
    return [*back, *_cumulated(case), *earlier]


def _after_return(
    record: Record, rules: LocalRules, calendar: Calendar, now: datetime
) -> Iterator[Duty]:
    """What is still owed for the latest absence that was reported upwards and from which the child
    came back, whether or not it has missed a lesson since."""
    following = [*record.runs[1:], None]
    for run, later in reversed([*zip(record.runs, following, strict=True)]):
        until = later.first[0] if later else date.max
        case = _Case(record, rules, calendar, now, run, until)
        if run.back and case.reported(*TOLD_UPWARDS):
            yield from _returned(case, run.back[0])
            yield from _follow_up(case, run.back[0])
            return


@dataclass(frozen=True, slots=True)
class _Case:
    """One absence of a child and all that its rungs have to look at; what was reported from
    `until` on belongs to a later one."""

    record: Record
    rules: LocalRules
    calendar: Calendar
    now: datetime
    run: Absence
    until: date = date.max

    @property
    def deeds(self) -> Deeds:
        return self.record.deeds

    @property
    def began(self) -> date:
        return self.run.first[0]

    def done(self, days: Sequence[date]) -> bool:
        return any(day >= self.began for day in days)

    def reported(self, *rungs: str) -> date | None:
        """The first day since the absence began on which one of these was reported."""
        days = [
            day
            for day, rung in self.deeds.reports
            if rung in rungs and self.began <= day < self.until
        ]
        return min(days, default=None)

    def after(self, day: date, school_days: int) -> date:
        """So many school days after a day."""
        for _ in range(school_days):
            day = self.calendar.next_school_day(day)
        return day

    def duty(self, rung: str, due: Due, **facts: object) -> Duty:
        return duty(rung, due, self.rules, self.now, facts, *self.run.first)


def duty(
    rung: str,
    due: Due,
    rules: LocalRules,
    now: datetime,
    facts: Mapping[str, object],
    day: date,
    half: Half = Half.AM,
    **about: str,
) -> Duty:
    """A duty as its rung says; `facts` fill its words, `about` names child, class or slip."""
    step = rules.rungs[rung]
    return Duty(
        rung=step.level or step.id,
        does=step.does,
        text=step.words.format(**facts),
        rule=step.rule,
        source=step.source,
        who=step.who,
        due=due,
        overdue=due.passed(now),
        day=day,
        half=half,
        **about,
    )


def _contact(case: _Case) -> Iterator[Duty]:
    if case.done(case.deeds.contacts) or case.done(case.deeds.visits):
        return
    day, half = case.run.first
    start = datetime.combine(day, case.rules.roll_by(half))
    by = start + timedelta(minutes=case.rules.contact_minutes)
    slip = case.record.ended_leave
    before = f"第{slip}号假条期满，" if slip else ""
    tried = sum(day >= case.began for day in case.deeds.attempts)
    after = f"（已联系{tried}次，没有接通）" if tried else ""
    yield case.duty(
        "L1", Due(by.date(), by.time()), half=HALF_WORDS[half], before=before, after=after
    )


def _visit(case: _Case) -> Iterator[Duty]:
    reached = case.run.full_on.get(1)
    if reached and not case.done(case.deeds.visits):
        yield case.duty("L2", Due(case.calendar.on_or_after(reached + DAY)))


def _leader_visit(case: _Case) -> Iterator[Duty]:
    if case.run.days >= 2 and case.run.half_days > 2 and not case.done(case.deeds.leader_visits):
        second = case.calendar.next_school_day(case.began)
        yield case.duty("L3", Due(second), days=case.run.days)


def _in_vain(case: _Case) -> Iterator[Duty]:
    """Looked for so often in a row without meeting anybody: somebody of weight goes, by the school
    day after the attempt that filled the measure."""
    in_vain: list[date] = []
    for day, met in case.deeds.sought:
        if day >= case.began:
            in_vain = [] if met else [*in_vain, day]
    if len(in_vain) < case.rules.failed_contacts:
        return
    filled = in_vain[case.rules.failed_contacts - 1]
    if not any(day >= filled for day in case.deeds.leader_visits):
        due = Due(case.calendar.on_or_after(filled + DAY))
        yield case.duty("LF", due, count=len(in_vain))


def _submission(case: _Case) -> Iterator[Duty]:
    reached = case.run.full_on.get(case.rules.suspect_days)
    if reached is None:
        yield from _cumulated(case)
    elif not case.reported("L4"):
        yield case.duty("L4", Due(reached), full=case.run.full_days)


def _cumulated(case: _Case) -> Iterator[Duty]:
    """Absences that are short but many: the day the sum was reached; told once a term."""
    limit = 2 * case.rules.cumulated_days
    total, reached = 0, None
    for run in case.record.runs:
        if total < limit <= total + run.half_days:
            reached = run.halves[limit - total - 1][0]
        total += run.half_days
    told = any(rung == "L4" for _day, rung in case.deeds.reports)
    if reached and not told:
        yield case.duty("L4C", Due(reached), full=f"{total / 2:g}")


def _refusal(case: _Case) -> Iterator[Duty]:
    days = [day for day in case.deeds.refusals if day >= case.began]
    if days and not case.reported("L5"):
        yield case.duty("L5", Due(min(days)))


def _notice(case: _Case) -> Iterator[Duty]:
    """Due on calendar day `report_days`; on a day without school it moves to the next school day
    and shows from the school day before (T5)."""
    falls = case.began + DAY * (case.rules.report_days - 1)
    due = case.calendar.on_or_after(falls)
    shown = falls if due == falls else case.calendar.school_day_before(falls)
    if case.now.date() < shown:
        return
    if not case.done([day for day, _last in case.deeds.notices]):
        yield case.duty("L6N", Due(due))
    if not case.reported("L6"):
        yield case.duty("L6", Due(due))


def _answer(case: _Case) -> Iterator[Duty]:
    """What township or county were told of is theirs to answer; the school notes the answer."""
    told = case.reported("L5", "L6", "L8")
    if told and not case.reported("L7"):
        yield case.duty("L7", Due(case.after(told, case.rules.answer_days)))


def _expired(case: _Case) -> Iterator[Duty]:
    """A notice whose last day has passed with the child still away."""
    last_days = [last for day, last in case.deeds.notices if day >= case.began]
    if last_days and case.now.date() > max(last_days) and not case.reported("L8"):
        yield case.duty("L8", Due(case.calendar.on_or_after(max(last_days) + DAY)))


def _returned(case: _Case, back: date) -> Iterator[Duty]:
    """A child that had been reported upwards is back: the township is told so."""
    told = [day for day, rung in case.deeds.reports if rung == "L9" and day >= case.began]
    if not told:
        yield case.duty("L9", Due(case.after(back, case.rules.return_days)))


def _follow_up(case: _Case, back: date) -> Iterator[Duty]:
    """Visits after the return, on different days, the first soon and the last by the end of
    term; closing the child's case counts them the same way."""
    done = len({day for day in case.deeds.follow_ups if day > back})
    if done >= case.rules.follow_ups:
        return
    first = min(back + DAY * case.rules.follow_up_days, case.calendar.term.last)
    due = first if done == 0 else case.calendar.term.last
    yield case.duty("L10", Due(due), nth=done + 1)


RETURN_DAY = "（放假后返校第一天）"


def unreported(
    class_id: str,
    day: date,
    half: Half,
    rules: LocalRules,
    now: datetime,
    *,
    returning: bool = False,
) -> Duty:
    """The roll call a class still owes (L0); `returning` on the first day after a holiday, when
    who is not back matters most (rules §1 ④)."""
    words = {"half": HALF_WORDS[half], "back": RETURN_DAY if returning else ""}
    due = Due(day, rules.roll_by(half))
    return duty("L0", due, rules, now, words, day, half, class_id=class_id)


def sign_back(
    student: str,
    leave: str,
    slip_no: int,
    ended: date,
    rules: LocalRules,
    calendar: Calendar,
    now: datetime,
) -> Duty:
    """销假 for a slip that has run out: due on the school day after."""
    due = Due(calendar.next_school_day(ended))
    return duty("LV", due, rules, now, {"slip": slip_no}, ended, student=student, leave=leave)


def make_up(
    student: str,
    leave: str,
    slip_no: int,
    back: date,
    rules: LocalRules,
    calendar: Calendar,
    now: datetime,
) -> Duty:
    """补假 for a leave taken by telephone: due on the day the child is back; afterwards it is
    reminded of, and never turned into an absence (T8)."""
    due = Due(back)
    owed = duty("LM", due, rules, now, {"slip": slip_no}, back, student=student, leave=leave)
    late = back
    for _ in range(rules.makeup_days):
        late = calendar.next_school_day(late)
    return owed if now.date() < late else _told_late(owed)


def _told_late(owed: Duty) -> Duty:
    return replace(owed, text=f"{owed.text}（已过补办时间，仍按请假算）")
