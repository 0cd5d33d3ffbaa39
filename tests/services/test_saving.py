"""Files a person asked for: whole in their place or not at all, and looked at before numbering."""

import errno

import pytest

from kongchuo_desktop.domain.errors import FileTrouble, Refused
from kongchuo_desktop.exchange.disk import Disk
from kongchuo_desktop.services import paper_register, papers, saving


class Failing(Disk):
    """A disk on which one step fails."""

    def __init__(self, step, number):
        def fail(*_args):
            raise OSError(number, "no words a teacher knows")

        setattr(self, step, fail)


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def out(tmp_path):
    place = tmp_path / "出"
    place.mkdir()
    return place


def test_a_file_takes_the_place_of_the_one_before(out):
    saving.write(out / "表.pdf", b"old")
    saving.write(out / "表.pdf", b"new")
    assert (out / "表.pdf").read_bytes() == b"new"
    assert names(out) == ["表.pdf"]


def test_what_a_power_cut_left_behind_is_no_hindrance(out):
    (out / ".表.pdf.part").write_bytes(b"half")
    saving.write(out / "表.pdf", b"new")
    assert names(out) == ["表.pdf"]


def test_a_link_stays_a_link(out, tmp_path):
    (tmp_path / "真.pdf").write_bytes(b"old")
    (out / "表.pdf").symlink_to(tmp_path / "真.pdf")
    saving.write(out / "表.pdf", b"new")
    assert (out / "表.pdf").is_symlink()
    assert (tmp_path / "真.pdf").read_bytes() == b"new"


def test_a_link_to_nowhere_is_told(out, tmp_path):
    (out / "表.pdf").symlink_to(tmp_path / "没有" / "真.pdf")
    with pytest.raises(FileTrouble, match="找不到这个位置"):
        saving.check(out / "表.pdf")


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS, 9999])
@pytest.mark.parametrize("step", ["write", "sync", "replace"])
def test_what_fails_leaves_the_old_file_and_no_stump(out, step, number):
    saving.write(out / "表.pdf", b"old")
    with pytest.raises(FileTrouble, match="没有改动") as told:
        saving.write(out / "表.pdf", b"new", Failing(step, number))
    assert "no words" not in str(told.value)
    assert (out / "表.pdf").read_bytes() == b"old"
    assert names(out) == ["表.pdf"]


def test_a_full_disk_is_called_full(out):
    with pytest.raises(FileTrouble, match="满"):
        saving.write(out / "表.pdf", b"new", Failing("write", errno.ENOSPC))
    assert names(out) == []


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("没有/表.pdf", "没有文件夹"),
        ("", "是文件夹"),
        ("旧/表.pdf", "没有文件夹"),
        ("长" * 300 + ".pdf", "太长"),
    ],
)
def test_a_place_that_will_not_do_is_told_beforehand(out, name, said):
    (out / "旧").write_bytes(b"a file")
    with pytest.raises(FileTrouble, match=said):
        saving.check(out / name)
    assert names(out) == ["旧"]


def test_a_read_only_file_is_not_replaced(out):
    (out / "表.pdf").write_bytes(b"old")
    (out / "表.pdf").chmod(0o444)
    with pytest.raises(FileTrouble, match="只读"):
        saving.check(out / "表.pdf")


def test_a_folder_that_takes_no_files_is_told_beforehand(out):
    with pytest.raises(FileTrouble, match="不能写"):
        saving.check(out / "表.pdf", disk=Failing("create", errno.EACCES))


def test_looking_leaves_nothing_behind(out):
    saving.check(out / "表.pdf")
    assert names(out) == []


def test_what_must_be_new_does_not_take_the_place_of_anything(out):
    saving.check(out / "表.pdf", new=True)
    (out / "表.pdf").write_bytes(b"old")
    with pytest.raises(Refused, match="没有覆盖"):
        saving.check(out / "表.pdf", new=True)


def test_no_number_is_taken_for_a_place_that_will_not_do(ctx, out):
    with pytest.raises(FileTrouble):
        papers.issue_to(ctx, "home_pledge", ["wang"], out)
    assert papers.issue_to(ctx, "home_pledge", ["wang"], out / "书.pdf").span.endswith("001 号")


def test_a_number_taken_before_the_disk_failed_is_told(ctx, out, monkeypatch):
    def full(_disk, _file, _data):
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(Disk, "write", full)
    with pytest.raises(FileTrouble, match="已编号 校责〔2026〕第 001 号，存档在“文书”里，可以重打"):
        papers.issue_to(ctx, "home_pledge", ["wang"], out / "书.pdf")
    assert len(paper_register.PaperListing(ctx).keys("", "", False, "all")) == 1
    assert names(out) == []
