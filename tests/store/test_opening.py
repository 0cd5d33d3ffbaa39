"""Opening a data folder: durable settings, one program at a time, every kind of damage its own
sentence, and nothing ever overwritten."""

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.services import schools, visits
from kongchuo_desktop.store import db, keys

PRAGMAS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "temp_store": 2,
    "secure_delete": 1,
    "cache_size": -64000,
}
HOLDER = (
    "import sys, pathlib; from kongchuo_desktop.store import db;"
    "held = db.open_folder(pathlib.Path(sys.argv[1])); print('open', flush=True); sys.stdin.read()"
)


def pragmas(data):
    return {name: data.db.connection().pragma(name) for name in PRAGMAS}


def contents(folder: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in folder.iterdir() if p.suffix != ".lock"}


def refusal(folder: Path) -> str:
    """What is said when the folder is opened; nothing in it may change by that."""
    before = contents(folder)
    with pytest.raises(FileTrouble) as trouble:
        db.open_folder(folder).close()
    assert contents(folder) == before
    return str(trouble.value)


def test_the_settings_are_in_force_on_every_connection(folder):
    data = db.open_folder(folder)
    elsewhere = {}

    def other_thread():
        elsewhere.update(pragmas(data))
        data.db.close()

    try:
        worker = threading.Thread(target=other_thread)
        worker.start()
        worker.join()
        assert pragmas(data) == PRAGMAS
        assert elsewhere == PRAGMAS
    finally:
        data.close()


def test_a_second_opening_is_refused_and_a_later_one_is_not(folder):
    first = db.open_folder(folder)
    try:
        with pytest.raises(FileTrouble, match="已经打开"):
            db.open_folder(folder)
    finally:
        first.close()
    db.open_folder(folder).close()


def test_another_program_is_kept_out_until_it_dies_even_by_kill(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with holder:
        assert holder.stdout.readline() == b"open\n"
        with pytest.raises(FileTrouble, match="已经打开"):
            db.open_folder(folder)
        holder.send_signal(signal.SIGKILL)
    db.open_folder(folder).close()


def test_an_empty_folder_holds_no_school(tmp_path):
    assert "没有本程序的数据" in refusal(tmp_path)


def test_nothing_is_set_up_over_what_is_there(folder, tmp_path):
    before = contents(folder)
    with pytest.raises(Refused, match="没有覆盖"):
        db.create(folder)
    assert contents(folder) == before
    for part in (db.NAME, keys.NAME):
        half = tmp_path / f"只有{part}"
        half.mkdir()
        shutil.copy(folder / part, half)
        with pytest.raises(Refused, match="没有覆盖"):
            db.create(half)
        assert contents(half).keys() == {part}


def test_after_a_refused_set_up_the_folder_is_free_again(folder):
    with pytest.raises(Refused):
        db.create(folder)
    db.open_folder(folder).close()


def test_missing_parts_are_named_and_not_made_anew(folder, tmp_path):
    data_gone = shutil.copytree(folder, tmp_path / "a")
    (data_gone / db.NAME).unlink()
    keys_gone = shutil.copytree(folder, tmp_path / "b")
    (keys_gone / keys.NAME).unlink()

    assert "school.db 不见了" in refusal(data_gone)
    assert "找不到钥匙文件" in refusal(keys_gone)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", '{"version": 1}', '{"version": 1, "slots": []}', "\x00" * 200,
     '{"version": 1, "slots": [{"kind": "open", "key": "zz", "check": ""}]}'],
)  # fmt: skip
def test_a_damaged_key_file_is_named(folder, text):
    (folder / keys.NAME).write_text(text)

    assert "keys.json 已损坏" in refusal(folder)


def test_a_key_file_with_a_flipped_digit_is_damaged(folder):
    held = json.loads((folder / keys.NAME).read_text())
    key = held["slots"][0]["key"]
    held["slots"][0]["key"] = ("1" if key[0] != "1" else "2") + key[1:]
    (folder / keys.NAME).write_text(json.dumps(held))

    assert "keys.json 已损坏" in refusal(folder)


def test_a_key_file_of_a_newer_program(folder):
    held = json.loads((folder / keys.NAME).read_text()) | {"version": keys.VERSION + 1}
    (folder / keys.NAME).write_text(json.dumps(held))

    assert "更新版本" in refusal(folder)


def test_the_key_file_of_another_folder_does_not_fit(folder, tmp_path):
    other = tmp_path / "别处"
    other.mkdir()
    keys.create(other)
    shutil.copy(other / keys.NAME, folder)

    said = refusal(folder)
    assert "钥匙文件" in said
    assert "损坏" in said


