"""Dropout cases and the steps taken in them; nothing here is ever deleted."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from kongchuo_desktop.domain.cases import Case, Origin, Step, StepKind
from kongchuo_desktop.store.models import CaseRow, CaseStepRow, proxy
from kongchuo_desktop.store.students import scoped


def add(case: Case) -> None:
    CaseRow.create(
        id=case.id,
        student=case.student,
        opened_on=case.opened_on.isoformat(),
        begun=case.begun.isoformat(),
        origin=case.origin,
        why=case.why,
    )


COLUMNS = "d.id, d.student, d.opened_on, d.begun, d.origin, d.why"


def get(case: str) -> Case:
    row = CaseRow.get_by_id(case)
    return _case(row.id, row.student_id, row.opened_on, row.begun, row.origin, row.why)


def of_student(student: str) -> Sequence[Case]:
    """A child's cases, the latest first."""
    rows = proxy.connection().execute(
        f"SELECT {COLUMNS} FROM dropout_case d WHERE d.student = ? ORDER BY d.opened_on DESC",
        (student,),
    )
    return [_case(*row) for row in rows]


def everything(scope: frozenset[str] | None) -> Sequence[Case]:
    """Every case of the children of a scope of classes, the latest first."""
    where, values = scoped("s.class", scope)
    rows = proxy.connection().execute(
        f"SELECT {COLUMNS} FROM dropout_case d JOIN student s ON s.id = d.student"
        f" WHERE {where} ORDER BY d.opened_on DESC, s.sort",
        values,
    )
    return [_case(*row) for row in rows]


def _case(id_: str, student: str, opened_on: str, begun: str, origin: str, why: str) -> Case:
    return Case(
        id=id_,
        student=student,
        opened_on=date.fromisoformat(opened_on),
        begun=date.fromisoformat(begun),
        origin=Origin(origin),
        why=why,
    )


def add_step(step: Step) -> None:
    CaseStepRow.create(
        id=step.id,
        case=step.case,
        kind=step.kind,
        day=step.day.isoformat(),
        who=step.who,
        basis=step.basis,
        note=step.note,
        detail=json.dumps(dict(step.detail), ensure_ascii=False, sort_keys=True),
        at=step.at.isoformat() if step.at else "",
        void_why=step.void_why,
    )


def void_step(step: str, why: str) -> None:
    CaseStepRow.update(void_why=why).where(CaseStepRow.id == step).execute()


def get_step(step: str) -> Step:
    return _step(CaseStepRow.get_by_id(step))


def steps(cases: Sequence[str] | None = None) -> Mapping[str, Sequence[Step]]:
    """The steps of these cases, or of all, by case; oldest first."""
    query = CaseStepRow.select()
    if cases is not None:
        query = query.where(CaseStepRow.case.in_(cases))
    found: dict[str, list[Step]] = {}
    for row in query.order_by(CaseStepRow.day, CaseStepRow.at):
        found.setdefault(row.case_id, []).append(_step(row))
    return found


def _step(row: CaseStepRow) -> Step:
    return Step(
        id=row.id,
        case=row.case_id,
        kind=StepKind(row.kind),
        day=date.fromisoformat(row.day),
        who=row.who,
        basis=row.basis,
        note=row.note,
        detail=json.loads(row.detail),
        at=datetime.fromisoformat(row.at) if row.at else None,
        void_why=row.void_why,
    )


OPEN = (
    "SELECT d.student FROM dropout_case d WHERE NOT EXISTS (SELECT 1 FROM case_step t"
    " WHERE t.dropout_case = d.id AND t.void_why = '' AND t.kind IN ('closed', 'voided'))"
)


def in_hand() -> frozenset[str]:
    """Children with a case that is neither closed nor void."""
    return frozenset(row[0] for row in proxy.connection().execute(OPEN))


def not_enrolled(scope: frozenset[str] | None) -> Sequence[str]:
    """Children who ought to be at school and have not come (应入学未报到), without an open case."""
    where, values = scoped("class", scope)
    rows = proxy.connection().execute(
        f"SELECT id FROM student WHERE status = 'pending' AND {where} AND id NOT IN ({OPEN})",
        values,
    )
    return [row[0] for row in rows]


def often_away(since: date, half_days: int) -> Sequence[str]:
    """Children with at least so many half days marked 无故 since a day, and no case that is open:
    those for whom one may be due."""
    rows = proxy.connection().execute(
        "SELECT student FROM mark WHERE kind = 'unexcused' AND day >= ?"
        f" AND student NOT IN ({OPEN})"
        " GROUP BY student HAVING count(*) >= ?",
        (since.isoformat(), half_days),
    )
    return [row[0] for row in rows]
