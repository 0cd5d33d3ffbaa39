"""The classes of the school with their head counts: what the records say, to be counted again."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain.attendance import Half
from kongchuo_desktop.domain.roster import Status
from kongchuo_desktop.services.filling.subjects import OfSchool

Row = Mapping[str, Any]
GRADE_CHECKS = {1: "确认", **dict.fromkeys((2, 3, 4, 5), "抽检"), 6: "普检"}
"""How the head count of a grade is checked (S2b 四㈡3); of 初中 nothing is said."""


def class_counts(school: OfSchool) -> Sequence[Row]:
    """Each class with who is on its roll and why not expected, and this morning's roll call."""
    book = school.book
    when = (school.ctx.today(), Half.AM)
    rows = []
    for id_, found in school.classes.items():
        totals = book.totals(id_, when)
        called = (id_, *when) in book.rolls
        statuses = [p.status for p in book.pupils.values() if p.class_id == id_]
        expected = len(book.members(id_))
        suspended, tutored = (statuses.count(s) for s in (Status.SUSPENDED, Status.HOME_TUTORING))
        rows.append(
            {
                "class_name": found.name,
                "teacher": found.teacher,
                "grade_check": GRADE_CHECKS.get(found.grade),
                "on_roll": totals.on_roll,
                "suspended": suspended,
                "tutored": tutored,
                "other_status": totals.on_roll - expected - suspended - tutored,
                "expected": expected,
                "on_leave": totals.leave if called else None,
                "unexcused": totals.unexcused if called else None,
                "present": totals.present if called else None,
            }
        )
    return rows


LISTS: Mapping[str, Callable[[OfSchool], Sequence[Row]]] = {"class_counts": class_counts}
