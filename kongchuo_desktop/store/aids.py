"""Applications for assistance."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain.aid import Aid, AidKind, AidState
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.lists import ChipQuery, RecordList
from kongchuo_desktop.store.models import AidRow, proxy
from kongchuo_desktop.store.students import scoped


def add(aid: Aid) -> None:
    AidRow.create(**_columns(aid))


def save(aid: Aid) -> None:
    AidRow.update(**_columns(aid)).where(AidRow.id == aid.id).execute()


def remove(aid: str) -> None:
    AidRow.delete().where(AidRow.id == aid).execute()


def get(aid: str) -> Aid:
    return _aid(AidRow.get_by_id(aid))


def of_student(student: str) -> Sequence[Aid]:
    query = AidRow.select().where(AidRow.student == student)
    return [_aid(row) for row in query.order_by(AidRow.applied_on.desc())]


def of_term(term: str, scope: frozenset[str] | None) -> Sequence[Aid]:
    """The applications of a term, of the children of a scope of classes."""
    where, values = scoped("s.class", scope)
    rows = proxy.connection().execute(
        f"SELECT r.id FROM aid r JOIN student s ON s.id = r.student WHERE r.term = ? AND {where}",
        [term, *values],
    )
    query = AidRow.select().where(AidRow.id.in_([row[0] for row in rows]))
    return [_aid(row) for row in query.order_by(AidRow.applied_on)]


def carried_out(term: str) -> frozenset[str]:
    """Children with aid carried out in a term."""
    query = AidRow.select(AidRow.student).where(
        (AidRow.term == term) & (AidRow.state == AidState.CARRIED_OUT)
    )
    return frozenset(row[0] for row in query.tuples())


def total(state: AidState, term: str, scope: frozenset[str] | None) -> int:
    """分 of all applications of a term in one state, within a scope of classes."""
    where, values = scoped("s.class", scope)
    row = proxy.connection().execute(
        "SELECT coalesce(sum(r.amount), 0) FROM aid r JOIN student s ON s.id = r.student"
        f" WHERE r.state = ? AND r.term = ? AND {where}",
        [state, term, *values],
    )
    return int(row.fetchone()[0])


def records() -> RecordList:
    """The rows of the 减免缓 tab."""
    return RecordList(
        "aid",
        {
            "student": "r.student",
            "name": "s.name",
            "class": "c.name",
            "kind": "r.kind",
            "item": "r.item",
            "amount": "r.amount",
            "term": "r.term",
            "evidence": "r.evidence",
            "state": "r.state",
            "applied_on": "r.applied_on",
        },
        order="r.applied_on DESC, s.sort",
        orders={"name": "s.sort", "class": "c.grade, c.number"},
        search="f.text || r.item || r.reason",
        chips=(
            ChipQuery("all", "全部", "1"),
            ChipQuery("open", "办理中", "r.state NOT IN ('carried_out', 'rejected')"),
            ChipQuery("publicized", "公示中", "r.state = 'publicized'"),
            ChipQuery("done", "已落实", "r.state = 'carried_out'"),
        ),
    )


def _columns(aid: Aid) -> dict[str, object]:
    return {
        "id": aid.id,
        "student": aid.student,
        "kind": aid.kind,
        "item": aid.item,
        "amount": aid.amount,
        "term": aid.term,
        "evidence": aid.evidence,
        "reason": aid.reason,
        "state": aid.state,
        "applied_on": aid.applied_on.isoformat(),
        "decided_on": codec.iso(aid.decided_on),
        "note": aid.note,
    }


def _aid(row: AidRow) -> Aid:
    return Aid(
        id=row.id,
        student=row.student_id,
        kind=AidKind(row.kind),
        item=row.item,
        amount=row.amount,
        term=row.term,
        evidence=row.evidence,
        reason=row.reason,
        state=AidState(row.state),
        applied_on=date.fromisoformat(row.applied_on),
        decided_on=codec.day(row.decided_on),
        note=row.note,
    )
