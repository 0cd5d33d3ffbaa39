"""What is carried on home visits says: 家访记录表 of one child, 走访路线 of a weekend.

As on every paper, `None` (and in tables an empty text) means "not known: leave room to write".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitSheet:
    """F15: 家访记录表, one visit; filled in by hand, then registered under its number.

    `place` is village and address, `guardian` with the relation (李桂花（母亲）), `look_at` what
    is to be done about this child, as one line. No level of concern: a guardian signs it.
    """

    number: str | None = None
    school: str | None = None
    term: str | None = None
    student_name: str | None = None
    class_name: str | None = None
    place: str | None = None
    guardian: str | None = None
    look_at: str | None = None

    @classmethod
    def blank(cls, *, school: str | None = None) -> Self:
        """A sheet to be filled in by hand; the school's name may already stand on it."""
        return cls(school=school)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """One home on the way: who lives there, whom to ask for, and why to go."""

    student_name: str
    class_name: str
    address: str = ""
    guardian: str = ""
    phone: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Village:
    name: str
    stops: Sequence[Stop]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitRoute:
    """走访路线: whom to visit, by village, with room for a tick; for teachers only."""

    school: str
    day: date
    villages: Sequence[Village]

    @property
    def homes(self) -> int:
        return sum(len(village.stops) for village in self.villages)
