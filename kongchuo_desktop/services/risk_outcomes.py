"""命中—结果: the signals of a day, and how many of those children stayed away afterwards.

So that a school can set its own points (rules §6.2). Never about teachers, never about one child.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Invalid
from kongchuo_desktop.domain.risk import LEVEL_WORDS, Level
from kongchuo_desktop.services import attendance, cases, risk, rules
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context

STAYED_AWAY = 10  # half days without leave: five days
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One signal or level: on how many children it was, and how many of them stayed away."""

    code: str
    words: str
    hits: int
    away: int

    @property
    def rate(self) -> float | None:
        """Stayed away ÷ hits; None where it was on nobody."""
        return self.away / self.hits if self.hits else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    """All of them, the levels first, as they stood at the end of `since`; what came after it."""

    since: date
    children: int
    away: int
    rows: Sequence[Outcome]


def outcomes(ctx: Context, since: date) -> Outcomes:
    """The signals as they stood on a day of this term, against what followed until today."""
    term, today = ctx.calendar.term, ctx.today()
    if not term.first <= since < today:
        raise Invalid(since=f"日期要在学期开始（{term.first}）以后、今天以前")
    book = attendance.book(ctx, term.first, today)
    before = risk.assess_all(ctx, attendance.book(ctx, term.first, since), since)
    away = _stayed_away(ctx, book, since) & set(before)
    held: dict[str, set[str]] = {}
    for id_, found in before.items():
        held.setdefault(str(found.assessment.level), set()).add(id_)
        for reason in found.assessment.reasons:
            held.setdefault(reason.code, set()).add(id_)
    words = {str(level): f"关注程度：{LEVEL_WORDS[level]}" for level in reversed(Level)}
    words |= {each.name: each.words for each in rules.points() if each.name not in words}
    rows = [
        Outcome(code=code, words=told, hits=len(held[code]), away=len(held[code] & away))
        for code, told in words.items()
        if code in held
    ]
    return Outcomes(since=since, children=len(before), away=len(away), rows=rows)


def _stayed_away(ctx: Context, book: Book, since: date) -> set[str]:
    """Who missed five days without leave after a day, or has a case that began after it."""
    missed = {
        id_
        for id_, marks in book.marks.items()
        if sum(k is MarkKind.UNEXCUSED and w[0] > since for w, k in marks.items()) >= STAYED_AWAY
    }
    began = {known.case.student for known in cases.seen(ctx, book) if known.state.since > since}
    return missed | began
