"""重点生 at work: this week's visits, the confirmation of a term, the monthly check, 包保."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from kongchuo_desktop.domain import concerns as concern_rules
from kongchuo_desktop.domain import priority as rules
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.ladder import Deeds, Duty
from kongchuo_desktop.domain.priority import Check, CheckKind, Watched, Week
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.risk import PRIORITY
from kongchuo_desktop.services import attendance, classes, lookup, risk
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.risk import AtRisk
from kongchuo_desktop.store import cases, checks, concerns, levels, observations, visits

DAY = timedelta(days=1)
TOGETHER = 3
"""Somebody who sees more classes than this is told of them in one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassWeek:
    """One class's week: its 重点生 with their names, and who of them was visited."""

    class_id: str
    class_name: str
    full_class: str
    teacher: str
    names: Mapping[str, str]
    week: Week


def children(assessed: Mapping[str, AtRisk]) -> dict[str, AtRisk]:
    """The 重点生: orange or red, or nominated by a teacher."""
    return {
        id_: found
        for id_, found in assessed.items()
        if found.assessment.level in PRIORITY or found.concern
    }


def weeks(
    ctx: Context, day: date | None = None, assessed: Mapping[str, AtRisk] | None = None
) -> list[ClassWeek]:
    """The week a day lies in, class by class, of the classes that are seen."""
    found = children(assessed if assessed is not None else risk.assess_all(ctx))
    monday = rules.week_of(day or ctx.today())
    done = {student: deeds.visits for student, deeds in visits.deeds(monday).items()}
    by_class: dict[str, dict[str, str]] = {}
    for id_, each in found.items():
        by_class.setdefault(each.pupil.class_id, {})[id_] = each.pupil.name
    return [
        ClassWeek(
            class_id=one.id,
            class_name=classes.short(one),
            full_class=one.name,
            teacher=one.teacher,
            names=by_class.get(one.id, {}),
            week=rules.week(list(by_class.get(one.id, {})), done, monday),
        )
        for one in classes.seen(ctx).values()
    ]


def confirm(ctx: Context, class_id: str, who: str, note: str = "") -> Check:
    """The homeroom teacher confirms the 重点生 of the class for this term, also that there are
    none."""
    return _check(ctx, CheckKind.CONFIRMED, class_id, ctx.calendar.term.code, who, note)


def check(ctx: Context, class_id: str, who: str, note: str = "") -> Check:
    """A leader has looked at the files of the 重点生 of a class this month."""
    return _check(ctx, CheckKind.MONTHLY, class_id, f"{ctx.today():%Y-%m}", who, note)


def _check(ctx: Context, kind: CheckKind, class_id: str, period: str, who: str, note: str) -> Check:
    every = classes.seen(ctx)
    if class_id not in every:
        raise Refused("这个班不在您负责的班级里，没有登记。")
    book = attendance.book(ctx, ctx.calendar.term.first, ctx.today(), class_id)
    asked = Check(
        id=new_id(),
        kind=kind,
        class_id=class_id,
        period=period,
        day=ctx.today(),
        who=who,
        count=len(children(risk.assess_all(ctx, book))),
        note=note,
    )
    kept = rules.checked(asked, ctx.today())
    with ctx.write(f"{classes.short(every[class_id])} {words.CHECKS[kind]}"):
        checks.put(kept)
    return kept


def assign(ctx: Context, ids: Sequence[str], teacher: str) -> int:
    """包保: one teacher for several children; who was not nominated yet is, by the records."""
    if not teacher.strip():
        raise Invalid(teacher="请填写包保教师")
    held = concerns.still_open()
    pupils = [lookup.seen(ctx, id_) for id_ in ids]
    with ctx.write(f"{len(pupils)}名重点生由{teacher.strip()}包保"):
        for child in pupils:
            concern = held.get(child.id)
            if concern:
                concerns.save(replace(concern, assignee=teacher.strip()))
                continue
            asked = Concern(
                id=new_id(),
                student=child.id,
                since=ctx.today(),
                reason="按记录列为重点生",
                assignee=teacher.strip(),
            )
            concerns.add(concern_rules.nominate(asked, ()))
    return len(pupils)


def week_due(ctx: Context) -> bool:
    """Whether the levels of last week are still to be kept; by somebody who sees the school."""
    last, kept = _last_week(ctx), levels.latest_week()
    return ctx.scope is None and last >= ctx.calendar.term.first and not (kept and kept >= last)


def _last_week(ctx: Context) -> date:
    """The Sunday before this week."""
    return rules.week_of(ctx.today()) - DAY


def keep_week(ctx: Context) -> bool:
    """Keep every child's level as it stood at the end of last week, once; whether it was done.

    The week's levels are the history of a child, and a rise becomes a duty on Monday (rules §6.2).
    """
    if not week_due(ctx):
        return False
    last = _last_week(ctx)
    before = levels.last_changes()
    assessed = risk.assess_all(ctx, day=last)
    changed = {
        id_: (found.assessment.level, found.assessment.score)
        for id_, found in assessed.items()
        if id_ not in before or before[id_][0][1] is not found.assessment.level
    }
    with ctx.write("每周重算关注程度", undoable=False):
        levels.keep_week(last, changed)
    return True


def duties(ctx: Context, book: Book) -> Iterator[Duty]:
    """What is owed to the 重点生: by class for a homeroom teacher, in one line for the school."""
    found = risk.assess_all(ctx, book)
    begun: dict[str, date] = {}
    for class_id, day, _half in book.rolls:
        begun.setdefault(class_id, day)
    every = weeks(ctx, assessed=found)
    confirmed = checks.of_period(CheckKind.CONFIRMED, ctx.calendar.term.code)
    looked = checks.of_period(CheckKind.MONTHLY, f"{ctx.today():%Y-%m}")
    watched = [
        Watched(
            class_id=each.class_id,
            names=each.names,
            missing=each.week.missing,
            confirmed=each.class_id in confirmed,
            checked=each.class_id in looked,
            begun=begun.get(each.class_id),
        )
        for each in every
    ]
    for one in watched if len(watched) <= TOGETHER else [_together(watched)]:
        yield from rules.duties(one, ctx.rules, ctx.calendar, ctx.now())
    yield from _risen(ctx, children(found))


def _together(watched: Sequence[Watched]) -> Watched:
    """The school as one: what any of its classes owes, it owes."""
    return Watched(
        class_id="",
        names={id_: name for each in watched for id_, name in each.names.items()},
        missing=[id_ for each in watched for id_ in each.missing],
        confirmed=all(each.confirmed for each in watched),
        checked=all(each.checked or not each.names for each in watched),
        begun=min((each.begun for each in watched if each.begun), default=None),
    )


def _risen(ctx: Context, found: Mapping[str, AtRisk]) -> Iterator[Duty]:
    kept = levels.last_changes()
    if not kept:
        return
    done = visits.deeds(ctx.calendar.term.first)
    noted = observations.in_force(ctx.today())
    by_hand = levels.in_force(ctx.today())
    in_hand = cases.in_hand()
    for id_, each in found.items():
        if id_ in in_hand:  # a dropout case asks for more than this
            continue
        deeds = done.get(id_, Deeds())
        days = [*deeds.contacts, *deeds.attempts, *deeds.visits]
        days += [note.day for note in noted.get(id_, ())]
        days += [by_hand[id_].day] if id_ in by_hand else []
        days += [each.concern.since] if each.concern else []
        duty = rules.risen(
            id_, kept.get(id_, ()), max(days, default=None), ctx.rules, ctx.calendar, ctx.now()
        )
        if duty:
            yield duty
