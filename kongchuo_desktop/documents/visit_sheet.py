"""家访记录表 (F15): what one visit found, a page to be carried, filled in and signed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kongchuo_desktop.documents import grid, marks, sheet, slip, wording
from kongchuo_desktop.documents.breaking import Room, Run
from kongchuo_desktop.documents.grid import Cell, Row
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.slip import SHARES, WIDTH, labelled
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press, Setting
from kongchuo_desktop.documents.wording import Value, Wording
from kongchuo_desktop.domain import words
from kongchuo_desktop.domain.visit_papers import VisitSheet

FIELDS = frozenset({"term", "half", "when", "distance", "kinds", "outcomes", "topics", "n"})
LABEL = 27
TOP = PAGE_HEIGHT - 14 * MM
LOW, SIGN, LOOK = 9.5 * MM, 13.5 * MM, 15 * MM
LEADER = "校领导亲访"
NUMBER = re.compile(r"第\s*0*(\d+)\s*号")


def make(papers: Sequence[VisitSheet], *, progress: Progress | None = None) -> bytes:
    """Sheets of one page each, as one PDF.

    Refused when a character cannot be printed or a template is at fault; Cancelled by `progress`.
    """
    return sheet.batch("家访记录表", papers, _draw, progress)


def _draw(press: Press, paper: VisitSheet) -> None:
    text = wording.load("visit_sheet", FIELDS)
    number = NUMBER.search(paper.number or "")
    values = _values(paper, text, number[1] if number else "")
    term = text("term" if paper.term else "term_blank", values)
    head = slip.Heading(paper.school, paper.number, term, text("title", values))
    y = head.draw(press, TOP) - 1 * MM
    y = grid.form(press, _rows(paper, text, values), slip.LEFT, y, WIDTH)
    note = text("note" if number else "note_blank", values)
    press.text(note, slip.LEFT, y - 1.5 * MM, Setting(10, 14, WIDTH, align="left"))
    press.next_page()


def _values(paper: VisitSheet, text: Wording, number: str) -> dict[str, Value]:
    topics = [marks.words_of(each) for each in text.items("topic_words", {})]
    clock: Value = (Room(2.0), Run("时"), Room(2.0), Run("分"))
    return {
        "term": wording.words(paper.term, 6),
        "half": (Room(2.0),),
        "when": (*wording.day(None), *clock),
        "distance": (Room(3.0),),
        "kinds": slip.boxes(None, [*words.VISIT_KINDS.values(), LEADER]),
        "outcomes": slip.boxes(None, [*words.VISIT_OUTCOMES.values()]),
        "topics": (*slip.boxes(None, topics), Room(6.0)),
        "n": (Run(number),),
    }


def _rows(paper: VisitSheet, text: Wording, values: dict[str, Value]) -> tuple[Row, ...]:
    def one(key: str, value: Value = (), height: float = LOW) -> Row:
        return Row(height, (labelled(text, key, LABEL), Cell(value, SHARES - LABEL)))

    def two(
        left: str,
        first: Value,
        right: str,
        second: Value,
        height: float = LOW,
        align: str = "left",
    ) -> Row:
        wide = 64
        return Row(
            height,
            (
                labelled(text, left, LABEL),
                Cell(first, wide, align=align),
                labelled(text, right, LABEL),
                Cell(second, SHARES - 2 * LABEL - wide),
            ),
        )

    return (
        two("name", slip.name(paper.student_name), "class", _said(paper.class_name)),
        one("place", _said(paper.place)),
        two("guardian", slip.name(paper.guardian), "distance", text("distance_text", values)),
        one("when", text("when_text", values)),
        one("kind", text("kind_text", values)),
        two("visitor", (), "company", ()),
        two("met", (), "relation", ()),
        one("outcome", text("outcome_text", values)),
        one("look_at", _said(paper.look_at), LOOK),
        one("family", (), 28 * MM),
        one("child", (), 28 * MM),
        one("opinion", (), 24 * MM),
        one("topics", text("topics_text", values)),
        one("agreed", (), 18 * MM),
        one("wanted", (), 18 * MM),
        two("met_sign", text("thumb", values), "visitor_sign", (), SIGN, "right"),
        two("leader_sign", (), "photos", (), SIGN),
    )


def _said(words_: str | None) -> Value:
    return (Run(words_),) if words_ else ()
