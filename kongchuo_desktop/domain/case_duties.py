"""What an open dropout case asks for next, beside what the absence itself asks for (rules §4.2).

Pure, like the ladder: a duty ends when the step is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from kongchuo_desktop.domain import case_state, case_steps, ladder
from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.cases import (
    BACK,
    PERSUASION,
    SETTLED,
    Facts,
    Stage,
    State,
    StepKind,
)
from kongchuo_desktop.domain.ladder import TOLD_UPWARDS, Due, Duty
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)


def duties(
    facts: Facts,
    state: State,
    rules: LocalRules,
    calendar: Calendar,
    now: datetime,
    unserved: tuple[date, str] | None = None,
) -> list[Duty]:
    """The next steps of a case; `unserved` is the day and number of a notice nobody has recorded
    as served."""
    if not state.open:
        return []
    case = _Pending(facts, state, rules, calendar, now)
    if case_state.unfounded(facts):
        return [case.duty("K8", Due(case.after_opening(1)))]
    found = [*_verify(case), *_plan(case), *_confirm(case), *_search(case), *_return(case)]
    if unserved and state.stage in PERSUASION:
        issued, number = unserved
        found.append(case.duty("K6", Due(calendar.next_school_day(issued)), number=number))
    return [*found, *_ending(case)]


@dataclass(frozen=True, slots=True)
class _Pending:
    """A case and what its duties have to look at."""

    facts: Facts
    state: State
    rules: LocalRules
    calendar: Calendar
    now: datetime

    @property
    def today(self) -> date:
        return self.now.date()

    @property
    def since(self) -> date:
        return self.state.since

    def lacks(self, kind: StepKind, since: date = date.min) -> bool:
        return not any(step.day >= since for step in self.facts.standing(kind))

    def after_opening(self, school_days: int) -> date:
        """So many school days after the case was opened, or after the child stayed away again."""
        day = max(self.facts.case.opened_on, self.state.since)
        for _ in range(school_days):
            day = self.calendar.next_school_day(day)
        return day

    def duty(self, rung: str, due: Due, **words: object) -> Duty:
        student, day = self.facts.case.student, self.state.since
        return ladder.duty(rung, due, self.rules, self.now, words, day, student=student)


def _verify(case: _Pending) -> Iterator[Duty]:
    if case.state.stage in PERSUASION | BACK and case.lacks(StepKind.VERIFIED):
        yield case.duty("K1", Due(case.after_opening(case.rules.verify_days)))


def _plan(case: _Pending) -> Iterator[Duty]:
    if case.state.stage in PERSUASION | BACK and case.lacks(StepKind.PLANNED, case.state.since):
        yield case.duty("K2", Due(case.after_opening(case.rules.plan_days)))


def _confirm(case: _Pending) -> Iterator[Duty]:
    """The line at which the principal says whether the child has dropped out (T9): the first day
    absent is day 1."""
    line = case.state.since + DAY * (case.rules.dropout_days - 1)
    runs = case.facts.runs
    away = bool(runs and runs[-1].open) or not case.facts.expected
    pursued = case.state.stage in PERSUASION and case.today >= line and away
    if pursued and case.lacks(StepKind.CONFIRMED, case.state.since):
        days = (case.today - case.state.since).days + 1
        yield case.duty("K3", Due(case.calendar.on_or_after(line)), days=days)


def _search(case: _Pending) -> Iterator[Duty]:
    """A child nobody can find is searched for again and again; every attempt counts."""
    if case.state.stage is not Stage.LOST:
        return
    deeds = case.facts.deeds
    lost = case.facts.standing(StepKind.LOST)[-1].day
    tried = max([lost, *deeds.contacts, *deeds.attempts, *deeds.visits])
    due = tried + DAY * case.rules.search_days
    if case.today >= due:
        days = (case.today - tried).days
        yield case.duty("K4", Due(case.calendar.on_or_after(due)), days=days)


def _return(case: _Pending) -> Iterator[Duty]:
    back = case.state.back_on
    if back and case.state.stage in BACK and case.lacks(StepKind.RETURNED, case.state.since):
        yield case.duty("K5", Due(back))


def _ending(case: _Pending) -> Iterator[Duty]:
    """What closing still waits for, where nothing else asks for it; then the closing itself."""
    if case.state.stage not in SETTLED:
        return
    lacking = case_steps.missing(case.facts, case.rules, case.today)
    if not lacking:
        yield case.duty("K7", Due(case.calendar.term.last))
        return
    yield from _tracking(case)
    if [each for each in lacking if not each.startswith(case_steps.TO_THE_END)] == [
        case_steps.UNREVIEWED
    ]:
        yield case.duty("K9", Due(case.calendar.term.last))


def _tracking(case: _Pending) -> Iterator[Duty]:
    """复学报告书 and the visits after the return, unless the ladder asks for them: it does in the
    term of the return, where the absence had been reported upwards."""
    back, term = case.state.back_on, case.calendar.term
    if back is None or case.state.stage not in BACK or case.lacks(StepKind.RETURNED, case.since):
        return
    reports = case.facts.deeds.reports
    told = any(rung in TOLD_UPWARDS and case.since <= day < back for day, rung in reports)
    if told and back >= term.first:
        return
    if not any(rung == "L9" and day >= back for day, rung in reports):
        day = back
        for _ in range(case.rules.return_days):
            day = case.calendar.next_school_day(day)
        yield case.duty("L9", Due(day))
    first = max(back, term.first)
    done = len({day for day in case.facts.deeds.follow_ups if day >= first and day > back})
    if done < case.rules.follow_ups:
        soon = min(first + DAY * case.rules.follow_up_days, term.last)
        yield case.duty("L10", Due(term.last if done else soon), nth=done + 1)
