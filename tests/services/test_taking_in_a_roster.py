"""The demo's messy workbook through the use cases: in, again, out, and back."""

from dataclasses import replace

import pytest

from kongchuo_desktop.domain.errors import Cancelled, FileTrouble, Refused
from kongchuo_desktop.domain.roster_import import NEW
from kongchuo_desktop.services import classes, demo, lookup, roster, roster_import, undo
from kongchuo_desktop.services.roster import StudentListing
from kongchuo_desktop.store import students


@pytest.fixture(scope="session")
def workbook(tmp_path_factory):
    path = tmp_path_factory.mktemp("花名册") / "花名册.xlsx"
    demo.roster_workbook(path)
    return path


@pytest.fixture
def empty(tmp_path):
    ctx, _ = demo.empty(tmp_path / "数据")
    yield ctx
    ctx.close()


def everybody(ctx):
    return sorted(students.everybody(None).values(), key=lambda child: child.id)


def test_looking_writes_nothing_and_taking_in_does_what_was_shown(empty, workbook):
    before = empty.last_op()
    seen = roster_import.look(empty, workbook)
    assert (empty.last_op(), everybody(empty)) == (before, [])

    counts = roster_import.take_in(empty, seen)
    assert counts == seen.counts
    assert (counts["added"], counts["refused"], counts["doubtful"]) == (413, 3, 0)
    assert len(everybody(empty)) == 413
    assert len(classes.seen(empty)) == 12
    assert empty.last_op() == before + 1


def test_the_same_file_again_changes_nothing(empty, workbook):
    roster_import.take_in(empty, roster_import.look(empty, workbook))
    before = empty.last_op()
    again = roster_import.look(empty, workbook)

    assert (again.counts["added"], again.counts["changed"], again.counts["same"]) == (0, 0, 413)
    roster_import.take_in(empty, again)
    assert empty.last_op() == before


def test_one_undo_takes_a_whole_import_back_and_redo_brings_it_again(empty, workbook):
    roster_import.take_in(empty, roster_import.look(empty, workbook))
    taken_in = everybody(empty)

    undo.undo(empty)
    assert everybody(empty) == []
    assert classes.seen(empty) == {}
    assert StudentListing(empty).keys("", "", False, "") == []
    assert lookup.find(empty, "zsm") == []
    undo.redo(empty)
    assert everybody(empty) == taken_in
    assert len(lookup.find(empty, "zsm")) == 2


def test_children_of_one_name_stay_two_and_rare_characters_stay_themselves(empty, workbook):
    roster_import.take_in(empty, roster_import.look(empty, workbook))

    assert len(students.named("张三民", None)) == 2
    for name in ("石㛃", "王𬱟", "龙䶮", "阿卜杜热西提·买买提"):
        assert students.get(lookup.one(empty, name)).name == name


def test_what_was_changed_by_hand_is_shown_before_it_is_changed_back(empty, workbook):
    roster_import.take_in(empty, roster_import.look(empty, workbook))
    child = students.get(lookup.one(empty, "石㛃"))
    roster.change(empty, replace(child, name="石小㛃"))
    seen = roster_import.look(empty, workbook)

    assert (seen.counts["changed"], seen.counts["doubtful"], seen.counts["same"]) in {
        (1, 0, 412), (0, 1, 412),
    }  # fmt: skip


def test_refused_rows_say_where_what_and_why(empty, workbook):
    told = roster_import.as_json(roster_import.look(empty, workbook))

    assert set(told) == {
        "added", "changed", "same", "refused", "doubtful", "remarks", "columns", "classes",
    }  # fmt: skip
    assert all(set(row) == {"row", "column", "value", "reason"} for row in told["refused"])
    assert all(row["row"] > 0 and row["reason"] for row in told["refused"])
    assert sum(told["classes"].values()) == 413


def test_a_cancelled_import_leaves_nothing(empty, workbook):
    seen = roster_import.look(empty, workbook)

    def stop(done, total):
        raise Cancelled

    before = empty.last_op()
    with pytest.raises(Cancelled):
        roster_import.take_in(empty, seen, stop)
    assert (everybody(empty), empty.last_op()) == ([], before)


def test_a_file_that_is_no_workbook_is_told(empty, tmp_path):
    path = tmp_path / "花名册.xlsx"
    path.write_bytes(b"\x00" * 5000)

    with pytest.raises(Refused):
        roster_import.look(empty, path)
    with pytest.raises(FileTrouble):
        roster_import.look(empty, tmp_path / "没有.xlsx")


def test_what_is_exported_can_be_taken_in_again_without_a_change(empty, workbook, tmp_path):
    roster_import.take_in(empty, roster_import.look(empty, workbook))
    path = tmp_path / "导出.xlsx"

    assert roster_import.export(empty, path) == 413
    counts = roster_import.look(empty, path).counts
    assert (counts["same"], counts["changed"], counts["added"]) == (413, 0, 0)


def test_refused_rows_do_not_take_the_place_of_their_own_file(empty, workbook):
    before = workbook.read_bytes()
    with pytest.raises(Refused, match="没有覆盖"):
        roster_import.refused_rows(roster_import.look(empty, workbook), workbook)
    assert workbook.read_bytes() == before


def test_answers_that_contradict_each_other_do_not_reach_the_disk(empty, tmp_path):
    path = tmp_path / "重号.csv"
    path.write_text(
        "姓名,性别,班级,全国学籍号\n"
        "王小花,女,七年级1班,G999999201305040221\n"
        "李四,男,七年级1班,G999999201305040221\n",
        "utf-8",
    )
    seen = roster_import.look(empty, path)
    places = [(doubt.entry.sheet, doubt.entry.row) for doubt in seen.plan.doubtful]
    assert len(places) == 2

    counts = roster_import.take_in(empty, roster_import.decide(seen, dict.fromkeys(places, NEW)))

    assert (counts["added"], counts["doubtful"]) == (1, 1)
    assert [child.name for child in everybody(empty)] == ["王小花"]


def test_what_was_looked_at_is_not_taken_in_once_the_roll_is_another(empty, workbook):
    seen = roster_import.look(empty, workbook)
    roster_import.take_in(empty, seen)
    undo.undo(empty)
    before = empty.last_op()

    with pytest.raises(Refused, match="重新"):
        roster_import.take_in(empty, seen)
    assert (everybody(empty), empty.last_op()) == ([], before)
    assert roster_import.take_in(empty, roster_import.look(empty, workbook))["added"] == 413
