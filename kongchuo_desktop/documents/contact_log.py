"""因故缺课联系记录 (F09): every attempt to reach a family, those that failed included."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import register, sheet, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Column, Line
from kongchuo_desktop.documents.register import Register
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.daily_papers import ContactLine, ContactLog

FIELDS = frozenset(
    {"school", "about", "attempts", "failed", "within", "found_am", "found_pm", "sign"}
)
COLUMNS = (
    Column("序号", 9.5, "center"),
    Column("日期", 17, "center"),
    Column("班级", 19, "center"),
    Column("姓名", 22),
    Column("缺课时段", 19, "center"),
    Column("是否请假", 12, "center"),
    Column("联系时间", 15.5, "center"),
    Column("联系方式", 12, "center"),
    Column("被联系人及关系", 23),
    Column("通话结果（原因、去向）", 39),
    Column("承诺到校时间", 24, "center"),
    Column("联系人（教师）", 18, "center"),
    Column("后续", 26),
    Column("首次联系距发现（分钟）", 17, "center"),
)
SIZE = 9.0
ROW, BLANK_ROW = 9 * MM, 11.5 * MM


def make(papers: Sequence[ContactLog], *, progress: Progress | None = None) -> bytes:
    """Logs of one child or one day each, as one PDF on wide sheets.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("因故缺课联系记录", papers, _draw, progress, wide=True)


def _draw(press: Press, log: ContactLog) -> None:
    text = wording.load("contact_log", FIELDS)
    values = _values(log)
    blank = log.about is None
    about = "about_blank" if blank else "about"
    paper = Register(
        title=text("title", values),
        particulars=(
            Cell(text("school", values), 52),
            Cell(text(about, values), 30 if not blank else 48, align="center"),
            *(() if blank else (Cell(text("counts", values), 30, align="right"),)),
        ),
        columns=COLUMNS,
        lines=[_line(at, line) for at, line in enumerate(log.lines, 1)],
        notes=(text("basis", values), text("note_blank" if blank else "note", values)),
        signs=text("signs", values),
    )
    register.draw(press, paper, register.WIDE, size=SIZE, least=BLANK_ROW if blank else ROW)


def _values(log: ContactLog) -> dict[str, Value]:
    return {
        "school": wording.name(log.school, 16),
        "about": wording.name(log.about, 14),
        "attempts": wording.number(log.attempts),
        "failed": wording.number(log.failed),
        "within": wording.number(log.within),
        "found_am": wording.words(log.found_am, 3),
        "found_pm": wording.words(log.found_pm, 3),
        "sign": (Room(8),),
    }


def _line(number: int, line: ContactLine) -> Line:
    day = line.day
    return register.row(
        [
            str(number),
            f"{day.month}月{day.day}日" if day else "",
            line.class_name,
            _name(line.student_name),
            line.missed,
            line.on_leave,
            line.at,
            line.way,
            _name(line.person),
            line.result,
            line.promise,
            _name(line.teacher),
            line.follow_up,
            line.minutes,
        ],
        COLUMNS,
    )


def _name(text: str) -> Value:
    return (Run(text, whole=True),) if text else ()
