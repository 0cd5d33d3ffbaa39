"""Pictures of every form, filled from the demo school and blank: `docs/shots/papers`."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QImage

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import lookup, paper_kinds, paper_targets, papers
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.paper_kinds import Kind

SCALE = 1.2  # px per point
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
    """Filled from the first of the children about whom there is something to say."""
    for name in NAMES:
        student = lookup.one(ctx, name)
        try:
            targets = paper_targets.of(ctx, kind, student)[:1]
            if kind.printed is not None:
                return kind.printed(ctx, targets[0])
            letters = paper_kinds.fill(ctx, kind, targets)
        except Refused:
            continue
        said = [
            paper_kinds.numbered(kind, x.paper, f"{kind.series}〔2026〕第 003 号") for x in letters
        ]
        return paper_kinds.make(kind, said if kind.series else [x.paper for x in letters]).pdf
    return None


def _keep(pdf: bytes, out: Path, name: str) -> None:
    for page in range(min(PAGES, papers.page_count(pdf))):
        width, height, rgb = papers.page_image(pdf, page, SCALE)
        picture = QImage(rgb, width, height, 3 * width, QImage.Format.Format_RGB888)
        small = picture.convertToFormat(QImage.Format.Format_Indexed8)
        small.save(str(out / f"{name}-{page + 1}.png"))
