"""Home visits, other contacts, and reports of suspected dropouts: what was done about a child."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from kongchuo_desktop.domain.ladder import Deeds
from kongchuo_desktop.domain.visits import (
    Contact,
    ContactResult,
    ContactWay,
    Submission,
    Visit,
    VisitKind,
    VisitOutcome,
)
from kongchuo_desktop.store.lists import ChipQuery, RecordList
from kongchuo_desktop.store.models import ContactRow, SubmissionRow, VisitRow, proxy
from kongchuo_desktop.store.students import scoped

SEPARATOR = "、"
VISITS = "visit WHERE void_why = ''"
IN_FORCE = "WHERE p.kind = 'return_notice' AND h.state = 'issued'"
NOTICES = f"sheet h JOIN paper p ON p.id = h.paper {IN_FORCE}"
SERVED = (
    f"service_receipt r JOIN sheet h ON h.id = r.sheet JOIN paper p ON p.id = h.paper {IN_FORCE}"
)
PLACE = (
    "CASE WHEN p.pages = json_array_length(p.data) THEN h.page - 1 ELSE"
    " (SELECT count(*) FROM sheet o WHERE o.paper = h.paper AND o.page < h.page) END"
)
"""Which sheet of its paper one is: its page tells where each has one page."""
LAST_DAY = f"json_extract(p.data, '$[' || ({PLACE}) || '].deadline')"


def add(visit: Visit) -> None:
    VisitRow.create(**_columns(visit))


def save(visit: Visit) -> None:
    VisitRow.update(**_columns(visit)).where(VisitRow.id == visit.id).execute()


def get(visit: str) -> Visit:
    return _visit(VisitRow.get_by_id(visit))


def of_student(student: str, *, void: bool = False) -> Sequence[Visit]:
    """A child's visits, newest first; those made void only where they are asked for."""
    query = VisitRow.select().where(VisitRow.student == student)
    if not void:
        query = query.where(VisitRow.void_why == "")
    return [_visit(row) for row in query.order_by(VisitRow.day.desc())]


def add_contact(contact: Contact) -> None:
    ContactRow.create(
        id=contact.id,
        student=contact.student,
        at=contact.at.isoformat(),
        way=contact.way,
        result=contact.result,
        person=contact.person,
        note=contact.note,
        void_why=contact.void_why,
    )


def contacts_of(student: str, *, void: bool = False) -> Sequence[Contact]:
    """A child's contacts, newest first; void ones only where they are asked for."""
    query = ContactRow.select().where(ContactRow.student == student)
    if not void:
        query = query.where(ContactRow.void_why == "")
    return [
        Contact(
            id=row.id,
            student=row.student_id,
            at=datetime.fromisoformat(row.at),
            way=ContactWay(row.way),
            result=ContactResult(row.result),
            person=row.person,
            note=row.note,
            void_why=row.void_why,
        )
        for row in query.order_by(ContactRow.at.desc())
    ]


def add_submission(submission: Submission) -> None:
    SubmissionRow.create(
        id=submission.id,
        student=submission.student,
        rung=submission.rung,
        day=submission.day.isoformat(),
        whom=submission.whom,
        note=submission.note,
        void_why=submission.void_why,
    )


def void_contact(contact: str, why: str) -> None:
    ContactRow.update(void_why=why).where(ContactRow.id == contact).execute()


def void_submission(submission: str, why: str) -> None:
    SubmissionRow.update(void_why=why).where(SubmissionRow.id == submission).execute()


def submissions_of(student: str, *, void: bool = False) -> Sequence[Submission]:
    """What was reported about a child, newest first; void ones only where they are asked for."""
    query = SubmissionRow.select().where(SubmissionRow.student == student)
    if not void:
        query = query.where(SubmissionRow.void_why == "")
    return [
        Submission(
            id=row.id,
            student=row.student_id,
            rung=row.rung,
            day=date.fromisoformat(row.day),
            whom=row.whom,
            note=row.note,
            void_why=row.void_why,
        )
        for row in query.order_by(SubmissionRow.day.desc())
    ]


CONTACTS = "contact WHERE void_why = ''"
REPORTS = "submission WHERE void_why = ''"


