"""Where a dropout case stands: the stage, computed from its facts (rules §4.2, T4, T9, T10).

Pure, and the same in whatever order the facts were entered.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kongchuo_desktop.domain.attendance import Absence, HalfDay
from kongchuo_desktop.domain.cases import (
    ENDINGS,
    FULL_DAY,
    Case,
    Facts,
    Origin,
    Stage,
    State,
    Step,
    StepKind,
    Whereabouts,
)
from kongchuo_desktop.domain.local_rules import LocalRules

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Spell:
    """An absence, cut where a return was recorded in the middle of it; `back` as seen by the roll
    call, None where nobody saw the child."""

    halves: Sequence[HalfDay]
    back: date | None

    @property
    def first(self) -> date:
        return self.halves[0][0]

    @property
    def whole(self) -> bool:
        """A day or more: less is no absence to bring a child back from."""
        return len(self.halves) >= FULL_DAY


def state(facts: Facts, rules: LocalRules, today: date) -> State:
    """The stage that follows from the facts."""
    if facts.standing(StepKind.VOIDED):
        return State(stage=Stage.VOID, since=facts.case.begun)
    spells = _spells(facts)
    begun = _begun(facts, spells)
    again = _relapses(facts, spells, begun, rules)
    since = again[-1].first if again else begun
    back = max(_returns(facts, spells, since), default=None)
    return State(
        stage=_stage(facts, since, back, today, again=bool(again)),
        since=since,
        recurrences=len(again),
        back_on=back,
    )


def returns(facts: Facts) -> list[date]:
    """Every day on which the child was back, in this case, oldest first."""
    spells = _spells(facts)
    return sorted(_returns(facts, spells, _begun(facts, spells)))


def unfounded(facts: Facts) -> bool:
    """Whether the roll calls that opened the case have been corrected, so that there is none."""
    opened = facts.case.origin is Origin.LADDER and facts.expected
    return (
        opened and not any(_about(facts, each) for each in _spells(facts)) and not _decided(facts)
    )


def _decided(facts: Facts) -> list[Step]:
    """What was recorded of the end of the absence: nobody does that of one there never was."""
    return facts.standing(StepKind.RETURNED, *ENDINGS)


def _about(facts: Facts, spell: _Spell) -> bool:
    """Whether the case may be about an absence: what is left of it, where some of the roll calls
    that opened the case were corrected, as well; not a later one, once this had ended."""
    ended = min((step.day for step in _decided(facts)), default=date.max)
    return spell.whole and spell.halves[-1][0] >= facts.case.begun and spell.first <= ended


def _spells(facts: Facts) -> list[_Spell]:
    cuts = [step.day for step in facts.standing(StepKind.RETURNED)]
    found: list[_Spell] = []
    for run in facts.runs:
        rest = list(run.halves)
        for cut in cuts:
            before = [half for half in rest if half[0] <= cut]
            if before and len(before) < len(rest):
                found.append(_Spell(before, None))
                rest = rest[len(before) :]
        found.append(_Spell(rest, run.back[0] if run.back else None))
    return found


def _begun(facts: Facts, spells: Sequence[_Spell]) -> date:
    """The first day of the absence the case is about; roll calls entered or corrected later may
    have shown that it began before or after."""
    begun = facts.case.begun
    about = next((each.first for each in spells if _about(facts, each)), begun)
    return about if about <= begun or facts.case.origin is Origin.LADDER else begun


def _stage(facts: Facts, since: date, back: date | None, today: date, *, again: bool) -> Stage:
    if any(step.day >= since for step in facts.standing(StepKind.CLOSED)):
        return Stage.CLOSED
    ended = _ended(facts, since)
    if back and (ended is None or back >= ended.day):
        followed = any(day >= back for day in facts.deeds.follow_ups)
        return Stage.TRACKING if followed else Stage.RETURNED
    if ended and not _found_again(facts, ended):
        return ENDINGS[ended.kind]
    return _pursued(facts, since, today) or (Stage.REOPENED if again else Stage.OPEN)


def _ended(facts: Facts, since: date) -> Step | None:
    """How the absence ended otherwise than by a return, as last recorded."""
    ended = [step for step in facts.standing(*ENDINGS) if step.day >= since]
    return ended[-1] if ended else None


def _found_again(facts: Facts, ended: Step) -> bool:
    """Whether a child that was lost has been found since, though it is not back."""
    return ended.kind is StepKind.LOST and any(
        step.day >= ended.day and step.detail.get("whereabouts") != Whereabouts.UNKNOWN
        for step in facts.standing(StepKind.VERIFIED)
        if step.day > ended.day or _later(step, ended)
    )


def _later(step: Step, other: Step) -> bool:
    """Of two steps of one day: whether this one was entered after the other."""
    return bool(step.at and other.at and step.at > other.at)


def _pursued(facts: Facts, since: date, today: date) -> Stage | None:
    """How far the school has gone since a day to bring the child back."""
    deeds = facts.deeds
    if any(rung == "L8" and day >= since for day, rung in deeds.reports):
        return Stage.REFERRED
    last_days = [last for day, last in deeds.served if day >= since]
    if last_days:
        return Stage.OVERDUE if today > max(last_days) else Stage.NOTICE_SERVED
    planned = [step.day for step in facts.standing(StepKind.PLANNED) if step.day >= since]
    went = any(day >= since for day in deeds.persuasions)
    if went or (planned and any(day >= planned[0] for day in deeds.visits)):
        return Stage.PERSUADING
    if planned:
        return Stage.PLANNED
    known = [step for step in facts.standing(StepKind.VERIFIED) if step.day >= since]
    return Stage.VERIFYING if known else None


def _returns(facts: Facts, spells: Sequence[_Spell], since: date) -> Iterator[date]:
    """The days on which the child was back: recorded as such, or seen in a roll call. A roll call
    names only who is missing, so that it says nothing of a child that has left the rolls, or was
    recorded to be elsewhere."""
    for step in facts.standing(StepKind.RETURNED):
        if step.day >= since:
            yield step.day
    gone = [step.day for step in facts.standing(*GONE_FOR_GOOD) if step.day >= since]
    seen = [each.back for each in spells if each.first >= since and each.whole and each.back]
    if facts.present_on and facts.present_on >= since and not any(s.whole for s in spells):
        seen.append(facts.present_on)  # nobody was missing, whatever had been feared
    for day in seen:
        if facts.expected and not any(ending <= day for ending in gone):
            yield day


GONE_FOR_GOOD = (StepKind.ELSEWHERE, StepKind.REASONABLE, StepKind.AGED_OUT)


def _relapses(
    facts: Facts, spells: Sequence[_Spell], begun: date, rules: LocalRules
) -> list[_Spell]:
    """Absences of a day or more after the child was back (T10), or soon after the case was closed;
    a later one belongs to a new case."""
    came_back = sorted(_returns(facts, spells, begun))
    if not came_back:
        return []
    closed = [step.day for step in facts.standing(StepKind.CLOSED)]
    found: list[_Spell] = []
    for spell in spells:
        shut = max((day for day in closed if day <= spell.first), default=None)
        new_case = shut and spell.first > shut + DAY * rules.reopen_days
        if spell.whole and spell.first >= came_back[0] and not new_case:
            found.append(spell)
    return found


def covers(case: Case, steps: Sequence[Step], run: Absence, rules: LocalRules) -> bool:
    """Whether an absence belongs to this case, so that no other is opened for it."""
    standing = [step for step in steps if not step.void_why]
    if any(step.kind is StepKind.VOIDED for step in standing):
        return run.first[0] <= case.begun <= run.last[0]  # made void knowing of this absence
    closed = [step.day for step in standing if step.kind is StepKind.CLOSED]
    return not closed or run.first[0] <= max(closed) + DAY * rules.reopen_days
