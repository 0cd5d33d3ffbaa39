"""入学情况统计日报表 (F25): figures with their identity, reasons by grade, who has not arrived."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import register
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Column, Line
from kongchuo_desktop.documents.register import Register
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.calendar import words as day_words
from kongchuo_desktop.domain.census_figures import (
    ITEM_WORDS,
    REASON_WORDS,
    Tally,
    by_reason,
    identity,
)
from kongchuo_desktop.domain.census_form import Census

TITLE = "入学情况统计日报表"
FIGURES = (
    Column("年级", 24, "center"),
    *(Column(word, 19, "center") for word in ("基数", "转入", "复学", "转出", "休学等")),
    Column("调整后应到", 24, "center"),
    *(Column(word, 19, "center") for word in ("实到", "未到", "到校率", "结转辍学", "新增未到")),
    Column("较昨日变化", 24, "center"),
)
UNREPORTED = Column("未登记", 19, "center")
"""Stands after 未到 while somebody is not registered."""
REASONS = (
    Column("年级", 22, "center"),
    *(Column(word, 17.5, "center") for word in REASON_WORDS.values()),
    Column("合计", 17.5, "center"),
)
MISSING = (
    Column("序号", 11, "center"),
    Column("姓名", 30),
    Column("班级", 20, "center"),
    Column("村组", 34),
    Column("监护人电话", 28, "center"),
    Column("原因", 32),
    Column("去向", 44),
    Column("已采取措施", 48),
    Column("责任人", 22),
)
SIZE = 10.5
ROW = 7.5 * MM


def make(report: Census) -> bytes:
    """The report of one day as a PDF, which bears no number.

    Refused when a character cannot be printed.
    """
    press = Press(TITLE, wide=True)
    _draw(press, _figures(report))
    if report.total.figures.not_arrived:
        _draw(press, _reasons(report))
        _draw(press, _missing(report))
    return press.finish()


def _draw(press: Press, table: Register) -> None:
    register.draw(press, table, register.WIDE, size=SIZE, least=ROW)


def _figures(report: Census) -> Register:
    columns = list(FIGURES)
    waiting = bool(report.total.figures.unreported)
    if waiting:
        columns.insert(9, UNREPORTED)
    return Register(
        title=(Run(TITLE),),
        particulars=_particulars(report),
        columns=columns,
        lines=[
            _counted([words, *_cells(found, waiting)], columns, _sums(report, number))
            for number, (words, found) in enumerate(report.lines())
        ],
        notes=tuple((Run(note),) for note in _notes(report)),
        signs=(
            Run("填表人："), Room(7), Run("　校长："), Room(7),
            Run("　学校（盖章）："), Room(7), Run("　报送时间："), Room(7),
        ),
    )  # fmt: skip


def _particulars(report: Census) -> tuple[Cell, ...]:
    """Whose figures these are, of which term, as at the end of which day."""
    more = "　".join(filter(None, (report.part, report.term)))
    whose = [Run(report.school, whole=True), Run(more and f"　{more}")]
    until = f"截至{report.day.year}年{day_words(report.day)}"
    return (Cell(tuple(whose), 70), Cell((Run(until),), 30, align="right"))


def _sums(report: Census, number: int) -> bool:
    return number >= len(report.rows)


def _counted(texts: Sequence[str], columns: Sequence[Column], sums: bool) -> Line:
    """A row of figures; the stages and everybody stand out."""
    role = "hei" if sums else "fang"
    return register.row([(Run(text, role),) if text else "" for text in texts], columns)


def _cells(found: Tally, waiting: bool) -> list[str]:
    f = found.figures
    before = [f.base, f.transfer_in, f.resumed, f.transfer_out, f.suspended, f.expected]
    here = [f.arrived, f.not_arrived, *([f.unreported] if waiting else [])]
    rate = "—" if f.rate is None else f"{f.rate:.2f}%"
    return [
        *map(str, [*before, *here]), rate, str(f.carried_over), str(f.newly_missing),
        f.change_words,
    ]  # fmt: skip


def _notes(report: Census) -> list[str]:
    """The identity of the stages and of everybody; where it fails, where to look."""
    told = []
    for words, found in report.lines()[len(report.rows) :]:
        held = "不相符" if found.broken else "相符"
        told.append(f"{words}：{identity(found.figures)}，{held}。")
    whole = report.total
    told += report.faults
    if by_hand := _by_hand(report):
        told.append(f"手工填写的数：{'；'.join(by_hand)}。")
    if whole.figures.unreported:
        told.append(f"还有{whole.figures.unreported}人没有登记，本表不是最后的数。")
    return [*told, "到校率＝实到÷调整后应到。结转辍学是上学期已辍学的，其余未到为新增未到。"]


def _by_hand(report: Census) -> list[str]:
    return [
        f"{row.words}{ITEM_WORDS[each.item]}{each.number}"
        f"（按花名册{row.by_roster(each.item)}，{each.reason}）"
        for row in report.rows
        for each in row.tally.by_hand
    ]


def _reasons(report: Census) -> Register:
    told = f"未到{report.total.figures.not_arrived}人：{by_reason(report.total.reasons)}。"
    return Register(
        title=(Run("未到原因交叉表"),),
        particulars=_particulars(report),
        columns=REASONS,
        lines=[
            _counted([words, *_counts(found)], REASONS, _sums(report, number))
            for number, (words, found) in enumerate(report.lines())
        ],
        notes=((Run(told),), (Run("各行合计等于该行未到人数。"),)),
    )


def _counts(found: Tally) -> list[str]:
    """Nothing for nought, so that what is there is seen; at the end the sum."""
    counts = [found.reasons.get(reason, 0) for reason in REASON_WORDS]
    return [*(str(count) if count else "" for count in counts), str(sum(counts))]


def _missing(report: Census) -> Register:
    return Register(
        title=(Run("未到学生名单"),),
        particulars=_particulars(report),
        columns=MISSING,
        lines=[_line(number, report) for number in range(len(report.missing))],
    )


def _line(number: int, report: Census) -> Line:
    each = report.missing[number]
    name: Value = (Run(each.name, whole=True),)
    cells: Sequence[str | Value] = (
        str(number + 1), name, each.class_name, each.village, each.phone, each.reason,
        each.whereabouts, each.measures, each.person,
    )  # fmt: skip
    return register.row(cells, MISSING)
