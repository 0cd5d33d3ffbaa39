"""A line chart of shares over school days as geometry: drawn once, shown on screen and on paper."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

Points = Sequence[tuple[date, float]]
Spot = tuple[float, float]
LEFT, RIGHT, TOP, BOTTOM = 40, 10, 12, 24
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.25)
LINES = 5


@dataclass(frozen=True, slots=True)
class Label:
    """Words in a box (x, y, width) of one line's height; `align` is left, center or right."""

    text: str
    x: float
    y: float
    width: float
    align: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Chart:
    """What to draw in a box of some width and height, y growing downwards: lines across, the area
    below the curve, the curve, the worst day, and the words."""

    across: Sequence[tuple[Spot, Spot]]
    area: Sequence[Spot]
    curve: Sequence[Spot]
    worst: Spot
    labels: Sequence[Label]


def floor_of(points: Points) -> tuple[float, float]:
    """The lowest share to show and the step between lines: at most five lines, never below 0."""
    least = min(share for _, share in points)
    for step in STEPS:
        floor = int(least / step + 1e-9) * step
        if floor >= least - 1e-9:
            floor -= step
        if (1 - floor) / step <= LINES + 1e-9:
            return max(0.0, floor), step
    return 0.0, STEPS[-1]


def laid_out(points: Points, width: float, height: float) -> Chart:
    """The chart of at least two days in a box of this size."""
    floor, step = floor_of(points)
    bottom = height - BOTTOM

    def y_of(share: float) -> float:
        return bottom - (share - floor) / (1 - floor) * (bottom - TOP)

    apart = (width - LEFT - RIGHT) / max(1, len(points) - 1)
    curve = [(LEFT + number * apart, y_of(share)) for number, (_day, share) in enumerate(points)]
    shares = list(_steps(floor, step))
    return Chart(
        across=[((LEFT, y_of(share)), (width - RIGHT, y_of(share))) for share in shares],
        area=[(LEFT, bottom), *curve, (width - RIGHT, bottom)],
        curve=curve,
        worst=curve[min(range(len(points)), key=lambda number: points[number][1])],
        labels=[
            *(Label(f"{share:.0%}", 0, y_of(share) - 9, LEFT - 6, "right") for share in shares),
            *_days(points, width, bottom + 4),
        ],
    )


def _steps(floor: float, step: float) -> Iterator[float]:
    share = floor
    while share <= 1 + 1e-9:
        yield share
        share += step


def _days(points: Points, width: float, y: float) -> Iterator[Label]:
    """The first and the last day, and the worst with its share between them."""
    room = width - LEFT - RIGHT + 8
    (first, _), (last, _) = points[0], points[-1]
    worst, share = min(points, key=lambda point: point[1])
    yield Label(f"{first.month}月{first.day}日", LEFT - 4, y, room, "left")
    yield Label(f"{last.month}月{last.day}日", LEFT - 4, y, room, "right")
    said = f"最低 {worst.month}月{worst.day}日 {share:.1%}"
    yield Label(said, LEFT - 4, y, room, "center", strong=True)
