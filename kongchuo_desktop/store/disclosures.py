"""When full ID numbers left the program on a paper or in a workbook, and what for."""

from __future__ import annotations

from datetime import datetime

from kongchuo_desktop.store.models import DisclosureRow


def add(id_: str, at: datetime, who: str, form: str, purpose: str, children: int) -> None:
    DisclosureRow.create(
        id=id_, at=at.isoformat(), who=who, form=form, purpose=purpose, children=children
    )


def everything() -> list[tuple[str, str, str, str, int]]:
    """Moment, person, form, purpose and number of papers, the latest first."""
    query = DisclosureRow.select().order_by(DisclosureRow.at.desc())
    return [(row.at, row.who, row.form, row.purpose, row.children) for row in query]
