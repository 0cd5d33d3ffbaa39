"""exam import and exam list, as a script calls them."""

import pytest
import xlsxwriter


@pytest.fixture
def sheet(tmp_path):
    path = tmp_path / "期中.xlsx"
    with xlsxwriter.Workbook(str(path)) as made:
        page = made.add_worksheet("七年级1班")
        for at, cells in enumerate(
            [
                ["姓名", "语文", "数学", "总分"],
                ["王小花", 78, 52, 130],
                ["张三民", "缺考", 105, 105],
                ["李四", 1, 1, 2],
            ]
        ):
            page.write_row(at, 0, cells)
    return path


NAMED = ("--name", "期中考试", "--on", "2026-11-12")


def test_a_dry_run_previews_and_writes_nothing(run, sheet):
    code, told = run("exam", "import", sheet, *NAMED, "--dry-run")
    assert code == 0
    assert told["exam"] == {
        "name": "期中考试", "date": "2026-11-12", "kind": "期中", "term": "2026-1",
    }  # fmt: skip
    assert (told["children"], told["absent"], told["refused"]) == (2, 1, 1)
    assert told["full"] == {"语文": [120.0], "数学": [120.0]}
    assert told["refused_rows"][0]["row"] == 4
    assert run("exam", "list")[1] == []


def test_import_twice_is_one_exam(run, sheet):
    for replaced in (0, 2):
        code, told = run("exam", "import", sheet, *NAMED)
        assert (code, told["replaced"]) == (0, replaced)
    assert run("exam", "list")[1] == [
        {"name": "期中考试", "date": "2026-11-12", "kind": "期中", "term": "2026-1",
         "children": 2, "subjects": 2}
    ]  # fmt: skip


def test_kind_and_full_marks_by_hand(run, sheet):
    code, told = run(
        "exam", "import", sheet, "--name", "摸底", "--on", "2026-09-03", "--kind", "月考",
        "--full", "语文=150", "--full", "数学=150",
    )  # fmt: skip
    assert code == 0
    assert (told["exam"]["kind"], told["full"]["数学"]) == ("月考", [150.0])


def test_in_words(run, sheet):
    code, said = run("exam", "list", as_json=False)
    assert (code, said) == (0, "还没有导入成绩\n")
    code, said = run("exam", "import", sheet, *NAMED, as_json=False)
    assert code == 0
    assert "已导入：期中考试 2026-11-12，2人（其中有缺考的1人）" in said
    assert "退回 第4行 李四" in said
    assert "2026-11-12 期中考试（期中）　2人　2科" in run("exam", "list", as_json=False)[1]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--name", " ", "--on", "2026-11-12"), "请写考试名称"),
        (("--name", "期中", "--on", "2026-11-21"), "今天之后"),
        ((*NAMED, "--full", "语文"), "科目=满分"),
        ((*NAMED, "--full", "体育=60"), "没有“体育”"),
    ],
)
def test_what_cannot_be_is_refused(run, sheet, words, said):
    code, told = run("exam", "import", sheet, *words)
    assert code == 1
    assert said in told["error"]
    assert run("exam", "list")[1] == []


def test_a_file_that_is_not_there_is_a_machine_s_trouble(run, tmp_path):
    code, told = run("exam", "import", tmp_path / "没有.xlsx", *NAMED)
    assert code in {1, 3}
    assert told["error"]
