"""Text onto pages: paragraphs broken, justified and set in shipped fonts, as one PDF."""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import lru_cache
from itertools import groupby
from typing import Any, NamedTuple

from reportlab import rl_config
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

from kongchuo_desktop.documents import breaking, faces, tounicode
from kongchuo_desktop.documents.breaking import Inline, Line, Run
from kongchuo_desktop.documents.fonts import Font
from kongchuo_desktop.documents.showing import Show, gaps

PAGE_WIDTH, PAGE_HEIGHT = A4
MM = 72 / 25.4
MIDDLE = 0.38
RULE_DROP = 0.2
RULE_WIDTH = 0.5
SHORT = 250
SPILL = 40.0
BLACK = "0 g"
RED = ".8 0 .05 rg"

tounicode.install()
rl_config.useA85 = 0


class Setting(NamedTuple):
    """How a paragraph is set: lengths in points, `indent` of the first line in em.

    `align` is justify, left, center or right.
    """

    size: float
    leading: float
    width: float
    indent: float = 0.0
    align: str = "justify"


class SetLine(NamedTuple):
    """One line as drawing operators around its own block's corner, and its writing rules."""

    text: str
    rules: str


class Block:
    """A paragraph ready to be put on a page, any number of times."""

    __slots__ = ("form", "leading", "lines", "used", "width")

    def __init__(self, lines: tuple[SetLine, ...], leading: float, width: float) -> None:
        self.lines = lines
        self.leading = leading
        self.width = width
        self.used = False
        self.form = ""

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading

    def operators(self, lines: slice = slice(None)) -> str:
        chosen = self.lines[lines]
        text = " ".join(line.text for line in chosen)
        rules = " ".join(line.rules for line in chosen if line.rules)
        return f"BT {text} ET {rules}"


def plain(text: str, role: str = "fang", *, whole: bool = False) -> tuple[Inline, ...]:
    """One run of text as a paragraph."""
    return (Run(text, role, whole),)


def line_count(runs: Sequence[Inline], setting: Setting) -> int:
    """How many lines a paragraph takes."""
    return len(_broken(tuple(runs), setting))


def last_line(runs: Sequence[Inline], setting: Setting) -> int:
    """How many characters the last line of a paragraph holds."""
    return sum(len(unit.text) for unit in _broken(tuple(runs), setting)[-1].units)


def width_of(runs: Sequence[Inline], size: float) -> float:
    """The length of a text set in one line, in points."""
    return sum(line.width for line in breaking.lines_of(tuple(runs), 10_000.0)) * size


def _broken(runs: tuple[Inline, ...], setting: Setting) -> tuple[Line, ...]:
    return breaking.lines_of(runs, round(setting.width / setting.size, 4), setting.indent)


