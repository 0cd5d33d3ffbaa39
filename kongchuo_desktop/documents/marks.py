"""What stands on papers besides text: red heads, cut lines with a number across, signatures."""

from __future__ import annotations

from collections.abc import Sequence

from kongchuo_desktop.documents import typeset
from kongchuo_desktop.documents.breaking import Inline, Room, Run
from kongchuo_desktop.documents.sheet import LEFT, WIDTH, Solid
from kongchuo_desktop.documents.typeset import MM, PAGE_WIDTH, RED, Press, Setting
from kongchuo_desktop.documents.wording import Value

KAPPA = 0.5523
SCISSORS = 9.0


def fitting(runs: Sequence[Inline], width: float, sizes: Sequence[float], lines: int = 1) -> float:
    """The first of these sizes at which the text takes no more than so many lines."""
    for size in sizes:
        if typeset.line_count(runs, Setting(size, size, width)) <= lines:
            return size
    return sizes[-1]


def red_head(school: str | None) -> Solid:
    """The issuing school in red above a thick and a thin red line (GB/T 9704—2012, 10.1)."""
    runs: Value = (Run(school, "title", whole=True),) if school else (Room(9.0),)
    size = fitting(runs, WIDTH, (30, 28, 26, 24, 22))
    setting = Setting(size, size * 1.3, WIDTH, align="center")
    text = typeset.line_count(runs, setting) * setting.leading

    def draw(press: Press, x: float, top: float) -> None:
        press.text(runs, x, top, setting, RED)
        line = top - text - 2.5 * MM
        press.rule(x, line, x + WIDTH, line, width=2.2, color=RED)
        press.rule(x, line - 2.6, x + WIDTH, line - 2.6, width=0.7, color=RED)

    return Solid(text + 4 * MM, draw)


def title(runs: Value, sizes: Sequence[float] = (22, 20, 18, 16)) -> Solid:
    """A centred title in the 小标宋 manner, smaller when long."""
    bold = tuple(run._replace(role="title") if isinstance(run, Run) else run for run in runs)
    size = fitting(bold, WIDTH, sizes)
    setting = Setting(size, size * 1.4, WIDTH, align="center")
    height = typeset.line_count(bold, setting) * setting.leading

    def draw(press: Press, x: float, top: float) -> None:
        press.text(bold, x, top, setting)

    return Solid(height, draw)


def numbered(number: str | None, *, align: str = "right", room: float = 11.0) -> Solid:
    """The paper's number, or 编号 with room for it."""
    runs: Value = (Run(number, "kai"),) if number else (Run("编号：", "kai"), Room(room))
    size = fitting(runs, WIDTH, (13, 12, 11, 10))
    setting = Setting(size, 20, WIDTH, align=align)
    height = typeset.line_count(runs, setting) * setting.leading

    def draw(press: Press, x: float, top: float) -> None:
        press.text(runs, x, top, setting)

    return Solid(height, draw)


def cut_line(press: Press, y: float, number: str | None) -> None:
    """A dashed line with scissors, and the number across it where the 骑缝章 goes; plain on a
    paper that is not numbered (an empty number)."""
    if number == "":
        _scissors(press, 10 * MM, y)
        press.rule(10 * MM + SCISSORS + 2, y, PAGE_WIDTH - 10 * MM, y, width=0.6, dash="4 3")
        return
    runs: Value = (
        (Run(f"{number}（骑缝盖章）", "kai"),)
        if number
        else (Run("编号：", "kai"), Room(11.0), Run("（骑缝盖章）", "kai"))
    )
    size = fitting(runs, 120 * MM, (11, 10, 9, 8, 7))
    length = typeset.width_of(runs, size)
    middle = PAGE_WIDTH / 2
    left, right = 10 * MM, PAGE_WIDTH - 10 * MM
    _scissors(press, left, y)
    gap = length / 2 + 2 * MM
    press.rule(left + SCISSORS + 2, y, middle - gap, y, width=0.6, dash="4 3")
    press.rule(middle + gap, y, right, y, width=0.6, dash="4 3")
    setting = Setting(size, size * 1.2, length + 1, align="center")
    press.text(runs, middle - setting.width / 2, y + setting.leading / 2, setting)


