import math
from datetime import date

import openpyxl
import pytest
from making import number, roster, text, xlsx

from kongchuo_desktop.domain.errors import Cancelled
from kongchuo_desktop.spreadsheets import reader, writer

HOSTILE = [
    "=HYPERLINK(1)",
    "+1",
    "-1",
    "@SUM(A1)",
    "http://x",
    "mailto:a@b",
    "{=1}",
    "张<b>三",
    "𬱟",
]


def cells(path):
    sheet = openpyxl.load_workbook(path).active
    return [[(cell.value, cell.data_type) for cell in row] for row in sheet.iter_rows()]


def test_every_cell_is_a_string_or_a_number(tmp_path):
    path = tmp_path / "a.xlsx"

    path.write_bytes(
        writer.table("表", ["列"], [[value] for value in HOSTILE] + [[3], [1.5], [True], [None]])
    )

    found = cells(path)
    assert found[1 : len(HOSTILE) + 1] == [[(value, "s")] for value in HOSTILE]
    assert found[len(HOSTILE) + 1 :] == [[(3, "n")], [(1.5, "n")], [("是", "s")]]
    assert not openpyxl.load_workbook(path).active["A2"].hyperlink


def test_numbers_that_are_names_stay_text(tmp_path):
    path = tmp_path / "a.xlsx"

    rows = [[number(), 13800000001, "007", 10**17, date(2013, 5, 4), math.inf]]
    path.write_bytes(writer.table("表", list("甲乙丙丁戊己"), rows, text_columns={"乙"}))

    assert [value for value, _ in cells(path)[1]] == [
        number(), "13800000001", "007", str(10**17), "2013-05-04", "inf",
    ]  # fmt: skip
    assert openpyxl.load_workbook(path).active["A2"].number_format == "@"


def test_headings_stay_in_sight_and_the_title_stands_above(tmp_path):
    path = tmp_path / "a.xlsx"

    path.write_bytes(writer.table("考勤[1]/表?", ["姓名", "缺课"], [["王小花", 2]], heading=True))

    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["考勤 1  表"]
    assert [cell.value for cell in book.active["A"]] == ["考勤[1]/表?", "姓名", "王小花"]
    assert book.active.freeze_panes == "A3"
    assert book.active["A2"].font.name == "宋体"


def test_what_a_workbook_cannot_hold_is_left_out(tmp_path):
    path = tmp_path / "a.xlsx"

    path.write_bytes(
        writer.table("表", ["列"], [["王\x00\x1b小\ud800花"], ["长" * 40_000], ["两\r\n行"]])
    )

    found = [row[0][0] for row in cells(path)[1:]]
    assert found[0] == "王小花"
    assert len(found[1]) == 32_767
    assert found[2] == "两\n行"


def test_a_workbook_can_be_given_up():
    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        writer.table("表", ["列"], [[1]], progress=stop)


def test_refused_rows_come_back_with_reasons_and_can_be_mended(tmp_path):
    sheets = {
        "三（2）班": [
            ["石桥学校花名册"],
            ["序号", "姓名", "身份证号", "家庭成员一姓名", "自编列"],
            [1, "王小花", number(order=22), "王大山", "x"],
            [2, "李四", 5.20112201509e17, "李大", "y"],
            [3, "赵六", number(order=24)[:17] + "?", "赵大", date(2026, 9, 1)],
        ],
        "四（1）班": [["姓名", "出生日期"], ["孙八", "不详"]],
        "五（1）班": [["姓名"], ["周九"]],
    }
    table = roster(xlsx(tmp_path / "a.xlsx", sheets))
    out = tmp_path / "没有导入的.xlsx"

    out.write_bytes(writer.refused_rows(table, table.refused))

    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["三（2）班", "四（1）班"]
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows[0][0] == "石桥学校花名册"
    assert rows[1] == ["序号", "姓名", "身份证号", "家庭成员一姓名", "自编列", "原因"]
    assert [row[:2] for row in rows[2:]] == [["2", "李四"], ["3", "赵六"]]
    assert "不能恢复" in rows[2][5]
    assert rows[3][4] == "2026-09-01"
    assert book.active["C3"].fill.fgColor.rgb != book.active["B3"].fill.fgColor.rgb

    again = roster(out)
    assert [(f.column, f.name) for f in again.refused] == [
        (f.column, f.name) for f in table.refused
    ]
    assert again.columns["原因"] == ""

    book.active["C3"], book.active["C4"] = number(order=42), number(order=44)
    book.save(out)
    mended = roster(out)
    assert mended.classes == {"三年级2班": 2}
    assert [entry.student.name for entry in mended.entries] == ["李四", "赵六"]


def test_refused_rows_of_a_text_table(tmp_path):
    table = roster(
        text(tmp_path / "名册.csv", [["姓名", "班级", "生日"], ["甲", "七(1)班", "不详"]])
    )

    (tmp_path / "b.xlsx").write_bytes(writer.refused_rows(table, table.refused))

    (sheet,) = reader.read(tmp_path / "b.xlsx").sheets
    assert sheet.rows[1] == ["甲", "七(1)班", "不详", sheet.rows[1][3]]
