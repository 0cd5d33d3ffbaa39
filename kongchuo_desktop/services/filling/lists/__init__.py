"""The lists of forms: for each name a form may use, how its records are read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from kongchuo_desktop.services.filling.lists import (
    dropouts,
    ledgers,
    meetings,
    of_school,
    reports,
)

Read = Callable[[Any], Sequence[Any]]
"""From what the form is about to subjects, or to rows of fields by name."""

LISTS: Mapping[str, Read] = {
    **dropouts.LISTS,
    **ledgers.LISTS,
    **meetings.LISTS,
    **of_school.LISTS,
    **reports.LISTS,
}
