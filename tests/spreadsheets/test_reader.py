import shutil
from datetime import date

import pytest
from making import roster, text, xls, xlsx

from kongchuo_desktop.domain.errors import Cancelled, FileTrouble, Refused
from kongchuo_desktop.spreadsheets import delimited, reader

ROWS = [["姓名", "班级"], ["𬱟㛃·买提", "七年级1班"]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_in_every_encoding_and_with_every_separator(tmp_path, encoding, delimiter):
    table = roster(text(tmp_path / "名册.csv", ROWS, encoding, delimiter))

    assert table.entries[0].student.name == "𬱟㛃·买提"


def test_blank_lines_and_quoted_lines_keep_the_count_of_rows(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text('姓名,班级,备注\n\n甲,七年级1班,"两\n行"\n乙,七年级1班\n', "utf-8")

    table = roster(path)

    assert [(e.row, e.student.name) for e in table.entries] == [(3, "甲"), (4, "乙")]
    assert table.entries[0].student.more == {"备注": "两\n行"}


def test_mixed_encodings_are_not_guessed_at(tmp_path):
    path = tmp_path / "a.csv"
    path.write_bytes("姓名,班级\n王小花,".encode() + b"\xff\xfe\xff\n")

    with pytest.raises(Refused, match="编码"):
        reader.read(path)


def test_decoding_is_strict():
    assert delimited.decode("a", "龘".encode("gb18030")) == "龘"
    assert delimited.decode("a", "\ufeff龘".encode("gb18030")) == "龘"


def test_old_workbooks_whatever_they_are_called(tmp_path):
    path = xls(tmp_path / "a.xls", ROWS)

    for name in ("名册.et", "名册.xlsx", "名册.csv"):
        shutil.copy(path, tmp_path / name)
        assert len(roster(tmp_path / name).entries) == 1


def test_a_new_workbook_named_xls(tmp_path):
    path = xlsx(tmp_path / "a.xlsx", ROWS)

    assert len(roster(path.rename(tmp_path / "a.xls")).entries) == 1


def test_cells_are_plain_values_at_their_places(tmp_path):
    rows = [[], [None, "甲", 1.5, date(2013, 5, 4), True, "=NA()"]]

    (sheet,) = reader.read(xlsx(tmp_path / "a.xlsx", rows)).sheets

    assert sheet.rows == [[""] * 6, ["", "甲", 1.5, date(2013, 5, 4), True, "#N/A"]]


def test_days_of_an_old_workbook_that_counts_from_1904(tmp_path):
    path = xls(tmp_path / "a.xls", [["姓名", "出生日期"], ["甲", 39936]], dates_1904=True)

    assert reader.read(path).date_1904
    assert roster(path).entries[0].student.birth == date(2013, 5, 4)


def test_errors_in_old_workbooks_are_seen(tmp_path):
    import xlwt

    book = xlwt.Workbook()
    sheet = book.add_sheet("表1")
    sheet.write(0, 0, "姓名")
    sheet.row(1).set_cell_error(0, 0x2A)
    sheet.write(1, 1, "x")
    book.save(str(tmp_path / "a.xls"))

    assert reader.read(tmp_path / "a.xls").sheets[0].rows[1] == ["#N/A", "x"]


def test_a_missing_file_is_the_machines_fault(tmp_path):
    with pytest.raises(FileTrouble, match="找不到"):
        reader.read(tmp_path / "没有.xlsx")


def test_reading_can_be_cancelled(tmp_path):
    def stop(done, total):
        raise Cancelled

    with pytest.raises(Cancelled):
        reader.read(xlsx(tmp_path / "a.xlsx", ROWS), stop)
