"""What forms about a numbered sheet are filled with: which paper, to whom, how it was served."""

from __future__ import annotations

from datetime import date
from functools import cached_property

from kongchuo_desktop.domain.receipts import Receipt, Way
from kongchuo_desktop.services import forms, lookup
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool, Subject
from kongchuo_desktop.store import papers, receipts
from kongchuo_desktop.store.papers import Sheet

TICKED = {
    Way.IN_PERSON: "直接送达",
    Way.RELATIVE: "同住成年家属代收",
    Way.LEFT: "留置送达",
    Way.MAIL: "邮寄送达",
    Way.VILLAGE: "村委会转交",
}


class OfSheet(Subject):
    """A sheet of the register; what it does not know itself, the child it is about does."""

    def __init__(self, school: OfSchool, sheet: Sheet) -> None:
        self.school = school
        self.ctx = school.ctx
        self.sheet = sheet
        self.up = OfChild(school, lookup.seen(school.ctx, sheet.student))

    @cached_property
    def form(self) -> str:
        """The form it was printed from."""
        return papers.kind_of(self.sheet.paper)

    @property
    def served_title(self) -> str | None:
        form = forms.shipped().get(self.form)
        return form.words if form else None

    @property
    def served_number(self) -> str:
        return self.sheet.words

    @property
    def sheet_issued(self) -> date:
        return papers.issued_on(self.sheet.paper)

    @property
    def served_on(self) -> date | None:
        return self._receipt.day if self._receipt else None

    @property
    def service_way(self) -> str | None:
        """As the form has it to be ticked."""
        return TICKED[self._receipt.way] if self._receipt else None

    @property
    def served_by(self) -> str | None:
        return self._receipt.server or None if self._receipt else None

    @property
    def served_to(self) -> str | None:
        return self._receipt.receiver or None if self._receipt else None

    @property
    def received_for(self) -> str | None:
        """Who took it in instead of the guardian."""
        held = self._receipt
        return self.served_to if held and held.way in {Way.RELATIVE, Way.VILLAGE} else None

    @property
    def service_refused(self) -> str | None:
        """Why nobody signed; left to be written where it was not refused."""
        held = self._receipt
        return (held.note or "拒绝签收") if held and held.refused else None

    @property
    def service_witness(self) -> str | None:
        return self._receipt.witness or None if self._receipt else None

    @property
    def service_note(self) -> str | None:
        held = self._receipt
        return held.note or None if held and not held.refused else None

    @cached_property
    def _receipt(self) -> Receipt | None:
        return receipts.of_sheet(self.sheet.id)
