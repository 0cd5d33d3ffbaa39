"""Exam results (成绩): what was failed, the place in the class, and how far it has fallen.

Absent (缺考) is no score of 0, and what is not on record is neither: both leave a total unknown.
Results only tell whom to help (rules §6.2 C1-C3): never posted, never ranked on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from math import floor


class ExamKind(StrEnum):
    MIDTERM = "midterm"
    FINAL = "final"
    MONTHLY = "monthly"
    OTHER = "other"


KIND_WORDS = {
    ExamKind.MIDTERM: "期中",
    ExamKind.FINAL: "期末",
    ExamKind.MONTHLY: "月考",
    ExamKind.OTHER: "其他",
}
MAIN = frozenset({ExamKind.MIDTERM, ExamKind.FINAL})
"""The exams that signals are taken from (rules §6.2 C1)."""
CHINESE, MATHS, ENGLISH = "语文", "数学", "英语"
CORE = (CHINESE, MATHS)
SUBJECTS = (
    CHINESE, MATHS, ENGLISH, "道德与法治", "历史", "地理", "生物", "物理", "化学", "科学",
    "信息科技", "体育与健康", "音乐", "美术", "劳动",
)  # fmt: skip
PASS = 0.6  # of full marks
BOTTOM = 0.1  # of the class
FALL = 20.0  # percentile points
LEAST = 10  # results in a class for a place in it to mean anything: of five, a place is 25 points
DECIMALS = 2  # of points: what a workbook adds up in binary is not what a teacher wrote


@dataclass(frozen=True, slots=True, kw_only=True)
class Exam:
    """One exam of the school, or of some of its classes; name and day tell it from the others."""

    id: str = ""
    name: str
    day: date
    kind: ExamKind
    term: str  # the code of the term: 2026-1


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """A child's result in one subject, the subject in words; `points` None: absent (缺考)."""

    student: str
    subject: str
    points: float | None
    full: float = 100


@dataclass(frozen=True, slots=True)
class Sitting:
    """What is on record of one child in one exam: its class then, and its scores by subject."""

    class_id: str
    scores: Mapping[str, Score]


@dataclass(frozen=True, slots=True)
class Standing:
    """A child's place in its class by total: 100 is the first, 0 the last, equals share; `bottom`
    when it is one of the last tenth."""

    percentile: float
    bottom: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Signals:
    """What the latest 期中 or 期末 of a child's class says of the child; None: not known.

    `failed` has every subject of CORE; `fall` is by how many percentile points the child stands
    lower than in the main exam of the term before (negative: higher).
    """

    exam: Exam
    failed: Mapping[str, bool | None]
    bottom: bool | None
    dropped: bool | None
    fall: float | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """An exam with everybody's sitting, and who stood where; `of` works that out."""

    exam: Exam
    sittings: Mapping[str, Sitting]
    standings: Mapping[str, Standing]
    classes: frozenset[str] = field(default=frozenset())


def kind_of(name: str) -> ExamKind:
    """The kind a name tells: 期中考试, 九月月考."""
    found = (kind for kind, word in KIND_WORDS.items() if word in name)
    return next(found, ExamKind.OTHER)


def order(subjects: Iterable[str]) -> list[str]:
    """Subjects as a school report lists them, others behind."""
    known = {subject: place for place, subject in enumerate(SUBJECTS)}
    return sorted(subjects, key=lambda subject: (known.get(subject, len(known)), subject))


def failed(score: Score | None, line: float = PASS) -> bool | None:
    """Whether a score lies below the line (a share of full marks); None when there is none."""
    if score is None or score.points is None:
        return None
    return round(score.points - line * score.full, DECIMALS) < 0


def failed_subjects(scores: Mapping[str, Score], line: float = PASS) -> list[str]:
    """The subjects a child is known to have failed."""
    return order(subject for subject, score in scores.items() if failed(score, line))


def subjects_of(sittings: Iterable[Mapping[str, Score]]) -> frozenset[str]:
    """What a class was examined in: subjects that at least half of those with any result have,
    absent or not, so that a number in a wrong column leaves nobody without a total."""
    counts: dict[str, int] = {}
    children = 0
    for scores in sittings:
        children += 1
        for subject in scores:
            counts[subject] = counts.get(subject, 0) + 1
    return frozenset(subject for subject, count in counts.items() if count * 2 >= children)


