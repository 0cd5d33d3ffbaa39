"""Declared forms as one PDF: letters and ruled sheets, one after the other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from kongchuo_desktop.documents import form_letter, form_sheet, sheet
from kongchuo_desktop.documents.form_values import Voice
from kongchuo_desktop.documents.sheet import Progress
from kongchuo_desktop.documents.typeset import Press
from kongchuo_desktop.domain.forms import Field, Filled, Form, Page


class SetForms(NamedTuple):
    """A PDF and the page on which each of its papers begins, from 1."""

    pdf: bytes
    starts: list[int]


def make(
    papers: Sequence[Filled], fields: Mapping[str, Field], *, progress: Progress | None = None
) -> SetForms:
    """Sheets of one form as one PDF.

    Refused when a character cannot be printed or the form is at fault; Cancelled by `progress`.
    """
    form = papers[0].form if papers else None
    voice = Voice(form, fields) if form else None

    def draw(press: Press, unnumbered: Filled) -> None:
        assert voice is not None
        values = {**unnumbered.values, "number": unnumbered.number}
        paper = replace(unnumbered, values=values)
        if paper.form.page is Page.LETTER:
            form_letter.draw(press, paper, voice)
        else:
            form_sheet.draw(press, paper, voice)

    page = form_sheet.SIZES[form.page] if form else None
    starts: list[int] = []
    words = form.words if form else ""
    pdf = sheet.batch(words, papers, draw, progress, page=page, starts=starts)
    return SetForms(pdf, starts)


def check(form: Form, fields: Mapping[str, Field]) -> None:
    """Refused when a paragraph names an unknown field or statute, or a power the issuer lacks."""
    voice = Voice(form, fields)
    for words in form.words_said():
        voice.sentence(words)
