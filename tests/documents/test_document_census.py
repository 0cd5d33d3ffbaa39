"""F25 as PDF: the figures of the source in print, pages across, nothing outside of them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from paper_samples import LONG_NAME, LONG_SCHOOL, RARE_NAME

from kongchuo_desktop.documents import census_report, render
from kongchuo_desktop.documents.typeset import PAGE_HEIGHT, PAGE_WIDTH
from kongchuo_desktop.domain.census import HandFigure, Item, Reason
from kongchuo_desktop.domain.census_figures import Figures, Tally
from kongchuo_desktop.domain.census_form import Census, GradeRow, Missing
from kongchuo_desktop.domain.errors import Refused

GOLDEN = Path(__file__).parent / "golden" / "census_report.txt"
DAY = date(2026, 9, 2)
CHILD = Missing(
    student="s1",
    name="张三民",
    class_name="七(1)班",
    village="石门村",
    phone="0857-0000000",
    reason="外出打工，兼厌学",
    whereabouts="外省",
    measures="电话联系2次",
    person="潘老师",
)


def row(grade, reasons=None, **figures):
    found = Figures(**figures)
    return GradeRow(grade=grade, tally=Tally(found, reasons or {}), computed=found)


ROWS = (
    *(row(g, base=113, transfer_in=5, transfer_out=4, arrived=114) for g in (1, 2, 3)),
    *(row(g, base=113, transfer_in=5, transfer_out=5, arrived=113) for g in (4, 5, 6)),
    row(
        7, {Reason.WORKING: 3, Reason.NOT_BACK: 1, Reason.FAMILY_AWAY: 2, Reason.UNREACHABLE: 1,
            Reason.AVERSION: 1},
        base=150, transfer_in=3, transfer_out=2, arrived=143, not_arrived=8, arrived_before=140,
    ),
    row(
        8, {Reason.WORKING: 8, Reason.NOT_BACK: 3, Reason.RAN_AWAY: 1, Reason.AVERSION: 2},
        base=140, transfer_in=3, transfer_out=2, arrived=127, not_arrived=14, arrived_before=127,
    ),
    row(
        9, {Reason.DROPPED_BEFORE: 17, Reason.WORKING: 1, Reason.ILLNESS: 1},
        base=139, transfer_in=2, transfer_out=2, arrived=120, not_arrived=19, carried_over=17,
        arrived_before=121,
    ),
)  # fmt: skip
REPORT = Census(
    school="青石县第三中学",
    term="2026—2027学年上学期",
    day=DAY,
    part="",
    rows=ROWS,
    missing=(CHILD,) * 41,
    days=(),
)


def pages(report):
    return [re.sub(r"\s+", " ", page) for page in render.text(census_report.make(report))]


def test_the_report_says_what_its_golden_text_says():
    lines = "\f".join(render.text(census_report.make(REPORT))).splitlines()
    text = "\n".join(line.strip() for line in lines) + "\n"
    assert text == GOLDEN.read_text(encoding="utf-8")


def test_the_figures_of_the_source_stand_in_print():
    main, reasons, *_names = pages(REPORT)
    assert "小学小计 678 30 0 27 0 681 681 0 100.00% 0 0" in main
    assert "初中小计 429 8 0 6 0 431 390 41 90.49% 17 24 +2" in main
    assert "合计 1107 38 0 33 0 1112 1071 41 96.31% 17 24" in main
    assert "基数1107＋转入38＋复学0－转出33－休学等0＝应到1112＝实到1071＋未到41，相符" in main
    assert "未到41人：外出类20人" in reasons
    assert "厌学3人，因病1人，上学期已辍学17人" in reasons


def test_nobody_missing_leaves_one_page():
    report = replace(REPORT, rows=ROWS[:6], missing=())
    assert len(pages(report)) == 1


def test_who_is_not_registered_stands_in_a_column_and_is_told():
    report = replace(REPORT, rows=(row(1, base=3, arrived=1, unreported=2),))
    [main] = pages(report)
    assert "未登记" in main
    assert "合计 3 0 0 0 0 3 1 0 2 33.33%" in main
    assert "还有2人没有登记" in main


def test_an_identity_that_fails_and_a_rate_over_100_are_told_and_not_hidden():
    report = replace(REPORT, rows=(row(1, base=678, arrived=681),))
    [main] = pages(report)
    assert "（相差3人），不相符" in main
    assert "681人多于应到678人" in main
    assert "100.44" not in main
    assert " 681 0 — 0" in main


def test_a_figure_by_hand_is_printed_beside_the_computed_one():
    by_hand = HandFigure(grade=1, item=Item.BASE, number=3, reason="上学期末报表")
    changed = GradeRow(
        grade=1,
        tally=Tally(Figures(base=3, arrived=3), by_hand=(by_hand,)),
        computed=Figures(base=2, arrived=3),
    )
    [main] = pages(replace(REPORT, rows=(changed,)))
    assert "一年级基数3（按花名册2，上学期末报表）" in main


@pytest.mark.parametrize("name", [LONG_NAME, RARE_NAME, "张<b>三", "../王五"])
def test_pages_lie_across_and_hold_whatever_stands_on_them(name):
    worst = replace(
        CHILD, name=name, village=name, whereabouts=name * 3, measures=name * 3, person=name
    )
    report = replace(REPORT, school=LONG_SCHOOL, part="七年级1班", missing=(worst,) * 25)
    with pypdfium2.PdfDocument(census_report.make(report)) as document:
        for page in document:
            assert page.get_size() == pytest.approx((PAGE_HEIGHT, PAGE_WIDTH), abs=1)
            text = page.get_textpage()
            for at in range(text.count_chars()):
                left, bottom, right, top = text.get_charbox(at)
                if right > left:
                    assert left > 10
                    assert right < PAGE_HEIGHT - 10
                    assert bottom > 10
                    assert top < PAGE_WIDTH - 10
    names = "".join("".join(page.split()) for page in pages(report))
    assert names.count(name) >= 25


def test_a_character_in_no_font_is_refused():
    with pytest.raises(Refused):
        census_report.make(replace(REPORT, missing=(replace(CHILD, name="\U000e0041"),)))


def test_the_same_day_gives_the_same_bytes():
    assert census_report.make(REPORT) == census_report.make(REPORT)
