"""The schema: made from nothing, the same in models and steps, strict everywhere."""

from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.store import db, migrations
from kongchuo_desktop.store.models import ALL

OURS = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"

KINDS = {"TEXT": "TEXT", "INT": "INTEGER", "FLOAT": "REAL", "REAL": "REAL", "BLOB": "BLOB"}


@pytest.fixture
def data(tmp_path):
    opened = db.create(tmp_path / "新校")
    yield opened
    opened.close()


def rows(data, sql):
    return data.db.connection().execute(sql).fetchall()


def test_a_new_file_has_every_table_and_its_version(data):
    assert {name for (name,) in rows(data, OURS)} == {m._meta.table_name for m in ALL}
    assert data.db.connection().pragma("user_version") == migrations.LATEST
    assert data.db.connection().pragma("application_id") == db.APPLICATION_ID


@pytest.mark.parametrize("model", ALL, ids=lambda m: m._meta.table_name)
def test_models_and_migrations_agree(data, model):
    columns = rows(
        data,
        f"SELECT name, type, \"notnull\", pk FROM pragma_table_info('{model._meta.table_name}')",
    )
    on_disk = {name: (kind, bool(notnull)) for name, kind, notnull, _ in columns}
    in_model = {}
    for field in model._meta.sorted_fields:
        held = field.rel_field if hasattr(field, "rel_field") else field
        in_model[field.column_name] = (KINDS[held.field_type], not field.null)
    primary = model._meta.primary_key
    keys = getattr(primary, "field_names", None) or (primary.name,)

    assert on_disk == in_model
    assert {name for name, *_, pk in columns if pk} == {
        model._meta.fields[key].column_name for key in keys
    }


def test_every_table_is_strict_and_every_key_not_null(data):
    for (name,) in rows(data, OURS):
        (strict,) = rows(data, f"SELECT strict FROM pragma_table_list('{name}')")
        assert strict == (1,), name
        keys = rows(data, f"SELECT name, \"notnull\" FROM pragma_table_info('{name}') WHERE pk")
        assert keys, name
        assert all(notnull for _, notnull in keys), name


def test_foreign_keys_of_models_are_foreign_keys_on_disk(data):
    for model in ALL:
        table = model._meta.table_name
        on_disk = {
            (row[0], row[1])
            for row in rows(
                data, f'SELECT "from", "table" FROM pragma_foreign_key_list(\'{table}\')'
            )
        }
        in_model = {
            (field.column_name, field.rel_model._meta.table_name)
            for field in model._meta.sorted_fields
            if hasattr(field, "rel_model")
        }
        assert on_disk == in_model, table


def test_a_step_that_fails_leaves_the_old_version_and_no_half_table(tmp_path, monkeypatch):
    folder = tmp_path / "校"
    db.create(folder).close()
    broken = "CREATE TABLE extra (id TEXT NOT NULL PRIMARY KEY) STRICT; SELECT * FROM nowhere;"
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, broken))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(Exception, match="nowhere"):
        db.open_folder(folder)
    monkeypatch.undo()

    again = db.open_folder(folder)
    try:
        assert again.db.connection().pragma("user_version") == migrations.LATEST
        assert "extra" not in {name for (name,) in rows(again, OURS)}
    finally:
        again.close()


def test_visits_kept_before_there_was_a_reason_to_void_them_stand(tmp_path, monkeypatch):
    folder = tmp_path / "旧校"
    monkeypatch.setattr(migrations, "STEPS", migrations.STEPS[:2])
    monkeypatch.setattr(migrations, "LATEST", 2)
    old = db.create(folder)
    old.db.connection().execute("PRAGMA foreign_keys = off")
    old.db.connection().execute(
        "INSERT INTO visit VALUES ('v', 'wang', '2026-11-20', 'routine', '潘老师', 0,"
        " 'met_guardian', '', '谈话', '', 0)"
    )
    old.close()
    monkeypatch.undo()

    new = db.open_folder(folder)
    try:
        assert rows(new, "SELECT id, note, void_why FROM visit") == [("v", "谈话", "")]
    finally:
        new.close()


def test_a_file_of_a_newer_program_is_refused_and_untouched(folder: Path):
    held = db.open_folder(folder)
    held.db.connection().pragma("user_version", migrations.LATEST + 1)
    held.close()
    before = (folder / db.NAME).read_bytes()

    with pytest.raises(FileTrouble, match="更新版本的程序"):
        db.open_folder(folder)
    assert (folder / db.NAME).read_bytes() == before
