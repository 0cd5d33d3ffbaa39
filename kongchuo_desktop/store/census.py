"""The opening-days census: arrivals, moves, and figures set by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kongchuo_desktop.domain.census import Arrival, HandFigure, Item, Move, MoveKind, Reason, Why
from kongchuo_desktop.store import codec
from kongchuo_desktop.store.models import CensusFigureRow, CensusMoveRow, proxy
from kongchuo_desktop.store.students import scoped

ARRIVAL = (
    "term, student, arrived_on, missed_on, reason, side, whereabouts, measures, person,"
    " carried_over"
)


def arrivals(term: str) -> dict[str, Arrival]:
    """What was registered in a term, by child."""
    rows = proxy.connection().execute(f"SELECT {ARRIVAL} FROM arrival WHERE term = ?", (term,))
    return {row[1]: _arrival(*row) for row in rows}


def put(changed: Iterable[Arrival]) -> None:
    """What is registered of these children from now on, in bulk."""
    proxy.connection().cursor().executemany(
        f"INSERT INTO arrival ({ARRIVAL}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (term, student) DO UPDATE SET (arrived_on, missed_on, reason, side,"
        " whereabouts, measures, person, carried_over) = (excluded.arrived_on,"
        " excluded.missed_on, excluded.reason, excluded.side, excluded.whereabouts,"
        " excluded.measures, excluded.person, excluded.carried_over)",
        [_values(each) for each in changed],
    )


def clear(term: str, ids: Sequence[str]) -> None:
    """Nothing is registered of these children any more."""
    proxy.connection().cursor().executemany(
        "DELETE FROM arrival WHERE term = ? AND student = ?", [(term, id_) for id_ in ids]
    )


def moves(term: str, scope: frozenset[str] | None) -> list[Move]:
    """The moves of a term by day, of the classes a child is in now, or was named for."""
    where, values = scoped("coalesce(s.class, m.class)", scope)
    rows = proxy.connection().execute(
        "SELECT m.id, m.term, coalesce(s.class, m.class), m.kind, m.day, coalesce(m.student, ''),"
        " m.count, m.name, m.note FROM census_move m LEFT JOIN student s ON s.id = m.student"
        f" WHERE m.term = ? AND {where} ORDER BY m.day, m.id",
        [term, *values],
    )
    return [
        Move(
            id=id_,
            term=term_,
            class_id=class_id,
            kind=MoveKind(kind),
            day=date.fromisoformat(day),
            student=student,
            count=count,
            name=name,
            note=note,
        )
        for id_, term_, class_id, kind, day, student, count, name, note in rows
    ]


def add_moves(made: Iterable[Move]) -> None:
    for each in made:
        CensusMoveRow.create(
            id=each.id,
            term=each.term,
            class_=each.class_id,
            kind=each.kind,
            day=each.day.isoformat(),
            student=each.student or None,
            count=each.count,
            name=each.name,
            note=each.note,
        )


def remove_moves(ids: Sequence[str]) -> None:
    CensusMoveRow.delete().where(CensusMoveRow.id.in_(list(ids))).execute()


def figures(term: str) -> list[HandFigure]:
    """What a school has set by hand in a term, by grade."""
    query = CensusFigureRow.select().where(CensusFigureRow.term == term)
    return [
        HandFigure(grade=row.grade, item=Item(row.item), number=row.number, reason=row.reason)
        for row in query.order_by(CensusFigureRow.grade)
    ]


def set_figure(term: str, found: HandFigure) -> None:
    """Put a figure in place of the one that was set before; without a number, take that away."""
    key = (
        (CensusFigureRow.term == term)
        & (CensusFigureRow.grade == found.grade)
        & (CensusFigureRow.item == found.item)
    )
    CensusFigureRow.delete().where(key).execute()
    if found.number is not None:
        CensusFigureRow.create(
            term=term,
            grade=found.grade,
            item=found.item,
            number=found.number,
            reason=found.reason,
        )


def _values(found: Arrival) -> tuple[object, ...]:
    why = found.why
    return (
        found.term,
        found.student,
        codec.iso(found.arrived_on),
        codec.iso(found.missed_on),
        why.reason if why else "",
        " ".join(sorted(why.side)) if why else "",
        why.whereabouts if why else "",
        why.measures if why else "",
        why.person if why else "",
        int(why.carried_over) if why else 0,
    )


def _arrival(
    term: str,
    student: str,
    arrived_on: str,
    missed_on: str,
    reason: str,
    side: str,
    whereabouts: str,
    measures: str,
    person: str,
    carried_over: int,
) -> Arrival:
    why = (
        Why(
            reason=Reason(reason),
            side=frozenset(map(Reason, side.split())),
            whereabouts=whereabouts,
            measures=measures,
            person=person,
            carried_over=bool(carried_over),
        )
        if reason
        else None
    )
    return Arrival(
        student=student,
        term=term,
        arrived_on=codec.day(arrived_on),
        missed_on=codec.day(missed_on),
        why=why,
    )
