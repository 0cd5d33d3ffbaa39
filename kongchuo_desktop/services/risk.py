"""Who is at risk, with every reason; nominations of children to look after (重点生)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, ClassVar

from kongchuo_desktop import collector
from kongchuo_desktop.domain import concerns as concern_rules
from kongchuo_desktop.domain import risk as rules
from kongchuo_desktop.domain.concerns import Concern
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.records import new_id
from kongchuo_desktop.domain.risk import Assessment, Level, Override
from kongchuo_desktop.domain.roster import EXPECTED
from kongchuo_desktop.services import attendance, classes, lookup, risk_facts
from kongchuo_desktop.services import rules as shipped
from kongchuo_desktop.services.attendance import Book
from kongchuo_desktop.services.computed_list import ComputedListing
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import concerns, helping, levels, visits
from kongchuo_desktop.store.students import Brief


@dataclass(frozen=True, slots=True)
class AtRisk:
    """One child's assessment, with what a list needs to show it; `place` orders the classes."""

    pupil: Brief
    class_name: str
    place: int
    assessment: Assessment
    concern: Concern | None


@collector.at_rest()
def assess_all(
    ctx: Context, book: Book | None = None, day: date | None = None
) -> dict[str, AtRisk]:
    """Every expected child within scope, assessed from the records of this term, as it stood at
    the end of a day; today where none is given."""
    on = day or ctx.today()
    found = book or attendance.book(ctx, ctx.calendar.term.first, on)
    expected = [id_ for id_, pupil in found.pupils.items() if pupil.status in EXPECTED]
    return _assessed(ctx, risk_facts.gather(ctx, found, on), expected)


def assess(ctx: Context, student: str) -> AtRisk | None:
    """One child, from its class's records; None when it is not expected at school."""
    child = lookup.seen(ctx, student)
    if child.status not in EXPECTED:
        return None
    today = ctx.today()
    book = attendance.book(ctx, ctx.calendar.term.first, today, child.class_id)
    records = risk_facts.gather(ctx, book, today, student)
    return _assessed(ctx, records, [student])[student]


def _assessed(ctx: Context, records: risk_facts.Records, ids: Sequence[str]) -> dict[str, AtRisk]:
    every = classes.seen(ctx)
    short = {id_: (classes.short(each), at) for at, (id_, each) in enumerate(every.items())}
    by_hand = levels.in_force(records.day)
    points = shipped.risk_in_force()
    assessed: dict[str, AtRisk] = {}
    for id_ in ids:
        pupil = records.book.pupils[id_]
        facts = risk_facts.facts(records, pupil, every[pupil.class_id].grade)
        assessment = rules.assess(facts, points, by_hand.get(id_))
        place, concern = short[pupil.class_id], records.concerns.get(id_)
        assessed[id_] = AtRisk(pupil, *place, assessment, concern)
    return assessed


def nominate(ctx: Context, asked: Concern) -> Concern:
    """A teacher's own nomination, with or without data."""
    child = lookup.seen(ctx, asked.student)
    with ctx.write(f"列 {child.name} 为重点生"):
        earlier = concerns.of_student(asked.student)
        concern = concern_rules.nominate(replace(asked, id=new_id()), earlier)
        concerns.add(concern)
    return concern


def change(ctx: Context, asked: Concern) -> None:
    child = lookup.seen(ctx, asked.student)
    lookup.seen(ctx, concerns.get(asked.id).student)
    with ctx.write(f"修改 {child.name} 重点生记录"):
        concerns.save(concern_rules.nominate(asked, concerns.of_student(asked.student)))


def dismiss(ctx: Context, student: str, why: str) -> None:
    """No longer looked after specially, with the reason."""
    child = lookup.seen(ctx, student)
    concern = concerns.still_open().get(student)
    with ctx.write(f"解除 {child.name} 重点关注"):
        if concern is None:
            raise Refused(
                "这名学生没有被老师提名，程度由记录算出。确实不用关注的，请“调整程度”。没有改动。"
            )
        concerns.save(concern_rules.dismiss(concern, why, ctx.today()))


