"""Forms that are ruled sheets: title, particulars, forms, lists and paragraphs over any number of
pages; heads of lists come again on each page, a signature never stands alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from kongchuo_desktop.documents import find_code, form_letter, form_lists, form_rows, grid, marks
from kongchuo_desktop.documents import register as registers
from kongchuo_desktop.documents.breaking import Run
from kongchuo_desktop.documents.form_values import Voice
from kongchuo_desktop.documents.sheet import LEFT, RUNNING, Frame, Para, running_head
from kongchuo_desktop.documents.typeset import (
    MM,
    PAGE_HEIGHT,
    PAGE_WIDTH,
    Block,
    Press,
    Setting,
    plain,
)
from kongchuo_desktop.documents.wording import Value
from kongchuo_desktop.domain.forms import (
    Filled,
    Listing,
    NewPage,
    Page,
    Part,
    Rows,
    Seal,
    Signs,
    Text,
)

A3_WIDE = (2 * PAGE_WIDTH, PAGE_HEIGHT)
FRAMES = {
    Page.UPRIGHT: registers.UPRIGHT,
    Page.WIDE: registers.WIDE,
    Page.A3: Frame(PAGE_HEIGHT - 14 * MM, 15 * MM, 16 * MM, 2 * PAGE_WIDTH - 32 * MM),
}
SIZES = {
    Page.LETTER: (PAGE_WIDTH, PAGE_HEIGHT),
    Page.UPRIGHT: (PAGE_WIDTH, PAGE_HEIGHT),
    Page.WIDE: (PAGE_HEIGHT, PAGE_WIDTH),
    Page.A3: A3_WIDE,
}
TITLE, TEXT, SIGN_SIZE = 18.0, 11.5, 11.5
PARTICULAR = 11.0
LEADING = 1.55
SIGN = 13 * MM
GAP = 2.5 * MM
MOST_GROWTH = 40 * MM
WHOLE_LINES, TORN_LINES = 6, 3
SCALES = (1.0, 0.92, 0.84, 0.76, 0.68)
LEAST = 8.0  # mm to write in by hand (forms, Appendix B)
Draw = Callable[[Press, float, float, float], None]


@dataclass(slots=True)
class Chunk:
    """What is never torn apart. Chunks of one `group` are ruled as one table, under its `head` on
    each page; `keep` stands with what is before it, `grows` takes room that is left."""

    height: float
    draw: Draw
    group: int = 0
    head: Chunk | None = None
    keep: bool = False
    grows: bool = False
    fresh: str | None = None


@dataclass(slots=True)
class Leaf:
    """One page: its chunks, and the title of its own where it begins one."""

    chunks: list[Chunk] = field(default_factory=list)
    title: str | None = None
    used: float = 0.0


def draw(press: Press, paper: Filled, voice: Voice) -> None:
    """One sheet over as many pages as it needs."""
    _Layout(press, paper, voice).draw()


class _Layout:
    def __init__(self, press: Press, paper: Filled, voice: Voice) -> None:
        self._press = press
        self._paper = paper
        self._voice = voice
        self._frame = FRAMES[paper.form.page]
        self._groups = count(1)
        self._over: list[tuple[str, Value]] = []
        self._scale = 1.0

    def draw(self) -> None:
        leaves = self._leaves()
        for number, leaf in enumerate(leaves, 1):
            top = self._draw_top(leaf, first=number == 1)
            self._draw_chunks(leaf.chunks, top)
            if len(leaves) > 1 or self._paper.form.page is Page.WIDE:
                setting = Setting(9.5, 14, self._frame.width, align="center")
                words = plain(f"第{number}页　共{len(leaves)}页", "song")
                below = self._frame.bottom - 3 * MM
                self._press.text(words, self._frame.x, below, setting)
            self._press.next_page()

    def _leaves(self) -> list[Leaf]:
        """Rows as high as declared, or lower where that saves a page."""
        best: list[Leaf] = []
        for scale in SCALES:
            leaves = self._paginated(self._all(scale))
            if not best or len(leaves) < len(best):
                best = leaves
            if len(best) == 1:
                break
        for number, leaf in enumerate(best, 1):
            self._grow(leaf, number)
        return best

    def _all(self, scale: float) -> list[Chunk]:
        self._scale = scale
        self._over.clear()
        chunks = [chunk for part in self._parts() for chunk in self._chunks(part)]
        if self._paper.form.counterfoil:
            chunks.append(self._foil())
        return [*chunks, *self._extra()]

    def _parts(self) -> Iterator[Part]:
        for part in self._paper.form.parts:
            if part.when.holds(self._paper.values):
                yield part

    def _chunks(self, part: Part) -> Iterator[Chunk]:
        if isinstance(part, Rows):
            yield from self._rows(part)
        elif isinstance(part, Listing):
            yield from self._listing(part)
        elif isinstance(part, Text):
            yield from self._text(part)
        elif isinstance(part, Signs):
            yield self._signs(part)
        elif isinstance(part, Seal):
            yield self._seal(part)
        elif isinstance(part, NewPage):
            title = self._voice.plain(part.title, self._values) if part.title else ""
            yield Chunk(0.0, _nothing, fresh=title)

    @property
    def _values(self) -> Mapping[str, Any]:
        return self._paper.values

    def _rows(self, part: Rows) -> Iterator[Chunk]:
        group = next(self._groups)
        below_band = False
        for row in part.rows:
            lower = replace(row, height=max(min(row.height, LEAST), row.height * self._scale))
            laid = form_rows.lay(lower, self._values, self._voice, self._frame.width)
            self._over += laid.over
            yield Chunk(laid.height, laid.draw, group, keep=below_band, grows=laid.grows)
            below_band = laid.band

    def _listing(self, part: Listing) -> Iterator[Chunk]:
        found = form_lists.lay(part, self._values, self._voice, self._frame.width)
        self._over += found.over
        if part.heading:
            words = self._voice.say(f"**{part.heading}**", self._values)
            yield self._paragraph(words, Setting(TEXT, TEXT * 1.8, self._frame.width))
        group = next(self._groups)
        head = Chunk(found.height(found.head), found.drawer(found.head), group)
        for at, line in enumerate(found.lines):
            keep = bool(part.heading) and at == 0
            yield Chunk(found.height(line), found.drawer(line), group, head, keep=keep)
        if found.total:
            yield Chunk(
                found.height(found.total), found.drawer(found.total), group, head, keep=True
            )

    def _text(self, part: Text) -> Iterator[Chunk]:
        for piece in form_letter.paragraphs(part, self._values, self._voice):
            if not isinstance(piece, Para):
                continue
            size = round(TEXT * piece.scale, 2)
            setting = Setting(size, size * LEADING, self._frame.width, piece.indent, piece.align)
            yield from self._torn(self._press.set(piece.runs, setting))

    def _torn(self, block: Block) -> Iterator[Chunk]:
        lines = len(block.lines)
        step = lines if lines <= WHOLE_LINES else TORN_LINES
        for first in range(0, lines, max(step, 1)):
            chosen = slice(first, min(first + step, lines))
            height = (chosen.stop - first) * block.leading

            def put(press: Press, x: float, top: float, _: float, chosen: slice = chosen) -> None:
                press.put(block, x, top, lines=chosen)

            yield Chunk(height, put)

    def _paragraph(self, runs: Value, setting: Setting) -> Chunk:
        block = self._press.set(tuple(runs), setting)

        def put(press: Press, x: float, top: float, _: float) -> None:
            press.put(block, x, top)

        return Chunk(block.height, put)

    def _signs(self, part: Signs) -> Chunk:
        fields = [form_letter.sign_field(label, self._values, self._voice) for label in part.labels]
        marks.even([fields], self._frame.width, SIGN_SIZE)
        place = (self._frame.x, self._frame.width)

        def put(press: Press, _x: float, top: float, _height: float) -> None:
            marks.sign_row(press, fields, top, SIGN, SIGN_SIZE, place)

        return Chunk(SIGN, put, keep=True)

    def _seal(self, part: Seal) -> Chunk:
        who = (*self._voice.say(part.who, self._values), Run("（盖章）"))
        day = self._voice.say(part.day, self._values)
        setting = Setting(SIGN_SIZE, SIGN_SIZE * 1.7, self._frame.width - 10 * MM, align="right")

        def put(press: Press, x: float, top: float, _: float) -> None:
            press.text(day, x, press.text(who, x, top - 3 * MM, setting), setting)

        return Chunk(2 * setting.leading + 3 * MM, put, keep=True)

    def _foil(self) -> Chunk:
        foil = self._paper.form.counterfoil
        assert foil is not None
        solid = form_letter.counterfoil(self._paper, foil, self._voice)

        def put(press: Press, _x: float, top: float, height: float) -> None:
            solid.draw(press, LEFT, top - height + solid.height)

        return Chunk(solid.height, put)

    def _extra(self) -> Iterator[Chunk]:
        """What did not fit its cell, whole, on a page of its own."""
        if not self._over:
            return
        yield Chunk(0.0, _nothing, fresh=f"{self._paper.form.words}附页")
        for label, runs in self._over:
            heading = Setting(TEXT, TEXT * 1.9, self._frame.width)
            yield self._paragraph((Run(label or "续", "hei"),), heading)
            setting = Setting(TEXT, TEXT * LEADING, self._frame.width, 2.0)
            yield from self._torn(self._press.set(tuple(runs), setting))

    def _paginated(self, chunks: Sequence[Chunk]) -> list[Leaf]:
        leaves = [Leaf()]
        for at, chunk in enumerate(chunks):
            if chunk.fresh is not None:
                if leaves[-1].chunks:
                    leaves.append(Leaf(title=chunk.fresh or None))
                continue
            after = _kept(chunks, at)
            need = self._need(leaves[-1], chunk) + after
            if need > self._room(leaves[-1], len(leaves)) and leaves[-1].chunks:
                leaves.append(Leaf())
            self._add(leaves[-1], chunk)
        return [leaf for leaf in leaves if leaf.chunks] or leaves[:1]

    def _need(self, leaf: Leaf, chunk: Chunk) -> float:
        """The height a chunk takes on this page, with the head and the gap before it."""
        before = leaf.chunks[-1] if leaf.chunks else None
        same = before is not None and before.group == chunk.group and chunk.group != 0
        gap = GAP if before and not same and (before.group or chunk.group) else 0.0
        head = chunk.head.height if chunk.head and not same else 0.0
        return gap + head + chunk.height

    def _add(self, leaf: Leaf, chunk: Chunk) -> None:
        leaf.used += self._need(leaf, chunk)
        before = leaf.chunks[-1] if leaf.chunks else None
        if chunk.head and (before is None or before.group != chunk.group):
            leaf.chunks.append(chunk.head)
        leaf.chunks.append(chunk)

    def _room(self, leaf: Leaf, number: int) -> float:
        return self._frame.height - self._top_height(leaf, first=number == 1) - leaf.used

    def _grow(self, leaf: Leaf, number: int) -> None:
        """What room a page has left goes to the rows that take it."""
        growing = [chunk for chunk in leaf.chunks if chunk.grows]
        spare = self._room(leaf, number)
        for chunk in growing:
            chunk.height += min(spare / len(growing), MOST_GROWTH)

    def _top_height(self, leaf: Leaf, *, first: bool) -> float:
        if first:
            title, setting = self._title(self._paper.form.title)
            height = len(self._press.set(title, setting).lines) * setting.leading
            rows = [self._press.set(runs, s).height for runs, _, s in self._particulars()]
            return height + max(rows, default=0.0) + 2.5 * MM
        return RUNNING + (TITLE * 1.6 if leaf.title else 0.0)

    def _title(self, words: str) -> tuple[Value, Setting]:
        runs = tuple(
            run._replace(role="title") if isinstance(run, Run) else run
            for run in self._voice.say(words, self._values)
        )
        size = marks.fitting(runs, self._frame.width - 30 * MM, (TITLE, 17, 16, 15, 14))
        return runs, Setting(size, size * 1.4, self._frame.width - 30 * MM, align="center")

    def _particulars(self) -> list[tuple[Value, float, Setting]]:
        """Side by side below the title, the number of the sheet at the right."""
        found = [self._voice.say(words, self._values) for words in self._paper.form.particulars]
        if self._paper.form.series:
            found.append(form_letter.number_of(self._paper))
        width = self._frame.width / max(len(found), 1)
        placed = []
        for at, runs in enumerate(found):
            align = "left" if at == 0 else "right" if at + 1 == len(found) else "center"
            if len(found) == 1 and self._paper.form.series:
                align = "right"
            size = marks.fitting(runs, width - 3, (PARTICULAR, 10.5, 10, 9.5, 9))
            placed.append((runs, at * width, Setting(size, 16, width - 3, align=align)))
        return placed

    def _draw_top(self, leaf: Leaf, *, first: bool) -> float:
        frame = self._frame
        if first:
            if self._paper.code:
                right = SIZES[self._paper.form.page][0] - 6 * MM
                top = SIZES[self._paper.form.page][1] - 5 * MM
                find_code.draw(self._press, self._paper.code, right, top)
            title, setting = self._title(self._paper.form.title)
            y = self._press.text(title, frame.x + 15 * MM, frame.top, setting)
            for runs, x, part in self._particulars():
                self._press.text(runs, frame.x + x, y - 1 * MM, part)
        else:
            words = self._voice.plain(self._paper.form.title, self._values)
            head = running_head(words, self._paper.number, frame.width)
            head(self._press, frame.x, frame.top)
            if leaf.title:
                title, setting = self._title(leaf.title)
                self._press.text(title, frame.x + 15 * MM, frame.top - RUNNING, setting)
        return frame.top - self._top_height(leaf, first=first)

    def _draw_chunks(self, chunks: Sequence[Chunk], top: float) -> None:
        x, width = self._frame.x, self._frame.width
        y = top
        before: Chunk | None = None
        opened = top
        for chunk in chunks:
            same = before is not None and before.group == chunk.group and chunk.group != 0
            if before and not same:
                if before.group:
                    grid.box(self._press, x, opened, width, opened - y)
                if before.group or chunk.group:
                    y -= GAP
            if not same:
                opened = y
            chunk.draw(self._press, x, y, chunk.height)
            if same:
                self._press.rule(x, y, x + width, y, width=grid.LINE)
            y -= chunk.height
            before = chunk
        if before and before.group:
            grid.box(self._press, x, opened, width, opened - y)


def _kept(chunks: Sequence[Chunk], at: int) -> float:
    """The height of what has to stand with a chunk on its page."""
    height = 0.0
    for chunk in chunks[at + 1 :]:
        if not chunk.keep:
            break
        height += chunk.height + (0 if chunk.group == chunks[at].group and chunk.group else GAP)
        height += chunk.head.height if chunk.head and chunk.group != chunks[at].group else 0
    return height


def _nothing(_press: Press, _x: float, _top: float, _height: float) -> None:
    return None
