"""The lists of forms: for each name a form may use, how its records are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.services.filling.lists import (
    aid,
    class_counts,
    dropouts,
    helping,
    ledgers,
    meetings,
    of_case,
    of_child,
    of_school,
    reports,
)

Read = Callable[[Any], Sequence[Any]]
"""From what the form is about to subjects, or to rows of fields by name."""

LISTS: Mapping[str, Read] = {
    **aid.LISTS,
    **class_counts.LISTS,
    **dropouts.LISTS,
    **helping.LISTS,
    **ledgers.LISTS,
    **meetings.LISTS,
    **of_case.LISTS,
    **of_child.LISTS,
    **of_school.LISTS,
    **reports.LISTS,
}
