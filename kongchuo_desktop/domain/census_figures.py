"""What the opening-days census adds up to, its rates, and its identity (rules §3.1).

With B base, I in, F resumed, O out, X suspended and the like, A arrived, N not arrived and U not
registered yet, B + I + F - O - X = A + N + U must hold; once everybody is registered it reads as
on paper (F25), = A + N. The rate is A ÷ E, E being the left side: above 100 % it is an error and
is never shown.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta

from kongchuo_desktop.domain.census import AWAY, Child, HandFigure, Item, Move, Reason, State
from kongchuo_desktop.domain.roster import NUMERALS

MOST_NAMES = 3
ITEM_WORDS = {
    Item.BASE: "基数",
    Item.TRANSFER_IN: "转入",
    Item.RESUMED: "复学",
    Item.TRANSFER_OUT: "转出",
    Item.SUSPENDED: "休学等",
}
REASON_WORDS = {
    Reason.WORKING: "外出打工",
    Reason.NOT_BACK: "外出未归",
    Reason.FAMILY_AWAY: "举家外出",
    Reason.UNREACHABLE: "无法联系",
    Reason.RAN_AWAY: "离家出走",
    Reason.AVERSION: "厌学",
    Reason.HARDSHIP: "家庭困难",
    Reason.ILLNESS: "因病",
    Reason.DISABILITY: "因残",
    Reason.EARLY_MARRIAGE: "早婚",
    Reason.DROPPED_BEFORE: "上学期已辍学",
    Reason.PENDING: "手续办理中",
    Reason.OTHER: "其他",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """The figures of a grade or of several, in children; `arrived_before` until the day before."""

    base: int = 0
    transfer_in: int = 0
    resumed: int = 0
    transfer_out: int = 0
    suspended: int = 0
    arrived: int = 0
    not_arrived: int = 0
    unreported: int = 0
    carried_over: int = 0
    arrived_before: int = 0

    @property
    def expected(self) -> int:
        return self.base + self.transfer_in + self.resumed - self.transfer_out - self.suspended

    @property
    def accounted(self) -> int:
        return self.arrived + self.not_arrived + self.unreported

    @property
    def difference(self) -> int:
        """What the identity is out by: 0 when it holds."""
        return self.expected - self.accounted

    @property
    def newly_missing(self) -> int:
        return self.not_arrived - self.carried_over

    @property
    def change(self) -> int:
        """How many more have arrived than the day before (较昨日变化)."""
        return self.arrived - self.arrived_before

    @property
    def change_words(self) -> str:
        """+3, -1, 0"""
        return f"{self.change:+d}" if self.change else "0"

    @property
    def rate(self) -> float | None:
        """Arrived ÷ expected in percent, two decimals; None where there is none to show."""
        return percent(self.arrived, self.expected)

    @property
    def missing_rate(self) -> float | None:
        return percent(self.not_arrived, self.expected)

    def __add__(self, other: Figures) -> Figures:
        return Figures(
            **{each.name: getattr(self, each.name) + getattr(other, each.name) for each in PARTS}
        )


PARTS = fields(Figures)


def percent(part: int, whole: int) -> float | None:
    """Rounded half up; 100 only when it is all of them. None without a whole, or above 100 %."""
    if whole <= 0 or not 0 <= part <= whole:
        return None
    hundredths = (part * 20000 + whole) // (2 * whole)
    return (hundredths if part == whole else min(hundredths, 9999)) / 100


def rate_fault(found: Figures) -> str:
    """Why there is no rate to be shown, and what to check; empty when nothing is wrong."""
    if found.expected < 0:
        return f"应到算出来是{found.expected}人：转出、休学等的人数多于在册，请核对基数和变动。"
    if found.arrived > found.expected:
        return (
            f"实到{found.arrived}人多于应到{found.expected}人，到校率会超过100%，所以不显示。"
            "请核对基数，再看转入、复学有没有漏记。"
        )
    return ""


def identity(found: Figures) -> str:
    """The identity in figures, with the difference when it does not hold."""
    left = (
        f"基数{found.base}＋转入{found.transfer_in}＋复学{found.resumed}"
        f"－转出{found.transfer_out}－休学等{found.suspended}＝应到{found.expected}"
    )
    right = f"实到{found.arrived}＋未到{found.not_arrived}"
    if found.unreported:
        right += f"＋未登记{found.unreported}"
    if not found.difference:
        return f"{left}＝{right}"
    return f"{left}≠{right}＝{found.accounted}（相差{abs(found.difference)}人）"


@dataclass(frozen=True, slots=True)
class Tally:
    """The figures of some children with what the identity may be out by."""

    figures: Figures = field(default_factory=Figures)
    reasons: Mapping[Reason, int] = field(default_factory=dict)
    strays: tuple[str, ...] = ()
    not_on_roll: tuple[str, ...] = ()
    unknown: int = 0
    by_hand: tuple[HandFigure, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return Tally(
            self.figures + other.figures,
            Counter(self.reasons) + Counter(other.reasons),
            self.strays + other.strays,
            self.not_on_roll + other.not_on_roll,
            self.unknown + other.unknown,
            self.by_hand + other.by_hand,
        )

    @property
    def broken(self) -> bool:
        """Whether the identity fails, or fails twice so that it seems to hold."""
        doubtful = bool(self.strays or self.not_on_roll or self.unknown) and not self.by_hand
        return doubtful or bool(self.figures.difference)

    def where_to_look(self) -> str:
        """A sentence for each thing that may be wrong; empty when the identity holds."""
        if not self.broken:
            return ""
        told = []
        if self.strays:
            told.append(
                f"{_names(self.strays)}登记过报到，这一天却不在应到之列：请记为转出或休学，"
                "或者改正花名册里的状态、变动的日期。"
            )
        if self.not_on_roll:
            told.append(
                f"{_names(self.not_on_roll)}记了转入或复学，花名册里却不是在校：请改正状态。"
            )
        if self.unknown:
            told.append(
                f"转入、复学的有{self.unknown}人不在花名册里：请加进花名册，再按姓名记变动。"
            )
        for each in self.by_hand:
            told.append(
                f"{NUMERALS[each.grade]}年级的{ITEM_WORDS[each.item]}是手工填的{each.number}，请核对。"
            )
        return "".join(told) or "请核对基数、转入、复学、转出、休学等各项的人数。"


def _names(names: Sequence[str]) -> str:
    more = f"等{len(names)}人" if len(names) > MOST_NAMES else ""
    return "、".join(names[:MOST_NAMES]) + more


def tally(children: Iterable[Child], others: Iterable[Move], day: date) -> Tally:
    """Count children of the roster, and the moves of others who are not in it, as at a day.

    The base is who stood on the roll before the moves of these days; somebody who left without
    being in the roster any more was in the base too.
    """
    everyone = list(children)
    outside = [each for each in others if each.day <= day]
    moved: Counter[Item] = Counter()
    for each in [*outside, *(m for child in everyone for m in child.moves if m.day <= day)]:
        moved[each.item] += each.count
    gone = sum(each.count for each in outside if not each.coming)
    counted = [child for child in everyone if child.counts(day)]
    states = Counter(child.state(day) for child in counted)
    missing = [
        child.arrival.why
        for child in counted
        if child.arrival and child.arrival.why and child.state(day) is State.NOT_ARRIVED
    ]
    yesterday = day - timedelta(days=1)
    figures = Figures(
        base=sum(child.in_base for child in everyone) + gone,
        transfer_in=moved[Item.TRANSFER_IN],
        resumed=moved[Item.RESUMED],
        transfer_out=moved[Item.TRANSFER_OUT],
        suspended=moved[Item.SUSPENDED],
        arrived=states[State.ARRIVED],
        not_arrived=states[State.NOT_ARRIVED],
        unreported=states[State.UNREPORTED],
        carried_over=sum(why.carried_over for why in missing),
        arrived_before=sum(
            child.counts(yesterday) and child.state(yesterday) is State.ARRIVED
            for child in everyone
        ),
    )
    return Tally(
        figures,
        Counter(why.reason for why in missing),
        tuple(child.name for child in counted if not child.here(day)),
        tuple(c.name for c in everyone if c.came(day) and not c.left(day) and not c.here(day)),
        sum(each.count for each in outside if each.coming),
    )


def corrected(found: Tally, by_hand: Iterable[HandFigure]) -> Tally:
    """A grade's figures with what the school has set by hand in place of what was computed."""
    held = tuple(each for each in by_hand if each.number is not None)
    numbers = {each.item.value: each.number or 0 for each in held}
    return replace(found, figures=replace(found.figures, **numbers), by_hand=held)


def by_reason(reasons: Mapping[Reason, int]) -> str:
    """外出类20人（外出打工12、…），厌学3人: those who went away first, then each other reason."""
    away = [(word, reasons[r]) for r, word in REASON_WORDS.items() if r in AWAY and reasons.get(r)]
    told = []
    if away:
        inside = "、".join(f"{word}{count}" for word, count in away)
        told.append(f"外出类{sum(count for _word, count in away)}人（{inside}）")
    told += [
        f"{word}{reasons[reason]}人"
        for reason, word in REASON_WORDS.items()
        if reason not in AWAY and reasons.get(reason)
    ]
    return "，".join(told)
