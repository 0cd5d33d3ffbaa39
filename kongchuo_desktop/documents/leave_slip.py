"""请假条 (F07): three parts on one sheet, cut apart along numbered lines."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kongchuo_desktop.documents import grid, marks, sheet, typeset, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Row, label
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, Press, Setting
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import LeaveSlip

FIELDS = frozenset(
    {
        "kind", "first", "last", "days", "way", "applicant", "applicant_name", "back", "moment",
        "issued",
    }
)  # fmt: skip
PART = PAGE_HEIGHT / 3
LEFT = 18 * MM
WIDTH = PAGE_WIDTH - 2 * LEFT
KINDS = ("病假", "事假", "其他")
WAYS = ("监护人接", "自行")
APPLICANTS = ("本人", "监护人")
HALVES = ("上午", "下午")
LOW, HIGH = 8.5 * MM, 12.5 * MM
SIDE = 64 * MM
NOTE_SIZE = 10.0


def make(papers: Sequence[LeaveSlip], *, progress: Progress | None = None) -> bytes:
    """Slips of three parts, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("请假条", papers, _draw, progress)


def _draw(press: Press, slip: LeaveSlip) -> None:
    text = wording.load("leave_slip", FIELDS)
    values = _values(slip)
    parts = (
        ("part_teacher", "note_teacher", _teacher_rows(slip, text, values)),
        ("part_gate", "note_gate", _gate_rows(slip, text, values)),
        ("part_parent", "note_parent", _parent_rows(slip, text, values)),
    )
    for at, (part, note, rows) in enumerate(parts):
        top = PAGE_HEIGHT - at * PART
        if at:
            marks.cut_line(press, top, slip.number)
        head = _Heading(slip, text(part, values), text("title", values))
        remark = text(note, values)
        setting = Setting(NOTE_SIZE, 13, WIDTH, align="left")
        height = head.height + sum(row.height for row in rows)
        height += 1.5 * MM + typeset.line_count(remark, setting) * setting.leading
        below = top - max(4.5 * MM, (PART - height) / 2)
        below = head.draw(press, below)
        below = grid.form(press, rows, LEFT, below, WIDTH)
        press.text(remark, LEFT, below - 1.5 * MM, setting)
        if at == 0:
            issued = setting._replace(align="right")
            press.text(text("note_issued", values), LEFT, below - 1.5 * MM, issued)
    press.next_page()


class _Heading:
    """School and part at the left, the title in the middle, the number at the right."""

    def __init__(self, slip: LeaveSlip, part: Value, title: Value) -> None:
        self._school: Value = (
            (Run(slip.school, "hei", whole=True),) if slip.school else (Room(14.0),)
        )
        self._number: Value = (
            (Run(slip.number, "kai"),) if slip.number else (Run("编号：", "kai"), Room(10.0))
        )
        self._part = part
        self._title = tuple(run._replace(role="title") for run in title if isinstance(run, Run))
        size = marks.fitting(self._school, SIDE, (10.5, 10, 9.5, 9))
        self._set = Setting(size, 13, SIDE, align="left")
        lines = typeset.line_count(self._school, self._set)
        self.height = lines * self._set.leading + 18

    def draw(self, press: Press, top: float) -> float:
        below = press.text(self._school, LEFT, top, self._set)
        press.text(self._part, LEFT, below - 1, Setting(10.5, 14, SIDE, align="left"))
        press.text(self._title, LEFT, below + 9, Setting(18, 22, WIDTH, align="center"))
        size = marks.fitting(self._number, SIDE, (10.5, 10, 9.5, 9, 8))
        right = Setting(size, 14, SIDE, align="right")
        press.text(self._number, LEFT + WIDTH - SIDE, below - 1, right)
        return top - self.height


def _values(slip: LeaveSlip) -> dict[str, Value]:
    return {
        "kind": _boxes(slip.kind, KINDS),
        "first": _half_day(slip.first_day, slip.first_half),
        "last": _half_day(slip.last_day, slip.last_half),
        "days": _days(slip.half_days),
        "way": _boxes(slip.way, WAYS),
        "applicant": _boxes(slip.applicant, APPLICANTS),
        "applicant_name": _name(slip.applicant_name),
        "back": _half_day(slip.back_day, slip.back_half),
        "issued": wording.day(slip.issued),
        "moment": (*wording.month_day(None), Room(2.0), Run("时"), Room(2.0), Run("分")),
    }


