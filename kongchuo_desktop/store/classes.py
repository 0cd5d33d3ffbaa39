"""Classes of this school year."""

from __future__ import annotations

from kongchuo_desktop.domain.roster import SchoolClass
from kongchuo_desktop.store.models import ClassRow, proxy


def everything() -> dict[str, SchoolClass]:
    """All classes by id, in the order of grades and numbers."""
    rows = proxy.connection().execute(
        "SELECT id, grade, number, name, teacher, catch_up FROM class ORDER BY grade, number, name"
    )
    return {
        id_: SchoolClass(
            id=id_,
            grade=grade,
            number=number,
            name=name,
            teacher=teacher,
            catch_up=bool(catch_up),
        )
        for id_, grade, number, name, teacher, catch_up in rows
    }


def add(found: SchoolClass) -> None:
    proxy.connection().execute(
        "INSERT INTO class (id, grade, number, name, teacher, catch_up) VALUES (?, ?, ?, ?, ?, ?)",
        (found.id, found.grade, found.number, found.name, found.teacher, int(found.catch_up)),
    )


def save(changed: SchoolClass) -> None:
    ClassRow.update(
        grade=changed.grade,
        number=changed.number,
        name=changed.name,
        teacher=changed.teacher,
        catch_up=int(changed.catch_up),
    ).where(ClassRow.id == changed.id).execute()
