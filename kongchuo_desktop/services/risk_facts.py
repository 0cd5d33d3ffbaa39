"""What the records of a school say about each of its children, gathered once for all of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from kongchuo_desktop.domain import case_state
from kongchuo_desktop.domain.attendance import AWAY, HalfDay, MarkKind, absences
from kongchuo_desktop.domain.calendar import Calendar, Term
from kongchuo_desktop.domain.cases import Stage, StepKind
from kongchuo_desktop.domain.census import Arrival
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.helping import Pairing
from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.leave import Leave
from kongchuo_desktop.domain.observations import Observation
from kongchuo_desktop.domain.risk_facts import Facts, Results
from kongchuo_desktop.domain.roster import NUMERALS
from kongchuo_desktop.services import cases, exams
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import aids, census, concerns, helping, observations, visits
from kongchuo_desktop.store.students import Brief

RECENT = 30  # school days looked back at (rules §6.2 A1-A3)
LATELY = 20  # school days (A6)
QUIET = timedelta(days=56)
WEEK = timedelta(days=7)
YEAR = timedelta(days=365)
NEAR = 8  # weeks before and after a joint of the school years (E1)
LATE = frozenset({MarkKind.LATE, MarkKind.EARLY})
MOVED_UP = frozenset({4, 7, 8, 9})
MOVING_UP = frozenset({3, 6, 7, 8, 9})


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """Everything the assessment of a school rests on, by child, as it stood on a day."""

    day: date
    calendar: Calendar
    book: Book
    recent: Sequence[date]
    concerns: Mapping[str, Concern]
    aided: frozenset[str]
    observations: Mapping[str, Sequence[Observation]]
    pairings: Mapping[str, Sequence[Pairing]]
    arrivals: Mapping[str, Arrival]
    deeds: Mapping[str, Deeds]
    cases: Mapping[str, Sequence[Known]]  # the latest first
    results: Mapping[str, Results]
    school_days: Sequence[date]

    @property
    def term(self) -> Term:
        return self.calendar.term


def gather(ctx: Context, book: Book, day: date, student: str = "") -> Records:
    """Read all that is needed, each table once; about one child only what is about it."""
    calendar = ctx.calendar
    paired: dict[str, list[Pairing]] = {}
    for pairing in helping.pairings():
        if pairing.holds(day):
            paired.setdefault(pairing.student, []).append(pairing)
    return Records(
        day=day,
        calendar=calendar,
        book=book,
        recent=calendar.last_school_days(day, RECENT),
        concerns={id_: c for id_, c in concerns.still_open().items() if c.since <= day},
        aided=aids.carried_out(calendar.term.code),
        observations=observations.in_force(day),
        pairings=paired,
        arrivals=census.arrivals(calendar.term.code),
        deeds=visits.deeds(calendar.term.first, student),
        cases=_cases(ctx, book, day),
        results=_results(ctx, day, book.pupils[student].class_id if student else None),
        school_days=list(calendar.school_days(calendar.term.first, day)),
    )


def _cases(ctx: Context, book: Book, day: date) -> dict[str, list[Known]]:
    """The cases each child had by a day; void ones say nothing."""
    found: dict[str, list[Known]] = {}
    for known in cases.seen(ctx, book):
        if known.state.stage is not Stage.VOID and known.case.begun <= day:
            found.setdefault(known.case.student, []).append(known)
    return found


def _results(ctx: Context, day: date, class_id: str | None) -> dict[str, Results]:
    """What the latest examination of each class says of its children, unless it came later."""
    return {
        student: Results(
            exam=found.exam.name,
            day=found.exam.day,
            failed=tuple(subject for subject, failed in found.failed.items() if failed),
            subjects_known=None not in found.failed.values(),
            lowest=bool(found.bottom),
            dropped=round(found.fall) if found.dropped and found.fall is not None else None,
            standing_known=found.bottom is not None or found.dropped is not None,
            record=found.exam.id,
        )
        for student, found in exams.latest(ctx, class_id).items()
        if found.exam.day <= day
    }


def facts(records: Records, pupil: Brief, grade: int) -> Facts:
    """What the records say about one child."""
    marks = records.book.marks.get(pupil.id)
    taken = records.book.reported(pupil.id)
    concern = records.concerns.get(pupil.id)
    held = [each for each in records.observations.get(pupil.id, ()) if each.holds(records.day)]
    return Facts(
        grade=grade,
        term=len(taken),
        tags=pupil.tags,
        birth=date.fromisoformat(pupil.birth) if pupil.birth else None,
        distance_km=pupil.distance_km,
        boarding=pupil.boarding,
        intention_on=concern.since if concern and concern.intention else None,
        nominated_on=concern.since if concern else None,
        nomination=concern.reason if concern else "",
        observations=tuple(each for each in held if each.code),
        aided=pupil.id in records.aided,
        results=records.results.get(pupil.id),
        overstays=_overstays(records, pupil.id, taken, marks or {}),
        arrived_late=_arrived_late(records, pupil.id),
        joint=joint(records.term, records.day, grade),
        school_year=records.term.year,
        **_contact_facts(records, pupil.id, bool(held)),
        **_case_facts(records, pupil.id),
        **(_absence_facts(marks, taken, records.recent) if marks else {}),
    )


def _absence_facts(
    marks: Mapping[HalfDay, MarkKind], taken: Sequence[HalfDay], recent: Sequence[date]
) -> dict[str, Any]:
    since = recent[0] if recent else date.max
    lately = recent[-LATELY] if len(recent) >= LATELY else since
    unexcused = sorted(w for w, k in marks.items() if k is MarkKind.UNEXCUSED and w[0] >= since)
    runs = absences(taken, marks) if unexcused else []
    open_run = runs[-1] if runs and runs[-1].open else None
    return {
        "unexcused": len(unexcused),
        "unexcused_since": unexcused[0][0] if unexcused else None,
        "run": open_run.half_days if open_run else 0,
        "run_since": open_run.first[0] if open_run else None,
        "missed": sum(kind in AWAY for kind in marks.values()),
        "late": sum(kind in LATE for when, kind in marks.items() if when[0] >= lately),
    }


def _overstays(
    records: Records, student: str, taken: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind]
) -> int:
    """Slips that ran out with the child away without leave, and calls nobody made up for."""
    return sum(
        _ran_over(slip, taken, marks) or _not_made_up(slip, records.day)
        for slip in records.book.leaves.get(student, ())
    )


def _ran_over(slip: Leave, taken: Sequence[HalfDay], marks: Mapping[HalfDay, MarkKind]) -> bool:
    after = bisect_right(taken, slip.last)
    return after < len(taken) and marks.get(taken[after]) is MarkKind.UNEXCUSED


def _not_made_up(slip: Leave, day: date) -> bool:
    return slip.phone and slip.made_up_on is None and slip.last[0] + timedelta(days=3) < day


def _arrived_late(records: Records, student: str) -> int:
    """School days missed at the opening of term before the child arrived, without leave."""
    found = records.arrivals.get(student)
    if found is None or found.arrived_on is None:
        return 0
    slips = records.book.leaves.get(student, ())
    before = [day for day in records.school_days if day < found.arrived_on]
    return sum(not any(slip.first[0] <= day <= slip.last[0] for slip in slips) for day in before)


def _contact_facts(records: Records, student: str, observed: bool) -> dict[str, Any]:
    deeds = records.deeds.get(student)
    contacts = deeds.contacts if deeds else ()
    weeks = {(records.day - day) // WEEK for day in contacts if day <= records.day}
    quiet_since = records.day - QUIET
    marks = records.book.marks.get(student, {})
    missed = any(k is MarkKind.UNEXCUSED and w[0] >= quiet_since for w, k in marks.items())
    paired = any(each.since <= records.day for each in records.pairings.get(student, ()))
    return {
        "looked_into": observed or bool(deeds and (deeds.visits or deeds.contacts)),
        "in_touch": weeks >= {0, 1, 2, 3},
        "paired_quiet": paired and not missed,
    }


def _case_facts(records: Records, student: str) -> dict[str, Any]:
    """That a child had stayed away before counts for a year, whatever became of it since (D10)."""
    held = records.cases.get(student)
    if not held:
        return {}
    back = [day for known in held for day in case_state.returns(known.facts)]
    recent = [day for day in back if records.day - YEAR < day <= records.day]
    latest = held[0]
    lost = latest.facts.standing(StepKind.LOST) if latest.state.stage is Stage.LOST else []
    return {
        "case": latest.case.id,
        "lost": any(step.day <= records.day for step in lost),
        "returned_on": max(recent, default=None),
    }


def joint(term: Term, day: date, grade: int) -> str:
    """Whether a child of a grade is near a joint of the school years, in words (E1)."""
    if term.half == 1:
        moved = grade in MOVED_UP and term.week(day) <= NEAR
        return f"刚升入{NUMERALS[grade]}年级，前{NEAR}周" if moved else ""
    near = grade in MOVING_UP and term.week(term.last) - term.week(day) < NEAR
    words = {3: "快要升四年级", 6: "快要小升初", 9: "快要初中毕业"}
    return words.get(grade, f"快要升{NUMERALS[min(grade + 1, 9)]}年级") if near else ""
