"""Pages as pictures and text."""

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
