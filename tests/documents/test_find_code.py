"""The code on a numbered sheet: its modules are drawn as the standard has them, and a reader reads
them (zbar, where it is installed)."""

from __future__ import annotations

import re
import shutil
import subprocess
import zlib

import pytest
import segno

from kongchuo_desktop.documents import find_code, render
from kongchuo_desktop.documents.typeset import PAGE_HEIGHT, PAGE_WIDTH, Press

CODES = ["F02-2026-001", "F32-17-2-2026-1204", "F05-4-2027-999"]


def sheet(code: str) -> bytes:
    press = Press("x")
    find_code.draw(press, code, PAGE_WIDTH - 20, PAGE_HEIGHT - 20)
    press.next_page()
    return press.finish()


@pytest.mark.parametrize("code", CODES)
def test_the_picture_holds_the_modules_of_the_code(code):
    [stream] = [
        text
        for raw in re.findall(rb"stream\r?\n(.*?)endstream", sheet(code), re.DOTALL)
        if b" ID " in (text := _inflated(raw))
    ]
    digits = re.search(rb" ID ([0-9a-f]+)>", stream)[1].decode()
    matrix = segno.make_qr(code, error="m", mask=find_code.MASK, boost_error=False).matrix
    size = -(-len(matrix) // 8) * 2
    rows = [digits[at : at + size] for at in range(0, len(digits), size)]

    assert [f"{int(row, 16):0{size * 4}b}"[: len(matrix)] for row in rows] == [
        "".join(map(str, row)) for row in matrix
    ]


def _inflated(raw: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(raw)
    except zlib.error:
        return b""


@pytest.mark.skipif(not shutil.which("zbarimg"), reason="needs zbar-tools")
@pytest.mark.parametrize("code", CODES)
def test_a_reader_reads_it_from_paper_scanned_coarsely(code, tmp_path):
    width, height, rgb = render.page_image(sheet(code), 0, 150 / 72)
    picture = tmp_path / "page.ppm"
    picture.write_bytes(b"P6 %d %d 255\n" % (width, height) + rgb)
    read = subprocess.run(
        ["zbarimg", "-q", "--raw", str(picture)], capture_output=True, text=True, check=True
    )
    assert read.stdout.strip() == code


def test_the_letters_below_can_be_typed():
    assert render.text(sheet(CODES[0])) == [CODES[0]]
