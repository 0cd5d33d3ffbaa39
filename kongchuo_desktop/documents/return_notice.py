"""复学（返校）通知书, school edition (F02): the notice above, its receipt below, on one sheet."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, sheet, typeset, wording
from kongchuo_desktop.documents.breaking import Room
from kongchuo_desktop.documents.marks import SignField
from kongchuo_desktop.documents.sheet import (
    LEFT,
    WIDTH,
    Frame,
    Gap,
    Para,
    Piece,
    Progress,
    Solid,
    Type,
)
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press, Setting
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import ReturnNotice

FIELDS = frozenset(
    {
        "number", "school", "guardian", "student", "class", "absent_from", "contact_dates",
        "visit_dates", "deadline", "help_items", "office", "teacher", "phone", "day",
        "month_day", "reason", "wish", "reader",
    }
)  # fmt: skip
FRAME = Frame(top=PAGE_HEIGHT - 20 * MM, bottom=14 * MM)
TYPES = tuple(
    Type(size, leading, most)
    for size, leading, most in (
        (15.8, 24.0, 28.0), (15, 23.0, 26.0), (14, 21.5, 25.0), (14, 20.5, 21.5),
        (13.5, 19.5, 21.0), (13, 18.5, 20.0), (12.5, 17.8, 19.0), (12, 17.0, 18.0),
        (11.5, 16.2, 17.0), (11, 15.4, 16.2), (10.5, 14.6, 15.4),
    )
)  # fmt: skip
RECEIPT_SIZE = 13.0
RECEIPT_LEADING = 23.0


def make(papers: Sequence[ReturnNotice], *, progress: Progress | None = None) -> bytes:
    """Notices with their receipts, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("复学（返校）通知书", papers, _draw, progress)


def _draw(press: Press, paper: ReturnNotice) -> None:
    text = wording.load("return_notice", FIELDS)
    values = _values(paper)
    pieces: list[Piece] = [
        marks.red_head(paper.school),
        Gap(2, 5),
        marks.numbered(paper.number),
        Gap(2, 12),
        marks.title(text("title", values)),
        Gap(4, 14),
        Para(text(_salute(paper), values), indent=0, align="left"),
        *(Para(text(key, values)) for key in _sentences(paper)),
        Gap(2, 16),
        marks.seal_block(values["school"], values["issued"]),
        Gap(4, 4),
    ]
    sheet.flow(press, pieces, FRAME, TYPES, _receipt(paper.number, text, values))


def _values(paper: ReturnNotice) -> dict[str, Value]:
    return {
        "number": wording.words(paper.number, 9),
        "school": wording.name(paper.school, 12),
        "guardian": wording.name(paper.guardian_name, 6),
        "student": wording.name(paper.student_name, 6),
        "class": wording.words(paper.class_name, 6),
        "absent_from": wording.day(paper.absent_from),
        "contact_dates": wording.days(paper.contact_dates, 10),
        "visit_dates": wording.days(paper.visit_dates, 10),
        "deadline": wording.day(paper.deadline),
        "help_items": wording.listed(paper.help_items, 20),
        "office": wording.words(paper.office, 5),
        "teacher": wording.name(paper.teacher, 6),
        "phone": wording.words(paper.phone, 8),
        "issued": wording.day(paper.issued),
    }


def _salute(paper: ReturnNotice) -> str:
    return "salute_no_guardian" if paper.guardian_name == "" else "salute"


def _sentences(paper: ReturnNotice) -> tuple[str, ...]:
    """Which wording says what the school has done and what it offers."""
    told, visited = paper.contact_dates != (), paper.visit_dates != ()
    absent = {
        (True, True): "absent_both",
        (True, False): "absent_contact",
        (False, True): "absent_visit",
        (False, False): "absent_neither",
    }[told, visited]
    request = "request_no_help" if paper.help_items == () else "request"
    return absent, "law", request, "overdue", "contact"


def _receipt(number: str | None, text: Wording, values: dict[str, Value]) -> Solid:
    """The receipt below the cut line: what the family answers, and who signed."""
    answers = values | {
        "day": wording.day(None),
        "month_day": wording.month_day(None),
        "reason": (Room(11),),
        "wish": (Room(8),),
        "reader": (Room(8),),
    }
    setting = Setting(RECEIPT_SIZE, RECEIPT_LEADING, WIDTH, 2.0)
    paragraphs = [text(key, answers) for key in ("receipt", "receipt_agree", "receipt_unable")]
    lines = sum(typeset.line_count(runs, setting) for runs in paragraphs)
    title = text("receipt_title", answers)
    signs = (
        _sign_fields(text, answers, "receipt_guardian", "receipt_relation"),
        _sign_fields(text, answers, "receipt_server", "receipt_witness"),
    )
    read = text("receipt_read", answers)

    def draw(press: Press, x: float, top: float) -> None:
        marks.cut_line(press, top - 4 * MM, number)
        below = top - 9 * MM
        below = press.text(
            tuple(run._replace(role="title") for run in title if not isinstance(run, Room)),
            x,
            below,
            Setting(16, 22, WIDTH, align="center"),
        )
        for runs in paragraphs:
            below = press.text(runs, LEFT, below, setting)
        for fields in signs:
            below = marks.sign_row(press, fields, below, 10 * MM)
        press.text(read, x, below - 2, Setting(11, 18, WIDTH, align="left"))

    return Solid(9 * MM + 22 + lines * RECEIPT_LEADING + 20 * MM + 20, draw)


def _sign_fields(
    text: Wording, values: dict[str, Value], first: str, second: str
) -> list[SignField]:
    return [
        SignField(marks.words_of(text(first, values)), 1.2),
        SignField(marks.words_of(text(second, values))),
    ]
