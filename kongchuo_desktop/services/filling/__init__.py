"""What a form is filled with: its fields looked up on what it is about, its lists read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain.forms import Form, slots
from kongchuo_desktop.services.filling.subjects import Subject


def fill(form: Form, subject: Subject) -> dict[str, Any]:
    """The values of every field the form names; None where nothing is known.

    A list becomes rows with the fields its columns name, whatever else its records know.
    """
    from kongchuo_desktop.services.filling.lists import LISTS

    values = {field: subject.value(field) for field in sorted(form.fields)}
    for listing in form.listings:
        if listing.field in LISTS:
            wanted = sorted({slot for column in listing.columns for slot in slots(column.text)})
            rows: Sequence[Any] = LISTS[listing.field](subject)
            held = [_row(row, wanted) for row in rows]
            values[listing.field] = _joined(values.get(listing.field), held)
    return values


def _row(row: Subject | Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    if isinstance(row, Subject):
        return {field: row.value(field) for field in wanted if field != "n"}
    return {field: row[field] for field in wanted if field in row}


def _joined(
    before: Sequence[Mapping[str, Any]] | None, rows: Sequence[Mapping[str, Any]]
) -> tuple[Mapping[str, Any], ...]:
    """The same records listed twice, with other columns each time: one row that knows both."""
    if not before:
        return tuple(rows)
    return tuple({**old, **new} for old, new in zip(before, rows, strict=True))
