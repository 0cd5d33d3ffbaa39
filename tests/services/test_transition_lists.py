"""衔接核对 on real workbooks: against another list, against the roster, kept as a workbook."""

import pytest
from factory import id_number

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.services import transitions
from kongchuo_desktop.spreadsheets import reader, writer

WANG = id_number(order=22)
HEADS = ("姓名", "学籍号", "班级名称", "出生日期")


def workbook(path, *rows):
    path.write_bytes(writer.table("名单", HEADS, rows, text_columns=HEADS))
    return path


@pytest.fixture
def leaving(tmp_path):
    return workbook(
        tmp_path / "毕业.xlsx",
        ("王小花", f"G{WANG}", "六年级1班", "2014-05-04"),
        ("石强启", "", "六年级1班", "2014-03-02"),
        ("张<b>三", "", "六年级2班", "2014-07-08"),
    )


def names(found):
    return [each.child.name for each in found.between]


def test_against_the_roster_of_one_grade(ctx, leaving):
    before = ctx.last_op()
    assert names(transitions.compare(ctx, leaving, grade=7)) == ["石强启", "张<b>三"]
    assert names(transitions.compare(ctx, leaving, grade=1)) == ["王小花", "石强启", "张<b>三"]
    assert ctx.last_op() == before


def test_against_another_list_and_kept_as_a_workbook(ctx, leaving, tmp_path):
    rows = [("石强启", "", "七年级3班", "2014-03-02"), ("=1+1", "", "七年级3班", "")]
    found = transitions.compare(ctx, leaving, workbook(tmp_path / "新生.xlsx", *rows))
    assert transitions.told(found) == "离开3人：已到1人，没有到2人，同名待核对0人；另有新到1人"
    kept = tmp_path / "核对.xlsx"
    transitions.save(found, kept)

    (sheet,) = reader.read(kept).sheets
    told = [row[:2] for row in sheet.rows[2:]]
    assert told == [
        ["没有到", "王小花"],
        ["没有到", "张<b>三"],
        ["已到", "石强启"],
        ["新到", "=1+1"],
    ]


def test_what_is_no_list_is_refused(ctx, leaving, tmp_path):
    empty = tmp_path / "空.xlsx"
    empty.write_bytes(b"")
    for wrong in (empty, tmp_path / "没有.xlsx"):
        with pytest.raises((Refused, FileTrouble)):
            transitions.compare(ctx, leaving, wrong)