def deeds(since: date, student: str = "") -> dict[str, Deeds]:
    """All that was done about each child, or about one, from a day on."""
    found: dict[str, dict[str, list[Any]]] = {}
    queries = (
        (
            "contacts",
            f"SELECT student, substr(at, 1, 10) FROM {CONTACTS} AND result = 'reached' AND at >= ?",
        ),
        (
            "attempts",
            f"SELECT student, substr(at, 1, 10) FROM {CONTACTS} AND result <> 'reached'"
            " AND at >= ?",
        ),
        ("visits", f"SELECT student, day FROM {VISITS} AND day >= ?"),
        ("leader_visits", f"SELECT student, day FROM {VISITS} AND leader AND day >= ?"),
        ("refusals", f"SELECT student, day FROM {VISITS} AND refused AND day >= ?"),
        (
            "follow_ups",
            f"SELECT student, day FROM {VISITS} AND kind = 'follow_up' AND NOT refused"
            " AND outcome IN ('met_guardian', 'met_student') AND day >= ?",
        ),
        ("persuasions", f"SELECT student, day FROM {VISITS} AND kind = 'persuasion' AND day >= ?"),
        (
            "sought",  # a visit, of which only the day is known, after the calls of its day
            "SELECT student, substr(at, 1, 10), result = 'reached', at, rowid"
            f" FROM {CONTACTS} AND at >= ?1 UNION ALL"
            " SELECT student, day, outcome IN ('met_guardian', 'met_student'), day || 'U', rowid"
            f" FROM {VISITS} AND day >= ?1 ORDER BY 4, 5",
        ),
        ("reports", f"SELECT student, day, rung FROM {REPORTS} AND day >= ?"),
        (
            "notices",
            f"SELECT h.student, p.issued_on, {LAST_DAY} FROM {NOTICES} AND p.issued_on >= ?",
        ),
        (
            "served",
            f"SELECT h.student, r.day, {LAST_DAY} FROM {SERVED} AND r.day >= ?",
        ),
    )
    for kind, sql in queries:
        chosen = f"SELECT * FROM ({sql}) WHERE student = ?" if student else sql
        values = (since.isoformat(), *([student] if student else []))
        for whose, *told in proxy.connection().execute(chosen, values):
            found.setdefault(whose, {}).setdefault(kind, []).append(_deed(kind, told))
    return {whose: Deeds(**kinds) for whose, kinds in found.items()}


def _deed(kind: str, told: Sequence[str]) -> Any:
    """A day; or with it the rung reported, the last day a notice gives (its own day where it gives
    none), whether one was met."""
    day = date.fromisoformat(told[0])
    if kind in {"notices", "served"}:
        return day, date.fromisoformat(told[1] or told[0])
    if kind == "sought":
        return day, bool(told[1])
    return (day, told[1]) if kind == "reports" else day


def opened(since: date) -> frozenset[str]:
    """Children whose family was met on a visit at the beginning of term."""
    rows = proxy.connection().execute(
        f"SELECT student FROM {VISITS} AND kind = 'opening' AND day >= ?"
        " AND outcome IN ('met_guardian', 'met_student')",
        (since.isoformat(),),
    )
    return frozenset(row[0] for row in rows)


def between(first: date, last: date, scope: frozenset[str] | None) -> Sequence[Visit]:
    """Visits that stand to children of a scope of classes, from one day to another, newest
    first."""
    where, values = scoped("s.class", scope)
    rows = proxy.connection().execute(
        "SELECT r.id FROM visit r JOIN student s ON s.id = r.student"
        f" WHERE r.void_why = '' AND r.day BETWEEN ? AND ? AND {where}",
        [first.isoformat(), last.isoformat(), *values],
    )
    query = VisitRow.select().where(VisitRow.id.in_([row[0] for row in rows]))
    return [_visit(row) for row in query.order_by(VisitRow.day.desc())]


def records(today: date, term_first: date) -> RecordList:
    """The rows of the 家访 tab."""
    return RecordList(
        "visit",
        {
            "student": "r.student",
            "name": "s.name",
            "class": "c.name",
            "village": "s.village",
            "day": "r.day",
            "kind": "r.kind",
            "visitors": "r.visitors",
            "leader": "r.leader",
            "outcome": "r.outcome",
            "note": "r.note",
            "void_why": "r.void_why",
        },
        order="r.day DESC, s.sort",
        orders={"name": "s.sort", "class": "c.grade, c.number"},
        search="f.text || r.visitors || r.note",
        chips=(
            *(
                ChipQuery(key, label, f"r.void_why = '' AND {where}", values)
                for key, label, where, values in (
                    ("all", "全部", "1", ()),
                    ("term", "本学期", "r.day >= ?", (term_first.isoformat(),)),
                    ("today", "今天", "r.day = ?", (today.isoformat(),)),
                    ("missed", "没见到人", "r.outcome IN ('nobody_home', 'moved')", ()),
                    ("leader", "校领导亲访", "r.leader", ()),
                )
            ),
            ChipQuery("void", "作废", "r.void_why <> ''"),
        ),
    )


def _columns(visit: Visit) -> dict[str, object]:
    return {
        "id": visit.id,
        "student": visit.student,
        "day": visit.day.isoformat(),
        "kind": visit.kind,
        "visitors": SEPARATOR.join(visit.visitors),
        "leader": int(visit.leader),
        "outcome": visit.outcome,
        "met": visit.met,
        "note": visit.note,
        "agreed": visit.agreed,
        "refused": int(visit.refused),
        "void_why": visit.void_why,
    }


def _visit(row: VisitRow) -> Visit:
    return Visit(
        id=row.id,
        student=row.student_id,
        day=date.fromisoformat(row.day),
        kind=VisitKind(row.kind),
        visitors=tuple(row.visitors.split(SEPARATOR)) if row.visitors else (),
        leader=bool(row.leader),
        outcome=VisitOutcome(row.outcome),
        met=row.met,
        note=row.note,
        agreed=row.agreed,
        refused=bool(row.refused),
        void_why=row.void_why,
    )
