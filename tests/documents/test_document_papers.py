"""Every paper, ordinary, blank and at its worst: its words, its fit, its bytes."""

import re
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from paper_samples import (
    EVERY,
    FILLED,
    LONG_NAME,
    LONG_SCHOOL,
    NOTICE,
    PAPERS,
    RARE_NAME,
    changed,
    pdf_of,
    printed,
)

from kongchuo_desktop.documents import grid, render
from kongchuo_desktop.documents.grid import Column
from kongchuo_desktop.documents.sheet import Frame
from kongchuo_desktop.documents.typeset import MM, PAGE_HEIGHT, PAGE_WIDTH, Press
from kongchuo_desktop.domain.errors import Cancelled, Refused
from kongchuo_desktop.domain.papers import FORBIDDEN_TO_SCHOOLS

GOLDEN = Path(__file__).parent / "golden"
SIDES = {"leave_slip": 18 * MM}


def squeezed(text):
    return re.sub(r"\s", "", text)


def chars(page):
    """Every printed character with its box: left, bottom, right, top."""
    text_page = page.get_textpage()
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, at)
        if code > 0x20 and code != 0x3000 and not 0xDC00 <= code < 0xE000:
            yield chr(code), text_page.get_charbox(at)


def writing_rules(page):
    """Heights of the lines to write on: thin, horizontal, within the type area."""
    found = []
    for thing in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        within = left > 27 * MM and right < PAGE_WIDTH - 25 * MM
        if within and top - bottom < 1.5 and 20 < right - left < 150 * MM:
            found.append(round(bottom))
    return sorted(set(found))


@pytest.mark.parametrize(("paper", "case"), EVERY)
def test_each_paper_says_what_its_golden_text_says(paper, case):
    lines = "\f".join(render.text(pdf_of(paper, case))).splitlines()
    golden = (GOLDEN / f"{paper}-{case}.txt").read_text(encoding="utf-8")

    assert "\n".join(line.strip() for line in lines) + "\n" == golden


@pytest.mark.parametrize(("paper", "case"), EVERY)
def test_each_paper_takes_one_page_and_stays_within_its_type_area(paper, case):
    with pypdfium2.PdfDocument(pdf_of(paper, case)) as document:
        assert len(document) == 1
        side = SIDES.get(paper, 28 * MM)
        for char, (left, bottom, right, top) in chars(document[0]):
            assert left > side - 1, char
            assert right < PAGE_WIDTH - (26 * MM if paper != "leave_slip" else side) + 1, char
            assert bottom > 8 * MM, char
            assert top < PAGE_HEIGHT - 3 * MM, char


@pytest.mark.parametrize(("paper", "case"), EVERY)
def test_no_two_characters_overprint_each_other(paper, case):
    with pypdfium2.PdfDocument(pdf_of(paper, case)) as document:
        seen = {}
        for char, (left, bottom, right, top) in chars(document[0]):
            spot = (round((left + right) / 2 / 4), round((bottom + top) / 2 / 4))
            assert spot not in seen or seen[spot] == char == "…", (char, seen.get(spot))
            seen[spot] = char


@pytest.mark.parametrize(("paper", "case"), EVERY)
def test_a_school_never_prints_powers_it_does_not_have(paper, case):
    text = squeezed("".join(render.text(pdf_of(paper, case))))

    assert text
    assert [word for word in FORBIDDEN_TO_SCHOOLS if word in text] == []


@pytest.mark.parametrize(("paper", "case"), FILLED)
def test_no_line_of_a_paper_begins_or_ends_with_the_wrong_mark(paper, case):
    for page in render.text(pdf_of(paper, case)):
        for line in filter(None, map(str.strip, page.splitlines())):
            assert line[0] not in "，。、；：！？）》”"
            assert line[-1] not in "（《“"


@pytest.mark.parametrize("paper", PAPERS)
def test_reprinting_gives_the_same_bytes(paper):
    make, cases = PAPERS[paper]

    assert make(list(cases.values())) == make(list(cases.values()))


@pytest.mark.parametrize("paper", PAPERS)
def test_the_longest_and_the_rarest_names_are_printed_whole(paper):
    worst = squeezed("".join(render.text(pdf_of(paper, "worst"))))
    rare = squeezed("".join(render.text(pdf_of(paper, "rare"))))

    assert LONG_NAME in worst
    assert LONG_SCHOOL in worst
    assert RARE_NAME in rare


@pytest.mark.parametrize("paper", ["return_notice", "home_pledge", "parent_promise"])
def test_a_blank_sheet_leaves_eight_millimetres_to_write_in(paper):
    with pypdfium2.PdfDocument(pdf_of(paper, "all_blank")) as document:
        rules = writing_rules(document[0])

    assert len(rules) > 4
    assert min(above - below for below, above in pairwise(rules)) >= 8 * MM - 1


