"""Pictures of every form, filled from the demo school and blank: `docs/shots/papers`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import lookup, paper_kinds, paper_targets, papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind
from kongchuo_desktop.store import leaves

SCALE = 1.2  # px per point
PLAIN = Qt.ImageConversionFlag.ThresholdDither
PAGES = 3  # of a long list, the first ones tell how it looks
NAMES = ("王𬱟", "岑国轩", "韦堃", "欧阳龑", "曾可欣")
"""Children of the demo school whose records hold a case, a return, a notice, a slip, a plan."""


def shoot(ctx: Context, out: Path) -> None:
    out.mkdir(exist_ok=True)
    for old in out.glob("*.png"):
        old.unlink()
    for kind in paper_kinds.every().values():
        if kind.printed is None or kind.id in paper_kinds.BLANK:
            _keep(paper_kinds.blank(ctx, kind), out, f"{kind.code}-{kind.id}-blank")
        if (filled := _filled(ctx, kind)) is not None:
            _keep(filled, out, f"{kind.code}-{kind.id}")


def _filled(ctx: Context, kind: Kind) -> bytes | None:
    """Filled from the first of the children or slips about which there is something to say."""
    for target in _targets(ctx, kind):
        try:
            if kind.printed is not None:
                return kind.printed(ctx, target)
            [letter] = paper_kinds.fill(ctx, kind, [target])
        except Refused:
            continue
        said = letter.paper
        if kind.series:
            number, code = papers.number_words(kind, 2026, 3), papers.find_code(kind, 2026, 3)
            said = paper_kinds.numbered(kind, said, number, code)
        return paper_kinds.make(kind, [said]).pdf
    return None


def _targets(ctx: Context, kind: Kind) -> Iterator[str]:
    if kind.by_leave:
        yield from (slip.id for slip in leaves.between(ctx.calendar.term.first, ctx.today()))
        return
    for name in NAMES:
        with suppress(Refused):
            yield from paper_targets.of(ctx, kind, [lookup.one(ctx, name)])[:1]


def _keep(pdf: bytes, out: Path, name: str) -> None:
    for page in range(min(PAGES, papers.page_count(pdf))):
        width, height, rgb = papers.page_image(pdf, page, SCALE)
        picture = QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
        small = picture.convertToFormat(QImage.Format.Format_Indexed8, PLAIN)
        small.save(str(out / f"{name}-{page + 1}.png"))