def set_level(ctx: Context, asked: Override) -> Override:
    """A level given by hand, up or down, with reason and expiry; it takes the place of an earlier
    one."""
    child = lookup.seen(ctx, asked.student)
    override = rules.checked_override(replace(asked, id=new_id()), ctx.today())
    with ctx.write(f"调整 {child.name} 关注程度"):
        levels.end(asked.student, override.day)
        levels.add(override)
    return override


def end_level(ctx: Context, student: str) -> None:
    """The computed level counts again."""
    child = lookup.seen(ctx, student)
    if student not in levels.in_force(ctx.today()):
        raise Refused("这名学生的关注程度没有人工调整过，没有改动。")
    with ctx.write(f"恢复 {child.name} 按记录算的程度"):
        levels.end(student, ctx.today())


def nomination(ctx: Context, student: str) -> Concern | None:
    """A child's open nomination."""
    lookup.seen(ctx, student)
    return concerns.still_open().get(student)


def _severity(found: AtRisk) -> tuple[int, int]:
    return rules.ORDER.index(found.assessment.level), found.assessment.score


class RiskListing(ComputedListing[AtRisk]):
    """The rows of the 重点学生 tab: children above green, worst first."""

    chip_words = (
        ("concern", "要关注"),
        ("red", "红"),
        ("orange", "橙"),
        ("yellow", "黄"),
        ("nominated", "老师提名"),
        ("unvisited", "本周未访"),
        ("helped", "帮扶中"),
    )
    orders: ClassVar[Mapping[str, Callable[[AtRisk], Any]]] = {
        "name": lambda found: found.pupil.sort,
        "class": lambda found: found.place,
        "level": _severity,
        "score": lambda found: found.assessment.score,
        "assignee": lambda found: found.concern.assignee if found.concern else "",
    }

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx)
        self._visited: frozenset[str] = frozenset()
        self._helped: frozenset[str] = frozenset()
        self._before: Mapping[str, list[tuple[date, Level]]] = {}

    def compute(self) -> dict[str, AtRisk]:
        today = self.ctx.today()
        monday = today - timedelta(days=today.weekday())
        done = visits.deeds(monday)
        self._visited = frozenset(id_ for id_, deeds in done.items() if deeds.visits)
        self._helped = frozenset(
            [each.student for each in helping.plans() if each.over_on is None]
            + [each.student for each in helping.pairings() if each.holds(today)]
        )
        self._before = levels.last_changes()
        assessed = assess_all(self.ctx)
        worst = sorted(assessed, key=lambda id_: _severity(assessed[id_]), reverse=True)
        return {id_: assessed[id_] for id_ in worst}

    def wanted(self, found: AtRisk, chip: str) -> bool:
        level = found.assessment.level
        priority = level in rules.PRIORITY or found.concern is not None
        if chip == "nominated":
            return found.concern is not None
        if chip == "unvisited":
            return priority and found.pupil.id not in self._visited
        if chip == "helped":
            return found.pupil.id in self._helped
        if chip in {"red", "orange", "yellow"}:
            return level == chip
        return level is not Level.GREEN or found.concern is not None

    def student(self, found: AtRisk) -> str:
        return found.pupil.id

    def shown(self, found: AtRisk) -> dict[str, Any]:
        assessment = found.assessment
        return {
            "student": found.pupil.id,
            "name": found.pupil.name,
            "class": found.class_name,
            "level": assessment.level,
            "score": assessment.score,
            "reasons": tuple(reason.text for reason in assessment.reasons),
            "assignee": found.concern.assignee if found.concern else "",
            "nominated": found.concern is not None,
            "by_hand": assessment.override is not None,
            "trend": self._trend(found),
        }

    def _trend(self, found: AtRisk) -> int:
        """1 when the level is higher than at the end of last week, -1 when lower."""
        kept = self._before.get(found.pupil.id)
        if not kept:
            return 0
        now, then = rules.ORDER.index(found.assessment.level), rules.ORDER.index(kept[0][1])
        return (now > then) - (now < then)

    def foot(self, text: str, chip: str) -> str:
        count = len(self.keys(text, "", False, chip))
        return f"共{count}名学生　分数只用来排先后，不张贴、不打印给家长、不进学籍档案"
