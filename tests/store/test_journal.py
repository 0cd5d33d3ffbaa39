"""One entry for each operation: whole or not at all, taken back and done again."""

from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256

import pytest
from factory import AM, PM, TODAY, aid, concern, contact, leave, student, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.domain.visits import Submission
from kongchuo_desktop.services import (
    aid as aids,
)
from kongchuo_desktop.services import (
    attendance,
    classes,
    paper_register,
    papers,
    risk,
    roster,
    schools,
    undo,
    visits,
)
from kongchuo_desktop.services import (
    leave as leaves,
)
from kongchuo_desktop.services.drafts import Drafts
from kongchuo_desktop.store import journal
from kongchuo_desktop.store.models import ALL

JOURNAL = {"op", "draft", "paper_copy", "visit_picture", "sent", "heading"}
TABLES = [m._meta.table_name for m in ALL if m._meta.table_name not in JOURNAL]


def state(ctx):
    """Everything the tables hold that a user could miss."""
    connection = ctx.data.db.connection()
    return {
        table: sorted(map(repr, connection.execute(f"SELECT * FROM {table}"))) for table in TABLES
    }


def ops(ctx):
    rows = ctx.data.db.connection().execute("SELECT label, who, undoes FROM op ORDER BY id")
    return rows.fetchall()[1:]  # the first made the school


def slip(ctx):
    return leaves.apply(
        ctx, leave(first_day=TODAY + timedelta(days=3), last_day=TODAY + timedelta(days=3))
    )


ACTS = {
    "add a child": lambda ctx: roster.add(ctx, student(name="新同学")),
    "change a child": lambda ctx: roster.change(
        ctx, replace(student(id="wang"), name="王晓花", guardians=())
    ),
    "remove a child": lambda ctx: roster.remove(ctx, "zeng"),
    "roll call": lambda ctx: attendance.call(
        ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED, "shan": MarkKind.LATE}
    ),
    "leave": slip,
    "visit": lambda ctx: visits.record(ctx, visit()),
    "contact": lambda ctx: visits.record_contact(ctx, contact()),
    "submission": lambda ctx: visits.submit(
        ctx, Submission(student="wang", day=TODAY, whom="教务处")
    ),
    "aid": lambda ctx: aids.apply(ctx, aid()),
    "concern": lambda ctx: risk.nominate(ctx, concern()),
    "teacher": lambda ctx: classes.set_teachers(ctx, {"c71": "新老师"}),
    "school": lambda ctx: schools.change(ctx, replace(ctx.school, phone="0000-1111111")),
}  # fmt: skip


@pytest.mark.parametrize("name", ACTS)
def test_each_operation_is_one_entry_and_can_be_undone_redone_and_undone_again(ctx, name):
    before, entries = state(ctx), len(ops(ctx))
    ACTS[name](ctx)
    after = state(ctx)
    assert after != before
    assert len(ops(ctx)) == entries + 1
    label = undo.undoable(ctx)

    for _ in range(2):
        assert undo.undo(ctx) == label
        assert state(ctx) == before
        assert undo.undoable(ctx) is None
        assert undo.redoable(ctx) == label
        assert undo.redo(ctx) == label
        assert state(ctx) == after
        assert undo.undoable(ctx) == label
        assert undo.redoable(ctx) is None


def test_undo_walks_back_over_everything_to_an_empty_roll_and_forward_again(ctx):
    """A child is taken in, marked, gets leave, is visited; then all of it is taken back."""
    states = [state(ctx)]
    child = roster.add(ctx, student(name="新同学"))
    states.append(state(ctx))
    steps = (
        lambda: attendance.call(ctx, "c71", (TODAY, AM), {child.id: MarkKind.UNEXCUSED}),
        lambda: leaves.apply(ctx, leave(student=child.id, first_half=PM), approved=True),
        lambda: visits.record(ctx, visit(student=child.id)),
        lambda: roster.change(ctx, replace(child, village="大坪村")),
        lambda: attendance.call(ctx, "c71", (TODAY, AM), {}),
    )
    for step in steps:
        step()
        states.append(state(ctx))

    for expected in states[-2::-1]:
        undo.undo(ctx)
        assert state(ctx) == expected
    with pytest.raises(Refused):
        undo.undo(ctx)
    for expected in states[1:]:
        undo.redo(ctx)
        assert state(ctx) == expected
    with pytest.raises(Refused):
        undo.redo(ctx)


def test_a_new_operation_ends_what_could_be_redone(ctx):
    ACTS["visit"](ctx)
    undo.undo(ctx)
    ACTS["concern"](ctx)

    assert undo.redoable(ctx) is None
    assert undo.undo(ctx) == "列 王小花 为重点生"


def test_undo_is_refused_where_a_later_change_stands_in_the_way_and_changes_nothing(ctx):
    ACTS["change a child"](ctx)
    with ctx.write("不可撤销的修改", undoable=False):
        ctx.data.db.execute_sql("UPDATE student SET name = '王小华' WHERE id = 'wang'")
    before = state(ctx)

    with pytest.raises(Refused, match="后来又被修改"):
        undo.undo(ctx)
    assert state(ctx) == before
    assert undo.undoable(ctx) == "修改 王晓花 的信息"


def test_undo_is_refused_where_later_records_rest_on_it(ctx):
    child = ACTS["add a child"](ctx)
    first = ctx.last_op()
    visits.record(ctx, visit(student=child.id))
    before = state(ctx)

    with pytest.raises(Refused), ctx.write("撤销"):
        journal.revert(ctx.data.db.connection(), first)
    assert state(ctx) == before


