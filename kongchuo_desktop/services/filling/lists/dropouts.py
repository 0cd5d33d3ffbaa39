"""Lists of children with a dropout case: the register, the lists of a month and a term."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

from kongchuo_desktop.domain import case_state, case_steps, words
from kongchuo_desktop.domain.cases import BACK, Stage, StepKind
from kongchuo_desktop.services.cases import Known
from kongchuo_desktop.services.filling.case import OfCase
from kongchuo_desktop.services.filling.period import main_cause
from kongchuo_desktop.services.filling.subjects import OfSchool
from kongchuo_desktop.services.searching import sort_key
from kongchuo_desktop.store import concerns, papers

PLACES = {str(code): word for code, word in words.WHEREABOUTS.items()}


class OfDropout(OfCase):
    """A case as one row of a list: what its absence came to, and what was done about it."""

    @property
    def since(self) -> date:
        return self.known.state.since

    @property
    def absent_from(self) -> date:
        return self.since

    @property
    def absent_days(self) -> int:
        """In calendar days, the first one counted: until today, or until the child was back."""
        until = self.known.state.back_on if not self.known.away else None
        return ((until or self.ctx.today()) - self.since).days + (0 if until else 1)

    @property
    def main_cause(self) -> str | None:
        return main_cause(self.known) or None

    @property
    def whereabouts(self) -> str | None:
        """务工（广东东莞某厂）, as last looked into."""
        found = self.known.facts.standing(StepKind.VERIFIED)
        if not found:
            return None
        detail = found[-1].detail
        where, place = PLACES.get(detail.get("whereabouts", ""), ""), detail.get("place", "")
        return f"{where}（{place}）" if where and place else where or place or None

    @property
    def case_visits(self) -> int:
        return len(self._since(self.known.facts.deeds.visits))

    @property
    def last_visit(self) -> date | None:
        return max(self._since(self.known.facts.deeds.visits), default=None)

    @property
    def leader_visit(self) -> date | None:
        """The day on which a leader of the school last went there."""
        return max(self._since(self.known.facts.deeds.leader_visits), default=None)

    @property
    def notice_number(self) -> str | None:
        """The numbers of the return notices in force."""
        held = [
            sheet.words
            for sheet, kind, day in papers.sheets_of(self.known.case.student)
            if kind == "return_notice" and sheet.state == "issued" and day >= self.since
        ]
        return "、".join(held) or None

    @property
    def responsible(self) -> str | None:
        """Who answers for the child: as nominated, as planned, else the homeroom teacher."""
        concern = concerns.still_open().get(self.known.case.student)
        planned = self.known.facts.standing(StepKind.PLANNED)
        named = planned[-1].detail.get("responsible", "") if planned else ""
        return (concern.assignee if concern else "") or named or self.known.found.teacher or None

    @property
    def stage(self) -> str:
        """Where the case stands, as the 劝返 tab shows it."""
        return words.STAGES[self.known.state.stage]

    @property
    def case_remark(self) -> str | None:
        again = self.known.state.recurrences
        closed = self.known.facts.standing(StepKind.CLOSED)
        told = [f"再次缺课{again}次"] if again else []
        if self.known.state.stage is Stage.CLOSED and closed:
            told.append(f"{closed[-1].day.month}月{closed[-1].day.day}日销号")
        return "；".join(told) or None

    @property
    def efforts_told(self) -> str:
        """What was done since the absence began, in numbers."""
        deeds = self.known.facts.deeds
        called = len(self._since(deeds.contacts)) + len(self._since(deeds.attempts))
        notices = len([day for day, _last in deeds.notices if day >= self.since])
        counted = (
            ("电话等联系", called, "次"),
            ("家访", self.case_visits, "次"),
            ("其中校领导", len(self._since(deeds.leader_visits)), "次"),
            ("发通知书", notices, "份"),
        )
        return "，".join(f"{what}{n}{unit}" for what, n, unit in counted if n) or "还没有记录"

    @property
    def returned_on(self) -> date | None:
        """When the child last came back."""
        return max(case_state.returns(self.known.facts), default=None)

    @property
    def follow_ups(self) -> int | None:
        """On how many days it was visited since; None of a child that is not back."""
        back = self.returned_on
        return case_steps.followed(self.known.facts, back) if back else None

    @property
    def last_follow_up(self) -> date | None:
        back = self.returned_on
        days = [day for day in self.known.facts.deeds.follow_ups if back and day > back]
        return max(days, default=None)

    @property
    def follow_ups_owed(self) -> str | None:
        """Whether the visits that the rules ask for were made."""
        done = self.follow_ups
        if done is None:
            return None
        owed = self.ctx.rules.follow_ups - done
        return f"还差{owed}次" if owed > 0 else "已完成"

    def _since(self, days: Iterable[date]) -> list[date]:
        return [day for day in days if day >= self.since]


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


def month_returns(school: OfSchool) -> Sequence[OfDropout]:
    """Children brought back this month."""
    found = school.this_month.period
    return rows(school, found.returned(found.everyone))


def term_cases(school: OfSchool) -> Sequence[OfDropout]:
    """Who was or became a dropout or a suspected one this term, or came back in it."""
    found = school.this_term.period
    held = {row.known.case.id: row.known for row in dropouts(school)}
    for known in (*found.opened(found.everyone), *found.returned(found.everyone)):
        held.setdefault(known.case.id, known)
    return rows(school, held.values())


def follow_ups(school: OfSchool) -> Sequence[OfDropout]:
    """Children who are back and followed until the end of the term."""
    return rows(school, [known for known in school.cases if known.state.stage in BACK])


LISTS: Mapping[str, Callable[[OfSchool], Sequence[OfDropout]]] = {
    "dropouts": dropouts,
    "month_lost": month_lost,
    "month_suspect_list": month_suspects,
    "month_returns": month_returns,
    "term_cases": term_cases,
    "back_at_school": follow_ups,
}
