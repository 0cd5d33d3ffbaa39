"""The local rules: every threshold and deadline a county may set, and the rungs of the ladder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from kongchuo_desktop.domain.attendance import Half


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder: what happened, what must be done, by whom, and what says so."""

    id: str
    words: str
    rule: str
    who: str
    does: str
    source: str
    level: str = ""  # the rung as the rules number it, where a rung asks for two things


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalRules:
    """Values in force at this school; units as in resources/rules/local.toml."""

    roll_by_am: time
    roll_by_pm: time
    contact_minutes: int
    failed_contacts: int
    suspect_days: int
    report_days: int
    notice_days: int
    leave_teacher: int
    leave_office: int
    visits_per_term: int
    visits_per_term_other: int
    opening_weeks: int
    cumulated_days: int
    dropout_days: int
    answer_days: int
    return_days: int
    follow_ups: int
    follow_up_days: int
    makeup_days: int
    verify_days: int
    plan_days: int
    search_days: int
    reopen_days: int
    close_days: int
    confirm_days: int
    parent_meetings: int
    rungs: Mapping[str, Rung]

    def roll_by(self, half: Half) -> time:
        return self.roll_by_am if half is Half.AM else self.roll_by_pm

    @property
    def leave_tiers(self) -> tuple[tuple[int, str], ...]:
        """Who approves a leave of up to so many half days (rules §4.3)."""
        return ((self.leave_teacher, "班主任"), (self.leave_office, "教务处"), (999, "校长"))
