"""家长承诺书 (F06): for every family, or for the family of a child who comes back."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, sheet, wording
from kongchuo_desktop.documents.marks import SignField
from kongchuo_desktop.documents.sheet import Frame, Gap, Para, Piece, Progress, Solid
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import ParentPromise

FIELDS = frozenset(
    ["number", "school", "class", "student", "guardian", "relation", "caregiver", "return_day"]
)
FRAME = Frame(top=PAGE_HEIGHT - 30 * MM, bottom=26 * MM)
SIGN_HEIGHT = 15 * MM


def make(papers: Sequence[ParentPromise], *, progress: Progress | None = None) -> bytes:
    """Promises, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("家长承诺书", papers, _draw, progress)


def _draw(press: Press, paper: ParentPromise) -> None:
    text = wording.load("parent_promise", FIELDS)
    values = _values(paper)
    kind = "returning_" if paper.returning or paper.return_day else ""
    pieces: list[Piece] = [
        marks.numbered(paper.number),
        Gap(6, 22),
        marks.title(text(f"{kind}title", values), (26, 24)),
        Gap(10, 26),
        Para(text("salute", values), indent=0, align="left"),
        Para(text(f"{kind}opening", values)),
        *(Para(item) for item in text.items(f"{kind}items", values)),
        Para(text("closing", values)),
        Gap(10, 40),
        _signatures(text, values, wording.day(paper.issued)),
    ]
    sheet.flow(press, pieces, FRAME, sheet.LETTER_TYPES)


def _values(paper: ParentPromise) -> dict[str, Value]:
    return {
        "number": wording.words(paper.number, 9),
        "school": wording.name(paper.school, 14),
        "class": wording.words(paper.class_name, 7),
        "student": wording.name(paper.student_name, 7),
        "guardian": wording.name(paper.guardian_name, 7),
        "relation": wording.words(paper.relation, 5),
        "caregiver": wording.name(paper.caregiver, 7),
        "return_day": wording.day(paper.return_day),
    }


def _signatures(text: Wording, values: dict[str, Value], issued: Value) -> Solid:
    """Who promises, the child, a witness and the day, each with 15 mm to sign in."""
    rows = [
        [SignField(marks.words_of(text(key, values)), share) for key, share in row]
        for row in (
            (("sign_guardian", 1.2), ("sign_student", 1.0)),
            (("sign_witness", 1.2), ("sign_date", 1.0)),
        )
    ]
    rows[1][1].answer = issued

    def draw(press: Press, _: float, top: float) -> None:
        for row in rows:
            top = marks.sign_row(press, row, top, SIGN_HEIGHT)

    return Solid(SIGN_HEIGHT * len(rows), draw)
