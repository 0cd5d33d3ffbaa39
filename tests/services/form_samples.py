"""Every declared form as paper: blank, of the demo school, of the worst school; each made once.

What a sheet is about is found by trying: of a few children (their cases, slips, sheets) the one of
whom most is known that the form asks for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_float
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kongchuo_desktop.domain.forms import About, Filled, Form
from kongchuo_desktop.services import cases, filling, forms, paper_kinds, papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind, Made
from kongchuo_desktop.store import leaves, students
from kongchuo_desktop.store import papers as register

GOLDEN = Path(__file__).parent / "golden" / "forms"
RECORDS = ("blank", "demo", "worst")
FORMS = tuple(forms.shipped())
GROUNDLESS = {
    "demo": {"catch_up_leave"},  # it has no 补偿班
    "worst": {"commendation"},  # its one class has a child that stays away
}
SHEETS = [
    (form, record) for form in FORMS for record in RECORDS if form not in GROUNDLESS.get(record, ())
]
PAGE_NUMBER = re.compile(r"^第\d+页[\s　]*共\d+页$")
YEAR = 2026


def squeezed(text: str) -> str:
    return re.sub(r"\s", "", text)


@dataclass(frozen=True, slots=True)
class Char:
    """A printed character with its box, in points from the lower left corner."""

    char: str
    left: float
    bottom: float
    right: float
    top: float


@dataclass(frozen=True, slots=True)
class Print:
    """A run of text as it was put on the page: its size in points, whether its font goes along."""

    text: str
    size: float
    embedded: bool


@dataclass(frozen=True)
class Page:
    """A page looked at: its size in points, its text, every character and run of text on it."""

    width: float
    height: float
    text: str
    chars: Sequence[Char]
    prints: Sequence[Print]

    @cached_property
    def lines(self) -> list[str]:
        return [line.strip() for line in self.text.splitlines() if line.strip()]

    @cached_property
    def body(self) -> list[str]:
        """Its lines without the page number and the running head."""
        return [x for x in self.lines if not PAGE_NUMBER.match(x) and not x.endswith("（续）")]


@dataclass(frozen=True)
class Paper:
    """One PDF: `starts` are the pages on which its sheets begin, counted from 1; `filled` is what
    they were made from (a blank sheet is made whole)."""

    form: Form
    pdf: bytes
    starts: Sequence[int] = (1,)
    filled: Sequence[Filled] = ()

    @cached_property
    def pages(self) -> list[Page]:
        with pypdfium2.PdfDocument(self.pdf) as document:
            return [_looked(page) for page in document]

    @cached_property
    def sheets(self) -> list[list[Page]]:
        """The pages of each sheet."""
        ends = [*self.starts, len(self.pages) + 1]
        return [self.pages[first - 1 : after - 1] for first, after in pairwise(ends)]

    @cached_property
    def golden(self) -> str:
        """Its text as it is kept in a golden file."""
        lines = "\f".join(page.text for page in self.pages).splitlines()
        return "\n".join(line.strip() for line in lines) + "\n"

    @cached_property
    def said(self) -> str:
        """Everything it says in one line, page numbers and running heads apart."""
        return squeezed("".join(line for page in self.pages for line in page.body))


def _looked(page: Any) -> Page:
    text_page = page.get_textpage()
    width, height = page.get_size()
    return Page(
        width,
        height,
        text_page.get_text_bounded(),
        tuple(_chars(text_page)),
        tuple(_prints(page, text_page)),
    )


def _chars(text_page: Any) -> Iterator[Char]:
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, at)
        if code > 0x20 and code != 0x3000 and not 0xDC00 <= code < 0xE000:
            yield Char(chr(code), *text_page.get_charbox(at))


def _prints(page: Any, text_page: Any) -> Iterator[Print]:
    for found in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], textpage=text_page):
        size = c_float()
        pdfium.FPDFTextObj_GetFontSize(found.raw, size)
        font = pdfium.FPDFTextObj_GetFont(found.raw)
        embedded = bool(pdfium.FPDFFont_GetIsEmbedded(font))
        yield Print(found.extract(), size.value * abs(found.get_matrix().d), embedded)


@dataclass
class Samples:
    """Every form filled from one school; the papers are made when they are asked for."""

    filled: Mapping[str, Sequence[Filled]]
    _made: dict[str, Paper] = field(default_factory=dict)

    def paper(self, form: str) -> Paper:
        assert self.filled[form], "nothing in this school gives it ground"
        if form not in self._made:
            made = self.press(form)
            self._made[form] = Paper(
                forms.shipped()[form], made.pdf, made.starts, self.filled[form]
            )
        return self._made[form]

    def press(self, form: str) -> Made:
        return paper_kinds.make(paper_kinds.every()[form], self.filled[form])


def taken(ctx: Context, lots: Sequence[Sequence[str]] = ()) -> Samples:
    """Every form filled from a school: one sheet of each of these lots of children; without any, of
    the children with a case, or else of anybody."""
    targets = _Targets(ctx, lots)
    return Samples({form: targets.numbered(paper_kinds.every()[form]) for form in FORMS})


def blanks(ctx: Context) -> dict[str, Paper]:
    return {
        form: Paper(forms.shipped()[form], paper_kinds.blank(ctx, paper_kinds.every()[form]))
        for form in FORMS
    }


class _Targets:
    """What forms can be about in a school, children with a case first."""

    def __init__(self, ctx: Context, lots: Sequence[Sequence[str]]) -> None:
        self.ctx = ctx
        with_case = list(dict.fromkeys(each.case.student for each in cases.seen(ctx)))
        self.lots = lots or [with_case]
        self.anybody = list(students.everybody(None))

    def numbered(self, kind: Kind) -> list[Filled]:
        """The sheets of a kind, with numbers and codes where it has them."""
        found = self._chosen(kind)
        if not kind.series:
            return found
        return [
            paper_kinds.numbered(
                kind, paper, papers.number_words(kind, YEAR, at), papers.find_code(kind, YEAR, at)
            )
            for at, paper in enumerate(found, 1)
        ]

    def _chosen(self, kind: Kind) -> list[Filled]:
        if kind.about in (About.SCHOOL, About.CLASS):
            return self._filled(kind, self.lots[0])
        found = [self._filled(kind, lot) or self._filled(kind, self.anybody) for lot in self.lots]
        return [max(papers_, key=_known) for papers_ in found if papers_]

    def _filled(self, kind: Kind, children: Sequence[str]) -> list[Filled]:
        """The paper of everything about these children that gives it ground."""
        assert kind.form is not None
        targets = filling.with_ground(self.ctx, kind.form, list(self._of(kind.about, children)))
        return [each.paper for each in paper_kinds.fill(self.ctx, kind, targets)] if targets else []

    def _of(self, about: About, children: Sequence[str]) -> Iterator[str]:
        if about is About.SCHOOL:
            yield ""
        elif about is About.CLASS:
            yield students.get(children[0]).class_id
        else:
            for child in children:
                yield from self._of_child(about, child)

    def _of_child(self, about: About, child: str) -> list[str]:
        if about is About.CASE:
            return [known.case.id for known in cases.of_student(self.ctx, child)]
        if about is About.LEAVE:
            return [slip.id for slip in leaves.of_student(child)]
        if about is About.SHEET:
            return [sheet.id for sheet, _kind, _day in register.sheets_of(child)]
        return [child]


def _known(paper: Filled) -> int:
    """How much of what the form asks for is known."""
    lists = [held for held in paper.values.values() if isinstance(held, tuple)]
    said = sum(value not in (None, "", ()) for value in paper.values.values())
    return said + sum(map(len, lists))
