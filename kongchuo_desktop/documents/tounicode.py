"""The text layer of a PDF: without this, 王𬱟 is drawn right but copied and searched as 王ⳅ.

reportlab 5.1 writes code points beyond U+FFFF with five hexadecimal digits, where the format wants
two UTF-16 units; it also writes more than 100 entries in one block.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.pdfbase import ttfonts

BLOCK = 100
THEIRS = ttfonts.makeToUnicodeCMap


def cmap(font_name: str, subset: Sequence[int]) -> str:
    """The ToUnicode table of a font subset: which character each code of one byte stands for."""
    rows = [
        f"<{code:02X}> <{chr(char).encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(subset)
        if char
    ]
    blocks = [rows[at : at + BLOCK] for at in range(0, len(rows), BLOCK)]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        f"/CMapName /{font_name} def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <FF>",
        "endcodespacerange",
    ]
    for block in blocks:
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines)


def install() -> None:
    """Have reportlab write its text layers with `cmap`."""
    ttfonts.makeToUnicodeCMap = cmap
