"""Commands that read or write files: papers, the parcel, the roster, the demo."""

from pathlib import Path

import pytest
from factory import SCHOOL

from kongchuo_desktop.exchange import keys, post, township_key
from kongchuo_desktop.services import demo


def test_printing_numbers_the_sheets(run, tmp_path):
    path = tmp_path / "责任书.pdf"
    code, told = run("print", "F05-4", "--class", "七年级1班", "--out", path)

    assert (code, len(told["numbers"])) == (0, 3)
    assert path.read_bytes()[:5] == b"%PDF-"
    assert run("print", "承诺书", "--student", "王小花", "--out", path)[1]["numbers"] == [
        "校诺〔2026〕第 001 号"
    ]
    assert run("print", "请假条", "--blank", "--out", path)[1]["numbers"] == []


def test_printing_refuses_what_cannot_be_printed_and_uses_no_number(run, tmp_path):
    path = tmp_path / "x.pdf"
    for words in (
        ("F99", "--blank"),
        ("请假条", "--student", "王小花"),
        ("请假条", "--class", "七年级1班"),
        ("复学通知书", "--student", "王小花"),
        ("承诺书", "--student", "张三民"),
    ):
        assert run("print", *words, "--out", path)[0] == 1
    assert (
        run("print", "承诺书", "--student", "王小花", "--out", tmp_path / "没有" / "x.pdf")[0] == 3
    )
    assert not path.exists()
    assert run("print", "承诺书", "--student", "王小花", "--out", path)[1]["numbers"] == [
        "校诺〔2026〕第 001 号"
    ]


def test_export_needs_a_key_and_writes_one_file(run, tmp_path):
    stick = tmp_path / "U盘"
    stick.mkdir()
    assert run("export", "--to", stick)[0] == 1

    secret = keys.new_township_identity()
    key = township_key.write_township_key(
        tmp_path, township_key.township_key("石桥乡中心校", secret)
    )
    code, told = run("export", "--to", stick, "--key", key)
    assert (code, told["seq"], told["counts"]["student"]) == (0, 1, 6)
    (path,) = (p for p in stick.rglob("*") if p.is_file())
    assert str(path) == told["file"]
    assert post.unwrap(path.read_bytes(), [secret]).parcel.manifest.seq == 1
    assert run("export", "--to", tmp_path / "拔了")[0] == 3
    assert run("export", "--to", stick)[1]["seq"] == 2


@pytest.fixture
def key_of(tmp_path):
    """The key file of an office of this name, made for the test."""

    def make(name):
        key = township_key.township_key(name, keys.new_township_identity())
        return township_key.write_township_key(tmp_path, key), key.fingerprint

    return make


def test_export_says_for_whom_in_words(run, key_of, tmp_path):
    path, fingerprint = key_of("石桥乡中心校")
    code, said = run("export", "--to", tmp_path, "--key", path, as_json=False)

    assert code == 0
    assert "石桥乡中心校" in said
    assert fingerprint in said
    assert "学生6条" in said
    assert "student" not in said


def test_another_office_is_taken_over_only_with_its_fingerprint(run, key_of, tmp_path):
    first, own = key_of("石桥乡中心校")
    other, fingerprint = key_of("别处中心校")
    assert run("export", "--to", tmp_path, "--key", first)[0] == 0
    assert run("export", "--to", tmp_path, "--key", first)[1]["seq"] == 2

    for words in ((), ("--fingerprint", own), ("--fingerprint", "12345")):
        code, told = run("export", "--to", tmp_path, "--key", other, *words)
        assert (code, "没有写出" in told["error"]) == (1, True)
    assert own in run("export", "--to", tmp_path, as_json=False)[1]
    code, said = run(
        "export", "--to", tmp_path, "--key", other,
        "--fingerprint", fingerprint.replace(" ", ""), as_json=False,
    )  # fmt: skip
    assert code == 0
    assert fingerprint in said


def test_an_office_is_not_taken_over_when_nothing_was_written_for_it(run, key_of, tmp_path):
    path, _fingerprint = key_of("石桥乡中心校")
    assert run("export", "--to", tmp_path / "拔了", "--key", path)[0] == 3
    code, told = run("export", "--to", tmp_path)
    assert (code, "还没有登记" in told["error"]) == (1, True)


def test_roster_import_keeps_its_contract(run, folder, tmp_path):
    (folder / "school.db").unlink()
    (folder / "keys.json").unlink()
    book, failed = tmp_path / "花名册.xlsx", tmp_path / "退回.xlsx"
    demo.roster_workbook(book)
    run("init", "--school", SCHOOL.name, "--code", SCHOOL.code)
    code, told = run("roster", "import", book, "--dry-run")

    assert code == 0
    assert set(told) == {
        "added", "changed", "same", "refused", "doubtful", "remarks", "columns", "classes",
    }  # fmt: skip
    assert (told["added"], told["changed"], told["same"]) == (413, 0, 0)
    assert set(told["refused"][0]) == {"row", "column", "value", "reason"}
    assert told["classes"]["七年级2班"] == 44
    assert run("today")[1]["totals"]["on_roll"] == 0
    assert run("roster", "import", book, "--failed-out", failed)[1]["added"] == 413
    assert failed.stat().st_size > 0
    assert run("roster", "import", book)[1]["same"] == 413
    assert run("today")[1]["totals"]["on_roll"] == 413
    assert run("roster", "import", tmp_path / "没有.xlsx")[0] in {1, 3}
    assert run("roster", "import", book, "--map", "没有等号")[0] == 1


