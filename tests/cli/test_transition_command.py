"""衔接核对 through the command line."""

from kongchuo_desktop.spreadsheets import writer


def test_the_names_in_between_are_told_and_kept(run, tmp_path):
    held = tmp_path / "毕业.xlsx"
    rows = [("王小花", "2014-05-04"), ("石强启", "2014-03-02")]
    held.write_bytes(writer.table("名单", ("姓名", "出生日期"), rows))
    out = tmp_path / "核对.xlsx"

    code, told = run("transition", held, "--out", out)
    assert (code, told["arrived"], told["doubtful"]) == (0, 1, [])
    assert told["between"] == [{"student": "石强启", "class": ""}]
    assert out.exists()
    assert "没有到： 石强启" in run("transition", held, as_json=False)[1]
