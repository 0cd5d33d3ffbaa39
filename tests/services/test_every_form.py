"""Every declared form on paper, blank, of the demo school and of the worst one: what it says, that
it fits its page, what it must not say. A form added to the templates is tested by being there."""

import re
from dataclasses import replace
from itertools import takewhile

import pytest
from form_samples import FORMS, GOLDEN, GROUNDLESS, PAGE_NUMBER, SHEETS, squeezed
from worst_school import LONG_NAME, LONG_SCHOOL, RARE_NAME

from kongchuo_desktop.documents.law import load_law
from kongchuo_desktop.documents.typeset import MM
from kongchuo_desktop.domain.forms import (
    About,
    Cell,
    Column,
    Issuer,
    Listing,
    Row,
    Rows,
    Seal,
    Signs,
    Text,
    When,
)
from kongchuo_desktop.domain.forms import Page as Sort
from kongchuo_desktop.domain.papers import FORBIDDEN_TO_SCHOOLS
from kongchuo_desktop.services import forms
from kongchuo_desktop.services.paper_kinds import everything_in

MARGIN = 4 * MM  # what no printer prints on
LEAST = 7.9  # points; 8 with what rounding takes
TO_FAMILIES = {"通知函件", "责任书"}
SIGNED_BY_FAMILIES = re.compile("(家长|监护人)(签名|签收|签字)")
LEVELS = {"concern_level", "level", "level_reasons", "listed_why", "ground", "grounds"}
ID_NUMBER = re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])")
QUOTED = re.compile(r"(《[^《》]+》第[一二三四五六七八九十百〇零]+条[^《》“”]{0,20}?)“([^“”]*)”")


def declared(sheet):
    return forms.shipped()[sheet[0]]


EVERY_SHEET = pytest.mark.parametrize(("form", "record"), SHEETS)


@EVERY_SHEET
def test_each_form_says_what_its_golden_text_says(paper_of, form, record):
    kept = GOLDEN / f"{form}-{record}.txt"
    assert kept.exists(), f"look at the pages, then run {GOLDEN / 'write.py'} {form}"

    assert paper_of(form, record).golden == kept.read_text(encoding="utf-8")


def test_every_form_has_ground_in_these_schools(of_demo, of_worst):
    for record, found in (("worst", of_worst), ("demo", of_demo[0])):
        assert {form for form, papers in found.filled.items() if not papers} == GROUNDLESS[record]


def test_no_golden_text_is_left_of_a_form_that_is_gone():
    known = {f"{form}-{record}.txt" for form, record in SHEETS}

    assert {path.name for path in GOLDEN.glob("*.txt")} <= known


@EVERY_SHEET
def test_every_font_goes_along(paper_of, form, record):
    prints = [each for page in paper_of(form, record).pages for each in page.prints]

    assert prints
    assert [each.text for each in prints if not each.embedded] == []


@EVERY_SHEET
def test_all_stays_where_a_printer_prints(paper_of, form, record):
    for page in paper_of(form, record).pages:
        outside = [
            each
            for each in page.chars
            if each.left < MARGIN
            or each.bottom < MARGIN
            or each.right > page.width - MARGIN
            or each.top > page.height - MARGIN
        ]
        assert outside == []


@EVERY_SHEET
def test_nothing_stands_in_the_line_of_the_page_number(paper_of, form, record):
    for page in paper_of(form, record).pages:
        at = lowest_page_number(page)
        if at is None:
            continue
        number, others = at
        low = min(each.bottom for each in number)
        high = max(each.top for each in number)
        inside = [each for each in others if each.bottom < high and each.top > low]
        assert "".join(each.char for each in inside) == ""


def lowest_page_number(page):
    """The characters of the page number and all others; None on a page without one."""
    if not any(PAGE_NUMBER.match(line) for line in page.lines):
        return None
    bottom = min(each.bottom for each in page.chars)
    line = [each for each in page.chars if each.bottom < bottom + 3 and each.top < bottom + 12]
    return line, [each for each in page.chars if each not in line]


@EVERY_SHEET
def test_no_two_characters_overprint_each_other(paper_of, form, record):
    for page in paper_of(form, record).pages:
        seen = {}
        for each in page.chars:
            spot = (
                round((each.left + each.right) / 2 / 3),
                round((each.bottom + each.top) / 2 / 3),
            )
            assert spot not in seen or seen[spot] == each.char == "…", (each, seen.get(spot))
            seen[spot] = each.char


@EVERY_SHEET
def test_no_signature_stands_alone_on_its_page(paper_of, form, record):
    paper = paper_of(form, record)
    labels = sign_labels(paper.form)
    for sheet in paper.sheets:
        signed = [page for page in sheet if any(signs(line, labels) for line in page.body)]
        if signed:
            others = [line for line in signed[-1].body if not signs(line, labels)]
            assert len(others) >= 2, signed[-1].body


