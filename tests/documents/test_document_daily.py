"""The papers of a school day: their words, their figures, their fit, at their worst too."""

import re
from ctypes import c_int, c_uint
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from daily_samples import (
    CLASS,
    DAILY,
    DUTIES,
    EVERY_DAILY,
    LOG,
    MAKEUP,
    REPORT,
    SILENT,
    SUMMARY,
    daily_pdf,
)
from paper_samples import LONG_NAME, LONG_REASON, LONG_SCHOOL, RARE_NAME

from kongchuo_desktop.documents import (
    class_daily,
    contact_log,
    duty_sheet,
    grid,
    makeup_slip,
    render,
    school_daily,
)
from kongchuo_desktop.documents.grid import Column
from kongchuo_desktop.documents.typeset import MM
from kongchuo_desktop.domain.daily_papers import AbsentLine, ClassDaily, DutyGroup, HalfCount
from kongchuo_desktop.domain.errors import Cancelled, Refused
from kongchuo_desktop.domain.papers import FORBIDDEN_TO_SCHOOLS

GOLDEN = Path(__file__).parent / "golden"
WIDE = {"contact_log", "school_daily"}
TABLES = [(paper, case) for paper, case in EVERY_DAILY if paper != "makeup_slip"]
HEADS = {
    "contact_log": "首次联系距发现",
    "class_daily": "联系结果",
    "school_daily": "上报时间",
    "duty_sheet": "办理结果",
}
SMALLEST = 8.0


def squeezed(text):
    return re.sub(r"\s", "", text)


def pages_of(paper, case):
    return [squeezed(page) for page in render.text(daily_pdf(paper, case))]


def page_of(make, record):
    [page] = render.text(make([record]))
    return squeezed(page)


def chars(page):
    """Every printed character with its box and its size: left, bottom, right, top, points."""
    text_page = page.get_textpage()
    for at in range(text_page.count_chars()):
        code = pdfium.FPDFText_GetUnicode(text_page.raw, at)
        if code > 0x20 and code != 0x3000 and not 0xDC00 <= code < 0xE000:
            size = pdfium.FPDFText_GetFontSize(text_page.raw, at)
            yield chr(code), text_page.get_charbox(at), size


@pytest.mark.parametrize(("paper", "case"), EVERY_DAILY)
def test_each_paper_says_what_its_golden_text_says(paper, case):
    lines = "\f".join(render.text(daily_pdf(paper, case))).splitlines()
    golden = (GOLDEN / f"{paper}-{case}.txt").read_text(encoding="utf-8")

    assert "\n".join(line.strip() for line in lines) + "\n" == golden


@pytest.mark.parametrize(("paper", "case"), EVERY_DAILY)
def test_all_stays_within_the_margins_of_its_sheet(paper, case):
    wide = paper in WIDE
    with pypdfium2.PdfDocument(daily_pdf(paper, case)) as document:
        for page in document:
            width, height = page.get_size()
            assert (round(width), round(height)) == (842, 595) if wide else (595, 842)
            side = 14 * MM if wide else 18 * MM
            for char, (left, bottom, right, top), _ in chars(page):
                assert left > side - 1, char
                assert right < width - side + 1, char
                assert bottom > 7 * MM, char
                assert top < height - 3 * MM, char


@pytest.mark.parametrize(("paper", "case"), EVERY_DAILY)
def test_no_two_characters_overprint_each_other(paper, case):
    with pypdfium2.PdfDocument(daily_pdf(paper, case)) as document:
        for page in document:
            seen = {}
            for char, (left, bottom, right, top), _ in chars(page):
                spot = (round((left + right) / 2 / 4), round((bottom + top) / 2 / 4))
                assert spot not in seen or seen[spot] == char == "…", (char, seen.get(spot))
                seen[spot] = char


@pytest.mark.parametrize(("paper", "case"), TABLES)
def test_nothing_in_a_register_is_smaller_than_eight_points(paper, case):
    with pypdfium2.PdfDocument(daily_pdf(paper, case)) as document:
        assert min(size for page in document for _, _, size in chars(page)) >= SMALLEST


def test_a_reason_of_two_hundred_characters_stays_readable_on_the_slip():
    with pypdfium2.PdfDocument(daily_pdf("makeup_slip", "worst")) as document:
        assert len(document) == 1
        assert min(size for _, _, size in chars(document[0])) >= 7.5


@pytest.mark.parametrize(("paper", "case"), EVERY_DAILY)
def test_a_school_never_prints_powers_it_does_not_have(paper, case):
    text = "".join(pages_of(paper, case))

    assert text
    assert [word for word in FORBIDDEN_TO_SCHOOLS if word in text] == []


