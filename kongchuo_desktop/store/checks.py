"""That the 重点生 of a class were confirmed, or their files looked at."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain.priority import Check, CheckKind
from kongchuo_desktop.store.models import PriorityCheckRow


def put(check: Check) -> None:
    """Keep a check, in the place of an earlier one of the same period."""
    PriorityCheckRow.delete().where(
        (PriorityCheckRow.kind == check.kind)
        & (PriorityCheckRow.class_ == check.class_id)
        & (PriorityCheckRow.period == check.period)
    ).execute()
    PriorityCheckRow.create(
        id=check.id,
        kind=check.kind,
        class_=check.class_id,
        period=check.period,
        day=check.day.isoformat(),
        who=check.who,
        count=check.count,
        note=check.note,
    )


def of_period(kind: CheckKind, period: str) -> dict[str, Check]:
    """By class: the check of a term or a month."""
    query = PriorityCheckRow.select().where(
        (PriorityCheckRow.kind == kind) & (PriorityCheckRow.period == period)
    )
    return {row.class_id: _check(row) for row in query}


def of_class(class_id: str) -> Sequence[Check]:
    """Every check of a class, the latest first."""
    query = PriorityCheckRow.select().where(PriorityCheckRow.class_ == class_id)
    return [_check(row) for row in query.order_by(PriorityCheckRow.day.desc())]


def _check(row: PriorityCheckRow) -> Check:
    return Check(
        id=row.id,
        kind=CheckKind(row.kind),
        class_id=row.class_id,
        period=row.period,
        day=date.fromisoformat(row.day),
        who=row.who,
        count=row.count,
        note=row.note,
    )