def sign_labels(form):
    """What stands before the lines to sign on, in rows of a table too, and where a seal goes."""
    said = [label for part in form.parts if isinstance(part, Signs) for label in part.labels]
    said += [
        cell.sign.partition("：")[0]
        for part in form.parts
        if isinstance(part, Rows)
        for row in part.rows
        for cell in row.cells
    ]
    sealed = ["（盖章）"] if any(isinstance(part, Seal) for part in form.parts) else []
    return [squeezed("".join(takewhile("{".__ne__, label))) for label in said] + sealed


def signs(line, labels):
    return any(label in squeezed(line) for label in labels if label)


@EVERY_SHEET
def test_a_school_never_prints_powers_it_does_not_have(paper_of, form, record):
    paper = paper_of(form, record)

    assert paper.said
    if paper.form.issuer is Issuer.SCHOOL:
        assert [word for word in FORBIDDEN_TO_SCHOOLS if word in paper.said] == []


@EVERY_SHEET
def test_statutes_are_quoted_to_the_letter(paper_of, form, record):
    for named, quoted in QUOTED.findall(paper_of(form, record).said):
        known = [
            words
            for law in load_law().values()
            if named.startswith(squeezed(law.title))
            for words in (squeezed(law.text), squeezed(law.quotation))
        ]
        assert quoted in known, named


def test_quotations_are_found_where_there_are_some(paper_of):
    found = QUOTED.findall(paper_of("return_notice", "demo").said)

    assert [re.search("第.*", named)[0] for named, _ in found] == [
        "第五条第二款规定：",
        "第三十四条规定：",
        "第二十八条第二款",
    ]


@EVERY_SHEET
def test_no_id_number_is_printed_without_a_purpose(paper_of, form, record):
    for page in paper_of(form, record).pages:
        assert ID_NUMBER.findall(page.text) == []


def goes_to_families(form):
    """Whether somebody of the family is handed it, or signs it."""
    return form.group in TO_FAMILIES or any(map(SIGNED_BY_FAMILIES.search, form.words_said()))


def levels_told(form):
    """How far the school worries about the child, and why, as far as the form would say it."""
    said = {words for words in form.words_said() if "关注程度" in words}
    return said | (everything_in(form) & LEVELS)


@pytest.mark.parametrize("form", FORMS)
def test_families_read_nothing_of_levels(form):
    found = forms.shipped()[form]

    assert not goes_to_families(found) or levels_told(found) == set()


@pytest.mark.parametrize(
    ("planted", "told"),
    [
        (Text(key="x", text="孩子的情况是{{concern_level}}。"), {"concern_level"}),
        (Text(key="x", text="当面讲明。", when=When(has=("level",))), {"level"}),
        (Rows(rows=(Row(cells=(Cell(text="关注程度", share=1, label=True),)),)), {"关注程度"}),
        (
            Listing(field="x", columns=(Column(title="为什么", share=1, text="{{grounds}}"),)),
            {"grounds"},
        ),
    ],
)
def test_a_level_on_a_form_to_families_would_be_seen(planted, told):
    form = forms.shipped()["aid_form"]

    assert goes_to_families(form)
    assert levels_told(replace(form, parts=(*form.parts, planted))) == told


def test_what_a_family_signs_goes_to_families_and_what_is_internal_does_not():
    found = {id_ for id_, form in forms.shipped().items() if goes_to_families(form)}

    assert {"return_notice", "suspension_form", "return_report", "home_tutoring_log"} <= found
    assert found.isdisjoint({"priority_file", "priority_list", "weekly_meeting"})


@pytest.mark.parametrize(
    ("form", "record"), [each for each in SHEETS if declared(each).page is not Sort.LETTER]
)
def test_nothing_on_a_ruled_sheet_is_too_small_to_read(paper_of, form, record):
    """The letters below the code to be scanned are for whoever has no scanner."""
    paper = paper_of(form, record)
    codes = {each.code for each in paper.filled}
    small = [
        each
        for page in paper.pages
        for each in page.prints
        if each.size < LEAST and each.text.strip() not in codes
    ]
    assert small == []


@pytest.mark.parametrize("form", FORMS)
def test_printing_the_same_again_gives_the_same_bytes(of_demo, of_worst, form):
    for samples in (of_demo[0], of_worst):
        if samples.filled[form]:
            assert samples.press(form).pdf == samples.paper(form).pdf


NAMED = [
    (form, name)
    for form, found in forms.shipped().items()
    for name in ("student", "school")
    if name in found.fields and found.about in (About.CHILD, About.CASE)
]


@pytest.mark.parametrize(("form", "name"), NAMED)
def test_the_longest_and_the_rarest_names_are_printed_whole(of_worst, form, name):
    long, rare = (
        squeezed("".join(page.text for page in sheet)) for sheet in of_worst.paper(form).sheets
    )

    if name == "school":
        assert LONG_SCHOOL in long
    else:
        assert LONG_NAME in long
        assert RARE_NAME in rare
