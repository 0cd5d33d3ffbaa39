"""学校出勤日汇总 (F10): every class's day in one wide table, with totals and the rate."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import register, sheet, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Column, Line
from kongchuo_desktop.documents.register import Register
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain import calendar
from kongchuo_desktop.domain.daily_papers import HalfCount, SchoolDaily, SchoolLine

FIELDS = frozenset(
    {
        "school", "day", "present", "due", "rate", "missing", "suspect_days", "office", "sign",
        "signed",
    }
)  # fmt: skip
COLUMNS = (
    Column("序号", 10, "center"),
    Column("班级", 26, "center"),
    Column("在册", 13, "center"),
    Column("应到", 13, "center"),
    Column("上午实到", 16, "center"),
    Column("下午实到", 16, "center"),
    Column("病假", 12, "center"),
    Column("事假", 12, "center"),
    Column("无故半天", 13, "center"),
    Column("无故1天", 13, "center"),
    Column("无故≥2天", 14, "center"),
    Column("疑似", 12, "center"),
    Column("备注", 79),
    Column("上报时间", 20, "center"),
)
SUMS = ("sick", "personal", "half_day", "one_day", "longer", "suspected")
SIZE = 10.0
ROW = 7 * MM


def make(papers: Sequence[SchoolDaily], *, progress: Progress | None = None) -> bytes:
    """Summaries of one day each, as one PDF on wide sheets.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("学校出勤日汇总", papers, _draw, progress, wide=True)


def _draw(press: Press, paper: SchoolDaily) -> None:
    text = wording.load("school_daily", FIELDS)
    values = _values(paper)
    missing = _missing(paper)
    table = Register(
        title=text("title", values),
        particulars=(
            Cell(text("school", values), 60),
            Cell(text("day", values), 40, align="right"),
        ),
        columns=COLUMNS,
        lines=[*(_line(at, line) for at, line in enumerate(paper.lines, 1)), _total(paper)],
        notes=(
            text("rate" if paper.rate is not None else "rate_none", values),
            *((text("missing", values),) if missing else ()),
            text("note", values),
        ),
        signs=text("signs", values),
    )
    register.draw(press, table, register.WIDE, size=SIZE, least=ROW)


def _values(paper: SchoolDaily) -> dict[str, Value]:
    rate = "" if paper.rate is None else f"{paper.rate:.2%}"
    day = paper.day
    return {
        "school": wording.name(paper.school, 16),
        "day": (Run(f"{day.year}年{calendar.words(day)}"),),
        "present": (Run(_sum(paper.present("am"), paper.present("pm"))),),
        "due": (Run(_sum(paper.due("am") or None, paper.due("pm") or None)),),
        "rate": (Run(rate),),
        "missing": wording.listed(_missing(paper)),
        "suspect_days": wording.number(paper.suspect_days),
        "office": wording.words(paper.office, 5),
        "sign": (Room(8),),
        "signed": wording.day(None),
    }


def _sum(am: int | None, pm: int | None) -> str:
    """（402＋401）, so that the figures can be found in the table."""
    parts = [str(part) for part in (am, pm) if part is not None]
    return f"（{'＋'.join(parts)}）" if len(parts) > 1 else "".join(parts)


def _missing(paper: SchoolDaily) -> list[str]:
    return [
        f"{line.class_name}（{'、'.join(halves)}）"
        for line in paper.lines
        if (halves := [h.half for h in (line.am, line.pm) if h.state == "未报"])
    ]


def _line(number: int, line: SchoolLine) -> Line:
    return register.row(
        [
            str(number),
            line.class_name,
            str(line.on_roll),
            str(line.expected),
            _present(line.am),
            _present(line.pm),
            *(_count(getattr(line, name)) for name in SUMS),
            _remark(line),
            line.reported_at,
        ],
        COLUMNS,
        shade="未报" in (line.am.state, line.pm.state),
    )


def _remark(line: SchoolLine) -> Value:
    """Who is absent without leave and since when, each name in one design."""
    runs = [Run("无故：")] if line.named else []
    for at, (name, length) in enumerate(line.named):
        runs += [Run("、" if at else ""), Run(name, whole=True), Run(f"（{length}）")]
    if line.remark:
        runs.append(Run(f"{'；' if line.named else ''}{line.remark}"))
    return tuple(runs)


def _present(half: HalfCount) -> str | Value:
    if half.state:
        return (Run(half.state, "hei"),)
    return "" if half.present is None else str(half.present)


def _count(count: int) -> str:
    """Nothing for nought, so that what is there is seen."""
    return str(count) if count else ""


def _total(paper: SchoolDaily) -> Line:
    counts = [paper.sum("on_roll"), paper.sum("expected"), paper.present("am"), paper.present("pm")]
    counts += [paper.sum(name) for name in SUMS]
    cells: list[str | Value] = ["", (Run("合计", "hei"),)]
    cells += [() if count is None else (Run(str(count), "hei"),) for count in counts]
    return register.row([*cells, "", ""], COLUMNS)
