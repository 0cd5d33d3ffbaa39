"""请假条 (F07): three parts on one sheet, cut apart along numbered lines."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, sheet, slip, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Row, label
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.slip import HIGH, LOW, SHARES, Part, labelled
from kongchuo_desktop.documents.typeset import Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import LeaveSlip

FIELDS = frozenset(
    {
        "kind", "first", "last", "days", "way", "applicant", "applicant_name", "back", "moment",
        "issued",
    }
)  # fmt: skip
WAYS = ("监护人接", "自行")
APPLICANTS = ("本人", "监护人")


def make(papers: Sequence[LeaveSlip], *, progress: Progress | None = None) -> bytes:
    """Slips of three parts, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("请假条", papers, _draw, progress)


def _draw(press: Press, paper: LeaveSlip) -> None:
    text = wording.load("leave_slip", FIELDS)
    values = _values(paper)
    parts = (
        Part(
            text("part_teacher", values),
            _teacher_rows(paper, text, values),
            text("note_teacher", values),
            text("note_issued", values),
        ),
        Part(
            text("part_gate", values),
            _gate_rows(paper, text, values),
            text("note_gate", values),
        ),
        Part(
            text("part_parent", values),
            _parent_rows(paper, text, values),
            text("note_parent", values),
        ),
    )
    slip.draw(press, paper, text("title", values), parts)


def _values(paper: LeaveSlip) -> dict[str, Value]:
    return {
        "kind": slip.boxes(paper.kind, slip.KINDS),
        "first": slip.half_day(paper.first_day, paper.first_half),
        "last": slip.half_day(paper.last_day, paper.last_half),
        "days": slip.days(paper.half_days),
        "way": slip.boxes(paper.way, WAYS),
        "applicant": slip.boxes(paper.applicant, APPLICANTS),
        "applicant_name": slip.name(paper.applicant_name),
        "back": slip.half_day(paper.back_day, paper.back_half),
        "issued": wording.day(paper.issued),
        "moment": (*wording.month_day(None), Room(2.0), Run("时"), Room(2.0), Run("分")),
    }


def _signatures(paper: LeaveSlip, text: Wording, *first: str) -> Row:
    """A label and at least 20 mm of room for each who signs."""
    opinion = marks.words_of(text("opinion", {}))
    labels = [labelled(text, key, 22) for key in first]
    labels += [label(f"{title}{opinion}", 22) for title in paper.approvers]
    room = max(20.0, SHARES / max(1, len(labels)) - 22)
    cells = [cell for shown in labels for cell in (shown, Cell((), room))]
    return Row(HIGH, tuple(cells))


def _way(paper: LeaveSlip, text: Wording, values: dict[str, Value]) -> Row:
    return Row(
        LOW,
        (
            labelled(text, "way", 22),
            Cell(text("way_boxes", values), 50),
            labelled(text, "destination", 14),
            slip.cell(paper.destination, 88),
        ),
    )


def _teacher_rows(paper: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        slip.who(paper, text, values),
        slip.reason(text, paper),
        slip.row(text, values, "period", "period_text"),
        _way(paper, text, values),
        Row(
            LOW,
            (
                labelled(text, "applicant", 22),
                Cell(text("applicant_boxes", values), 82),
                labelled(text, "phone", 20),
                slip.cell(paper.phone, 50),
            ),
        ),
        _signatures(paper, text, "signature"),
        Row(
            LOW + 2,
            (
                labelled(text, "cleared", 22),
                Cell(text("cleared_text", values), 92),
                labelled(text, "cleared_sign", 20),
                Cell((), 40),
            ),
        ),
    )


def _gate_rows(paper: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        slip.who(paper, text, values),
        slip.row(text, values, "period", "period_text"),
        _way(paper, text, values),
        slip.row(text, values, "back", "back_text"),
        _signatures(paper, text),
        *(
            Row(
                LOW + 2,
                (
                    labelled(text, key, 22),
                    Cell(text("moment", values), 82),
                    labelled(text, "gate_sign", 20),
                    Cell((), 50),
                ),
            )
            for key in ("out", "in")
        ),
    )


def _parent_rows(paper: LeaveSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    return (
        slip.who(paper, text, values),
        slip.reason(text, paper),
        slip.row(text, values, "period", "period_text"),
        Row(
            LOW,
            (
                labelled(text, "way", 22),
                Cell(text("way_boxes", values), 50),
                labelled(text, "back", 18),
                Cell(text("back_text", values), 84),
            ),
        ),
        Row(
            HIGH,
            (
                labelled(text, "guardian_sign", 22),
                Cell((), 65),
                labelled(text, "teacher_sign", 22),
                Cell((), 65),
            ),
        ),
    )