def _scissors(press: Press, x: float, y: float) -> None:
    press.raw(
        f"q 0.8 w 0 G 1 0 0 1 {x:.2f} {y:.2f} cm {_ring(1.6, 2.1, 1.5)} {_ring(1.6, -2.1, 1.5)}"
        f" 2.8 1.2 m {SCISSORS} -2.2 l S 2.8 -1.2 m {SCISSORS} 2.2 l S Q"
    )


def _ring(x: float, y: float, r: float) -> str:
    k = r * KAPPA
    return (
        f"{x + r:.2f} {y:.2f} m"
        f" {x + r:.2f} {y + k:.2f} {x + k:.2f} {y + r:.2f} {x:.2f} {y + r:.2f} c"
        f" {x - k:.2f} {y + r:.2f} {x - r:.2f} {y + k:.2f} {x - r:.2f} {y:.2f} c"
        f" {x - r:.2f} {y - k:.2f} {x - k:.2f} {y - r:.2f} {x:.2f} {y - r:.2f} c"
        f" {x + k:.2f} {y - r:.2f} {x + r:.2f} {y - k:.2f} {x + r:.2f} {y:.2f} c S"
    )


def seal_block(school: Value, issued: Value, size: float = 14.0) -> Solid:
    """The school's name with room for its seal, and the date four characters from the right."""
    leading = size * 1.65
    name = (*school, Run("（盖章）"))
    date_width = typeset.width_of(issued, size)
    right = LEFT + WIDTH
    date_x = right - 4 * size - date_width
    box = min(typeset.width_of(name, size) + 1, 26 * size)
    setting = Setting(size, leading, box, align="center")
    lines = typeset.line_count(name, setting)
    name_x = min(date_x + date_width / 2 - box / 2, right - box)

    def draw(press: Press, _: float, top: float) -> None:
        below = press.text(name, name_x, top, setting)
        press.text(issued, date_x, below, Setting(size, leading, date_width + 1, align="left"))

    return Solid((lines + 1) * leading, draw)


SIGN_SIZE = 13.0


class SignField:
    """A label with a line to sign on, in its share of the page's width; or what stands there."""

    def __init__(self, text: str, share: float = 1.0) -> None:
        self.label: Value = (Run(text),)
        self.share = share
        self.answer: Value = ()


def even(rows: Sequence[Sequence[SignField]], across: float, size: float = SIGN_SIZE) -> None:
    """Share the width so that the lines of all columns are equally long below their labels."""
    words = [
        max(typeset.width_of((*field.label, *field.answer), size) for field in column)
        for column in zip(*rows, strict=True)
    ]
    line = max(0.0, across - sum(words)) / len(words)
    for row in rows:
        for field, width in zip(row, words, strict=True):
            field.share = width + line


def sign_row(
    press: Press,
    fields: Sequence[SignField],
    top: float,
    height: float,
    size: float = SIGN_SIZE,
    place: tuple[float, float] = (LEFT, WIDTH),
) -> float:
    """Labels with lines to sign on, side by side from `place`, its left edge and width, on; the
    top of what comes below."""
    total = sum(field.share for field in fields)
    x, across = place
    baseline = top - height * 0.72
    for field in fields:
        width = across * field.share / total
        length = typeset.width_of(field.label, size)
        line = Setting(size, size, length + 1, align="left")
        press.text(field.label, x, baseline + size * 0.88, line)
        if field.answer:
            line = Setting(size, size, width - length, align="left")
            press.text(field.answer, x + length, baseline + size * 0.88, line)
        else:
            end = x + width - 4 * MM
            press.rule(x + length, baseline - 2.5, end, baseline - 2.5, width=0.6)
        x += width
    return top - height


def words_of(runs: Value) -> str:
    """The plain text of a sentence without writing room, such as a label."""
    return "".join(run.text for run in runs if isinstance(run, Run))
