"""今日要做的事: the day's list on paper, to be ticked and noted on in the morning meeting."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, register, sheet, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Column, Line
from kongchuo_desktop.documents.register import Register
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain import calendar
from kongchuo_desktop.domain.daily_papers import DutyGroup, DutyLine, DutySheet

FIELDS = frozenset({"school", "day", "made_at", "title", "count", "sign"})
COLUMNS = (
    Column("完成", 11, "center"),
    Column("学生、班级", 36),
    Column("要做的事", 66),
    Column("责任人", 21, "center"),
    Column("期限", 23, "center"),
    Column("办理结果", 33),
)
SIZE = 10.5
ROW = 14 * MM


def make(papers: Sequence[DutySheet], *, progress: Progress | None = None) -> bytes:
    """Lists of one morning each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("今日要做的事", papers, _draw, progress)


def _draw(press: Press, paper: DutySheet) -> None:
    text = wording.load("duty_sheet", FIELDS)
    day = paper.day
    values: dict[str, Value] = {
        "school": wording.name(paper.school, 14),
        "day": (Run(f"{day.year}年{calendar.words(day)}"),),
        "made_at": (Run(paper.made_at),),
        "sign": (Room(7),),
    }
    table = Register(
        title=text("title", values),
        particulars=(
            Cell(text("school", values), 96),
            Cell(text("day", values), 78, align="right"),
        ),
        columns=COLUMNS,
        lines=_lines(paper, text),
        notes=(text("note", values),),
        signs=text("signs", values),
    )
    register.draw(press, table, register.UPRIGHT, size=SIZE, least=ROW)


def _lines(paper: DutySheet, text: Wording) -> list[Line]:
    filled = [group for group in paper.groups if group.lines]
    if not filled:
        return [register.band(marks.words_of(text("nothing", {})), align="center")]
    return [line for group in filled for line in _group(group, text)]


def _group(group: DutyGroup, text: Wording) -> list[Line]:
    count = str(len(group.lines))
    title = text("group", {"title": (Run(group.title),), "count": (Run(count),)})
    return [
        register.band(marks.words_of(title), shade=True),
        *(_line(line) for line in group.lines),
    ]


def _line(line: DutyLine) -> Line:
    who = Cell((Run(line.class_name, "hei"),), 1)
    if line.student_name:
        who = Cell((Run(line.student_name, "hei", whole=True),), 1, below=(Run(line.class_name),))
    what = Cell((Run(line.what, "hei"),), 1, below=(Run(f"{line.rule}（{line.number}）"),))
    due = Cell((Run(line.due_day),), 1, align="center", below=(Run(line.due_time),))
    return register.row(["□", who, what, (Run(line.responsible, whole=True),), due, ""], COLUMNS)