@pytest.mark.parametrize(
    "harm",
    [
        lambda data: b"",
        lambda data: data[:100],
        lambda data: data[:4096],
        lambda data: data[: len(data) // 2 // 4096 * 4096],
        lambda data: bytes(len(data)),
        lambda data: data[:4096] + bytes(len(data) - 4096),
        lambda data: b"SQLite format 3\x00" + data[16:],
    ],
    ids=["empty", "100 bytes", "one page", "half", "all nought", "nought behind", "head"],
)
def test_a_damaged_data_file_is_called_damaged_and_never_made_anew(folder, harm):
    path = folder / db.NAME
    path.write_bytes(harm(path.read_bytes()))

    assert "损坏" in refusal(folder)


def test_one_flipped_byte_anywhere_in_the_file_is_found(folder):
    path = folder / db.NAME
    sound = path.read_bytes()
    missed = []
    for offset in range(16, len(sound), len(sound) // 60):
        path.write_bytes(sound[:offset] + bytes([sound[offset] ^ 1]) + sound[offset + 1 :])
        try:
            db.open_folder(folder).close()
            missed.append(offset)
        except FileTrouble as trouble:
            assert "损坏" in str(trouble)
    assert not missed


def test_a_file_that_is_not_ours_is_left_alone(folder):
    held = db.open_folder(folder)
    held.db.connection().pragma("application_id", 0x12345678)
    held.close()

    assert "不是本程序的数据文件" in refusal(folder)


def test_a_set_up_cut_short_is_not_taken_for_a_school(tmp_path):
    """The power fails between making the file and writing the school's name into it."""
    folder = tmp_path / "数据"
    db.create(folder).close()

    with pytest.raises(Refused, match="没有建完"):
        schools.open_school(folder)
    db.open_folder(folder).close()


def test_a_deleted_wal_after_a_crash_leaves_an_older_but_sound_school(folder, tmp_path):
    """The write-ahead file swept away by a "cleaner": what was in it is gone, the rest opens."""
    ctx = schools.open_school(folder)
    try:
        with ctx.write("班主任"):
            ctx.data.db.execute_sql("UPDATE class SET teacher = '新老师'")
        crashed = shutil.copytree(
            folder, tmp_path / "断电", ignore=shutil.ignore_patterns("*.lock")
        )
    finally:
        ctx.close()
    with_wal = shutil.copytree(crashed, tmp_path / "完整")
    for left in crashed.glob("school.db-*"):
        left.unlink()

    assert teachers(with_wal) == {"新老师"}
    assert teachers(crashed) == {"周老师", "潘老师", "张老师"}


def teachers(folder):
    data = db.open_folder(folder)
    try:
        connection = data.db.connection()
        assert connection.pragma("quick_check") == "ok"
        return {row[0] for row in connection.execute("SELECT teacher FROM class")}
    finally:
        data.close()


def test_names_stand_in_none_of_the_files_in_the_clear(ctx):
    from factory import visit

    visits.record(ctx, visit(note="谈话内容只有老师知道"))
    raw = b"".join(p.read_bytes() for p in ctx.folder.iterdir())

    assert len(raw) > 100_000
    for word in ("王小花", "张三民", "石桥", "岩脚村", "谈话内容", "10000000001", "CREATE TABLE"):
        for encoding in ("utf-8", "gb18030", "utf-16-le"):
            assert word.encode(encoding) not in raw


def _as_nobody(folder: Path) -> str:
    script = (
        "import os, sys, pathlib\nfrom kongchuo_desktop.store import db\n"
        "from kongchuo_desktop.domain.errors import FileTrouble\n"
        "os.setgroups([]); os.setgid(65534); os.setuid(65534)\n"
        "for act in (db.open_folder, db.create):\n"
        "    try: act(pathlib.Path(sys.argv[1]))\n"
        "    except FileTrouble as trouble: print(trouble)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(folder)],
        check=True, capture_output=True, text=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    return done.stdout


@pytest.mark.skipif(
    os.name == "nt" or os.geteuid() != 0, reason="needs root to become somebody else"
)
def test_a_folder_without_rights_is_told_with_its_path(folder):
    with tempfile.TemporaryDirectory() as place:
        Path(place).chmod(0o755)
        locked = shutil.copytree(folder, Path(place) / "数据")
        locked.chmod(0o555)
        said = _as_nobody(locked).splitlines()

    assert len(said) == 2
    assert all("数据" in line and "权限" in line for line in said)