def test_an_issued_paper_is_passed_over(ctx):
    ACTS["visit"](ctx)
    papers.issue(ctx, "parent_promise", ["wang"])

    assert undo.undoable(ctx) == "登记 王小花 家访"
    undo.undo(ctx)
    assert not visits.of_student(ctx, "wang")
    assert len(paper_register.PaperListing(ctx).keys("", "", False, "")) == 1


def test_operations_of_an_earlier_run_are_history(folder, open_school):
    ctx = open_school(folder)
    ACTS["visit"](ctx)
    ctx.close()

    again = open_school(folder)
    assert undo.undoable(again) is None
    with pytest.raises(Refused):
        undo.undo(again)


def test_the_chain_holds_and_any_edit_breaks_it(ctx):
    for act in ACTS.values():
        act(ctx)
    connection = ctx.data.db.connection()

    assert broken_links(connection) == []
    assert journal.head(connection) == last(connection)[-1]
    edited = connection.execute("SELECT id FROM op ORDER BY id LIMIT 1 OFFSET 4").fetchone()[0]
    connection.execute("UPDATE op SET who = '别人' WHERE id = ?", (edited,))
    assert broken_links(connection) == [edited]


def last(connection):
    return connection.execute("SELECT * FROM op ORDER BY id DESC LIMIT 1").fetchone()


def broken_links(connection):
    """Entries whose hash is not that of their content and the hash before."""
    broken, before = [], ""
    for id_, label, at, who, changes, held in connection.execute(
        "SELECT id, label, at, who, changes, hash FROM op ORDER BY id"
    ):
        text = f"{id_}\t{label}\t{at}\t{who}".encode()
        parts = [before.encode(), text, sha256(changes).digest()]
        if sha256(b"\0".join(parts)).hexdigest() != held:
            broken.append(id_)
        before = held
    return broken


def test_an_exception_rolls_all_of_it_back_and_leaves_no_entry(ctx):
    before, entries = state(ctx), ops(ctx)

    with pytest.raises(ZeroDivisionError), ctx.write("做一半"):
        ctx.data.db.execute_sql("UPDATE student SET name = '别人'")
        visits.record(ctx, visit())
        1 / 0  # noqa: B018
    assert (state(ctx), ops(ctx)) == (before, entries)
    ACTS["visit"](ctx)
    assert len(ops(ctx)) == len(entries) + 1


def test_a_write_inside_another_joins_it(ctx):
    entries = len(ops(ctx))
    with ctx.write("一次做两件"):
        visits.record(ctx, visit())
        risk.nominate(ctx, concern())

    assert [label for label, *_ in ops(ctx)[entries:]] == ["一次做两件"]
    undo.undo(ctx)
    assert not visits.of_student(ctx, "wang")
    assert risk.nomination(ctx, "wang") is None


def test_what_changes_nothing_leaves_no_entry(ctx):
    entries = len(ops(ctx))
    with ctx.write("什么也没做"):
        pass
    classes.set_teachers(ctx, {"c71": "潘老师"})

    assert len(ops(ctx)) == entries


def test_listeners_are_told_once_after_it_is_on_disk_and_not_of_failures(ctx):
    heard = []

    def listen(changes):
        assert not ctx.data.db.in_transaction()
        heard.append((changes.label, set(changes.tables), changes.op == ctx.last_op()))

    ctx.listen(listen)
    with ctx.write("一次做两件"):
        visits.record(ctx, visit())
        risk.nominate(ctx, concern())
        assert not heard
    with pytest.raises(ZeroDivisionError), ctx.write("失败"):
        1 / 0  # noqa: B018
    with ctx.write("什么也没变"):
        pass
    undo.undo(ctx)

    assert heard == [
        ("一次做两件", {"visit", "concern"}, True),
        ("撤销：一次做两件", {"visit", "concern"}, True),
    ]


def test_an_entry_says_who_did_it_and_what_it_took_back(ctx):
    ACTS["visit"](ctx)
    undo.undo(ctx)

    (label, who, undoes), (taken_back, _, of) = ops(ctx)[-2:]
    assert (label, who, undoes) == ("登记 王小花 家访", "教务处 林老师", None)
    assert taken_back == "撤销：登记 王小花 家访"
    assert of == ctx.last_op() - 1


def test_drafts_are_kept_over_a_restart_and_out_of_the_journal(folder, open_school):
    ctx = open_school(folder)
    entries = ops(ctx)
    Drafts(ctx).save("leave", {"reason": "发烧", "student": "wang"})
    ctx.close()

    drafts = Drafts(open_school(folder))
    assert drafts.load("leave") == {"reason": "发烧", "student": "wang"}
    drafts.clear("leave")
    assert drafts.load("leave") is None
    assert ops(drafts._ctx) == entries


def test_a_roll_call_called_again_is_undone_to_the_first(ctx):
    attendance.call(ctx, "c71", (TODAY, AM), {"wang": MarkKind.UNEXCUSED})
    attendance.call(ctx, "c71", (TODAY, AM), {"zhang": MarkKind.SICK})

    undo.undo(ctx)
    assert kinds(ctx) == {"wang": MarkKind.UNEXCUSED}


def kinds(ctx, day: date = TODAY):
    found = attendance.book(ctx, day, day)
    return {student: held[day, AM] for student, held in found.marks.items() if (day, AM) in held}
