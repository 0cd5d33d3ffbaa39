"""What visits are owed without any absence: at the beginning of term to every child to look after.

Pure, like the ladder: a duty ends when the visit is recorded, or when its weeks are over.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from datetime import date, datetime, timedelta

from kongchuo_desktop.domain import ladder
from kongchuo_desktop.domain.calendar import Term
from kongchuo_desktop.domain.ladder import Due, Duty
from kongchuo_desktop.domain.local_rules import LocalRules


def opening_ends(rules: LocalRules, term: Term) -> date:
    """The Sunday that ends the weeks for opening visits."""
    monday = term.first - timedelta(days=term.first.weekday())
    return monday + timedelta(days=7 * rules.opening_weeks - 1)


def opening(
    children: Mapping[str, Sequence[tuple[str, str]]],
    visited: Set[str],
    rules: LocalRules,
    term: Term,
    now: datetime,
) -> list[Duty]:
    """One duty for each class that has not been to all its 重点生 yet (S2b 三).

    `children` are those to look after, by class: (id, name); `visited` are the ids of those whose
    family was met on an opening visit of this term. Due by the end of the Sunday that ends the
    weeks; after it, or before the term, nothing is asked for.
    """
    last = opening_ends(rules, term)
    if not term.first <= now.date() <= last:
        return []
    owed = {
        class_id: [name for id_, name in each if id_ not in visited]
        for class_id, each in children.items()
    }
    return [
        ladder.duty(
            "LO",
            Due(last),
            rules,
            now,
            {"count": len(names), "names": "、".join(names)},
            term.first,
            class_id=class_id,
        )
        for class_id, names in owed.items()
        if names
    ]
