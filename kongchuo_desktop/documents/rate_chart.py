"""近30个教学日到校率: the chart of 今日 on a page of its own, for the wall or the meeting."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kongchuo_desktop.documents import sheet, typeset
from kongchuo_desktop.documents.register import WIDE
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, Press, Setting
from kongchuo_desktop.domain import chart
from kongchuo_desktop.domain.chart import Label, Spot
from kongchuo_desktop.domain.daily_papers import RateChart

TITLE, SMALL = 20.0, 10.5
HIGH = 110 * MM
GREY, DARK, AREA = "0.45 g", "0 g", "0.92 g"
DOT = 2.4


def make(papers: Sequence[RateChart], *, progress: Progress | None = None) -> bytes:
    """Charts of one school each, as one PDF; a chart needs at least two days."""
    return sheet.batch("到校率", papers, _draw, progress, wide=True)


def _draw(press: Press, paper: RateChart) -> None:
    wide = WIDE.width
    centred = Setting(TITLE, TITLE * 1.5, wide, align="center")
    top = press.text(typeset.plain("近30个教学日到校率", "title"), WIDE.x, WIDE.top, centred)
    day = paper.day
    said = f"{paper.school}　{day.year}年{day.month}月{day.day}日"
    small = Setting(SMALL, SMALL * 1.8, wide, align="center")
    top = press.text(typeset.plain(said), WIDE.x, top, small) - 4 * MM
    _chart(press, paper, top)
    note = "到校率＝实到人次÷应到人次，半天为一人次；没有登记和停课的班不计入。"
    below = Setting(SMALL, SMALL * 1.5, wide, align="left")
    press.text(typeset.plain(note, "kai"), WIDE.x, top - HIGH - 6 * MM, below)
    press.next_page()


def _chart(press: Press, paper: RateChart, top: float) -> None:
    laid = chart.laid_out(paper.points, WIDE.width, HIGH)

    def at(spot: Spot) -> str:
        return f"{WIDE.x + spot[0]:.2f} {top - spot[1]:.2f}"

    press.raw(f"q {AREA} {_path(laid.area, at)} f Q")
    for (x1, y), (x2, _y) in laid.across:
        press.rule(WIDE.x + x1, top - y, WIDE.x + x2, top - y, width=0.4, color=GREY, dash="2 3")
    press.raw(f"q 1.4 w {_path(laid.curve, at)} S Q")
    x, y = WIDE.x + laid.worst[0], top - laid.worst[1]
    square = f"{x - DOT:.2f} {y - DOT:.2f} {2 * DOT:.2f} {2 * DOT:.2f} re f"
    press.raw(f"q {DARK} {square} Q")
    for label in laid.labels:
        _write(press, label, top)


def _path(spots: Sequence[Spot], at: Callable[[Spot], str]) -> str:
    first, *rest = (at(spot) for spot in spots)
    return f"{first} m " + " ".join(f"{spot} l" for spot in rest)


def _write(press: Press, label: Label, top: float) -> None:
    role = "hei" if label.strong else "song"
    setting = Setting(SMALL, 18, label.width, align=label.align)
    press.text(typeset.plain(label.text, role), WIDE.x + label.x, top - label.y, setting)
