"""The page: where text stands on a sheet of A4, and how it is made to fit.

Proportions after GB/T 9704—2012: type area 156 mm wide, 28 mm from the left edge.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import NamedTuple, TypeVar

from kongchuo_desktop.documents.breaking import Inline, Room
from kongchuo_desktop.documents.faces import Unprintable
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Block, Press, Setting, plain
from kongchuo_desktop.domain.errors import Refused

LEFT = 28 * MM
WIDTH = 156 * MM
FOOT = 22 * MM
HANDWRITING = 8 * MM
PAGE_NUMBER_TOP = 12 * MM
RUNNING = 7 * MM
SIGNED_LINES = 2
Draw = Callable[[Press, float, float], None]
Progress = Callable[[int, int], None]
Paper = TypeVar("Paper")


class Frame(NamedTuple):
    """The part of the page that text may fill; `top` and `bottom` from the lower page edge."""

    top: float = PAGE_HEIGHT - 37 * MM
    bottom: float = FOOT
    x: float = LEFT
    width: float = WIDTH

    @property
    def height(self) -> float:
        return self.top - self.bottom


class Type(NamedTuple):
    """A size of type with its least and most leading, in points."""

    size: float
    leading: float
    most: float


LETTER_TYPES = tuple(
    Type(size, leading, most)
    for size, leading, most in (
        (15.8, 25.0, 31.0), (15, 24.0, 28.0), (14, 22.0, 26.0), (13, 20.0, 24.0),
        (12, 18.0, 20.5), (11, 16.0, 18.0), (10.5, 14.6, 16.0),
    )
)  # fmt: skip


class Para(NamedTuple):
    """A paragraph; `scale` of the sheet's type, `before` in lines."""

    runs: tuple[Inline, ...]
    indent: float = 2.0
    align: str = "justify"
    scale: float = 1.0
    before: float = 0.0


class Solid(NamedTuple):
    """Something of fixed height that stays with the two lines before it, such as signatures."""

    height: float
    draw: Draw


class Gap(NamedTuple):
    """Space that grows when the page has room for it, in points."""

    least: float
    most: float


Piece = Para | Solid | Gap


class _Chunk(NamedTuple):
    """What is never torn apart by the end of a page."""

    height: float
    draws: tuple[Draw, ...]
    lines: int = 0


def flow(
    press: Press,
    pieces: Sequence[Piece],
    frame: Frame,
    types: Sequence[Type],
    foot: Solid | None = None,
    running: Draw | None = None,
) -> None:
    """Set the pieces in the largest type that fits one page, `foot` at its lower end.

    When not even the smallest fits, the text goes on to further pages, headed `running`, where
    signatures keep at least two lines of text. Ends each page it begins.
    """
    below = foot.height if foot else 0.0
    for kind in types:
        spare = frame.height - below - _needed(press, pieces, kind, frame.width)
        if spare >= 0:
            _place(press, pieces, frame, kind, spare)
            break
    else:
        _paginate(press, pieces, frame, types[-1], below, running)
    if foot:
        foot.draw(press, frame.x, frame.bottom + foot.height)
    press.next_page()


def _block(press: Press, para: Para, kind: Type, width: float, leading: float) -> Block:
    size = round(kind.size * para.scale, 2)
    lead = round(leading * para.scale, 3)
    if any(isinstance(run, Room) for run in para.runs):
        lead = max(lead, HANDWRITING)
    return press.set(para.runs, Setting(size, lead, width, para.indent, para.align))


def _needed(press: Press, pieces: Sequence[Piece], kind: Type, width: float) -> float:
    total = 0.0
    for piece in pieces:
        if isinstance(piece, Para):
            block = _block(press, piece, kind, width, kind.leading)
            total += block.height + piece.before * kind.leading
        else:
            total += piece.least if isinstance(piece, Gap) else piece.height
    return total


def _place(press: Press, pieces: Sequence[Piece], frame: Frame, kind: Type, spare: float) -> None:
    """One page: spare room opens the lines up to their most, then the gaps."""
    text = _needed(press, [p for p in pieces if isinstance(p, Para)], kind, frame.width)
    stretched = min(kind.most, kind.leading * (1 + spare / text)) if text else kind.leading
    leading = int(stretched * 4) / 4 if stretched > kind.leading else kind.leading
    spare -= text * (leading / kind.leading - 1)
    give = sum(piece.most - piece.least for piece in pieces if isinstance(piece, Gap))
    open_ = min(1.0, spare / give) if give else 0.0
    top = frame.top
    for piece in pieces:
        if isinstance(piece, Gap):
            top -= piece.least + open_ * (piece.most - piece.least)
        elif isinstance(piece, Solid):
            piece.draw(press, frame.x, top)
            top -= piece.height
        else:
            block = _block(press, piece, kind, frame.width, leading)
            press.put(block, frame.x, top - piece.before * leading)
            top -= piece.before * leading + block.height