def total(scores: Mapping[str, Score], subjects: Iterable[str]) -> float | None:
    """Points of all these subjects; None when one of them is missing, or was missed."""
    points = 0.0
    for subject in subjects:
        score = scores.get(subject)
        if score is None or score.points is None:
            return None
        points += score.points
    return round(points, DECIMALS)


def standings(
    totals: Mapping[str, float], share: float = BOTTOM, least: int = LEAST
) -> dict[str, Standing]:
    """Everybody's place among these totals; nobody's when there are fewer than `least`.

    Never more children than the share are at the bottom: equals who would exceed it are not.
    """
    count = len(totals)
    if count < max(least, 2):
        return {}
    ordered = sorted(totals.values())
    below: dict[float, int] = {}
    for place, points in enumerate(ordered):
        below.setdefault(points, place)
    upto = {points: place + 1 for place, points in enumerate(ordered)}
    most = floor(round(count * share, 6))
    return {
        student: Standing(
            percentile=100 * (below[points] + upto[points] - 1) / 2 / (count - 1),
            bottom=upto[points] <= most,
        )
        for student, points in totals.items()
    }


def of(exam: Exam, sittings: Mapping[str, Sitting]) -> Held:
    """An exam with the standing of every child whose total is known, class by class."""
    by_class: dict[str, dict[str, Mapping[str, Score]]] = {}
    for student, sitting in sittings.items():
        by_class.setdefault(sitting.class_id, {})[student] = sitting.scores
    found: dict[str, Standing] = {}
    for members in by_class.values():
        subjects = subjects_of(members.values())
        totals = {student: total(scores, subjects) for student, scores in members.items()}
        found |= standings({s: points for s, points in totals.items() if points is not None})
    return Held(exam, sittings, found, frozenset(by_class))


def signals(
    student: str,
    class_id: str,
    held: Sequence[Held],
    *,
    line: float = PASS,
    fall: float = FALL,
) -> Signals | None:
    """What the latest main exam that a child's class sat says of it, against the latest one of
    the term before; None when its class has sat none. Who missed it is judged by the last one of
    the same term that was not missed: staying away makes no result better."""
    sat = [
        each
        for each in held
        if each.exam.kind in MAIN and (class_id in each.classes or student in each.sittings)
    ]
    if not sat:
        return None
    latest = max(sat, key=lambda each: each.exam.day)
    taken = [e for e in sat if e.exam.term == latest.exam.term and _took(student, e)]
    latest = max(taken, key=lambda each: each.exam.day, default=latest)
    sitting = latest.sittings.get(student)
    scores = sitting.scores if sitting else {}
    now = latest.standings.get(student)
    before = _standing_before(student, sat, latest.exam.term)
    lower = before.percentile - now.percentile if before and now else None
    return Signals(
        exam=latest.exam,
        failed={subject: failed(scores.get(subject), line) for subject in CORE},
        bottom=now.bottom if now else None,
        dropped=None if lower is None else round(lower, 6) >= fall,
        fall=lower,
    )


def _took(student: str, held: Held) -> bool:
    """Whether a child has a result in one of the core subjects."""
    sitting = held.sittings.get(student)
    return sitting is not None and any(
        failed(sitting.scores.get(subject)) is not None for subject in CORE
    )


def _standing_before(student: str, sat: Sequence[Held], term: str) -> Standing | None:
    wanted = [
        each for each in sat if each.exam.term == term_before(term) and student in each.standings
    ]
    if not wanted:
        return None
    return max(wanted, key=lambda each: each.exam.day).standings[student]


def term_before(code: str) -> str:
    """2026-2 → 2026-1 → 2025-2."""
    year, _, half = code.partition("-")
    return f"{year}-1" if half == "2" else f"{int(year) - 1}-2"


def shown(points: float | None) -> str:
    """78, 78.5 or 缺考."""
    return "缺考" if points is None else f"{points:g}"
