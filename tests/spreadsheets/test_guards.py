"""Hostile and broken files: each refused in a sentence, within seconds and a bounded memory."""

import struct
import subprocess
import sys
import zipfile

import pytest
from making import NS, raw, roster, sheet_xml, xls, xlsx

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import guard, reader

SECONDS, MEGABYTES = 8, 600
# In a process of its own: a parser that asks for too much aborts, and takes everything with it.
READING = f"""
import sys
from pathlib import Path
try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, ({MEGABYTES} << 20, {MEGABYTES} << 20))
except ImportError:
    pass
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.spreadsheets import reader
sys.stdout.reconfigure(encoding="utf-8")
try:
    print("read", sum(len(sheet.rows) for sheet in reader.read(Path(sys.argv[1])).sheets))
except Refused as refused:
    print("refused", refused)
"""
ROW = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'


def answer(path):
    done = subprocess.run(
        [sys.executable, "-c", READING, str(path)],
        capture_output=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode("utf-8", "replace")[-2000:]
    return done.stdout.decode("utf-8").strip()


def entities(path):
    declared = (
        '<!ENTITY a0 "'
        + "x" * 100
        + '">'
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 9))
    )
    cell = '<row r="1"><c r="A1" t="inlineStr"><is><t>&a8;</t></is></c></row>'
    xml = f"<!DOCTYPE z [{declared}]><worksheet {NS}><sheetData>{cell}</sheetData></worksheet>"
    return raw(path, xml)


def outside(path):
    xml = f'<!DOCTYPE z [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet {NS}/>'
    return raw(path, "<?xml version='1.0'?><!-- a --> " + xml)


def utf16(path):
    return raw(path, ("<!DOCTYPE z []>" + sheet_xml(ROW)).encode("utf-16"))


def bomb(path):
    """A part that inflates to two hundred times its size and more."""
    return raw(path, sheet_xml(ROW + " " * 60_000_000))


def lying_bomb(path):
    return declared(bomb(path), 100)


def boasting(path):
    """A directory that declares more than any roster."""
    return declared(bomb(path), 500_000_000)


def declared(path, size):
    """The same archive, its directory declaring another size for its large part."""
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    while at >= 0:
        if struct.unpack_from("<I", data, at + 24)[0] > 1_000_000:
            struct.pack_into("<I", data, at + 24, size)
        at = data.find(b"PK\x01\x02", at + 4)
    path.write_bytes(data)
    return path


def many_parts(path):
    return raw(path, sheet_xml(ROW), {f"xl/x{n}.xml": "<x/>" for n in range(2_500)})


def doubled_part(path):
    raw(path, sheet_xml(ROW))
    with pytest.warns(UserWarning), zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/sheet1.xml", sheet_xml(FAR))
    return path


def far(path):
    return raw(path, sheet_xml(ROW + FAR))


def far_prefixed(path):
    cell = '<x:row r="9"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'
    return raw(
        path, f'<worksheet {NS} xmlns:x="{NS[7:-1]}"><sheetData>{ROW}{cell}</sheetData></worksheet>'
    )


def far_single_quotes(path):
    return raw(path, sheet_xml(ROW + "<row><c s='1' r='XFD1048576'><v>1</v></c></row>"))


def far_unplaced(path):
    """Cells without a place, counted from the left, in the first and in the last row."""
    wide = "<row>" + "<c><v>1</v></c>" * 16_384 + "</row>"
    return raw(path, sheet_xml(wide + '<row r="59999"><c><v>1</v></c></row>'))


def far_under_another_name(path):
    """The relation points to a part that is not where sheets are."""
    raw(path, sheet_xml(ROW), {"xl/theme/x.xml": sheet_xml(ROW + FAR)})
    moved = path.with_suffix(".moved")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(moved, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"worksheets/sheet1.xml", b"theme/x.xml"))
    return moved.replace(path)


def lying_dimension(path):
    xml = sheet_xml(ROW + FAR).replace("<sheetData>", '<dimension ref="A1:B2"/><sheetData>')
    return raw(path, xml)


def wide(path):
    return raw(path, sheet_xml('<row r="1"><c r="A1"><v>1</v></c><c r="XFD1"><v>1</v></c></row>'))


def long(path):
    return raw(path, sheet_xml(ROW + '<row r="70000"><c r="A70000"><v>1</v></c></row>'))


def styled_rows(path):
    rows = "".join(f'<row r="{n}" s="0"/>' for n in range(2, 1_048_577))
    return raw(path, sheet_xml(ROW + rows))


def styled_cells(path):
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(2, 1_048_577))
    return raw(path, sheet_xml(ROW + rows))


HOSTILE = {
    entities: "实体", outside: "实体", utf16: "实体",
    bomb: "不像名册", lying_bomb: "不像名册", boasting: "不像名册", many_parts: "不像名册",
    doubled_part: "损坏",
    far: "XFD", far_prefixed: "XFD", far_single_quotes: "XFD", far_unplaced: "OK列",
    far_under_another_name: "XFD", lying_dimension: "XFD", wide: "XFD", long: "70000行",
    styled_rows: "只有格式", styled_cells: "只有格式",
}  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_hostile_workbooks(make, tmp_path):
    told = answer(make(tmp_path / "名册.xlsx"))

    assert told.startswith("refused")
    assert HOSTILE[make] in told
    assert "没有导入任何内容" in told


def test_the_sheet_at_fault_is_named(tmp_path):
    with pytest.raises(Refused, match=r"工作表“表1”在第1048576行、XFD列"):
        reader.read(far(tmp_path / "a.xlsx"))


