"""控辍保学责任书 between homeroom teacher and guardian (F05-4), one sheet for each child."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import marks, sheet, wording
from kongchuo_desktop.documents.marks import SignField
from kongchuo_desktop.documents.sheet import Frame, Gap, Para, Piece, Progress, Solid
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain.papers import HomePledge

FIELDS = frozenset(
    {
        "number", "school", "class", "teacher", "guardian", "relation", "student",
        "school_year", "min_visits",
    }
)  # fmt: skip
FRAME = Frame(top=PAGE_HEIGHT - 26 * MM, bottom=22 * MM)


def make(papers: Sequence[HomePledge], *, progress: Progress | None = None) -> bytes:
    """A whole class's pledges, one sheet each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("控辍保学责任书", papers, _draw, progress)


def _draw(press: Press, paper: HomePledge) -> None:
    text = wording.load("home_pledge", FIELDS)
    values = _values(paper)
    pieces: list[Piece] = [
        marks.numbered(paper.number),
        Gap(4, 12),
        marks.title(text("title", values), (24, 22)),
        Para(text("subtitle", values), indent=0, align="center"),
        Gap(4, 14),
        Para(text("party_a", values), indent=0, align="left"),
        Para(text("party_b", values), indent=0, align="left"),
        Gap(2, 8),
        Para(text("opening", values)),
        Gap(0, 6),
        Para(text("a_title", values)),
        *(Para(item) for item in text.items("a_items", values)),
        Gap(0, 6),
        Para(text("b_title", values)),
        *(Para(item) for item in text.items("b_items", values)),
        Gap(0, 6),
        Para(text("closing", values)),
        Gap(6, 24),
        _signatures(text, values, wording.day(paper.issued)),
    ]
    sheet.flow(press, pieces, FRAME, sheet.LETTER_TYPES)


def _values(paper: HomePledge) -> dict[str, Value]:
    return {
        "number": wording.words(paper.number, 9),
        "school": wording.name(paper.school, 12),
        "class": wording.words(paper.class_name, 6),
        "teacher": wording.name(paper.teacher, 6),
        "guardian": wording.name(paper.guardian_name, 7),
        "relation": wording.words(paper.relation, 5),
        "student": wording.name(paper.student_name, 7),
        "school_year": wording.words(paper.school_year, 8),
        "min_visits": wording.number(paper.min_visits),
    }


def _signatures(text: Wording, values: dict[str, Value], issued: Value) -> Solid:
    """Both parties side by side with 12 mm to sign in, and the school's seal on the date."""
    labels = [marks.words_of(text(key, values)) for key in ("sign_a", "sign_b")]
    seal = marks.seal_block(values["school"], issued)

    def draw(press: Press, x: float, top: float) -> None:
        below = marks.sign_row(press, [SignField(label) for label in labels], top, 14 * MM)
        seal.draw(press, x, below - 5 * MM)

    return Solid(19 * MM + seal.height, draw)
