"""The papers of a home visit: their words, and their fit at their worst too."""

from pathlib import Path

import pypdfium2
import pytest
from test_document_daily import chars
from visit_samples import EVERY_VISITING, visiting_pdf

from kongchuo_desktop.documents import render
from kongchuo_desktop.documents.typeset import MM

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("paper", "case"), EVERY_VISITING)
def test_each_paper_says_what_its_golden_text_says(paper, case):
    lines = "\f".join(render.text(visiting_pdf(paper, case))).splitlines()
    golden = (GOLDEN / f"{paper}-{case}.txt").read_text(encoding="utf-8")

    assert "\n".join(line.strip() for line in lines) + "\n" == golden


@pytest.mark.parametrize(("paper", "case"), EVERY_VISITING)
def test_all_stays_within_the_margins_and_nothing_overprints(paper, case):
    with pypdfium2.PdfDocument(visiting_pdf(paper, case)) as document:
        assert len(document) == 1 or paper == "visit_route"
        for page in document:
            width, height = page.get_size()
            side = (14 if paper == "visit_route" else 18) * MM
            seen = {}
            for char, (left, bottom, right, top), size in chars(page):
                assert left > side - 1, char
                assert right < width - side + 1, char
                assert bottom > 7 * MM, char
                assert top < height - 3 * MM, char
                assert size >= 6, char
                spot = (round((left + right) / 2 / 4), round((bottom + top) / 2 / 4))
                assert spot not in seen or seen[spot] == char == "…", (char, seen.get(spot))
                seen[spot] = char
