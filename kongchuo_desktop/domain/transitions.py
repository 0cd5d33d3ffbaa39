"""衔接核对: who left one school or stage and has not arrived in the next (S2a 五): the children in
between, by name, where a count alone would hide them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from kongchuo_desktop.domain.roster import Student


@dataclass(frozen=True, slots=True)
class Listed:
    """One child of a list, with the words of its class there."""

    child: Student
    class_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """`between` left and did not arrive; `doubtful` may have, under the same name alone, beside
    who it may be; `new` arrived without having left."""

    arrived: Sequence[tuple[Listed, Listed]] = ()
    between: Sequence[Listed] = ()
    doubtful: Sequence[tuple[Listed, Sequence[Listed]]] = field(default_factory=list)
    new: Sequence[Listed] = ()


Key = Callable[[Student], str]
KEYS: tuple[Key, ...] = (
    lambda child: child.student_no.upper(),
    lambda child: child.id_no.upper(),
    lambda child: f"{child.name} {child.birth}" if child.birth else "",
)
"""What makes two rows one child, the surest first."""


def compare(leaving: Sequence[Listed], arriving: Sequence[Listed]) -> Transition:
    """Who of those leaving has arrived: by roll number, else ID number, else name and birth date;
    a name alone settles nothing. Each child of a list is matched once."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for key in KEYS:
        places: dict[str, list[int]] = {}
        for place, each in enumerate(arriving):
            if place not in taken and (said := key(each.child)):
                places.setdefault(said, []).append(place)
        for place, each in enumerate(leaving):
            here = places.get(key(each.child), []) if place not in found else []
            sure = key is not KEYS[-1] or (here and _possible(each, arriving[here[0]]))
            if len(here) == 1 and here[0] not in taken and sure:
                found[place] = here[0]
                taken.add(here[0])
    rest = [each for place, each in enumerate(leaving) if place not in found]
    new = [each for place, each in enumerate(arriving) if place not in taken]
    namesakes: dict[str, list[Listed]] = {}
    for each in new:
        namesakes.setdefault(each.child.name, []).append(each)
    maybe = {
        place: [other for other in namesakes.get(each.child.name, ()) if _possible(each, other)]
        for place, each in enumerate(rest)
    }
    return Transition(
        arrived=[(leaving[place], arriving[here]) for place, here in sorted(found.items())],
        between=[each for place, each in enumerate(rest) if not maybe[place]],
        doubtful=[(each, maybe[place]) for place, each in enumerate(rest) if maybe[place]],
        new=new,
    )


def _possible(one: Listed, other: Listed) -> bool:
    """Whether two rows of one name contradict each other nowhere."""
    pairs = (
        (one.child.student_no, other.child.student_no),
        (one.child.id_no, other.child.id_no),
        (one.child.birth, other.child.birth),
        (one.child.sex, other.child.sex),
    )
    return all(not a or not b or a == b for a, b in pairs)
