"""Classes of this school year."""

from __future__ import annotations

from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.store.models import ClassRow


def everything() -> dict[str, SchoolClass]:
    """All classes by id, in the order of grades and numbers."""
    query = ClassRow.select().order_by(ClassRow.grade, ClassRow.number, ClassRow.name)
    return {row.id: _class(row) for row in query}


def add(found: SchoolClass) -> None:
    ClassRow.create(
        id=found.id,
        grade=found.grade,
        number=found.number,
        name=found.name,
        teacher=found.teacher,
        catch_up=int(found.catch_up),
    )


def save(changed: SchoolClass) -> None:
    ClassRow.update(
        grade=changed.grade,
        number=changed.number,
        name=changed.name,
        teacher=changed.teacher,
        catch_up=int(changed.catch_up),
    ).where(ClassRow.id == changed.id).execute()


def _class(row: ClassRow) -> SchoolClass:
    return SchoolClass(
        id=row.id,
        grade=row.grade,
        number=row.number,
        name=row.name,
        teacher=row.teacher,
        catch_up=bool(row.catch_up),
    )