class Press:
    """One PDF in the making, on A4 upright, `wide`, or another `page`. Equal calls, equal bytes."""

    def __init__(
        self, title: str, *, wide: bool = False, page: tuple[float, float] | None = None
    ) -> None:
        body = faces.FANG_FONT.ttf
        pdfmetrics.registerFont(body)
        self._out = io.BytesIO()
        self._canvas: Any = Canvas(
            self._out,
            page or (landscape(A4) if wide else A4),
            pageCompression=1,
            invariant=1,
            initialFontName=body.fontName,
        )
        self._canvas.setTitle(title)
        self._canvas.setCreator("控辍保学台账")
        self._canvas.setProducer("控辍保学台账")
        self._codes: dict[tuple[Font, str], tuple[str, str]] = {}
        self._forms = 0
        self._before: frozenset[str] = frozenset()
        self._runs: dict[str, str] = {}
        self.set = lru_cache(maxsize=512)(self._set)

    def _set(self, runs: tuple[Inline, ...], setting: Setting) -> Block:
        lines = _broken(runs, setting)
        return Block(
            tuple(
                self._set_line(line, setting, number == 0, -(number + 0.5) * setting.leading)
                for number, line in enumerate(lines)
            ),
            setting.leading,
            setting.width,
        )

    def put(
        self, block: Block, x: float, top: float, *, lines: slice = slice(None), color: str = BLACK
    ) -> None:
        """Draw a block with its upper left corner at (x, top), or only some of its lines."""
        skipped = (lines.start or 0) * block.leading
        shared = lines == slice(None) and self._shared(block)
        drawn = self._called(block.form) if shared else block.operators(lines)
        self.raw(f"q 1 0 0 1 {x:.2f} {top + skipped:.2f} cm {color} {drawn} Q")

    def _shared(self, block: Block) -> bool:
        """From its second use on, a long block is kept once in the file and referred to."""
        if not block.used:
            block.used = True
        elif not block.form:
            operators = block.operators()
            if len(operators) < SHORT:
                return False
            box = (-SPILL, -block.height - SPILL, block.width + SPILL, SPILL)
            block.form = self._kept(operators, box)
        return bool(block.form)

    def _kept(self, operators: str, box: tuple[float, float, float, float]) -> str:
        """The name of a form that draws these operators, kept once in the file."""
        self._forms += 1
        name = f"B{self._forms}"
        self._canvas.beginForm(name, *box)
        self.raw(operators)
        self._canvas.endForm()
        return name

    def _called(self, form: str) -> str:
        """The operator that draws a kept form on this page."""
        self._canvas._formsinuse.append(form)
        return f"/{self._canvas._doc.getXObjectName(form)} Do"

    def _share_runs(self) -> None:
        """What stands on this page as on the one before, piece after piece, is kept once as soon as
        it comes again: the head, the receipt and the lines to sign of a thousand letters."""
        drawn, before = self._canvas._code, self._before
        self._before = frozenset(drawn)
        if before.isdisjoint(self._before):
            return
        pieces: list[str] = []
        for same, group in groupby(drawn, lambda each: each in before and " Do " not in each):
            run = list(group)
            joined = " ".join(run) if same else ""
            if len(joined) >= SHORT and self._comes_again(joined):
                run = [self._called(self._runs[joined])]
            pieces += run
        self._canvas._code = pieces  # only now: a form is begun beside a page that is not empty

    def _comes_again(self, joined: str) -> bool:
        """Whether a run was seen before; it is kept from the second time on."""
        if joined not in self._runs:
            self._runs[joined] = ""
            return False
        if not self._runs[joined]:
            width, height = self._canvas._pagesize
            self._runs[joined] = self._kept(joined, (0.0, 0.0, width, height))
        return True

    def text(
        self, runs: Sequence[Inline], x: float, top: float, setting: Setting, color: str = BLACK
    ) -> float:
        """Set and draw a paragraph; the top of what comes below it."""
        block = self.set(tuple(runs), setting)
        self.put(block, x, top, color=color)
        return top - block.height

    def rule(
        self,
        x1: float,
        y1: float,
        x2: float,
        y2: float,
        *,
        width: float = RULE_WIDTH,
        color: str = "",
        dash: str = "",
    ) -> None:
        """A straight line; `color` as for fills, `dash` as PDF lengths such as `3 2`."""
        stroke = color.replace("rg", "RG").replace("g", "G") if color else "0 G"
        pattern = f"[{dash}] 0 d" if dash else ""
        self.raw(f"q {stroke} {width} w {pattern} {x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l S Q")

    def raw(self, operators: str) -> None:
        """PDF drawing operators, for the few shapes that are no text."""
        self._canvas._code.append(operators)

    @property
    def page(self) -> int:
        """The number of the page being drawn, from 1."""
        return int(self._canvas.getPageNumber())

    def next_page(self) -> None:
        self._share_runs()
        self._canvas.showPage()

    def finish(self) -> bytes:
        """The PDF; nothing can be added any more."""
        self._canvas.save()
        return self._out.getvalue()

    def _set_line(self, line: Line, setting: Setting, first: bool, middle: float) -> SetLine:
        units = line.units
        shift, stretch = _placing(line, setting)
        x = shift + (setting.indent if first else 0.0)
        y = middle - MIDDLE * setting.size
        moves = _moves(line)
        show = Show(self._code, setting.size, x * setting.size, y)
        rules = []
        for at, unit in enumerate(units):
            if moves[at]:
                show.move(moves[at])
                x += moves[at]
            if unit.glyphs:
                show.unit(unit, stretch if at + 1 < len(units) else 0.0)
            else:
                rules.append(_rule(x, x + unit.width, y, setting.size))
                show.jump((x + unit.width + stretch) * setting.size)
            x += unit.width + stretch * gaps(unit)
        return SetLine(show.finish(), " ".join(rules))

    def _code(self, font: Font, char: str) -> tuple[str, str]:
        """The name of the font's subset that holds a character, and its code there."""
        found = self._codes.get((font, char))
        if found is None:
            document = self._canvas._doc
            [(subset, code)] = font.ttf.splitString(char, document)
            found = font.ttf.getSubsetInternalName(subset, document), code.hex()
            self._codes[font, char] = found
        return found


def _placing(line: Line, setting: Setting) -> tuple[float, float]:
    """Where a line starts, and how much each gap is stretched, in em."""
    spare = line.room - line.width + line.squeeze
    if setting.align == "center":
        return spare / 2, 0.0
    if setting.align == "right":
        return spare, 0.0
    if setting.align == "left" or line.last or line.squeeze or len(line.units) < 2:
        return 0.0, 0.0
    count = sum(gaps(unit) for unit in line.units) - gaps(line.units[-1])
    return 0.0, spare / count if count else 0.0


def _moves(line: Line) -> list[float]:
    """The correction before each unit, in em: pairs of marks, and marks that give way."""
    units = line.units
    moves = [0.0] * (len(units) + 1)
    for at in range(1, len(units)):
        moves[at] = breaking.kern(units[at - 1], units[at])
    if line.squeeze:
        giving = breaking.givers(units)
        cut = line.squeeze / len(giving)
        for at in giving:
            moves[at if units[at].opens else at + 1] -= cut
    return moves


def _rule(x1: float, x2: float, y: float, size: float) -> str:
    low = y - RULE_DROP * size
    return f"{RULE_WIDTH} w {x1 * size:.2f} {low:.2f} m {x2 * size:.2f} {low:.2f} l S"
