"""What forms about a slip of leave are filled with; the slip itself says what `letters` puts on a
请假条, so that both say the same."""

from __future__ import annotations

from datetime import date

from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.papers import LeaveSlip
from kongchuo_desktop.services import leave, letters, lookup
from kongchuo_desktop.services.filling.subjects import OfChild, OfSchool, Subject


class OfLeave(Subject):
    """A slip of leave; Refused where it was not granted. Its child knows the rest."""

    def __init__(self, school: OfSchool, slip_id: str) -> None:
        self.school = school
        self.ctx = school.ctx
        self.slip = leave.get(school.ctx, slip_id)
        [letter] = letters.leave_slips(school.ctx, [slip_id])
        assert isinstance(letter.paper, LeaveSlip)
        self.paper = letter.paper
        self.up = OfChild(school, lookup.seen(school.ctx, self.slip.student))

    @property
    def catch_up(self) -> bool:
        """Whether it is leave from a 补偿班, which the township has to grant."""
        return self.paper.approvers == leave.CATCH_UP

    @property
    def leave_kind(self) -> str | None:
        return self.paper.kind

    @property
    def leave_why(self) -> str | None:
        return self.paper.reason

    @property
    def leave_from(self) -> str | None:
        return _half_day(self.paper.first_day, self.paper.first_half)

    @property
    def leave_until(self) -> str | None:
        return _half_day(self.paper.last_day, self.paper.last_half)

    @property
    def leave_days(self) -> float | None:
        """In days of school; half a day is 0.5."""
        return None if self.paper.half_days is None else self.paper.half_days / 2

    @property
    def leave_number(self) -> int:
        return self.slip.slip_no

    @property
    def leave_by(self) -> str | None:
        return self.paper.applicant

    @property
    def leave_applicant(self) -> str | None:
        return self.paper.applicant_name

    @property
    def destination(self) -> str | None:
        return self.paper.destination

    @property
    def returned_at(self) -> str | None:
        half = self.slip.back_half
        return _half_day(self.slip.back_day, words.HALVES[half] if half else "")


def _half_day(day: date | None, half: str | None) -> str | None:
    """2026年11月20日上午"""
    return f"{day.year}年{day.month}月{day.day}日{half or ''}" if day else None
