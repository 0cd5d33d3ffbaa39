"""走访路线: whom to visit, village by village, with room for a tick and a word."""

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
from kongchuo_desktop.domain.visit_papers import Stop, VisitRoute

FIELDS = frozenset({"school", "day", "homes", "village", "count", "sign"})
COLUMNS = (
    Column("走到", 11, "center"),
    Column("学生、班级", 34),
    Column("住址", 52),
    Column("监护人", 30),
    Column("电话", 29, "center"),
    Column("为什么去", 66),
    Column("情况", 45),
)
SIZE = 10.5
ROW = 13 * MM


def make(papers: Sequence[VisitRoute], *, progress: Progress | None = None) -> bytes:
    """Routes as one PDF on wide sheets.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("走访路线", papers, _draw, progress, wide=True)


def _draw(press: Press, paper: VisitRoute) -> None:
    text = wording.load("visit_route", FIELDS)
    day = paper.day
    values: dict[str, Value] = {
        "school": wording.name(paper.school, 14),
        "day": (Run(f"{day.year}年{calendar.words(day)}"),),
        "homes": (Run(str(paper.homes)),),
        "sign": (Room(9),),
    }
    table = Register(
        title=text("title", values),
        particulars=(
            Cell(text("school", values), 60),
            Cell(text("day", values), 50, align="right"),
        ),
        columns=COLUMNS,
        lines=_lines(paper, text),
        notes=(text("note", values),),
        signs=text("signs", values),
    )
    register.draw(press, table, register.WIDE, size=SIZE, least=ROW)


def _lines(paper: VisitRoute, text: Wording) -> list[Line]:
    lines = []
    for village in paper.villages:
        values: dict[str, Value] = {
            "village": (Run(village.name),),
            "count": (Run(str(len(village.stops))),),
        }
        lines.append(register.band(marks.words_of(text("village", values)), shade=True))
        lines += [_line(stop) for stop in village.stops]
    return lines


def _line(stop: Stop) -> Line:
    who = Cell((Run(stop.student_name, "hei", whole=True),), 1, below=(Run(stop.class_name),))
    guardian = (Run(stop.guardian, whole=True),) if stop.guardian else ()
    return register.row(["□", who, stop.address, guardian, stop.phone, stop.reason, ""], COLUMNS)
