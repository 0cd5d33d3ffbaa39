"""What forms about a dropout case are filled with: how it came, what was done, where it stands."""

from __future__ import annotations

from kongchuo_desktop.services import lookup
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool, Subject


class OfCase(Subject):
    """A dropout case; what it does not know itself, its child does."""

    def __init__(self, school: OfSchool, known: Known) -> None:
        self.school = school
        self.ctx = school.ctx
        self.known = known
        self.up = OfChild(school, lookup.seen(school.ctx, known.case.student))
