"""Tables of forms: blank rows that say what they are about, sums that stand out, heads kept."""

import pytest

from kongchuo_desktop.documents import form, render
from kongchuo_desktop.domain import form_reader
from kongchuo_desktop.domain.forms import Filled
from kongchuo_desktop.services import forms

GRADES = [["一年级"], ["**合计**", "", "由教务处填"]]
TABLE = {
    "form": "F99",
    "title": "试表",
    "about": "school",
    "page": "upright",
    "group": "统计报表",
}
FIGURES = {
    "list": "month_figures",
    "heading": "一、数字",
    "strong": "is_sum",
    "blank": GRADES,
    "columns": ["年级|40|{{row_name}}", "人数|30|{{roll_before}}", "备注|30|"],
}


def made(*parts, **values):
    read = form_reader.read_form("trial", {**TABLE, "part": list(parts)})
    pdf = form.make([Filled(form=read, values=values)], forms.fields()).pdf
    return render.text(pdf)


def test_blank_rows_say_what_is_to_be_written_in_them():
    (page,) = made(FIGURES)

    assert page.split() == [
        "试表",
        "一、数字",
        "年级",
        "人数",
        "备注",
        "一年级",
        "合计",
        "由教务处填",
    ]


def test_records_take_the_place_of_what_blank_rows_say():
    rows = [{"row_name": "七年级", "roll_before": 3}, {"row_name": "合计", "is_sum": True}]
    (page,) = made(FIGURES, month_figures=rows)

    assert "由教务处填" not in page
    assert "".join(page.split()).endswith("备注七年级3合计")


@pytest.mark.parametrize("filler", range(20, 30))
def test_a_heading_stands_on_the_page_of_its_list(filler):
    space = {"list": "activities", "blank": filler, "columns": ["序号|10|{{n}}", "事|90|"]}
    pages = made(space, FIGURES)
    place = next(number for number, page in enumerate(pages) if "一、数字" in page)

    assert "一年级" in pages[place]


def test_a_heading_takes_no_more_room_than_its_words():
    lines = {"list": "activities", "blank": 1, "least": 12, "columns": ["序号|10|{{n}}", "事|90|"]}

    def fitting(*parts):
        """How many of 40 tables above it, each 2 mm higher, leave it on the first page."""
        above = ({**lines, "blank": 20, "least": 9 + at / 10} for at in range(40))
        return sum(len(made(table, *parts)) == 1 for table in above)

    apart = fitting({"text": "**一、数字**"}, lines)
    assert 0 < apart < 40
    assert fitting({**lines, "heading": "一、数字"}) >= apart - 2


@pytest.mark.parametrize("filler", range(20, 30))
def test_a_band_stands_on_the_page_of_what_is_below_it(filler):
    space = {"list": "activities", "blank": filler, "columns": ["序号|10|{{n}}", "事|90|"]}
    pages = made(space, {"rows": [["会议记录"], ["主持人|20", "=|80", "^16"]]})
    place = next(number for number, page in enumerate(pages) if "会议记录" in page)

    assert "主持人" in pages[place]


def test_what_is_torn_off_knows_the_number_of_its_sheet():
    shipped = forms.shipped()["rectification"]
    number = "校整改〔2026〕第 003 号"
    pdf = form.make([Filled(form=shipped, values={}, number=number)], forms.fields()).pdf

    assert render.text(pdf)[0].replace("\n", "").count(f"教务处：{number}整改通知单收到") == 1
