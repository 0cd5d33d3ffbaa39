"""一生一档: everything the records hold about one child, on one page, as a time line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from kongchuo_desktop.domain import exams as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.attendance import Half, Mark, MarkKind
from kongchuo_desktop.domain.leave import period
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.roster import SchoolClass, Student
from kongchuo_desktop.domain.visits import ContactResult, VisitOutcome
from kongchuo_desktop.services import cases, classes, exams, letters, lookup, risk
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.papers import KINDS
from kongchuo_desktop.services.risk import AtRisk
from kongchuo_desktop.store import aids, concerns, leaves, looks, marks, papers, receipts, visits
from kongchuo_desktop.store import cases as case_rows

WEEKEND = 3  # days from a Friday to the Monday after


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One entry: the kind of record (a word of `Changes.tables`), when, and what it says.

    `grave` marks what asks for attention: absence without leave, nobody reached.
    """

    kind: str
    when: datetime
    title: str
    second: str = ""
    record: str = ""
    grave: bool = False

    @property
    def day(self) -> date:
        return self.when.date()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    child: Student
    found: SchoolClass
    class_name: str
    assessed: AtRisk | None
    happenings: Sequence[Happening]


def of(ctx: Context, student: str) -> Dossier:
    """The page of one child, the latest first."""
    child = lookup.seen(ctx, student)
    found = classes.seen(ctx)[child.class_id]
    happenings = sorted(
        (
            *_joined(_absences(student)),
            *_leaves(student),
            *_contacts(student),
            *_visits(student),
            *_submissions(student),
            *_aids(student),
            *_papers(student),
            *_concerns(student),
            *_cases(student),
            *_exams(ctx, student),
        ),
        key=lambda each: each.when,
        reverse=True,
    )
    return Dossier(
        child=child,
        found=found,
        class_name=classes.short(found),
        assessed=risk.assess(ctx, student),
        happenings=happenings,
    )


def reveal(ctx: Context, student: str, what: str) -> str:
    """A number that is masked on screen, in full; looking is recorded (LAW P5)."""
    child = lookup.seen(ctx, student)
    with ctx.write(f"查看 {child.name} 的{REVEALED[what]}", undoable=False):
        looks.add(new_id(), student, what, ctx.now(), ctx.who.name)
    whom = letters.guardian(child)
    return {
        "id_no": child.id_no,
        "student_no": child.student_no,
        "phone": (whom.phone if whom else "") or child.phone,
    }[what]


REVEALED = {"id_no": "身份证号", "student_no": "学籍号", "phone": "电话"}


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


def _contacts(student: str) -> Iterator[Happening]:
    for contact in visits.contacts_of(student):
        yield Happening(
            kind="contact",
            when=contact.at,
            title=f"{words.CONTACT_WAYS[contact.way]}联系　{words.CONTACT_RESULTS[contact.result]}",
            second=contact.note,
            grave=contact.result is not ContactResult.REACHED,
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
        )


def _submissions(student: str) -> Iterator[Happening]:
    for found in visits.submissions_of(student):
        yield Happening(
            kind="submission",
            when=_at(found.day, Half.PM),
            title=f"{words.REPORTS[found.rung]}　{found.whom}",
            second=found.note,
            grave=True,
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
            title=KINDS[kind].words,
            second=sheet.words + state,
            record=sheet.id,
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
        failed = rules.failed_subjects(scores)
        yield Happening(
            kind="exam_score",
            when=_at(exam.day, Half.PM),
            title=f"{exam.name}　{exams.line(scores)}",
            second=f"{'、'.join(failed)}不及格" if failed else "",
            record=exam.id,
        )