def test_far_cells_of_an_old_workbook(tmp_path):
    path = xls(tmp_path / "a.xls", [["姓名"]])
    data = path.read_bytes()
    cell = struct.pack("<HHHHH", 0x00FD, 10, 0, 0, 17)
    at = data.find(cell[:4] + b"\0\0\0\0")
    assert at > 0
    path.write_bytes(data[: at + 4] + struct.pack("<HH", 65_535, 255) + data[at + 8 :])

    assert "IV列" in answer(path)


@pytest.mark.parametrize("dimensions", [(0, 0xFFFFFFFF, 0, 0xFFFF), (9, 1, 9, 1)])
def test_an_old_workbook_that_lies_about_its_size(tmp_path, dimensions):
    path = xls(tmp_path / "a.xls", [["姓名"]])
    data = bytearray(path.read_bytes())
    at = data.find(struct.pack("<HH", 0x0200, 14))
    struct.pack_into("<IIHH", data, at + 4, *dimensions)
    path.write_bytes(data)

    assert "损坏" in answer(path)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.xls", b"<html><table><tr><td>\xe5</td></tr></table></html>", "网页"),
        ("a.xls", b"\xef\xbb\xbf\r\n<!DOCTYPE html><html>", "网页"),
        ("a.xls", b'<?xml version="1.0"?><Workbook/>', "XML"),
        ("a.xls", "姓名\t班级\n王小花\t七年级1班\n".encode("gb18030"), "文本文件"),
        ("a.xlsx", "姓名,班级\n".encode(), "文本文件"),
        ("a.xlsx", b"%PDF-1.7\n", "PDF"),
        ("a.xlsx", b"", "空的"),
        ("a.xls", b"\0" * 5000, "空的"),
        ("a.csv", b"  \r\n", "空的"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\0", "损坏"),
        ("a.xlsx", b"PK\x03\x04 but nothing else", "损坏"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "损坏"),
    ],
)
def test_what_a_file_really_is(tmp_path, name, data, said):
    (tmp_path / name).write_bytes(data)

    with pytest.raises(Refused, match=said):
        reader.read(tmp_path / name)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("make", [xls, xlsx])
def test_truncated_files(tmp_path, make, share):
    rows = [["姓名", "班级"], *([f"王{n}", "七年级1班"] for n in range(3000))]
    path = make(tmp_path / f"a.{make.__name__}", rows)
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])

    with pytest.raises(Refused, match="不完整或已损坏"):
        reader.read(path)


@pytest.mark.parametrize("make", [xls, xlsx])
def test_every_byte_flipped_is_either_read_or_refused_with_a_sentence(tmp_path, make):
    path = make(tmp_path / f"a.{make.__name__}", [["姓名", "班级"], ["王小花", "七年级1班"]])
    data = path.read_bytes()
    told = []
    for at in range(0, len(data), max(1, len(data) // 150)):
        path.write_bytes(data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :])
        try:
            roster(path)
        except Refused as refused:
            told.append(str(refused))
        else:
            told.append("")
    assert "" in told
    assert any(told)
    assert all(sentence.endswith("。") for sentence in told if sentence)


@pytest.mark.parametrize(("mark", "at"), [(b"PK\x01\x02", 6), (b"PK\x05\x06", 17)])
def test_a_directory_of_parts_that_lies(tmp_path, mark, at):
    """About the version it needs, or where it begins: before the file does."""
    path = xlsx(tmp_path / "a.xlsx", {"表": [["姓名"], ["王小花"]]})
    data = bytearray(path.read_bytes())
    data[data.rindex(mark) + at] = 255
    path.write_bytes(data)

    with pytest.raises(Refused, match="损坏"):
        reader.read(path)


def test_a_file_too_large_for_a_roster(tmp_path):
    path = tmp_path / "a.xlsx"
    with path.open("wb") as file:
        file.write(b"PK\x03\x04")
        file.truncate(guard.MAX_FILE_BYTES + 1)

    with pytest.raises(Refused, match="80 MB"):
        reader.read(path)


def test_a_text_table_larger_than_any_roster(tmp_path):
    (tmp_path / "a.csv").write_text("甲,乙\n" * 60_001, "utf-8")
    (tmp_path / "b.csv").write_text("," * 500, "utf-8")
    (tmp_path / "c.csv").write_text('"' + "甲" * 200_000, "utf-8")

    for name in "abc":
        with pytest.raises(Refused):
            reader.read(tmp_path / f"{name}.csv")


def test_honest_files_that_look_a_little_odd_are_read(tmp_path):
    """Formatted rows down to 65,536, a wide sheet, prefixed names: none of them is an attack."""
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 65_537))
    named = '<row r="1"><c r="A1" t="inlineStr"><is><t>姓名</t></is></c>'
    named += '<c r="GR1" t="inlineStr"><is><t>班级</t></is></c></row>'
    child = '<row r="2"><c r="A2" t="inlineStr"><is><t>王小花</t></is></c>'
    child += '<c r="GR2" t="inlineStr"><is><t>七年级1班</t></is></c></row>'
    plain = raw(tmp_path / "a.xlsx", sheet_xml(named + child + rows))

    prefixed = sheet_xml(named + child).replace("<", "<x:").replace("<x:/", "</x:")
    prefixed = prefixed.replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
    other = raw(tmp_path / "b.xlsx", prefixed)

    for path in (plain, other):
        assert roster(path).classes == {"七年级1班": 1}


def test_a_refused_file_is_left_as_it_was(tmp_path):
    path = far(tmp_path / "a.xlsx")
    before = path.read_bytes()

    with pytest.raises(Refused):
        reader.read(path)

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
