"""What happened about one child, from every kind of record: the entries of its time line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import pairwise

from kongchuo_desktop.domain import exams as exam_rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half, Mark, MarkKind
from kongchuo_desktop.domain.leave import period
from kongchuo_desktop.domain.visits import ContactResult, VisitOutcome
from kongchuo_desktop.services import cases, exams, paper_kinds
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import (
    aids,
    concerns,
    helping,
    leaves,
    levels,
    marks,
    observations,
    papers,
    receipts,
    visits,
)
from kongchuo_desktop.store import cases as case_rows

WEEKEND = 3  # days from a Friday to the Monday after


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry: the kind of record (a word of `Changes.tables`), when, and what it says.

    `grave` marks what asks for attention: absence without leave, nobody reached; `void` what was
    recorded by mistake and stays for the record alone.
    """

    kind: str
    when: datetime
    title: str
    second: str = ""
    record: str = ""
    grave: bool = False
    void: bool = False

    @property
    def day(self) -> date:
        return self.when.date()


def past(ctx: Context, student: str) -> Sequence[Happening]:
    """Everything about a child that was looked up before, the latest first."""
    return sorted(
        (
            *_joined(_absences(student)),
            *_leaves(student),
            *_contacts(student),
            *_visits(student),
            *_submissions(student),
            *_aids(student),
            *_papers(student),
            *_concerns(student),
            *_observations(student),
            *_overrides(student),
            *_levels(student),
            *_help(student),
            *_cases(student),
            *_exams(ctx, student),
        ),
        key=lambda each: each.when,
        reverse=True,
    )


def _at(day: date, half: Half = Half.AM) -> datetime:
    return datetime.combine(day, time(8) if half is Half.AM else time(14)).astimezone()


def _absences(student: str) -> Iterator[Happening]:
    """The marks of one day stand together."""
    by_day: dict[date, list[Mark]] = {}
    slips = [slip for slip in leaves.of_student(student) if slip.excuses]
    for mark in marks.of_student(student):
        if any(slip.covers(mark.day, mark.half) for slip in slips):
            continue
        by_day.setdefault(mark.day, []).append(mark)
    for day, held in by_day.items():
        kinds = {mark.kind for mark in held}
        if len(held) == 2 and len(kinds) == 1:
            title = f"全天{words.MARKS[held[0].kind]}"
        else:
            title = "　".join(
                f"{words.HALVES[m.half]}{words.MARKS[m.kind]}"
                for m in sorted(held, key=lambda m: m.half)
            )
        title += "未到" if kinds == {MarkKind.UNEXCUSED} else ""
        yield Happening(
            kind="mark",
            when=_at(day, held[0].half),
            title=title,
            grave=MarkKind.UNEXCUSED in kinds,
        )


def _joined(found: Iterable[Happening]) -> Iterator[Happening]:
    """Days of the same kind that follow each other, over a weekend too, stand as one entry."""
    run: list[Happening] = []
    for each in sorted(found, key=lambda h: h.when):
        if run and (each.title != run[-1].title or (each.day - run[-1].day).days > WEEKEND):
            yield from _as_one(run)
            run = []
        run.append(each)
    yield from _as_one(run)


def _as_one(run: Sequence[Happening]) -> Iterator[Happening]:
    if len(run) < 2 or not run[0].title.startswith("全天"):
        yield from run
        return
    first, last = run[0], run[-1]
    span = f"{first.day.month}月{first.day.day}日至{last.day.month}月{last.day.day}日"
    yield replace(last, title=f"连续{len(run)}天{first.title.removeprefix('全天')}", second=span)


def _leaves(student: str) -> Iterator[Happening]:
    for slip in leaves.of_student(student):
        yield Happening(
            kind="leave",
            when=_at(slip.first_day, slip.first_half),
            title=f"{words.LEAVE_KINDS[slip.kind]}　{period(slip)}",
            second=f"{slip.reason}　{words.LEAVE_STATES[slip.state]}",
            record=slip.id,
        )


def _void(why: str) -> str:
    return f"　已作废：{why}" if why else ""


def _contacts(student: str) -> Iterator[Happening]:
    for contact in visits.contacts_of(student, void=True):
        yield Happening(
            kind="contact",
            when=contact.at,
            title=f"{words.CONTACT_WAYS[contact.way]}联系　{words.CONTACT_RESULTS[contact.result]}",
            second=contact.note + _void(contact.void_why),
            record=contact.id,
            grave=contact.result is not ContactResult.REACHED and not contact.void_why,
            void=bool(contact.void_why),
        )


def _visits(student: str) -> Iterator[Happening]:
    for visit in visits.of_student(student, void=True):
        who = "、".join(visit.visitors)
        void = visit.void_why
        said = f"{words.VISIT_OUTCOMES[visit.outcome]}：{visit.note}"
        yield Happening(
            kind="visit",
            when=_at(visit.day, Half.PM),
            title=f"{words.VISIT_KINDS[visit.kind]}家访　{who}{'　已作废' if void else ''}",
            second=f"作废的理由：{void}" if void else said,
            record=visit.id,
            grave=not void and visit.outcome in {VisitOutcome.NOBODY_HOME, VisitOutcome.MOVED},
            void=bool(void),
        )


def _submissions(student: str) -> Iterator[Happening]:
    for found in visits.submissions_of(student, void=True):
        yield Happening(
            kind="submission",
            when=_at(found.day, Half.PM),
            title=f"{words.REPORTS[found.rung]}　{found.whom}",
            second=found.note + _void(found.void_why),
            record=found.id,
            grave=not found.void_why,
            void=bool(found.void_why),
        )