def test_roster_export(run, tmp_path):
    code, told = run("roster", "export", tmp_path / "导出.xlsx")

    assert (code, told["students"]) == (0, 6)
    assert (tmp_path / "导出.xlsx").stat().st_size > 0


def test_the_demo_does_the_main_job_whole(run, tmp_path):
    out = tmp_path / "示范"
    code, told = run("demo", "--out", out, data=tmp_path / "没用到")

    assert code == 0
    assert len(told["files"]) >= 8
    assert all(out in Path(file).parents and Path(file).exists() for file in told["files"])
    assert run("demo", "--out", out, data=tmp_path / "没用到")[0] == 0


def test_the_demo_never_takes_the_place_of_a_real_school(run, folder, tmp_path):
    (tmp_path / "示范").mkdir()
    real = folder.rename(tmp_path / "示范" / "数据")
    code, told = run("demo", "--out", tmp_path / "示范", data=tmp_path)

    assert (code, "真实学校" in told["error"]) == (1, True)
    assert run("today", data=real)[1]["totals"]["on_roll"] == 6


@pytest.mark.parametrize("day", ["2026-09-02", "2026-10-01", "2027-02-22", "2026-08-25"])
def test_a_demo_on_a_day_that_will_not_do_is_refused_before_anything_is_made(run, tmp_path, day):
    out = tmp_path / "示范"
    code, told = run("demo", "--out", out, day=day)

    assert code == 1
    assert "示范" in told["error"]
    assert not out.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("print", "承诺书", "--student", "王小花"),
        ("print", "承诺书", "--blank"),
        ("print", "今日清单"),
        ("census", "print"),
    ],
)
def test_a_place_that_takes_no_file_is_told_in_words_and_uses_no_number(run, tmp_path, words):
    code, told = run(*words, "--out", tmp_path)

    assert code == 3
    assert str(tmp_path) in told["error"]
    assert "None" not in told["error"]
    assert run("print", "承诺书", "--student", "王小花", "--out", tmp_path / "x.pdf")[1][
        "numbers"
    ] == ["校诺〔2026〕第 001 号"]


@pytest.fixture
def messy(tmp_path):
    book = tmp_path / "花名册.xlsx"
    demo.roster_workbook(book)
    return book


def test_refused_rows_never_take_the_place_of_a_file(run, messy, tmp_path):
    before = messy.read_bytes()
    (tmp_path / "旧.xlsx").write_bytes(b"mine")
    for place in (messy, tmp_path / "旧.xlsx"):
        code, told = run("roster", "import", messy, "--failed-out", place)
        assert (code, "没有覆盖" in told["error"]) == (1, True)

    assert run("today")[1]["totals"]["on_roll"] == 6
    assert messy.read_bytes() == before
    assert (tmp_path / "旧.xlsx").read_bytes() == b"mine"


def test_no_folder_is_made_without_being_asked_for(run, messy, tmp_path):
    nowhere = tmp_path / "没有" / "表.xlsx"
    for words in (("import", messy, "--failed-out", nowhere), ("export", nowhere)):
        code, told = run("roster", *words)
        assert (code, "没有文件夹" in told["error"]) == (3, True)

    assert run("today")[1]["totals"]["on_roll"] == 6
    assert not nowhere.parent.exists()


def test_another_schools_roster_is_warned_about_as_in_the_window(run, messy, tmp_path):
    code, said = run("roster", "import", messy, "--dry-run", as_json=False)
    assert (code, "不是本校的" in said) == (0, True)

    own = demo.school()
    run("init", "--school", own.name, "--code", own.code, data=tmp_path / "本校")
    code, said = run("roster", "import", messy, data=tmp_path / "本校", as_json=False)
    assert (code, "不是本校的" in said) == (0, False)


def test_roster_import_says_what_it_read_with_a_reservation(run, tmp_path):
    book = tmp_path / "花名册.csv"
    book.write_text("姓名,班级,性别\n李四,七年级1班,不知道\n合计,1,\n", "utf-8")

    (remark,) = run("roster", "import", book, "--dry-run")[1]["remarks"]
    assert (remark["row"], remark["column"], remark["value"]) == (2, "性别", "不知道")
    said = run("roster", "import", book, "--dry-run", as_json=False)[1]
    assert f"第2行 性别“不知道”：{remark['reason']}" in said
    assert "第3行不是学生" in said