def _paginate(
    press: Press,
    pieces: Sequence[Piece],
    frame: Frame,
    kind: Type,
    below: float,
    running: Draw | None,
) -> None:
    chunks = _chunks(press, pieces, frame, kind)
    chunks[-1] = chunks[-1]._replace(height=chunks[-1].height + below)
    pages: list[list[_Chunk]] = [[]]
    left = frame.height
    for chunk in chunks:
        if chunk.height > left and pages[-1]:
            pages.append([])
            left = frame.height
        pages[-1].append(chunk)
        left -= chunk.height
    for number, page in enumerate(pages, 1):
        top = frame.top
        if running and number > 1:
            running(press, frame.x, top + RUNNING)
        for chunk in page:
            for draw in chunk.draws:
                draw(press, frame.x, top)
            top -= chunk.height
        page_number(press, number, len(pages))
        if number < len(pages):
            press.next_page()


def _chunks(press: Press, pieces: Sequence[Piece], frame: Frame, kind: Type) -> list[_Chunk]:
    chunks: list[_Chunk] = []
    for piece in pieces:
        if isinstance(piece, Gap):
            if chunks:
                chunks[-1] = chunks[-1]._replace(height=chunks[-1].height + piece.least)
        elif isinstance(piece, Solid):
            kept = _Chunk(piece.height, (piece.draw,))
            while chunks and kept.lines < SIGNED_LINES:
                kept = _joined(chunks.pop(), kept)
            chunks.append(kept)
        else:
            chunks += _line_chunks(press, piece, frame, kind)
    return chunks


def _joined(first: _Chunk, second: _Chunk) -> _Chunk:
    moved = tuple(_lowered(draw, first.height) for draw in second.draws)
    lines = first.lines + second.lines
    return _Chunk(first.height + second.height, first.draws + moved, lines)


def _lowered(draw: Draw, by: float) -> Draw:
    return lambda press, x, top: draw(press, x, top - by)


def _line_chunks(press: Press, para: Para, frame: Frame, kind: Type) -> list[_Chunk]:
    """The lines of a paragraph, its first two and its last two kept together."""
    block = _block(press, para, kind, frame.width, kind.leading)
    count = len(block.lines)
    cuts = [0, *range(2, count - 1), count] if count > 3 else [0, count]
    space = para.before * kind.leading
    chunks = []
    for first, end in pairwise(cuts):
        lead = space if first == 0 else 0.0
        chunks.append(
            _Chunk(
                (end - first) * block.leading + lead,
                (_lines(block, first, end, lead),),
                end - first,
            )
        )
    return chunks


def _lines(block: Block, first: int, end: int, lead: float) -> Draw:
    def draw(press: Press, x: float, top: float) -> None:
        press.put(block, x, top - lead, lines=slice(first, end))

    return draw


def running_head(title: str, number: str | None, width: float) -> Draw:
    """What heads every further page of a paper: its title, and its number at the right."""

    def draw(press: Press, x: float, top: float) -> None:
        half = Setting(9.5, 13, width / 2, align="left")
        press.text(plain(f"{title}（续）", "song"), x, top, half)
        if number:
            right = half._replace(align="right")
            press.text(plain(number, "song"), x + width / 2, top, right)

    return draw


def page_number(press: Press, number: int, of: int) -> None:
    """第1页 共2页 at the foot, where a paper has more than one page."""
    if of > 1:
        runs = plain(f"第{number}页　共{of}页", "song")
        press.text(runs, LEFT, PAGE_NUMBER_TOP, Setting(10.5, 14, WIDTH, align="center"))


def batch(
    title: str,
    papers: Sequence[Paper],
    draw: Callable[[Press, Paper], None],
    progress: Progress | None,
    *,
    wide: bool = False,
    page: tuple[float, float] | None = None,
    starts: list[int] | None = None,
) -> bytes:
    """One PDF, upright, `wide` or on another `page`, one paper after the other; into `starts` go
    the pages on which they begin, counted from 1.

    `progress` may raise Cancelled: nothing is kept.
    """
    if not papers:
        raise Refused("没有选中要打印的学生，什么也没有打印。请先选好学生再打印。")
    press = Press(title, wide=wide, page=page)
    for done, paper in enumerate(papers, 1):
        if starts is not None:
            starts.append(press.page)
        try:
            draw(press, paper)
        except Unprintable as wrong:
            whose = getattr(paper, "student_name", None)
            raise wrong.within(f"{whose}的这一份里，") if whose else wrong from None
        if progress:
            progress(done, len(papers))
    return press.finish()