def _boxes(chosen: str | None, options: Sequence[str]) -> Value:
    """Every option with its box, the chosen one ticked; an unforeseen one under 其他."""
    shown = []
    for option in options:
        ticked = chosen == option
        extra = ""
        if option == "其他" and chosen and chosen not in options:
            ticked, extra = True, f"（{chosen}）"
        shown.append(f"{'☑' if ticked else '□'}{option}{extra}")
    return (Run(" ".join(shown)),)


def _half_day(day: date | None, half: str | None) -> Value:
    return (*wording.day(day), Run(half) if half else Run("□上午□下午"))


def _days(half_days: int | None) -> Value:
    if half_days is None:
        return (Room(3.0),)
    return (Run(f"{half_days / 2:g}"),)


def _cell(text: str | None, share: float) -> Cell:
    """A value in its cell; an empty cell is room enough to write."""
    return Cell((Run(text),) if text else (), share)


def _name(text: str | None) -> Value:
    return (Run(text, whole=True),) if text else ()


def _label(text: Wording, key: str, share: float) -> Cell:
    return label(marks.words_of(text(key, {})), share)


def _who(slip: LeaveSlip, text: Wording) -> tuple[Cell, ...]:
    return (
        _label(text, "name", 22),
        Cell(_name(slip.student_name), 50),
        _label(text, "class", 14),
        _cell(slip.class_name, 36),
    )


def _row(text: Wording, values: dict[str, Value], key: str, filled: str) -> Row:
    return Row(LOW, (_label(text, key, 22), Cell(text(filled, values), 152)))


def _kind(text: Wording, values: dict[str, Value]) -> tuple[Cell, Cell]:
    return _label(text, "kind", 14), Cell(text("kind_boxes", values), 38, align="center")


def _signatures(slip: LeaveSlip, text: Wording, *first: str) -> Row:
    """A label and at least 20 mm of room for each who signs."""
    opinion = marks.words_of(text("opinion", {}))
    labels = [_label(text, key, 22) for key in first]
    labels += [label(f"{title}{opinion}", 22) for title in slip.approvers]
    room = max(20.0, 174 / max(1, len(labels)) - 22)
    cells = [cell for shown in labels for cell in (shown, Cell((), room))]
    return Row(HIGH, tuple(cells))


def _teacher_rows(slip: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        Row(LOW, (*_who(slip, text), *_kind(text, values))),
        Row(HIGH, (_label(text, "reason", 22), _cell(slip.reason, 152))),
        _row(text, values, "period", "period_text"),
        Row(
            LOW,
            (
                _label(text, "way", 22),
                Cell(text("way_boxes", values), 50),
                _label(text, "destination", 14),
                _cell(slip.destination, 88),
            ),
        ),
        Row(
            LOW,
            (
                _label(text, "applicant", 22),
                Cell(text("applicant_boxes", values), 82),
                _label(text, "phone", 20),
                _cell(slip.phone, 50),
            ),
        ),
        _signatures(slip, text, "signature"),
        Row(
            LOW + 2,
            (
                _label(text, "cleared", 22),
                Cell(text("cleared_text", values), 92),
                _label(text, "cleared_sign", 20),
                Cell((), 40),
            ),
        ),
    )


def _gate_rows(slip: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        Row(LOW, (*_who(slip, text), *_kind(text, values))),
        _row(text, values, "period", "period_text"),
        Row(
            LOW,
            (
                _label(text, "way", 22),
                Cell(text("way_boxes", values), 50),
                _label(text, "destination", 14),
                _cell(slip.destination, 88),
            ),
        ),
        _row(text, values, "back", "back_text"),
        _signatures(slip, text),
        *(
            Row(
                LOW + 2,
                (
                    _label(text, key, 22),
                    Cell(text("moment", values), 82),
                    _label(text, "gate_sign", 20),
                    Cell((), 50),
                ),
            )
            for key in ("out", "in")
        ),
    )


def _parent_rows(slip: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        Row(LOW, (*_who(slip, text), *_kind(text, values))),
        Row(HIGH, (_label(text, "reason", 22), _cell(slip.reason, 152))),
        _row(text, values, "period", "period_text"),
        Row(
            LOW,
            (
                _label(text, "way", 22),
                Cell(text("way_boxes", values), 50),
                _label(text, "back", 18),
                Cell(text("back_text", values), 84),
            ),
        ),
        Row(
            HIGH,
            (
                _label(text, "guardian_sign", 22),
                Cell((), 65),
                _label(text, "teacher_sign", 22),
                Cell((), 65),
            ),
        ),
    )
