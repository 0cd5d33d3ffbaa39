"""What goes into a PDF comes out of it again, in embedded fonts; reportlab is still as it was."""

import re
import shutil
import subprocess

import pytest
from paper_samples import PAPERS

from kongchuo_desktop import resources
from kongchuo_desktop.documents import render, tounicode, typeset
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, Press, Setting
from kongchuo_desktop.domain.errors import Refused

NAME = "阿依古丽·买买提"
PDFFONTS, PDFTOTEXT = shutil.which("pdffonts"), shutil.which("pdftotext")


def chars(name):
    lines = resources.path(f"codes/chars/{name}.txt").read_text(encoding="utf-8").split("\n")
    return "".join(line for line in lines if line)


def set_text(text, role="fang"):
    """A PDF of the text in plain paragraphs, a thousand characters a page."""
    press = Press("试")
    for at in range(0, len(text), 1000):
        runs = typeset.plain(text[at : at + 1000], role)
        press.text(runs, 28 * MM, PAGE_HEIGHT - 30 * MM, Setting(12, 16, 156 * MM))
        press.next_page()
    return press.finish()


def squeezed(text):
    return re.sub(r"\s", "", text)


@pytest.fixture(scope="module")
def everything():
    return chars("tongyong_8105") + chars("rare_names") + NAME


@pytest.fixture(scope="module")
def everything_set(everything):
    return set_text(everything)


def test_every_standard_character_and_rare_name_comes_back_from_the_pdf(everything, everything_set):
    assert len(everything) == 8105 + 23 + len(NAME)
    assert squeezed("".join(render.text(everything_set))) == everything


@pytest.mark.skipif(not PDFTOTEXT, reason="pdftotext (poppler) is not installed")
def test_another_reader_finds_the_same_text(everything, everything_set, tmp_path):
    (tmp_path / "all.pdf").write_bytes(everything_set)
    done = subprocess.run(
        [PDFTOTEXT, "-raw", "-enc", "UTF-8", tmp_path / "all.pdf", "-"],
        capture_output=True,
        check=True,
    )

    assert squeezed(done.stdout.decode("utf-8")) == everything


@pytest.mark.parametrize("paper", PAPERS)
def test_every_font_is_embedded_with_its_text_layer_and_helvetica_is_absent(paper):
    make, cases = PAPERS[paper]
    pdf = make(list(cases.values()))
    fonts = re.findall(rb"<<[^<>]*/Type\s*/Font\b[^<>]*>>", pdf)
    descriptors = re.findall(rb"<<[^<>]*/Type\s*/FontDescriptor\b[^<>]*>>", pdf)

    assert len(fonts) >= 3
    assert all(b"/ToUnicode" in font and b"+KongChuo" in font for font in fonts)
    assert len(descriptors) == len(fonts)
    assert all(b"/FontFile2" in descriptor for descriptor in descriptors)
    assert b"Helvetica" not in pdf


@pytest.mark.skipif(not PDFFONTS, reason="pdffonts (poppler) is not installed")
@pytest.mark.parametrize("paper", PAPERS)
def test_poppler_agrees_that_every_font_is_embedded(paper, tmp_path):
    make, cases = PAPERS[paper]
    (tmp_path / "a.pdf").write_bytes(make(list(cases.values())))
    shown = subprocess.run(
        [PDFFONTS, tmp_path / "a.pdf"], capture_output=True, check=True, text=True
    ).stdout.splitlines()[2:]

    assert shown
    assert all(re.search(r"KongChuo.* yes yes yes +\d+ +0$", line) for line in shown)


def test_reportlab_still_writes_the_text_layer_that_has_to_be_replaced():
    assert tounicode.THEIRS("X", [0, 0x738B, 0x2C71F]).splitlines()[3:] == [
        "/CIDSystemInfo",
        "<< /Registry (X)",
        "/Ordering (X)",
        "/Supplement 0",
        ">> def",
        "/CMapName /X def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<00> <02>",
        "endcodespacerange",
        "3 beginbfchar",
        "<00> <0000>",
        "<01> <738B>",
        "<02> <2C71F>",
        "endbfchar",
        "endcmap",
        "CMapName currentdict /CMap defineresource pop",
        "end",
        "end",
    ]


def test_our_text_layer_writes_two_units_beyond_the_first_plane():
    table = tounicode.cmap("X", [0, 0x738B, *[0x2C71F] * 150])

    assert "<01> <738B>" in table
    assert "<02> <D871DF1F>" in table
    assert [int(n) for n in re.findall(r"(\d+) beginbfchar", table)] == [100, 51]


def test_equal_input_gives_equal_bytes_and_no_clock_time():
    first, second = set_text(NAME), set_text(NAME)

    assert first == second
    assert b"D:2000" in first


def test_a_number_too_long_for_a_line_is_cut_and_not_lost():
    pdf = set_text("号码" + "1234567890" * 12 + "完")

    assert squeezed("".join(render.text(pdf))) == "号码" + "1234567890" * 12 + "完"


def test_text_keeps_within_its_width_whatever_the_marks():
    press = Press("试")
    block = press.set(typeset.plain("，" * 40), Setting(12, 16, 100))

    assert len(block.lines) >= 3


def test_a_missing_character_is_refused():
    with pytest.raises(Refused, match="字库里没有“\U000fffff”字"):
        set_text("张\U000fffff")


def test_invisible_characters_vanish_and_variants_print_their_plain_form():
    pdf = set_text("张\u200b三\ufeff民\U000e0100")

    assert squeezed("".join(render.text(pdf))) == "张三民"
