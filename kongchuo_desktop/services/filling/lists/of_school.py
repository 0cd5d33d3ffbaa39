"""Lists of the whole school: children by what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.domain.roster import ON_ROLL
from kongchuo_desktop.services.filling.subjects import OfChild, OfClass, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import students


def pupils(school: OfSchool) -> Sequence[OfChild]:
    """Every child the person may see, class by class, in the order of names."""
    held = students.everybody(school.ctx.scope).values()
    places = {id_: at for at, id_ in enumerate(school.classes)}
    children = sorted(held, key=lambda c: (places.get(c.class_id, 0), sort_key(c.name)))
    return [OfChild(school, child) for child in children if child.class_id in places]


def village_lines(school: OfSchool) -> Sequence[Mapping[str, Any]]:
    """Where the children on the roll live, with how many, by name."""
    held = students.everybody(school.ctx.scope).values()
    counts = Counter(child.village for child in held if child.status in ON_ROLL and child.village)
    return [
        {"village": village, "village_pupils": counts[village]}
        for village in sorted(counts, key=sort_key)
    ]


def class_lines(school: OfSchool) -> Sequence[OfClass]:
    """Every class the person may see, in the order of grades."""
    return [OfClass(school, found) for found in school.classes.values()]


LISTS: Mapping[str, Callable[[OfSchool], Sequence[Any]]] = {
    "pupils": pupils,
    "village_lines": village_lines,
    "class_lines": class_lines,
}