@pytest.mark.parametrize(("paper", "case"), TABLES)
def test_every_page_of_a_register_has_its_head_and_its_number(paper, case):
    pages = pages_of(paper, case)

    for number, page in enumerate(pages, 1):
        assert HEADS[paper] in page
        assert f"第{number}页共{len(pages)}页" in page


@pytest.mark.parametrize("paper", HEADS)
def test_the_worst_register_ends_with_its_signature_below_at_least_one_row(paper):
    pages = pages_of(paper, "worst")

    assert len(pages) > 1
    assert ["：" in page.rsplit("说明", 1)[-1] and "说明" in page for page in pages] == [
        *[False] * (len(pages) - 1),
        True,
    ]
    assert pages[-1].index(HEADS[paper]) + len(HEADS[paper]) + 8 < pages[-1].index("说明")


@pytest.mark.parametrize("paper", DAILY)
def test_the_longest_and_the_rarest_names_are_printed_whole(paper):
    text = "".join(pages_of(paper, "worst"))

    assert LONG_NAME in text
    assert LONG_SCHOOL in text
    assert paper == "duty_sheet" or paper == "makeup_slip" or RARE_NAME in text


@pytest.mark.parametrize("paper", DAILY)
def test_printing_again_gives_the_same_bytes(paper):
    make, cases = DAILY[paper]

    assert make(list(cases.values())) == make(list(cases.values()))


HOSTILE = '张<b>三 <img src="/etc/hostname"> {{school}} **x** =HYPERLINK(1)'


@pytest.mark.parametrize(
    ("make", "record"),
    [
        (makeup_slip.make, replace(MAKEUP, student_name=HOSTILE)),
        (contact_log.make, replace(LOG, about=HOSTILE)),
        (contact_log.make, replace(LOG, lines=(replace(LOG.lines[0], student_name=HOSTILE),))),
        (class_daily.make, replace(REPORT, absent=(AbsentLine(student_name=HOSTILE),))),
        (class_daily.make, replace(REPORT, late=(HOSTILE,))),
        (school_daily.make, replace(SUMMARY, lines=(replace(CLASS, named=((HOSTILE, "半天"),)),))),
        (
            duty_sheet.make,
            replace(
                DUTIES,
                groups=(
                    DutyGroup(
                        title="今天",
                        lines=(replace(DUTIES.groups[0].lines[0], student_name=HOSTILE),),
                    ),
                ),
            ),
        ),
    ],
)
def test_mark_up_in_a_name_is_printed_literally(make, record):
    assert squeezed(HOSTILE) in page_of(make, record)


@pytest.mark.parametrize("field", ["reason", "student_name"])
def test_the_child_is_named_whose_row_cannot_be_printed(field):
    first, *others = REPORT.absent
    bad = replace(first, **{"student_name": "张三民", field: "张三\U0003abcd"})
    with pytest.raises(Refused, match=r"^张三.这一行里，“张三\U0003abcd”一项：字库里没有"):
        class_daily.make([replace(REPORT, absent=(*others, bad))])


def test_a_character_that_cannot_be_printed_is_refused_by_name():
    with pytest.raises(Refused, match="字库里没有“\U0003abcd”字"):
        contact_log.make([replace(LOG, about="张\U0003abcd")])


def test_both_parts_of_a_make_up_slip_tell_the_call_and_the_office_files_its_own():
    page = page_of(makeup_slip.make, MAKEUP)

    for word in ("第136号", "2026年11月18日7:40", "李桂花", "王玥喆", "☑药费票据", "补办日期"):
        assert page.count(word) == 2, word
    assert page.count("经办人签字") == 1
    assert page.index("①班主任存根") < page.index("②教务处备案") < page.index("经办人签字")


def test_evidence_the_template_does_not_know_stands_under_other():
    page = page_of(makeup_slip.make, replace(MAKEUP, evidence="村医的证明"))

    assert "☑其他（村医的证明）" in page
    assert "☑药费票据" not in page


def test_the_log_counts_attempts_in_vain_and_names_its_law():
    page = page_of(contact_log.make, LOG)

    assert "联系2次，其中没有联系上1次" in page
    assert "《中华人民共和国预防未成年人犯罪法》第三十四条规定" in page
    assert "无人接听（第1次没有联系上）" in page


def test_no_absence_is_reported_in_words():
    cases = DAILY["class_daily"][1]

    assert "今日全勤，没有缺席的学生" in page_of(class_daily.make, cases["everybody_all_day"])
    assert "今日全勤（截至上午）" in page_of(class_daily.make, cases["everybody"])
    for silent in ("unreported", "stopped"):
        assert "全勤" not in page_of(class_daily.make, cases[silent])


