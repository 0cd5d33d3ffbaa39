"""Sheets of results as schools make them: titles, headings in two lines, totals, ranks, 缺考."""

import making
import pytest

from kongchuo_desktop.domain.class_names import ClassName
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import reader, score_table

PLAIN = [["姓名", "班级", "语文", "数学"], ["王小花", "七年级1班", 78, 52.5]]


@pytest.fixture
def read(tmp_path):
    def make(sheets, **more):
        path = making.xlsx(tmp_path / "成绩.xlsx", sheets, **more)
        return score_table.read_table(reader.read(path), 2026)

    return make


def cells(table):
    return {row.name: dict(row.cells) for row in table.rows}


def test_a_plain_sheet(read):
    table = read(PLAIN)
    assert table.subjects == ["语文", "数学"]
    assert cells(table) == {"王小花": {"语文": 78.0, "数学": 52.5}}
    assert table.rows[0].class_name == ClassName(7, 1)
    assert (table.rows[0].row, table.rows[0].sheet) == (2, "表1")


def test_titles_totals_ranks_and_the_foot_are_no_results(read):
    table = read(
        [
            ["石桥乡九年制学校2026年秋季学期期中考试成绩统计表"],
            ["班级：七年级1班", None, None, "班主任：潘老师"],
            ["序号", "姓名", "座号", "考号", "语文", "数学", "英语", "总分", "平均分", "班名",
             "年级名次", "备注"],
            [1, "王小花", "3", 20261101, 78, 52, 61, 191, 63.67, 2, 8, ""],
            [2, "张三民", "4", 20261102, 90, "缺考", "", 90, 90, 1, 3, "迟到"],
            [None, "平均分", None, None, 84, 52, 61, 197, 65],
            ["及格率", None, None, None, "100%", "0%", "100%"],
            [None, "参考人数", None, None, 2, 1, 1],
            ["制表：李老师"],
        ]
    )  # fmt: skip
    assert table.subjects == ["语文", "数学", "英语"]
    assert cells(table) == {
        "王小花": {"语文": 78, "数学": 52, "英语": 61},
        "张三民": {"语文": 90, "数学": None},
    }
    assert {row.class_name for row in table.rows} == {ClassName(7, 1)}
    assert [row.seat_no for row in table.rows] == ["3", "4"]
    assert table.titles[0].endswith("期中考试成绩统计表")


def test_two_lines_of_headings_with_a_rank_beside_each_score(read):
    table = read(
        [
            ["七(1)班期中成绩"],
            ["姓名", "语文", None, "数学", None, "总分"],
            [None, "成绩", "班名", "成绩", "班名", None],
            ["王小花", 78, 3, 52, 20, 130],
        ],
        merged=["A2:A3", "B2:C2", "D2:E2"],
    )
    assert cells(table) == {"王小花": {"语文": 78, "数学": 52}}


def test_a_heading_over_all_subjects(read):
    table = read([["姓名", "文化课", None], [None, "语文", "数学"], ["王小花", 78, 52]])
    assert cells(table) == {"王小花": {"语文": 78, "数学": 52}}


@pytest.mark.parametrize(
    ("heading", "subject", "full"),
    [
        ("语文成绩", "语文", {}),
        ("语 文", "语文", {}),
        ("语文（120分）", "语文", {"语文": 120}),
        ("语文(满分:150)", "语文", {"语文": 150}),
        ("道法", "道德与法治", {}),
        ("外语", "英语", {}),
        ("生物学", "生物", {}),
        ("心理健康", "心理健康", {}),
        ("语文得分*", "语文", {}),
    ],
)
def test_a_subject_by_other_names(read, heading, subject, full):
    table = read([["姓名", heading], ["王小花", 50]])
    assert (table.subjects, table.full) == ([subject], full)


@pytest.mark.parametrize(
    "heading",
    ["总分", "三科总分", "平均", "均分", "名次", "班名", "校排名", "语文名次", "语文班名次", "考场",
     "准考证号", "座位", "等级", "进退", "得分率", "性别", "上下学距离", "", "班级人数"],
)  # fmt: skip
def test_what_is_no_subject(read, heading):
    table = read([["姓名", "语文", heading], ["王小花", 50, 3], ["张三民", 51, 4]])
    assert table.subjects == ["语文"]


