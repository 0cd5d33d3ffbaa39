"""Lists of the whole school: children by what they have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import students


def pupils(school: OfSchool) -> Sequence[OfChild]:
    """Every child the person may see, class by class, in the order of names."""
    held = students.everybody(school.ctx.scope).values()
    places = {id_: at for at, id_ in enumerate(school.classes)}
    children = sorted(held, key=lambda c: (places.get(c.class_id, 0), sort_key(c.name)))
    return [OfChild(school, child) for child in children if child.class_id in places]


LISTS: Mapping[str, Callable[[OfSchool], Sequence[OfChild]]] = {"pupils": pupils}
