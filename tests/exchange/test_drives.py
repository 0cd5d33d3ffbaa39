"""Finding sticks: a made-up /proc and /sys, with real folders for the mounts."""

from pathlib import Path

import pytest

from kongchuo_desktop.domain.errors import FileTrouble
from kongchuo_desktop.exchange import drives
from kongchuo_desktop.exchange.drives import Drive


class Machine:
    """The files of a Linux system below `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.lines: list[str] = []
        for folder in ("proc/self", "sys/dev/block", "sys/class/block", "dev/disk/by-label"):
            (root / folder).mkdir(parents=True)
        (root / "dev/disk/by-uuid").mkdir()

    def disk(self, name: str, number: str, bus: str, removable: str) -> None:
        """A disk with one partition, `name`1, whose device number is `number`."""
        home = self.root / "sys/devices" / bus / "block" / name
        (home / f"{name}1").mkdir(parents=True)
        (home / "removable").write_text(f"{removable}\n")
        (self.root / "sys/dev/block" / number).symlink_to(home / f"{name}1")
        (self.root / "sys/class/block" / f"{name}1").symlink_to(home / f"{name}1")
        (self.root / "dev" / f"{name}1").touch()

    def called(self, name: str, label: str, uuid: str) -> None:
        for kind, value in (("label", label), ("uuid", uuid)):
            (self.root / f"dev/disk/by-{kind}" / value).symlink_to(self.root / f"dev/{name}1")

    def mount(self, path: Path, number: str, source: str, kind: str, options: str = "rw") -> None:
        path.mkdir(parents=True, exist_ok=True)
        escaped = str(path).replace("\\", r"\134").replace(" ", r"\040")
        self.lines.append(f"36 35 {number} / {escaped} {options} - {kind} {source} rw")
        (self.root / "proc/self/mountinfo").write_text("\n".join(self.lines) + "\n")


@pytest.fixture
def machine(tmp_path) -> Machine:
    made = Machine(tmp_path / "system")
    made.disk("sda", "8:1", "pci0/ata1", "0")
    made.mount(tmp_path / "home", "8:1", "/dev/sda1", "ext4")
    return made


def test_a_stick_is_found_with_all_that_is_to_be_shown(machine, tmp_path):
    place = tmp_path / "media" / "石桥 的\\U盘"
    machine.disk("sdb", "8:17", "pci0/usb1/1-2", "1")
    machine.called("sdb", r"石桥\x20的U盘", "1A2B-3C4D")
    machine.mount(place, "8:17", "/dev/sdb1", "vfat")
    (found,) = drives.mounted(machine.root)
    assert found.path == place
    assert (found.label, found.serial) == ("石桥 的U盘", "1A2B-3C4D")
    assert (found.file_system, found.removable, found.writable) == ("vfat", True, True)
    assert found.total >= found.free > 0


def test_a_stick_mounted_through_fuse_is_found_by_its_source(machine, tmp_path):
    machine.disk("sdc", "8:33", "pci0/usb1/1-3", "0")
    machine.mount(tmp_path / "exfat", "0:55", "/dev/sdc1", "fuseblk", "ro,nosuid")
    (found,) = drives.mounted(machine.root)
    assert (found.removable, found.writable, found.label) == (True, False, "exfat")


def test_a_card_reader_is_removable_without_usb(machine, tmp_path):
    machine.disk("mmcblk0p", "179:1", "platform/mmc0", "1")
    machine.mount(tmp_path / "card", "179:1", "/dev/mmcblk0p1", "vfat")
    assert [drive.path for drive in drives.mounted(machine.root)] == [tmp_path / "card"]


def test_what_is_no_stick_is_not_offered(machine, tmp_path):
    machine.disk("sr", "11:1", "pci0/usb1/1-4", "1")
    machine.mount(tmp_path / "cd", "11:1", "/dev/sr1", "iso9660")
    machine.mount(tmp_path / "tmp", "0:30", "tmpfs", "tmpfs")
    machine.mount(tmp_path / "gone", "8:17", "/dev/sdb1", "vfat")
    (tmp_path / "gone").rmdir()
    assert drives.mounted(machine.root) == []


def test_a_machine_without_proc_has_no_sticks(tmp_path):
    assert drives.mounted(tmp_path) == []


def test_the_drives_of_this_machine_can_be_asked_for():
    found = drives.drives()
    assert all(isinstance(drive, Drive) for drive in found)
    assert found == sorted(found, key=lambda drive: not drive.removable)


def test_any_folder_is_on_a_drive(tmp_path):
    drive = drives.drive_of(tmp_path)
    assert tmp_path.is_relative_to(drive.path)
    assert drive.writable
    assert drive.total >= drive.free > 0
    with pytest.raises(FileTrouble, match="找不到这个位置"):
        drives.drive_of(tmp_path / "gone")
