"""补假手续单 (F08): two parts on one sheet, for the homeroom teacher and the academic office."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, sheet, slip, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Row
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.slip import HIGH, LOW, SHARES, Part, labelled
from kongchuo_desktop.documents.typeset import MM, Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.daily_papers import MakeupSlip

FIELDS = frozenset(
    {
        "kind", "first", "last", "days", "registered", "called", "evidence", "back", "issued",
        "filed_no",
    }
)  # fmt: skip
TALL = LOW + 2
REASON = 16 * MM


def make(papers: Sequence[MakeupSlip], *, progress: Progress | None = None) -> bytes:
    """Slips of two parts, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("补假手续单", papers, _draw, progress)


def _draw(press: Press, paper: MakeupSlip) -> None:
    text = wording.load("makeup_slip", FIELDS)
    values = _values(paper, text)
    told = _told(paper, text, values)
    parts = (
        Part(text("part_teacher", values), told, text("note_teacher", values)),
        Part(
            text("part_office", values),
            (*told, _filed(text, values)),
            text("note_office", values),
        ),
    )
    slip.draw(press, paper, text("title", values), parts)


def _values(paper: MakeupSlip, text: Wording) -> dict[str, Value]:
    kinds = [marks.words_of(kind) for kind in text.items("evidence_kinds", {})]
    evidence = slip.boxes(paper.evidence, kinds)
    called: Value = (Run(f" {paper.called_at}"),) if paper.called_at else _clock()
    return {
        "kind": slip.boxes(paper.kind, slip.KINDS),
        "first": slip.half_day(paper.first_day, paper.first_half),
        "last": slip.half_day(paper.last_day, paper.last_half),
        "days": slip.days(paper.half_days),
        "registered": wording.words(paper.registered, 8),
        "called": (*wording.day(paper.called_day), *called),
        "evidence": evidence if paper.evidence else (*evidence, Room(7)),
        "back": slip.half_day(paper.back_day, paper.back_half),
        "issued": wording.day(paper.issued),
        "filed_no": (Room(8),),
    }


def _clock() -> Value:
    return (Room(2.0), Run("时"), Room(2.0), Run("分"))


def _told(paper: MakeupSlip, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    """What was said on the telephone, what is shown for it, and who stands for it."""
    return (
        slip.who(paper, text, values),
        _pair(
            text,
            ("called", text("called_text", values)),
            ("registered", text("registered_text", values)),
        ),
        _pair(text, ("caller", slip.name(paper.applicant_name)), ("phone", _run(paper.phone))),
        _pair(text, ("taken_by", slip.name(paper.taken_by)), ("back", text("back_text", values))),
        slip.reason(text, paper)._replace(height=REASON),
        slip.row(text, values, "period", "period_text"),
        slip.row(text, values, "evidence", "evidence_boxes"),
        Row(
            TALL,
            (
                labelled(text, "checked", 22),
                Cell(text("checked_text", values), 85),
                labelled(text, "issued", 20),
                Cell(text("issued_text", values), 47),
            ),
        ),
        _pair(text, ("guardian_sign", ()), ("teacher_sign", ()), HIGH),
    )


def _pair(
    text: Wording, first: tuple[str, Value], second: tuple[str, Value], height: float = LOW
) -> Row:
    """Two labels, each with what stands behind it."""
    cells = [
        cell
        for key, value in (first, second)
        for cell in (labelled(text, key, 22), Cell(value, SHARES / 2 - 22))
    ]
    return Row(height, tuple(cells))


def _run(words: str | None) -> Value:
    return (Run(words),) if words else ()


def _filed(text: Wording, values: dict[str, Value]) -> Row:
    return Row(
        HIGH,
        (
            labelled(text, "filed", 22),
            Cell(text("filed_text", values), 46),
            labelled(text, "filed_sign", 22),
            Cell((), 32),
            labelled(text, "filed_day", 18),
            Cell((), 34),
        ),
    )
