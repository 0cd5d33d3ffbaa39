"""Every declared form as paper: blank, of the demo school, of the worst school; each made once.

What a sheet is about is found by trying: the first child (case, slip …) that gives its form ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from ctypes import c_float
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import About, Filled, Form
from kongchuo_desktop.services import cases, forms, paper_kinds, papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind, Made
from kongchuo_desktop.store import leaves, students
from kongchuo_desktop.store import papers as register

GOLDEN = Path(__file__).parent / "golden" / "forms"
RECORDS = ("blank", "demo", "worst")
FORMS = tuple(forms.shipped())
NOT_IN_DEMO = {"catch_up_leave"}  # the demo school has no 补偿班
SHEETS = [
    (form, record)
    for form in FORMS
    for record in RECORDS
    if record != "demo" or form not in NOT_IN_DEMO
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
    groundless: Mapping[str, str]
    _made: dict[str, Paper] = field(default_factory=dict)

    def paper(self, form: str) -> Paper:
        if form in self.groundless:
            raise AssertionError(f"nothing in this school gives it ground: {self.groundless[form]}")
        if form not in self._made:
            made = self.press(form)
            self._made[form] = Paper(
                forms.shipped()[form], made.pdf, made.starts, self.filled[form]
            )
        return self._made[form]

    def press(self, form: str) -> Made:
        return paper_kinds.make(paper_kinds.every()[form], self.filled[form])


def taken(ctx: Context, children: Sequence[Sequence[str]] = ()) -> Samples:
    """Every form filled from a school: one sheet for each of these lots of children, or one for
    anybody; of a lot, the first who gives it ground."""
    targets = _Targets(ctx, children)
    filled: dict[str, list[Filled]] = {}
    groundless: dict[str, str] = {}
    for form in FORMS:
        kind = paper_kinds.every()[form]
        try:
            filled[form] = [
                _numbered(kind, each, number)
                for number, each in enumerate(targets.letters(kind), 1)
            ]
        except Refused as refused:
            groundless[form] = str(refused)
    return Samples(filled, groundless)


def blanks(ctx: Context) -> dict[str, Paper]:
    return {
        form: Paper(forms.shipped()[form], paper_kinds.blank(ctx, paper_kinds.every()[form]))
        for form in FORMS
    }


def _numbered(kind: Kind, paper: Filled, number: int) -> Filled:
    if not kind.series:
        return paper
    words = papers.number_words(kind, YEAR, number)
    found: Filled = paper_kinds.numbered(kind, paper, words, papers.find_code(kind, YEAR, number))
    return found


class _Targets:
    """What forms can be about in a school, children with a case first."""

    def __init__(self, ctx: Context, lots: Sequence[Sequence[str]]) -> None:
        self.ctx = ctx
        known = [each.case.student for each in cases.seen(ctx)]
        self.lots = lots
        self.anybody = [*chain(*lots), *known, *students.everybody(None)]

    def letters(self, kind: Kind) -> list[Filled]:
        if not self.lots or kind.about in (About.SCHOOL, About.CLASS):
            return [self._first(kind, self._of(kind.about, self.anybody))]
        return [self._first(kind, self._of(kind.about, lot)) for lot in self.lots]

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

    def _first(self, kind: Kind, targets: Iterator[str]) -> Filled:
        refused = Refused(f"{kind.words}: no {kind.about} to print it of")
        for target in targets:
            try:
                [letter] = paper_kinds.fill(self.ctx, kind, [target])
            except Refused as wrong:
                refused = wrong
            else:
                paper: Filled = letter.paper
                return paper
        raise refused
