"""A parcel on a real FAT image, made and read by programs that are not ours."""

import shutil
import subprocess
from pathlib import Path

import pytest

from kongchuo_desktop.exchange import post, stick

TOOLS = ("mkfs.vfat", "fsck.vfat", "mcopy", "mdir")
missing = [tool for tool in TOOLS if not shutil.which(tool)]
pytestmark = pytest.mark.skipif(bool(missing), reason=f"not installed: {missing}")


def run(*command: str | Path) -> str:
    done = subprocess.run([str(part) for part in command], check=True, capture_output=True)
    return done.stdout.decode("utf-8", "replace")


@pytest.mark.parametrize(("bits", "megabytes"), [("16", 16), ("32", 40)])
def test_name_and_content_survive_fat(tmp_path, school, office, sealed, bits, megabytes):
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(megabytes * 2**20)
    run("mkfs.vfat", "-F", bits, image)
    written = stick.write(tmp_path, stick.file_name(school.code, "2026A", 7), sealed)

    run("mcopy", "-i", image, written.path, "::")
    assert written.path.name in run("mdir", "-i", image, "::")
    run("fsck.vfat", "-n", image)

    carried = tmp_path / "carried"
    run("mcopy", "-i", image, f"::{written.path.name}", carried)
    received = post.unwrap(carried.read_bytes(), [office.identity], school.signers)
    assert received.parcel.tables["student"][0]["name"] == "王小花"


def test_twenty_parcels_of_one_school_keep_apart_in_short_names(tmp_path, school):
    """Their first eight letters are the same: FAT has to tell them apart by itself."""
    image = tmp_path / "stick.img"
    with image.open("wb") as file:
        file.truncate(16 * 2**20)
    run("mkfs.vfat", "-F", "16", image)
    names = [stick.file_name(school.code, "2026A", seq) for seq in range(20)]
    for name in names:
        written = stick.write(tmp_path, name, name.encode())
        run("mcopy", "-i", image, written.path, "::")
    listed = run("mdir", "-i", image, "::")
    assert all(name in listed for name in names)
    for name in names:
        assert run("mcopy", "-i", image, f"::{name}", "-") == name