def test_a_name_of_the_class_is_told_from_a_rank_in_it(read):
    table = read([["姓名", "班名", "语文"], ["王小花", "七年级2班", 78]])
    assert table.rows[0].class_name == ClassName(7, 2)


@pytest.mark.parametrize("word", ["缺考", "缺", "—", "-", "－", "——", " 缺 考 ", "未考", "病假"])
def test_words_for_absent(read, word):
    table = read([["姓名", "语文"], ["王小花", word], ["张三民", 51]])
    assert cells(table)["王小花"] == {"语文": None}


@pytest.mark.parametrize(
    ("cell", "points"),
    [
        (0, 0), ("78", 78), ("78分", 78), ("７８", 78), (78.0000001, 78), (78.25, 78.25),
        ("八十", "八十"), (-3, -3), ("=NA()", "#N/A"), ("78/80", "78/80"), (True, "是"),
    ],
)  # fmt: skip
def test_a_cell_read_as_points(read, cell, points):
    table = read([["姓名", "语文"], ["王小花", cell], ["张三民", 51], ["单雨桐", 52], ["李四", 50]])
    assert cells(table)["王小花"] == {"语文": points}


def test_an_empty_cell_is_no_result(read):
    assert cells(read([["姓名", "语文"], ["王小花", None], ["张三民", 51]]))["王小花"] == {}


def test_a_row_of_full_marks_is_no_child(read):
    table = read([["姓名", "语文", "物理"], ["满分", 120, 80], ["王小花", 78, 52]])
    assert table.full == {"语文": 120, "物理": 80}
    assert list(cells(table)) == ["王小花"]


def test_a_column_of_levels_is_not_read_and_said(read):
    table = read([["姓名", "语文", "英语"], ["王小花", 78, "优"], ["张三民", 51, "良"]])
    assert table.subjects == ["语文"]
    assert any("英语" in note and "等级" in note for note in table.notes)


def test_a_sheet_for_each_class_or_grade(read):
    table = read(
        {
            "七年级1班": [["姓名", "语文"], ["王小花", 78]],
            "八年级": [["姓名", "班级", "物理"], ["李四", "2", 60], ["王五", "八(1)班", 61]],
            "六年级": [["姓名", "科学"], ["赵六", 90]],
            "说明": [["请各班填写"]],
        }
    )
    assert [row.class_name and row.class_name.full for row in table.rows] == [
        "七年级1班",
        "八年级2班",
        "八年级1班",
        "六年级",
    ]
    assert table.subjects == ["语文", "物理", "科学"]
    assert any("说明" in note for note in table.notes)


def test_a_number_that_the_program_has_rounded_is_not_used(read):
    table = read([["姓名", "身份证号", "语文"], ["王小花", 999999201405040000, 78]])
    assert table.rows[0].id_no == ""


def test_repeated_headings_on_every_page_are_no_children(read):
    head = ["姓名", "语文"]
    assert list(cells(read([head, ["王小花", 78], head, ["张三民", 51]]))) == ["王小花", "张三民"]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([["名单"], ["王小花", 78]], "没有找到“姓名”一列"),
        ([["姓名", "总分", "名次"], ["王小花", 300, 1]], "没有找到成绩"),
        ([["姓名", "语文"], ["王小花", "优"]], "没有找到成绩"),
        ([["姓名", "语文", "语文成绩"], ["王小花", 70, 71]], "都像语文成绩"),
        ([["姓名", "语文", "姓名", "语文"], ["王小花", 70, "张三民", 71]], "两列“姓名”"),
        ([], "没有找到"),
    ],
)
def test_what_cannot_be_read_is_refused_in_a_sentence(read, rows, said):
    with pytest.raises(Refused, match=said) as refused:
        read(rows)
    assert str(refused.value).endswith("没有导入任何内容。")


def test_a_hidden_sheet_is_not_read(read):
    table = read({"成绩": PLAIN, "旧": [["姓名", "语文"], ["张三民", 1]]}, hidden=["旧"])
    assert list(cells(table)) == ["王小花"]
    assert any("隐藏" in note for note in table.notes)


def test_other_kinds_of_files(tmp_path):
    old = making.xls(tmp_path / "成绩.xls", PLAIN)
    text = making.text(tmp_path / "成绩.csv", PLAIN, encoding="gb18030")
    for path in (old, text):
        table = score_table.read_table(reader.read(path), 2026)
        assert cells(table) == {"王小花": {"语文": 78, "数学": 52.5}}
