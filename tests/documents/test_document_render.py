"""Pages as pictures and text."""

from concurrent.futures import ThreadPoolExecutor

import pypdfium2
import pytest
from paper_samples import pdf_of

from kongchuo_desktop.documents import render
from kongchuo_desktop.domain.errors import Refused


def test_a_page_becomes_rgb_bytes_without_padding():
    width, height, pixels = render.page_image(pdf_of("return_notice", "ordinary"), 0, 0.5)

    assert (width, height) == (298, 421)
    assert len(pixels) == width * height * 3
    assert pixels[:3] == b"\xff\xff\xff"
    reds = sum(
        pixels[at] > 180 and pixels[at + 1] < 90 and pixels[at + 2] < 90
        for at in range(0, len(pixels), 3)
    )
    assert reds > 200


def test_a_page_that_is_not_there_is_refused():
    with pytest.raises(Refused, match="只有1页，没有第2页"):
        render.page_image(pdf_of("leave_slip", "ordinary"), 1, 1.0)


def test_a_damaged_file_is_refused():
    with pytest.raises(Refused, match="损坏"):
        render.page_count(b"%PDF-1.4 broken")


def test_one_thread_at_a_time_has_a_paper_open(monkeypatch):
    """A worker that counts pages while a window paints one brought the program down."""
    free = []

    class Watched(pypdfium2.PdfDocument):
        def __len__(self):
            with ThreadPoolExecutor() as worker:
                free.append(worker.submit(render.ONE_AT_A_TIME.acquire, blocking=False).result())
            return super().__len__()

    monkeypatch.setattr(pypdfium2, "PdfDocument", Watched)
    assert render.page_count(pdf_of("return_notice", "ordinary")) == 1
    assert free == [False]
