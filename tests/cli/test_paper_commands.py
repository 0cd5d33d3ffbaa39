"""The verbs about papers, by code and name, to files of both kinds; what is due; own words."""

import pytest
from python_calamine import CalamineWorkbook

DAY = "2026-11-20"


@pytest.fixture
def absent(run):
    """王小花 without leave this morning."""
    run("mark", DAY, "上午", "--class", "七年级1班", "--absent", "王小花=无故")
    return run


@pytest.mark.parametrize(
    "form", ["F02", "f02", "复学通知书", "复学（返校）通知书", "return_notice"]
)
def test_a_form_is_called_by_code_name_or_short_name(absent, tmp_path, form):
    out = tmp_path / "通知.pdf"
    code, told = absent("print", form, "--student", "王小花", "--out", out)
    assert (code, told["numbers"]) == (0, ["校复通〔2026〕第 001 号"])
    assert told["unchanged"] == []
    assert out.read_bytes().startswith(b"%PDF")


def test_printing_again_what_has_not_changed_gives_the_same_bytes(absent, tmp_path):
    first, again = tmp_path / "1.pdf", tmp_path / "2.pdf"
    absent("print", "F02", "--student", "王小花", "--out", first)
    code, told = absent("print", "F02", "--student", "王小花", "--out", again)
    assert (code, told["unchanged"]) == (0, ["王小花"])
    assert first.read_bytes() == again.read_bytes()


def test_an_unknown_form_lists_those_there_are(run, tmp_path):
    code, told = run("print", "F77", "--student", "王小花", "--out", tmp_path / "x.pdf")
    assert code == 1
    assert "没有“F77”这种文书" in told["error"]
    assert "F12 学生辍学报告单" in told["error"]


def test_a_school_may_not_print_an_order(run, tmp_path):
    code, told = run("print", "F01", "--blank", "--out", tmp_path / "x.pdf")
    assert code == 1
    assert "学校没有这项职权" in told["error"]
    assert not (tmp_path / "x.pdf").exists()


def test_a_class_goes_into_files_one_by_one_too(run, tmp_path):
    folder = tmp_path / "逐份"
    folder.mkdir()
    code, told = run(
        "print", "F05-4", "--class", "七年级1班", "--out", tmp_path / "责任书.pdf", "--each", folder
    )
    assert code == 0
    assert len(told["files"]) == len(told["numbers"]) == 3
    assert sorted(map(str, folder.iterdir())) == sorted(told["files"])


def test_a_list_becomes_a_workbook(run, tmp_path):
    out = tmp_path / "台账.xlsx"
    code, told = run("print", "F32-1", "--out", out)
    assert code == 0
    _title, heads, *rows = CalamineWorkbook.from_path(str(out)).get_sheet_by_index(0).to_python()
    assert len(rows) == told["rows"] > 0
    assert "王小花" in {row[heads.index("姓名")] for row in rows}


def test_a_sheet_is_found_by_its_code_and_handed_out(absent, tmp_path):
    absent("print", "F02", "--student", "王小花", "--out", tmp_path / "1.pdf")
    code, told = absent("paper", "find", "F02-2026-001", "--out", tmp_path / "2.pdf")
    assert (code, told["number"], told["state"], told["page"]) == (
        0, "校复通〔2026〕第 001 号", "issued", 1
    )  # fmt: skip
    assert (tmp_path / "1.pdf").read_bytes() == (tmp_path / "2.pdf").read_bytes()
    assert absent("paper", "find", "F02-2026-002")[0] == 1


def test_what_is_due_is_listed_for_the_school_and_for_a_child(absent):
    code, told = absent("paper", "due", "--student", "王小花")
    assert code == 0
    assert {"form": "F09", "kind": "contact_log"}.items() <= told["due"][0].items()
    assert len(absent("paper", "due")[1]["due"]) > len(told["due"])


def test_the_forms_are_listed_by_initials(run):
    code, told = run("paper", "list", "cxxs")
    assert code == 0
    assert "dropout_report" not in {form["kind"] for form in told["forms"]}
    assert run("paper", "list", "xscx")[1]["forms"][0]["form"] == "F12"


def test_a_paragraph_is_worded_and_taken_back(run):
    words = ("paper", "word", "F03", "--key", "hardship")
    code, told = run(*words, "--text", "有难处，请说出来。")
    held = {paragraph["key"]: paragraph["text"] for paragraph in told["paragraphs"]}
    assert (code, held["hardship"]) == (0, "有难处，请说出来。")
    assert run(*words, "--text", "不来就罚款")[0] == 1
    told = run(*words, "--reset")[1]
    assert "不收学费" in {p["key"]: p["text"] for p in told["paragraphs"]}["hardship"]


def test_an_office_has_its_own_orders(run, tmp_path):
    office = tmp_path / "乡政府"
    words = ("init", "--school", "石门乡教育办", "--code", "2152000001", "--township", "石门乡")
    assert run(*words, "--edition", "township", data=office)[0] == 0
    out = tmp_path / "空白.pdf"
    assert run("print", "F01", "--blank", "--out", out, data=office)[0] == 0
    assert run("print", "F02-A", "--blank", "--out", out, data=office)[0] == 1
