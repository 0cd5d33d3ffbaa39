"""Lists of children with a dropout case: the register, the lists of a month and a term."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from kongchuo_desktop.domain.cases import BACK, Stage, StepKind
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.filling.case import OfCase
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import concerns


class OfDropout(OfCase):
    """A case as one row of a list: what its absence came to, and what was done about it."""

    @property
    def last_visit(self) -> date | None:
        return max(self.visit_dates, default=None)

    @property
    def leader_visit(self) -> date | None:
        """The day on which a leader of the school last went there."""
        return max(self._during(self._deeds.leader_visits), default=None)

    @property
    def in_charge(self) -> str | None:
        """Who answers for the child: as nominated, as planned, else the homeroom teacher."""
        concern = concerns.still_open().get(self.known.case.student)
        named = concern.assignee if concern else ""
        return named or self.responsible or self.known.found.teacher or None

    @property
    def lost_kind(self) -> str | None:
        """What the child counts as in the monthly report, or how its absence ended."""
        if not self.known.away:
            return self.case_outcome
        return "辍学" if self.dropout_on else "疑似辍学"

    @property
    def case_remark(self) -> str | None:
        told = [f"再次缺课{self.recurrences}次"] if self.recurrences else []
        closed = self.closed_on
        if closed and self.known.state.stage is Stage.CLOSED:
            told.append(f"{closed.month}月{closed.day}日销号")
        return "；".join(told) or None

    @property
    def efforts_told(self) -> str:
        """What was done in this absence, in numbers."""
        notices = [sheet for sheet in self.sheets if sheet.form == "return_notice"]
        counted = (
            ("电话等联系", self.contact_count, "次"),
            ("家访", self.visit_count, "次"),
            ("其中校领导", self.leader_visit_count, "次"),
            ("发通知书", len(notices), "份"),
        )
        return "，".join(f"{what}{n}{unit}" for what, n, unit in counted if n) or "还没有记录"

    @property
    def last_follow_up(self) -> date | None:
        return max((visit.day for visit in self.followed), default=None)

    @property
    def follow_ups_owed(self) -> str | None:
        """Whether the visits that the rules ask for were made."""
        done = self.follow_up_count
        if done is None:
            return None
        owed = self.ctx.rules.follow_ups - done
        return f"还差{owed}次" if owed > 0 else "已完成"


def rows(school: OfSchool, held: Iterable[Known]) -> list[OfDropout]:
    """Cases class by class, in the order of names."""
    places = {id_: at for at, id_ in enumerate(school.classes)}
    in_order = sorted(held, key=lambda k: (places[k.found.id], sort_key(k.pupil.name)))
    return [OfDropout(school, known) for known in in_order]


def dropouts(school: OfSchool) -> Sequence[OfDropout]:
    """辍学花名册: every case that is open, and those closed this term."""
    first = school.ctx.calendar.term.first
    return rows(
        school,
        [
            known
            for known in school.cases
            if known.state.open
            or any(step.day >= first for step in known.facts.standing(StepKind.CLOSED))
        ],
    )


def month_lost(school: OfSchool) -> Sequence[OfDropout]:
    """Children who are dropouts and not back."""
    found = school.this_month.period
    return rows(school, found.lost(found.everyone))


def month_suspects(school: OfSchool) -> Sequence[OfDropout]:
    """Children who are away and suspected of having dropped out."""
    found = school.this_month.period
    lost = {known.case.id for known in found.lost(found.everyone)}
    return rows(school, [k for k in found.away(found.everyone) if k.case.id not in lost])


def term_cases(school: OfSchool) -> Sequence[OfDropout]:
    """Who was or became a dropout or a suspected one this term, or came back in it."""
    found = school.this_term.period
    held = {row.known.case.id: row.known for row in dropouts(school)}
    for known in (*found.opened(found.everyone), *found.returned(found.everyone)):
        held.setdefault(known.case.id, known)
    return rows(school, held.values())


def back_at_school(school: OfSchool) -> Sequence[OfDropout]:
    """Children who are back and followed until the end of the term."""
    return rows(school, [known for known in school.cases if known.state.stage in BACK])


LISTS: Mapping[str, Callable[[OfSchool], Sequence[OfDropout]]] = {
    "dropouts": dropouts,
    "month_lost": month_lost,
    "month_suspect_list": month_suspects,
    "term_cases": term_cases,
    "back_at_school": back_at_school,
}
