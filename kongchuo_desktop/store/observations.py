"""Talks and conduct: notes of teachers about children; nothing is deleted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.domain.observations import Observation, ObservationKind
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.models import ObservationRow


def add(observation: Observation) -> None:
    ObservationRow.create(**_columns(observation))


def save(observation: Observation) -> None:
    changed = ObservationRow.update(**_columns(observation))
    changed.where(ObservationRow.id == observation.id).execute()


def get(observation: str) -> Observation:
    return _observation(ObservationRow.get_by_id(observation))


def of_student(student: str) -> Sequence[Observation]:
    """A child's notes, void ones too, the latest first."""
    query = ObservationRow.select().where(ObservationRow.student == student)
    return [_observation(row) for row in query.order_by(ObservationRow.day.desc())]


def in_force(day: date) -> dict[str, list[Observation]]:
    """By child: every note up to a day that is not void."""
    query = ObservationRow.select().where(
        (ObservationRow.void_why == "") & (ObservationRow.day <= day.isoformat())
    )
    found: dict[str, list[Observation]] = {}
    for row in query:
        found.setdefault(row.student_id, []).append(_observation(row))
    return found


def _columns(observation: Observation) -> dict[str, object]:
    return {
        "id": observation.id,
        "student": observation.student,
        "day": observation.day.isoformat(),
        "kind": observation.kind,
        "note": observation.note,
        "who": observation.who,
        "over_on": codec.iso(observation.over_on),
        "over_why": observation.over_why,
        "void_why": observation.void_why,
    }


def _observation(row: ObservationRow) -> Observation:
    return Observation(
        id=row.id,
        student=row.student_id,
        day=date.fromisoformat(row.day),
        kind=ObservationKind(row.kind),
        note=row.note,
        who=row.who,
        over_on=codec.day(row.over_on),
        over_why=row.over_why,
        void_why=row.void_why,
    )