def _aids(student: str) -> Iterator[Happening]:
    for aid in aids.of_student(student):
        amount = f"{words.yuan(aid.amount)}元　" if aid.amount else ""
        yield Happening(
            kind="aid",
            when=_at(aid.decided_on or aid.applied_on),
            title=f"资助　{words.AID_KINDS[aid.kind]}",
            second=f"{amount}{words.AID_STATES[aid.state]}",
            record=aid.id,
        )


def _papers(student: str) -> Iterator[Happening]:
    for sheet, kind, day in papers.sheets_of(student):
        state = "　作废" if sheet.state == "void" else ""
        yield Happening(
            kind="paper",
            when=_at(day, Half.PM),
            title=paper_kinds.words_of(kind),
            second=sheet.words + state,
            record=sheet.id,
            void=bool(state),
        )


def _concerns(student: str) -> Iterator[Happening]:
    for concern in concerns.of_student(student):
        yield Happening(
            kind="concern",
            when=_at(concern.since),
            title="列为重点生",
            second=concern.reason,
            record=concern.id,
        )
        if concern.dismissed_on:
            yield Happening(
                kind="concern",
                when=_at(concern.dismissed_on, Half.PM),
                title="解除重点关注",
                second=concern.dismissed_why,
                record=concern.id,
            )


def _cases(student: str) -> Iterator[Happening]:
    held = {case.id: case for case in case_rows.of_student(student)}
    for case in held.values():
        yield Happening(
            kind="dropout_case",
            when=_at(case.opened_on, Half.PM),
            title="立案",
            second=case.why or words.CASE_ORIGINS[case.origin],
            record=case.id,
            grave=True,
        )
    for steps in case_rows.steps(list(held)).values():
        for step in steps:
            yield Happening(
                kind="case_step",
                when=_at(step.day, Half.PM),
                title=f"劝返　{words.CASE_STEPS[step.kind]}　{step.who}",
                second=cases.told(step),
                record=step.case,
            )
    for sheet, _kind, _day in papers.sheets_of(student):
        if receipt := receipts.of_sheet(sheet.id):
            refused = "　拒绝签收" if receipt.refused else ""
            yield Happening(
                kind="service_receipt",
                when=_at(receipt.day, Half.PM),
                title=f"送达　{sheet.words}",
                second=f"{words.SERVICE_WAYS[receipt.way]}　{receipt.receiver}{refused}",
                record=sheet.id,
                grave=receipt.refused,
            )


def _exams(ctx: Context, student: str) -> Iterator[Happening]:
    """One entry for each exam: what was failed, not who was better."""
    for exam, scores in exams.of_student(ctx, student):
        failed = exam_rules.failed_subjects(scores)
        yield Happening(
            kind="exam_score",
            when=_at(exam.day, Half.PM),
            title=f"{exam.name}　{exams.line(scores)}",
            second=f"{'、'.join(failed)}不及格" if failed else "",
            record=exam.id,
        )


def _observations(student: str) -> Iterator[Happening]:
    for note in observations.of_student(student):
        yield Happening(
            kind="observation",
            when=_at(note.day, Half.PM),
            title=f"{words.OBSERVATIONS[note.kind]}　{note.who}",
            second=note.note + _void(note.void_why),
            record=note.id,
            grave=bool(note.code) and not (note.over_on or note.void_why),
            void=bool(note.void_why),
        )
        if note.over_on:
            yield Happening(
                kind="observation",
                when=_at(note.over_on, Half.PM),
                title=f"解除　{words.OBSERVATIONS[note.kind]}",
                second=note.over_why,
                record=note.id,
            )


def _overrides(student: str) -> Iterator[Happening]:
    for override in levels.of_student(student):
        yield Happening(
            kind="level_override",
            when=_at(override.day, Half.PM),
            title=f"关注程度调整为{words.LEVELS[override.level]}　{override.who}",
            second=f"{override.why}　到{override.over_on or override.until}为止",
            record=override.id,
        )


def _levels(student: str) -> Iterator[Happening]:
    """How the level went from week to week; the first one kept says nothing happened."""
    kept = levels.weeks(student)
    for (_day, before, _score), (day, level, score) in pairwise(kept):
        yield Happening(
            kind="level_week",
            when=_at(day, Half.PM),
            title=f"关注程度由{words.LEVELS[before]}变为{words.LEVELS[level]}　{score}分",
        )


def _help(student: str) -> Iterator[Happening]:
    for pairing in helping.pairings(student):
        yield Happening(
            kind="pairing",
            when=_at(pairing.since, Half.PM),
            title=f"结对　{words.PAIRS[pairing.kind]}　{pairing.partner}",
            second=pairing.note + (f"　{pairing.over_on}结束" if pairing.over_on else ""),
            record=pairing.id,
        )
    plans = helping.plans(student)
    for plan in plans:
        yield Happening(
            kind="help_plan",
            when=_at(plan.since, Half.PM),
            title=f"{words.HELP_PLANS[plan.kind]}帮扶计划　{plan.teacher}",
            second=f"{plan.subjects}　{plan.goal}",
            record=plan.id,
        )
        if plan.over_on:
            yield Happening(
                kind="help_plan",
                when=_at(plan.over_on, Half.PM),
                title="帮扶计划结束",
                second=plan.result,
                record=plan.id,
            )
    for session in helping.sessions([plan.id for plan in plans]):
        yield Happening(
            kind="help_session",
            when=_at(session.day, Half.PM),
            title=f"辅导{session.minutes}分钟　{session.who}",
            second="　".join(filter(None, [session.content, session.effect])),
            record=session.plan,
        )
