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
    """At the upper right: the code as a picture of one bit a module, then in letters."""
    rows = _rows(code)
    place = f"{SIDE:.2f} 0 0 {SIDE:.2f} {right - SIDE:.2f} {top - SIDE:.2f} cm"
    image = f"BI /W {len(rows)} /H {len(rows)} /BPC 1 /IM true /D [1 0] /F /AHx"
    press.raw(f"q 0 g {place} {image} ID {''.join(rows)}> EI Q")
    setting = Setting(SIZE, SIZE * 1.3, WIDTH, align="right")
    press.text(plain(code, "hei"), right - WIDTH, top - SIDE - 1, setting)


@lru_cache(maxsize=8)
def _rows(code: str) -> tuple[str, ...]:
    """The rows of modules as hexadecimal digits, dark ones being 1, each filled up to bytes."""
    matrix = segno.make_qr(code, error="m", mask=MASK, boost_error=False).matrix
    digits = -(-len(matrix) // 8) * 2
    return tuple(
        f"{int(''.join(map(str, row)), 2) << (digits * 4 - len(row)):0{digits}x}" for row in matrix
    )
