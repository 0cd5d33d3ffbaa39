"""The other columns of the roster: headings once, cells in their order, whatever is taken back."""

from dataclasses import replace

from factory import student

from kongchuo_desktop.services import roster, undo
from kongchuo_desktop.store import db, headings, migrations, students
from kongchuo_desktop.store.steps import STEPS


def columns(who):
    return students.get(who).more


def test_each_child_keeps_its_own_columns_after_new_headings(ctx):
    first = roster.add(ctx, student(name="甲", more={"籍贯": "贵州", "健康状况": "良好"})).id
    second = roster.add(ctx, student(name="乙", more={"校车": '坐"2"路', "籍贯": "四川"})).id
    third = roster.add(ctx, student(name="丙", more={})).id

    assert columns(first) == {"籍贯": "贵州", "健康状况": "良好"}
    assert columns(second) == {"籍贯": "四川", "校车": '坐"2"路'}
    assert columns(third) == {}


def test_an_import_taken_back_moves_no_cell_of_a_later_child(ctx):
    first = roster.add(ctx, student(name="甲", more={"籍贯": "贵州"})).id
    undo.undo(ctx)
    second = roster.add(ctx, student(name="乙", more={"校车": "坐"})).id
    roster.change(ctx, replace(students.get(second), more={"校车": "坐", "籍贯": "四川"}))

    assert first not in students.everybody(None)
    assert columns(second) == {"校车": "坐", "籍贯": "四川"}
    undo.undo(ctx)
    assert columns(second) == {"校车": "坐"}


def test_a_write_that_fails_leaves_no_heading(ctx):
    try:
        with ctx.write("不成"):
            headings.packed([{"新的一列": "x"}])
            raise ZeroDivisionError
    except ZeroDivisionError:
        pass
    count = ctx.data.db.connection().execute("SELECT count(*) FROM heading").fetchone()
    assert count == (0,)


def test_columns_written_with_their_names_are_read_after_the_step(tmp_path, monkeypatch):
    folder = tmp_path / "旧校"
    before = STEPS[: STEPS.index(next(step for step in STEPS if "TABLE heading" in step))]
    monkeypatch.setattr(migrations, "STEPS", before)
    monkeypatch.setattr(migrations, "LATEST", len(before))
    old = db.create(folder)
    connection = old.db.connection()
    connection.execute("INSERT INTO class VALUES ('c1', 7, 1, '七年级1班', '', 0)")
    for id_, told in (
        ("s1", '{"籍贯":"贵州","a\\"b":"{}"}'),
        ("s2", '{"校车":"坐","籍贯":"四川"}'),
    ):
        marks = ", ".join("?" * 17)
        row = [id_, "c1", id_, "", "", "", "", "", "", "", "enrolled", None, "", "", "", None, ""]
        connection.execute(f"INSERT INTO student VALUES ({marks})", row)
        connection.execute("INSERT INTO search VALUES (?, 'c1', 'enrolled', '', '', '')", [id_])
        connection.execute("INSERT INTO roster VALUES (?, ?)", [id_, told])
    old.close()
    monkeypatch.undo()

    new = db.open_folder(folder)
    try:
        assert columns("s1") == {"籍贯": "贵州", 'a"b': "{}"}
        assert columns("s2") == {"校车": "坐", "籍贯": "四川"}
    finally:
        new.close()
