"""Files written by LibreOffice, with everything that a homeroom teacher's roster has."""

from pathlib import Path

import pytest
from making import roster

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import reader

FILES = Path(__file__).parents[1] / "files" / "rosters"


@pytest.mark.parametrize("name", ["libreoffice.xls", "libreoffice.xlsx"])
def test_a_roster_of_two_classes(name):
    table = roster(FILES / name)

    assert [(e.row, e.student.name, e.class_name.full) for e in table.entries] == [
        (5, "王明", "三年级2班"),
        (6, "古丽·买买提", "三年级2班"),
        (7, "𬱟䶮", "三年级2班"),
        (5, "李小花", "四年级1班"),
    ]
    assert [e.student.birth.isoformat() for e in table.entries] == [
        "2017-09-01", "2017-11-03", "2018-01-05", "2016-12-09",
    ]  # fmt: skip
    assert [e.student.guardians[0].relation for e in table.entries] == [
        "父亲", "父亲", "祖父", "母亲",
    ]  # fmt: skip
    assert [e.student.guardians[0].phone for e in table.entries] == [
        "13800000001", "13800000002", "13800000003", "0851-1234567",
    ]  # fmt: skip
    (fault,) = table.refused
    assert (fault.row, fault.sheet, fault.column, fault.name) == (
        6,
        "四（1）班",
        "身份证号",
        "张三",
    )
    assert "不能恢复" in fault.reason
    assert table.sheets_skipped[0][0] == "旧表"
    assert len(table.notes) == 2


def test_the_same_in_gb18030():
    table = roster(FILES / "libreoffice_gb18030.csv")

    assert [e.student.name for e in table.entries] == ["王明", "古丽·买买提", "𬱟䶮"]
    assert table.entries[2].student.id_no == "999999201801050032"


@pytest.mark.parametrize("name", ["password.xls", "password.xlsx"])
def test_a_password_is_named(name):
    with pytest.raises(Refused, match="密码"):
        reader.read(FILES / name)


def test_another_format_is_named():
    with pytest.raises(Refused, match="ODF"):
        reader.read(FILES / "libreoffice.ods")
