"""Writing for the office: what goes out, under which number, and what a failure leaves behind."""

from dataclasses import replace
from datetime import timedelta

import pytest
from factory import AM, HOSTILE, PM, TODAY, student, visit

from kongchuo_desktop.domain.attendance import MarkKind
from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.exchange import keys, post, township_key
from kongchuo_desktop.services import attendance, exchange, outgoing, roster, undo, visits
from kongchuo_desktop.store import students

NEVER_TOLD = ("score", "level", "tags", "reason", "talk", "intention", "agreed", "note", "met")


@pytest.fixture
def identity(ctx):
    """The secret of a township office whose public key the school has taken over."""
    secret = keys.new_township_identity()
    key = township_key.township_key(ctx.school.township_office, secret)
    exchange.enrol_office(ctx, exchange.Office(key.name, key.recipient, key.fingerprint))
    return secret


@pytest.fixture
def stick(tmp_path):
    place = tmp_path / "U盘"
    place.mkdir()
    return place


def opened(path, identity):
    return post.unwrap(path.read_bytes(), [identity])


def revisions(path, identity, kind):
    return {r["id"]: r["rev"] for r in opened(path, identity).parcel.tables[kind]}


def test_what_is_written_can_be_opened_by_the_office_alone(ctx, identity, stick):
    visits.record(ctx, visit())
    done = exchange.export(ctx, stick)
    received = opened(done.path, identity)
    manifest = received.parcel.manifest

    assert [p for p in stick.rglob("*") if p.is_file()] == [done.path]
    assert (manifest.school_code, manifest.school_name) == (ctx.school.code, ctx.school.name)
    assert (manifest.seq, manifest.previous_sha256) == (1, "")
    assert received.fingerprint == exchange.own_fingerprint(ctx)
    assert done.counts == exchange.contents(ctx)
    assert {k: len(v) for k, v in received.parcel.tables.items()} == dict(done.counts)
    assert "王小花".encode() not in done.path.read_bytes()


def test_parcels_are_numbered_chained_and_listed(ctx, identity, stick):
    first = exchange.export(ctx, stick)
    second = exchange.export(ctx, stick)

    assert opened(second.path, identity).parcel.manifest.previous_sha256 == first.sha256
    assert [(p.seq, p.sha256) for p in exchange.written(ctx)] == [
        (2, second.sha256), (1, first.sha256),
    ]  # fmt: skip
    assert undo.undoable(ctx) == "登记 石桥乡中心校 的公钥"


def test_a_revision_counts_the_contents_a_record_was_sent_with(ctx, identity, stick):
    first = revisions(exchange.export(ctx, stick).path, identity, "student")
    assert set(first.values()) == {1}

    roster.change(ctx, replace(students.get("wang"), village="大坪村"))
    second = revisions(exchange.export(ctx, stick).path, identity, "student")
    assert {id_ for id_ in first if second[id_] != first[id_]} == {"wang"}
    undo.undo(ctx)
    third = revisions(exchange.export(ctx, stick).path, identity, "student")
    assert (second["wang"], third["wang"]) == (2, 3)
    assert third["zhang"] == 1


def test_without_an_office_nothing_is_written(ctx, stick):
    with pytest.raises(Refused, match="公钥"):
        exchange.export(ctx, stick)
    assert list(stick.iterdir()) == []


def test_a_failure_uses_no_number_and_remembers_nothing_as_sent(ctx, identity, stick):
    for place in (stick / "不在", stick / "是文件"):
        (stick / "是文件").write_bytes(b"x")
        with pytest.raises(FileTrouble):
            exchange.export(ctx, place)
    assert exchange.written(ctx) == []
    roster.change(ctx, replace(students.get("wang"), village="大坪村"))

    done = exchange.export(ctx, stick)
    assert done.seq == 1
    assert set(revisions(done.path, identity, "student").values()) == {1}


def test_nothing_is_locked_while_the_stick_is_written(ctx, identity, stick):
    locked = []
    exchange.export(ctx, stick, lambda *_: locked.append(ctx.data.db.in_transaction()))

    assert locked
    assert not any(locked)


def test_a_file_that_cannot_be_registered_does_not_stay_on_the_stick(ctx, identity, stick):
    ctx.data.db.execute_sql(
        "CREATE TRIGGER full BEFORE INSERT ON parcel BEGIN SELECT RAISE(ABORT, 'full'); END"
    )
    with pytest.raises(Exception, match="full"):
        exchange.export(ctx, stick)
    assert list(stick.iterdir()) == []
    ctx.data.db.execute_sql("DROP TRIGGER full")

    done = exchange.export(ctx, stick)
    assert done.seq == 1
    assert set(revisions(done.path, identity, "student").values()) == {1}


def test_names_of_any_kind_arrive_unharmed(ctx, identity, stick):
    for name in HOSTILE:
        roster.add(ctx, student(name=name))
    found = opened(exchange.export(ctx, stick).path, identity).parcel.tables["student"]

    assert {record["name"] for record in found} >= set(HOSTILE)


def test_family_talk_and_points_are_never_told(ctx, identity, stick):
    visits.record(ctx, visit(note="谈话内容", met="祖母", agreed="约定"))
    tables = opened(exchange.export(ctx, stick).path, identity).parcel.tables

    for kind, records in tables.items():
        for record in records:
            assert not set(record) & set(NEVER_TOLD), kind
            assert "谈话内容" not in repr(record)


def test_what_is_told_of_attendance(ctx):
    before = TODAY - timedelta(days=1)
    for half in (AM, PM):
        attendance.call(ctx, "c71", (before, half), {"wang": MarkKind.UNEXCUSED})
    attendance.call(ctx, "c72", (before, AM), {"zeng": MarkKind.SICK})
    attendance.call(ctx, "c11", (before, AM), {}, stopped=True)
    tables = outgoing.tables(ctx)

    assert [(r["class"], r["half"], r["expected"], r["present"], r["leave"], r["unexcused"])
            for r in tables["attendance"]] == [
        ("c71", "am", 3, 2, 0, 1), ("c72", "am", 2, 1, 1, 0), ("c71", "pm", 3, 2, 0, 1),
    ]  # fmt: skip
    assert [(r["student"], r["half_days"], r["open"]) for r in tables["absence"]] == [
        ("wang", 2, True)
    ]


def test_every_record_that_goes_out_has_an_id_of_its_own(demo_ctx):
    for kind, records in outgoing.tables(demo_ctx).items():
        assert records, kind
        assert len({record["id"] for record in records}) == len(records), kind


def test_the_demo_schools_parcel_opens_with_the_demo_offices_secret(
    demo_ctx, office_identity, stick
):
    done = exchange.export(demo_ctx, stick)

    assert len(opened(done.path, office_identity).parcel.tables["student"]) == 413
    assert done.size < 1_000_000