def test_the_reports_of_all_classes_are_one_file_with_a_page_each():
    steps = []
    reports = [replace(REPORT, class_name=f"七年级{n}班") for n in range(1, 5)]
    pdf = class_daily.make(reports, progress=lambda done, of: steps.append((done, of)))

    assert [f"七年级{n}班" in page for n, page in enumerate(render.text(pdf), 1)] == [True] * 4
    assert steps == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_a_cancelled_batch_gives_nothing():
    def stop(done, of):
        raise Cancelled

    with pytest.raises(Cancelled):
        class_daily.make([REPORT] * 3, progress=stop)


def test_the_summary_adds_up_and_shows_how_its_rate_came_about():
    page = page_of(school_daily.make, SUMMARY)

    assert SUMMARY.rate == (41 + 42) / (45 + 45)
    assert "（41＋42）÷（45＋45）×100%＝92.22%" in page
    assert "合计1281274142111011" in page


def test_the_rate_leaves_out_what_was_not_reported():
    half = replace(CLASS, pm=HalfCount(half="下午"))
    page = page_of(school_daily.make, replace(SUMMARY, lines=(half, SILENT)))

    assert "＝41÷45×100%＝91.11%" in page
    assert SUMMARY.rate is not None
    assert replace(SUMMARY, lines=(SILENT,)).rate is None


def test_classes_that_have_not_reported_stand_out():
    pdf = school_daily.make([SUMMARY])
    with pypdfium2.PdfDocument(pdf) as document:
        paths = document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
        shaded = [p for p in paths if p.get_bounds()[2] - p.get_bounds()[0] > 200 * MM and grey(p)]

    assert len(shaded) == 1
    assert "未报：九年级2班（上午、下午）" in squeezed("".join(render.text(pdf)))


def grey(path):
    """Whether a path is filled in neither black nor white."""
    mode, stroke = c_int(), c_int()
    pdfium.FPDFPath_GetDrawMode(path.raw, mode, stroke)
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    pdfium.FPDFPageObj_GetFillColor(path.raw, red, green, blue, alpha)
    return bool(mode.value) and 0 < red.value < 255


def test_duties_stand_in_groups_with_their_count_and_empty_groups_are_left_out():
    page = page_of(duty_sheet.make, DUTIES)

    assert (
        page.index("已逾期（2件）") < page.index("上午还没有登记出勤") < page.index("接下来（1件）")
    )
    assert "今天（" not in page
    assert "无故一天未上学，当天或第二天家访（L2）" in page
    assert page.count("□") == 3 + 1


def test_a_group_never_stands_alone_at_the_foot_of_a_page():
    many = replace(
        DUTIES,
        groups=[
            DutyGroup(title=f"第{n}组", lines=DUTIES.groups[0].lines[:1]) for n in range(1, 30)
        ],
    )
    pages = [squeezed(page) for page in render.text(duty_sheet.make([many]))]

    assert len(pages) > 2
    assert all(page.count("组（1件）") == page.count("石㛃") for page in pages)


@pytest.mark.parametrize("paper", ["contact_log", "class_daily", "makeup_slip"])
def test_a_blank_sheet_is_one_page_with_rows_high_enough_to_write_in(paper):
    pdf = daily_pdf(paper, "blank")
    with pypdfium2.PdfDocument(pdf) as document:
        assert len(document) == 1
        edges = sorted(
            {
                round(bottom, 1)
                for path in document[0].get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH])
                for left, bottom, right, top in [path.get_bounds()]
                if right - left > 150 * MM and top - bottom < 2
            }
        )

    assert len(edges) > 8
    assert min(b - a for a, b in pairwise(edges)) >= 8 * MM - 1


def test_a_text_higher_than_a_page_is_cut_with_a_note():
    endless = replace(LOG.lines[0], result=LONG_REASON * 12)
    pages = render.text(contact_log.make([replace(LOG, lines=(endless,))]))

    assert len(pages) == 1
    assert "余见台账" in squeezed(pages[0])


def test_headings_of_two_lines_are_balanced():
    columns = (Column("承诺到校时间", 1), Column("姓名", 4))
    ruled = grid.ruling(columns, 5 * 20 * MM, 10, 8 * MM)
    cell = grid.heading(columns).cells[0]

    assert ruled.setting(cell, 20 * MM).width < 20 * MM - 2 * grid.PAD
    assert grid.line_height(grid.heading(columns), ruled) >= 8 * MM


def test_an_empty_report_leaves_room_for_every_figure():
    page = page_of(class_daily.make, ClassDaily.blank())

    assert "班主任签名" in page
    assert not re.search(r"上午\d", page)
