"""The printed table: what was measured, against what, and whether the target is met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import astuple, dataclass

HEAD = ("what", "ours", "floor or peer", "ratio", "target", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One line, in words already."""

    what: str
    ours: str
    peer: str = ""
    ratio: str = ""
    target: str = ""
    verdict: str = ""


def time(seconds: float) -> str:
    return f"{seconds:.2f} s" if seconds >= 1 else f"{seconds * 1000:.1f} ms"


def told(what: str, ours: str, peer: str = "") -> Line:
    """A figure without a target."""
    return Line(what, ours, peer)


def against(what: str, ours: float, peer: float, most: float | None = None) -> Line:
    """Seconds against the seconds of a floor or a peer in the same run."""
    ratio = ours / peer
    return Line(what, time(ours), time(peer), f"{ratio:.2f}", *_held(ratio, most, ""))


def within(what: str, ours: float, most: float, unit: str) -> Line:
    """A figure against a fixed bound, in the unit of the target."""
    return Line(what, f"{ours:.2f} {unit}", "", "", *_held(ours, most, f" {unit}"))


def growth(what: str, figures: dict[int, float]) -> Line:
    """Seconds at each size, and by how much ten times the work makes the last one longer."""
    sizes = list(figures)
    shown = " / ".join(map(time, figures.values()))
    by = " / ".join(f"{size:,}" for size in sizes)
    ratio = figures[sizes[-1]] / figures[sizes[-2]]
    return Line(f"{what}, {by}", shown, "", f"x{ratio:.1f} for x{sizes[-1] // sizes[-2]}")


def _held(value: float, most: float | None, unit: str) -> tuple[str, str]:
    if most is None:
        return "", ""
    return f"<= {most:g}{unit}", "ok" if value <= most else "over"


def show(title: str, lines: Iterable[Line]) -> None:
    """Print one part of the report."""
    rows = [HEAD, *map(astuple, lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(HEAD))]
    print(f"\n{title}")
    for row in rows:
        print(
            "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        )
