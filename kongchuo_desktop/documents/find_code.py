"""The code by which a sheet finds its record: a small QR with the same in letters below it.

It names form, year and number only (`F02-2026-003`), nothing of the child.
"""

from __future__ import annotations

from functools import lru_cache

import segno

from kongchuo_desktop.documents.typeset import MM, Press, Setting, plain

SIDE = 12 * MM
WIDTH = 24 * MM
SIZE = 6.0
MASK = 0
"""One mask pattern for all: any reader takes any, and trying all eight costs five times as much."""


def draw(press: Press, code: str, right: float, top: float) -> None:
    """At the upper right: the modules of each row joined to bars, then the letters."""
    x = right - SIDE
    press.raw(f"q 0 g {_bars(code, round(x, 2), round(top, 2))} f Q")
    setting = Setting(SIZE, SIZE * 1.3, WIDTH, align="right")
    press.text(plain(code, "hei"), right - WIDTH, top - SIDE - 1, setting)


@lru_cache(maxsize=8)
def _modules(code: str) -> tuple[bytearray, ...]:
    return tuple(segno.make_qr(code, error="m", mask=MASK, boost_error=False).matrix)


def _bars(code: str, x: float, top: float) -> str:
    rows = _modules(code)
    module = SIDE / len(rows)
    out = []
    for at, row in enumerate(rows):
        y = top - (at + 1) * module
        start = None
        for place, dark in enumerate((*row, 0)):
            if dark and start is None:
                start = place
            elif not dark and start is not None:
                wide = (place - start) * module
                out.append(f"{x + start * module:.2f} {y:.2f} {wide:.2f} {module:.2f} re")
                start = None
    return " ".join(out)
