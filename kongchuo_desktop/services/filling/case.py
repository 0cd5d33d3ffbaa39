"""What forms about a dropout case are filled with: how it came, what was done, where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property

from kongchuo_desktop.domain import case_steps, words
from kongchuo_desktop.domain import cases as rules
from kongchuo_desktop.domain.attendance import Absence
from kongchuo_desktop.domain.cases import Cause, Grounds, Origin, Placement, Step, StepKind
from kongchuo_desktop.domain.cases import Whereabouts as Place
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.visits import Visit, VisitKind
from kongchuo_desktop.services import lookup
from kongchuo_desktop.services.attendance import away
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.filling.period import dropped_on
from kongchuo_desktop.services.filling.sheet import OfSheet
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool, Subject
from kongchuo_desktop.store import papers, visits

ENDS = (StepKind.ELSEWHERE, StepKind.REASONABLE, StepKind.AGED_OUT, StepKind.LOST)
MONTH = 20  # school days that a month of attendance is taken from


class OfCase(Subject):
    """A dropout case; what it does not know itself, its child does."""

    def __init__(self, school: OfSchool, known: Known) -> None:
        self.school = school
        self.ctx = school.ctx
        self.known = known
        self.up: OfChild = OfChild(school, lookup.seen(school.ctx, known.case.student))

    # —— how it came ——
    @property
    def absent_from(self) -> date:
        return self.known.state.since

    @property
    def absent_days(self) -> int:
        """Days of the calendar until the child was back, or today."""
        until = self._until or self.ctx.today() + timedelta(days=1)
        return (until - self.absent_from).days

    @property
    def opened_on(self) -> date:
        return self.known.case.opened_on

    @property
    def opened_because(self) -> str:
        case = self.known.case
        return case.why or words.CASE_ORIGINS[case.origin]

    @property
    def case_stage(self) -> str:
        return words.STAGES[self.known.state.stage]

    @property
    def recurrences(self) -> int:
        return self.known.state.recurrences

    @property
    def absence_story(self) -> str:
        """The absences since this one began, as the roll calls tell them."""
        since, until = self.absent_from, self._over or date.max
        runs = self.known.facts.runs
        found = [_told(run) for run in runs if run.last[0] >= since and run.first[0] <= until]
        again = f"本案第{self.recurrences}次再次缺课。" if self.recurrences else ""
        return again + "；".join([*self._origin_told(), *found]) + "。"

    def _origin_told(self) -> Iterator[str]:
        if self.known.case.origin is not Origin.LADDER and not self.recurrences:
            yield self.opened_because

    # —— why, and where the child is ——
    @property
    def cause(self) -> str | None:
        found = self._step(StepKind.VERIFIED)
        return words.CAUSES[Cause(found.detail["cause"])] if found else None

    @property
    def cause_word(self) -> str | None:
        return self.cause

    @property
    def side_causes(self) -> tuple[str, ...] | None:
        found = self._step(StepKind.VERIFIED)
        if found is None:
            return None
        return tuple(
            words.CAUSES[Cause(each)] for each in found.detail.get("side", "").split("、") if each
        )

    @property
    def side_cause_words(self) -> tuple[str, ...] | None:
        return self.side_causes

    @property
    def cause_note(self) -> str | None:
        found = self._step(StepKind.VERIFIED)
        return found.note or None if found else None

    @property
    def whereabouts(self) -> str | None:
        found = self._step(StepKind.VERIFIED)
        if found is None:
            return None
        place = found.detail.get("place", "")
        told = words.WHEREABOUTS[Place(found.detail["whereabouts"])]
        return f"{told}（{place}）" if place else told

    @property
    def working(self) -> bool:
        """Whether the child stays away to work, or is where it works, as found out last."""
        found = self._step(StepKind.VERIFIED)
        detail = found.detail if found else {}
        return detail.get("cause") == Cause.WORKING or detail.get("whereabouts") == Place.WORKING

    @property
    def verified_on(self) -> date | None:
        return _day(self._step(StepKind.VERIFIED))

    @property
    def verified_by(self) -> str | None:
        return _who(self._step(StepKind.VERIFIED))

    @property
    def dropout_on(self) -> date | None:
        """The day on which the suspected dropout became one."""
        day = dropped_on(self.known, self.ctx.rules.dropout_days)
        return day if day and day <= self.ctx.today() else None

    # —— the plan ——
    @property
    def responsible(self) -> str | None:
        return self._planned("responsible")

    @property
    def plan_way(self) -> str | None:
        return self._planned("way")

    @property
    def plan_timetable(self) -> str | None:
        return self._planned("timetable")

    @property
    def plan_support(self) -> str | None:
        return self._planned("support")

    @property
    def planned_on(self) -> date | None:
        return _day(self._step(StepKind.PLANNED))

    @property
    def school_measures(self) -> str | None:
        """The plan in a few sentences; nothing while there is none."""
        if not self.responsible:
            return None
        return (
            f"由{self.responsible}负责劝返；方式：{self.plan_way}；时间安排：{self.plan_timetable}；"
            f"返校以后：{self.plan_support}。"
        )

    # —— what was done ——
    @property
    def contact_dates(self) -> tuple[date, ...]:
        return self._during(self._deeds.contacts)

    @property
    def visit_dates(self) -> tuple[date, ...]:
        return self._during(self._deeds.visits)

    @property
    def contact_count(self) -> int:
        """Calls and messages, those as well that reached nobody."""
        return len(self._during_each([*self._deeds.contacts, *self._deeds.attempts]))

    @property
    def visit_count(self) -> int:
        return len(self._during_each(self._deeds.visits))

    @property
    def leader_visit_count(self) -> int:
        return len(self._during_each(self._deeds.leader_visits))

    @property
    def persuaders(self) -> tuple[str, ...]:
        """Everybody who went there, each once, in the order of their visits."""
        return tuple(dict.fromkeys(who for visit in self.visits for who in visit.visitors))

    @cached_property
    def visits(self) -> Sequence[Visit]:
        """The visits of this absence that stand, oldest first."""
        held = visits.of_student(self.known.case.student)
        return [visit for visit in held[::-1] if self.persuading(visit.day)]

    # —— the notice and what came of it ——
    @cached_property
    def sheets(self) -> Sequence[OfSheet]:
        """The papers of the child in force since this absence began, oldest first."""
        held = papers.sheets_of(self.known.case.student)
        return [
            OfSheet(self.school, sheet)
            for sheet, _kind, day in held[::-1]
            if self.holds(day) and sheet.state == "issued"
        ]

    @property
    def notice_number(self) -> str | None:
        notice = self._notice
        return notice.served_number if notice else None

    @property
    def notice_issued(self) -> date | None:
        notice = self._notice
        return notice.sheet_issued if notice else None

    @property
    def notice_served(self) -> date | None:
        notice = self._notice
        return notice.served_on if notice else None

    @property
    def notice_delivered(self) -> bool:
        """Whether a service of the notice is on record."""
        return self.notice_served is not None

    @property
    def notice_way(self) -> str | None:
        notice = self._notice
        return notice.service_way if notice else None

    @property
    def notice_deadline(self) -> date | None:
        last = [until for day, until in self._deeds.notices if self.holds(day)]
        return max(last, default=None)

    @property
    def overdue_days(self) -> int | None:
        """Days of the calendar since the last day to come back; None while it has not passed."""
        until = self.notice_deadline
        ended = self._until or self.ctx.today()
        return (ended - until).days if until and ended > until else None

    # —— back at school ——
    @property
    def return_day(self) -> date | None:
        return self.known.state.back_on

    @property
    def return_class(self) -> str | None:
        """The class the child is in again; known once it is back."""
        return self.up.value("class_name") if self.return_day else None

    @property
    def placement(self) -> str | None:
        found = self._step(StepKind.RETURNED)
        return words.PLACEMENTS[Placement(found.detail["placement"])] if found else None

    @property
    def placing(self) -> str | None:
        return self.placement

    @property
    def return_note(self) -> str | None:
        found = self._step(StepKind.RETURNED)
        return found.note or None if found else None

    @property
    def follow_up_count(self) -> int | None:
        back = self.return_day
        return case_steps.followed(self.known.facts, back) if back else None

    @property
    def follow_up_next(self) -> int | None:
        """Which visit to the child that came back the next one is."""
        done = self.follow_up_count
        return None if done is None else done + 1

    @property
    def follow_up_plan(self) -> str | None:
        """How often and until when the child is visited after its return."""
        back = self.return_day
        if back is None:
            return None
        first = self.ctx.calendar.on_or_after(back + timedelta(days=self.ctx.rules.follow_up_days))
        times = self.ctx.rules.follow_ups
        return f"本学期至少{times}次，第一次在{first.month}月{first.day}日以前"

    @property
    def recent_rate(self) -> float | None:
        """The part of its half days of the last month of lessons, or since it came back, that the
        child was at school."""
        days = self.ctx.calendar.last_school_days(self.ctx.today(), MONTH)
        first = max(days[0], self.return_day or days[0]) if days else None
        book, student = self.school.book, self.known.case.student
        if first is None or student not in book.pupils:
            return None
        known = [half for half in book.reported(student) if half[0] >= first]
        marks = book.marks.get(student, {})
        missed = away(marks.get(half) for half in known)
        return (len(known) - missed) / len(known) if known else None

    # —— the end ——
    @property
    def case_outcome(self) -> str | None:
        """How the absence ended; None while the child is still to be brought back."""
        if self.known.state.stage in rules.PERSUASION:
            return None
        if self.known.state.stage is rules.Stage.VOID:
            return words.CASE_STEPS[StepKind.VOIDED]
        if self.return_day and self.known.state.stage in {*rules.BACK, rules.Stage.CLOSED}:
            return "已返校"
        ended = self._step(*ENDS)
        if ended is None:
            return None
        grounds = ended.detail.get("grounds")
        about = f"（{words.GROUNDS[Grounds(grounds)]}）" if grounds else ""
        return words.CASE_STEPS[ended.kind] + about

    @property
    def missing(self) -> bool:
        """Whether the child is still to be brought back, or to be found."""
        return self.known.away

    @property
    def outcome_day(self) -> date | None:
        return self.return_day or _day(self._step(*ENDS))

    @property
    def review_basis(self) -> str | None:
        return _based(self._step(StepKind.REVIEWED))

    @property
    def closed_on(self) -> date | None:
        return _day(self._step(StepKind.CLOSED))

    @property
    def closed_basis(self) -> str | None:
        return _based(self._step(StepKind.CLOSED))

    # —— the records behind it ——
    @property
    def _deeds(self) -> Deeds:
        return self.known.facts.deeds

    @property
    def _over(self) -> date | None:
        """The day on which the case was closed: what comes later is of another one."""
        return self.closed_on

    @property
    def _until(self) -> date | None:
        """The day from which nobody had to bring the child back any more."""
        return self.return_day or self._over

    def holds(self, day: date) -> bool:
        """Whether a day is of this absence or of what followed, until the case was closed."""
        return self.absent_from <= day <= (self._over or date.max)

    def persuading(self, day: date) -> bool:
        """Of this absence, until the child was back: what comes after is following up."""
        return self.absent_from <= day <= (self._until or date.max)

    def _during_each(self, days: Sequence[date]) -> list[date]:
        return [day for day in days if self.persuading(day)]

    def _during(self, days: Sequence[date]) -> tuple[date, ...]:
        return tuple(sorted(set(self._during_each(days))))

    def _step(self, *kinds: StepKind) -> Step | None:
        found = self.known.facts.standing(*kinds)
        return found[-1] if found else None

    def _planned(self, name: str) -> str | None:
        found = self._step(StepKind.PLANNED)
        return found.detail.get(name) or None if found else None

    @property
    def _notice(self) -> OfSheet | None:
        """The latest return notice of this absence that is in force."""
        held = [sheet for sheet in self.sheets if sheet.form == "return_notice"]
        return held[-1] if held else None

    @property
    def followed(self) -> Sequence[Visit]:
        """The visits after the return, oldest first."""
        back = self.return_day
        held = visits.of_student(self.known.case.student)[::-1]
        return [
            visit
            for visit in held
            if back
            and visit.day > back
            and self.holds(visit.day)
            and visit.kind is VisitKind.FOLLOW_UP
        ]


def _day(step: Step | None) -> date | None:
    return step.day if step else None


def _who(step: Step | None) -> str | None:
    return step.who if step else None


def _based(step: Step | None) -> str | None:
    """On what it was decided, by whom and when."""
    return f"{step.basis}（{step.who}，{step.day}）" if step else None


def _told(run: Absence) -> str:
    """自2026年10月19日上午起没有到校，到11月20日下午已缺课25天，至今没有返校"""
    (first, half), (last, end) = run.first, run.last
    missed = f"{run.half_days / 2:g}天"
    begun = f"自{first.year}年{first.month}月{first.day}日{words.HALVES[half]}起没有到校"
    until = f"到{last.month}月{last.day}日{words.HALVES[end]}缺课{missed}"
    if run.back:
        return f"{begun}，{until}，{run.back[0].month}月{run.back[0].day}日到校"
    return f"{begun}，{until}" + ("，至今没有返校" if run.open else "")