@pytest.mark.parametrize("paper", PAPERS)
def test_mark_up_in_a_name_is_printed_literally(paper):
    make, cases = PAPERS[paper]
    hostile = '张<b>三 <img src="/etc/hostname"> {{school}} **x** =HYPERLINK(1)'
    [page] = render.text(make([changed(cases["ordinary"], student=hostile)]))

    assert squeezed(hostile) in squeezed(page)


def test_a_batch_is_one_pdf_with_one_sheet_after_the_other_and_tells_how_far_it_is():
    steps = []
    pdf = printed(
        [changed(NOTICE, student=f"张三{char}") for char in "甲乙丙"],
        progress=lambda done, total: steps.append((done, total)),
    )

    assert steps == [(1, 3), (2, 3), (3, 3)]
    assert render.page_count(pdf) == 3
    assert ["张三甲" in squeezed(page) for page in render.text(pdf)] == [True, False, False]


def test_a_paper_of_a_batch_reads_as_the_same_paper_alone():
    pages = render.text(printed([NOTICE, NOTICE, NOTICE]))

    assert pages[0] == pages[1] == pages[2]


def test_a_cancelled_batch_gives_nothing():
    def stop(done, total):
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        printed([NOTICE] * 5, progress=stop)


def test_an_empty_selection_is_refused():
    with pytest.raises(Refused, match="没有选中"):
        printed([])


def test_a_missing_character_is_refused_by_name_and_the_next_print_works():
    with pytest.raises(Refused, match="字库里没有“\U0003abcd”字"):
        printed([changed(NOTICE, student="张\U0003abcd")])

    assert render.page_count(printed([NOTICE])) == 1


@pytest.mark.parametrize("bad", ["岩脚村\U0003abcd组", "岩脚村\x85组"])
def test_the_child_is_named_whose_paper_cannot_be_printed(bad):
    fine = changed(NOTICE, student="王小花")
    with pytest.raises(Refused, match=r"^张三民的这一份里，“岩脚村.*没有打印"):
        printed([fine, changed(NOTICE, student="张三民", school_phone=bad)])


@pytest.mark.parametrize("bad", ["张\x00三", "张\ud800三", "张\n三", "张\x7f三"])
def test_damaged_text_is_refused(bad):
    with pytest.raises(Refused, match=r"坏字符.*重新输入"):
        printed([changed(NOTICE, student=bad)])


@pytest.mark.parametrize("dot", "・•‧·")
def test_every_middle_dot_is_printed_as_one(dot):
    [page] = render.text(printed([changed(NOTICE, student=f"古丽{dot}买买提")]))

    assert "古丽·买买提" in squeezed(page)


def test_a_text_beyond_one_page_takes_its_signature_along_with_two_lines():
    endless = changed(NOTICE, help_items=tuple(f"第{n}项帮助措施安排专人负责" for n in range(90)))
    pages = render.text(printed([endless]))

    assert len(pages) == 2
    last = [line for line in pages[-1].splitlines() if line.strip()]
    seal = next(at for at, line in enumerate(last) if "盖章" in line)
    assert seal >= 2
    assert "回" in squeezed(pages[-1])
    assert "回执" not in squeezed(pages[0])
    assert "第1页" in squeezed(pages[0])
    assert "第2页共2页" in squeezed(pages[1])


def test_a_further_page_of_a_letter_says_what_it_belongs_to():
    endless = changed(NOTICE, help_items=tuple(f"第{n}项帮助措施安排专人负责" for n in range(90)))
    first, second = (squeezed(page) for page in render.text(printed([endless])))

    assert second.startswith(squeezed(f"{NOTICE.form.title}（续）{NOTICE.number}"))
    assert "（续）" not in first


def test_the_receipt_stands_in_the_lower_third():
    with pypdfium2.PdfDocument(pdf_of("return_notice", "ordinary")) as document:
        [top] = [box[3] for char, box in chars(document[0]) if char == "执"]

    assert top < PAGE_HEIGHT / 3


def test_a_list_repeats_its_head_on_every_page_and_loses_no_row():
    press = Press("名单")
    columns = [Column("序号", 1, "center"), Column("姓名", 2), Column("事由", 5)]
    rows = [[f"{n}", f"张三{n}", "外出务工，" * (n % 30 + 1)] for n in range(60)]
    grid.listing(press, columns, rows, Frame())
    pages = [squeezed(page) for page in render.text(press.finish())]

    assert len(pages) > 1
    assert all("序号" in page and "姓名" in page for page in pages)
    assert sum(page.count("张三") for page in pages) == 60
    assert all(f"第{n}页共{len(pages)}页" in page for n, page in enumerate(pages, 1))
