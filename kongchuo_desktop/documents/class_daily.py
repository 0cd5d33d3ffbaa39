"""班级出勤日报 (F10): a class's day on one page; a day without absences is reported too."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import register, sheet, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Column, Line, Row, label
from kongchuo_desktop.documents.register import Register
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.daily_papers import AbsentLine, ClassDaily, HalfCount

FIELDS = frozenset({"school", "class", "day", "half", "late", "sign", "reported"})
COUNTS = ("时段", "在册", "应到", "实到", "病假", "事假", "无故", "迟到", "早退")
COLUMNS = (
    Column("序号", 13, "center"),
    Column("姓名", 36),
    Column("缺课时段", 22, "center"),
    Column("原因", 43),
    Column("联系结果", 60),
)
SIZE = 11.0
ROW = 9.5 * MM


def make(papers: Sequence[ClassDaily], *, progress: Progress | None = None) -> bytes:
    """Reports of classes, each beginning its own page, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("班级出勤日报", papers, _draw, progress)


def _draw(press: Press, paper: ClassDaily) -> None:
    text = wording.load("class_daily", FIELDS)
    values = _values(paper)
    report = Register(
        title=text("title", values),
        particulars=(
            Cell(text("school", values), 72),
            Cell(text("class", values), 43, align="center"),
            Cell(text("day", values), 59, align="right"),
        ),
        form=_counts(paper),
        columns=COLUMNS,
        lines=_absent(paper, text, values),
        notes=(*_late(paper, text, values), text("note", values)),
        signs=text("signs", values),
    )
    register.draw(press, report, register.UPRIGHT, size=SIZE, least=ROW)


def _values(paper: ClassDaily) -> dict[str, Value]:
    reported: Value = (Run(paper.reported_at),) if paper.reported_at else _clock()
    half = paper.reported[-1].half if paper.reported else ""
    return {
        "school": wording.name(paper.school, 14),
        "class": wording.words(paper.class_name, 6),
        "day": wording.day(paper.day),
        "half": (Run(half),),
        "late": wording.listed(paper.late, 24),
        "sign": (Room(8),),
        "reported": reported,
    }


def _clock() -> Value:
    return (Room(2.5), Run("时"), Room(2.5), Run("分"))


def _counts(paper: ClassDaily) -> tuple[Row, ...]:
    head = Row(8 * MM, tuple(label(title, 1) for title in COUNTS))
    return (head, *(_half(paper, half) for half in paper.halves))


def _half(paper: ClassDaily, half: HalfCount) -> Row:
    """The counts of a half day, or across their cells what was reported instead."""
    roll = (label(half.half, 1), _number(paper.on_roll), _number(paper.expected))
    if half.state:
        return Row(9 * MM, (*roll, Cell((Run(half.state, "hei"),), 6, align="center")))
    counts = (half.present, half.sick, half.personal, half.unexcused, half.late, half.early)
    return Row(9 * MM, (*roll, *(_number(count) for count in counts)))


def _number(count: int | None) -> Cell:
    return Cell(() if count is None else (Run(str(count)),), 1, align="center")


def _absent(paper: ClassDaily, text: Wording, values: dict[str, Value]) -> list[Line]:
    if paper.absent:
        return [_line(number, line) for number, line in enumerate(paper.absent, 1)]
    return [register.band(_nobody(paper, text, values), align="center")]


def _nobody(paper: ClassDaily, text: Wording, values: dict[str, Value]) -> str:
    """What stands in place of the list: all there, or nothing known."""
    if paper.reported:
        whole = len(paper.reported) == len(paper.halves)
        key = "all_present" if whole else "all_present_half"
    else:
        key = "no_class" if _stopped(paper) else "unreported"
    return "".join(run.text for run in text(key, values) if isinstance(run, Run))


def _late(paper: ClassDaily, text: Wording, values: dict[str, Value]) -> tuple[Value, ...]:
    if _stopped(paper):
        return ()
    return (text("late_none" if paper.late == () else "late", values),)


def _stopped(paper: ClassDaily) -> bool:
    return all(half.state == "停课" for half in paper.halves)


def _line(number: int, line: AbsentLine) -> Line:
    name: Value = (Run(line.student_name, whole=True),) if line.student_name else ()
    return register.row([str(number), name, line.missed, line.reason, line.contact], COLUMNS)
