"""The lists of a form as a workbook: numbers as numbers, ID numbers as text, nothing a formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.forms import FieldKind, Filled, Listing, slots
from kongchuo_desktop.services import disclosing, forms, paper_kinds, saving
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.letters import Letter
from kongchuo_desktop.services.papers import Progress
from kongchuo_desktop.spreadsheets import writer


def save(
    ctx: Context,
    kind: str,
    targets: Sequence[str],
    path: Path,
    purpose: str = "",
    progress: Progress | None = None,
) -> int:
    """Write the lists of a form to a workbook; how many rows. ID numbers are masked unless a
    purpose is given, which is then recorded. Refused for a form without lists."""
    known = paper_kinds.allowed(ctx, kind)
    if not known.lists:
        raise Refused(f"“{known.words}”不是表册，不能导出表格。可以保存为PDF。")
    saving.check(path)
    filled = paper_kinds.fill(ctx, known, targets, purpose)
    papers = [(_whose(x), x.paper) for x in filled if isinstance(x.paper, Filled)]
    parts = [part for whose, paper in papers for part in _parts(whose, paper)]
    saving.write(path, writer.tables(known.words, parts, progress=progress))
    if disclosing.told(known, purpose):
        with ctx.write(f"导出 {known.words}（{purpose.strip()}）", undoable=False):
            disclosing.record(ctx, known, filled, purpose)
    return sum(_rows(paper) for _, paper in papers)


def _rows(paper: Filled) -> int:
    """How many records its lists tell of; the same records listed twice count once."""
    fields = {listing.field for listing in paper.form.listings}
    return sum(len(paper.values.get(field) or ()) for field in fields)


Part = tuple[str, Sequence[str], Sequence[Sequence[object]]]


def _whose(letter: Letter) -> str:
    return letter.name or letter.class_name


def _parts(whose: str, paper: Filled) -> list[Part]:
    """The lists of one paper, each a sheet called after whose it is."""
    from kongchuo_desktop.documents.form_values import Voice

    voice = Voice(paper.form, forms.fields())
    return [
        (
            " ".join(filter(None, [whose, listing.heading or paper.form.words])),
            [column.title for column in listing.columns],
            [
                [_cell(voice, column.text, {"n": at, **row}) for column in listing.columns]
                for at, row in enumerate(_records(paper, listing), 1)
            ],
        )
        for listing in paper.form.listings
    ]


def _records(paper: Filled, listing: Listing) -> Sequence[Mapping[str, Any]]:
    return paper.values.get(listing.field) or ()


def _cell(voice: Any, text: str, row: Mapping[str, Any]) -> object:
    """A number where the column is one; else what stands on paper."""
    named = slots(text)
    if len(named) == 1 and text == f"{{{{{named[0]}}}}}":
        value = row.get(named[0])
        kind = forms.fields()[named[0]].kind
        if value is None:
            return None
        if kind in {FieldKind.NUMBER, FieldKind.PERCENT}:
            return value
        if kind is FieldKind.MONEY:
            return value / 100
    return voice.plain(text, row)
