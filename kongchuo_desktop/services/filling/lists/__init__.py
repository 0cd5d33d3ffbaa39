"""The lists of forms: for each name a form may use, how its records are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.services.filling.lists import (
    aid,
    class_counts,
    helping,
    of_case,
    of_child,
    of_school,
)

Read = Callable[[Any], Sequence[Any]]
"""From what the form is about to subjects, or to rows of fields by name."""

LISTS: Mapping[str, Read] = {
    **of_school.LISTS,
    **of_case.LISTS,
    **of_child.LISTS,
    **helping.LISTS,
    **aid.LISTS,
    **class_counts.LISTS,
}
