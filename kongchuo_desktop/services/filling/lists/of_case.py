"""Lists of dropout cases: what was done in one of them, and the cases of the school."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visits import Contact, Visit
from kongchuo_desktop.services import cases, forms
from kongchuo_desktop.services.cases import told
from kongchuo_desktop.services.filling.case import OfCase
from kongchuo_desktop.services.filling.sheet import OfSheet
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.store import visits

Row = Mapping[str, Any]
OF_THE_CASE = frozenset({"通知函件", "责任书", "劝返案件"})


BRIEF = 80  # characters


def efforts(about: OfCase) -> list[Row]:
    """Calls and visits of this absence in the order of their days, those as well that met
    nobody."""
    rows: list[Row] = [
        {
            "day": contact.at.date(),
            "way": words.CONTACT_WAYS[contact.way],
            "people": None,  # who called is not on record: left to be written
            "result": _joined(_spoke(contact), _brief(contact.note)),
        }
        for contact in visits.contacts_of(about.known.case.student)[::-1]
        if about.persuading(contact.at.date())
    ]
    rows += [
        {
            "day": visit.day,
            "way": "校领导家访" if visit.leader else "家访",
            "people": "、".join(visit.visitors),
            "result": _came_of(visit),
        }
        for visit in about.visits
    ]
    return sorted(rows, key=lambda row: row["day"])


def persuasions(about: OfCase) -> list[Row]:
    """The visits of this absence, with what was said and agreed."""
    return [_visit(visit) for visit in about.visits]


def follow_ups(about: OfCase) -> list[Row]:
    """The visits after the return."""
    return [_visit(visit) for visit in about.followed]


def _visit(visit: Visit) -> Row:
    return {
        "day": visit.day,
        "visitors": "、".join(visit.visitors),
        "met": visit.met or words.VISIT_OUTCOMES[visit.outcome],
        "visit_note": visit.note,
        "family_answer": "不听劝说" if visit.refused else None,
        "agreed": visit.agreed,
    }


def _spoke(contact: Contact) -> str:
    """接通（母亲）"""
    person = f"（{contact.person}）" if contact.person else ""
    return words.CONTACT_RESULTS[contact.result] + person


def _came_of(visit: Visit) -> str:
    agreed = f"约定：{visit.agreed}" if visit.agreed else ""
    refused = "家长不听劝说" if visit.refused else ""
    return _joined(words.VISIT_OUTCOMES[visit.outcome], _brief(visit.note), refused, agreed)


def _brief(note: str) -> str:
    """A report tells the point; the whole of what was said stands in the record of the visit."""
    return note if len(note) <= BRIEF else f"{note[:BRIEF]}……（详见家访记录）"


def _joined(first: str, *more: str) -> str:
    rest = "；".join(filter(None, more))
    return f"{first}：{rest}" if rest else first


def case_papers(about: OfCase) -> Sequence[OfSheet]:
    """The numbered papers of this absence, with their service; leave slips are not among them."""
    kinds = {id_ for id_, form in forms.shipped().items() if form.group in OF_THE_CASE}
    return [sheet for sheet in about.sheets if sheet.form in kinds]


def case_reports(about: OfCase) -> list[Row]:
    """What was reported upwards."""
    held = visits.submissions_of(about.known.case.student)
    return [
        {
            "day": found.day,
            "reported": words.REPORTS[found.rung],
            "reported_to": found.whom,
            "result": found.note,
        }
        for found in held[::-1]
        if about.holds(found.day)
    ]


def case_steps(about: OfCase) -> list[Row]:
    """The steps of the case that stand, oldest first."""
    facts = about.known.facts
    return [
        {
            "day": step.day,
            "case_step": words.CASE_STEPS[step.kind],
            "people": step.who,
            "result": told(step),
        }
        for step in sorted(facts.steps, key=lambda each: each.day)
        if not step.void_why
    ]


def suspected(school: OfSchool) -> list[OfCase]:
    """Cases that are open, and those opened this term, in the order they were opened."""
    first = school.ctx.calendar.term.first
    held = [
        known
        for known in cases.seen(school.ctx, school.book)
        if known.state.open or known.case.opened_on >= first
    ]
    return [OfCase(school, known) for known in sorted(held, key=lambda k: k.case.opened_on)]


LISTS: Mapping[str, Callable[[Any], Sequence[Any]]] = {
    "efforts": efforts,
    "persuasions": persuasions,
    "follow_ups": follow_ups,
    "case_papers": case_papers,
    "case_reports": case_reports,
    "case_steps": case_steps,
    "suspected": suspected,
}
