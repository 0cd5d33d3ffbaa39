"""Finished PDFs looked at again: pages as pictures for preview and printing, and their text."""

from __future__ import annotations

import io
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pypdfium2

from kongchuo_desktop.domain.errors import Refused

ONE_AT_A_TIME = threading.Lock()
"""pdfium falls over when two threads use it: a window that shows a page, a worker that counts."""


@contextmanager
def _opened(pdf: bytes) -> Iterator[Any]:
    with ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Refused(
                "这份文书的文件损坏了，打不开。台账数据不受影响，请重新生成一次。"
            ) from error
        try:
            yield document
        finally:
            document.close()


def page_count(pdf: bytes) -> int:
    """How many pages a PDF has."""
    with _opened(pdf) as document:
        return len(document)


def page_image(pdf: bytes, page: int, scale: float) -> tuple[int, int, bytes]:
    """Width and height in pixels and the RGB888 bytes of a page, counted from 0, without padding.

    `scale` 1.0 is 72 dots an inch.
    """
    with _opened(pdf) as document:
        if not 0 <= page < len(document):
            raise Refused(f"这份文书只有{len(document)}页，没有第{page + 1}页。")
        bitmap = document[page].render(scale=scale, rev_byteorder=True, may_draw_forms=False)
        raw = bytes(bitmap.buffer)
        width, height, channels = bitmap.width, bitmap.height, bitmap.n_channels
        rows = [raw[at : at + width * channels] for at in range(0, len(raw), bitmap.stride)]
        return width, height, b"".join(_rgb(row, channels) for row in rows[:height])


def _rgb(row: bytes, channels: int) -> bytes:
    if channels == 3:
        return row
    out = bytearray(len(row) // channels * 3)
    for at in range(3):
        out[at::3] = row[at if channels > 1 else 0 :: channels]
    return bytes(out)


ID = re.compile(rb"/ID\[<[0-9A-F]{32}><[0-9A-F]{32}>\]")
MADE = re.compile(rb"D:\d{14}\+00'00'")


def extract(pdf: bytes, pages: Sequence[int]) -> bytes:
    """Some pages of a PDF, counted from 0, as a file of their own: equal calls give equal bytes."""
    out = io.BytesIO()
    with _opened(pdf) as document:
        made = pypdfium2.PdfDocument.new()
        made.import_pages(document, list(pages))
        made.save(out)
        made.close()
    named = ID.sub(b"/ID[<%s><%s>]" % (b"0" * 32, b"0" * 32), out.getvalue())
    return MADE.sub(b"D:20000101000000+00'00'", named)


def text(pdf: bytes) -> list[str]:
    """The text of each page, as a reader's search finds it."""
    with _opened(pdf) as document:
        return [page.get_textpage().get_text_bounded() for page in document]
