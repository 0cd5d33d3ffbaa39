"""The places a parcel can be written to: sticks first, then other drives."""

import os
import re
import shutil
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from kongchuo_desktop.exchange import trouble

if sys.platform == "win32":
    from kongchuo_desktop.exchange import windows_drives

_MOUNT_POINTS = ("/media/", "/run/media/", "/mnt/")  # where desktops mount what is plugged in
_UNFIT = {"iso9660", "udf", "squashfs"}
_ESCAPE = re.compile(rb"\\([0-3][0-7]{2})|\\x([0-9a-fA-F]{2})")


@dataclass(frozen=True, slots=True)
class Drive:
    """A drive as it is now; sizes in bytes."""

    path: Path
    label: str
    file_system: str
    serial: str
    """What names the volume when its letter changes; empty if it has none."""
    total: int
    free: int
    removable: bool
    writable: bool


def drives() -> list[Drive]:
    """Sticks and other plugged-in drives, sticks first; a drive that does not answer is left out.

    The Windows half (GetLogicalDrives and its kin) follows the documentation of the calls; it
    has not been run on Windows.
    """
    if sys.platform == "win32":
        found = [Drive(*values) for values in windows_drives.found()]
    else:
        found = mounted(Path("/"))
    return sorted(found, key=lambda drive: (not drive.removable, str(drive.path)))


def drive_of(folder: Path) -> Drive:
    """The drive a folder is on, whether or not `drives` lists it; FileTrouble if it is gone."""
    with trouble.told():
        if sys.platform == "win32":
            return Drive(*windows_drives.of(folder))
        real = folder.resolve(strict=True)
        mounts = {mount.path: mount for mount in _mounts(Path("/"))}
        home = next((mounts[each] for each in (real, *real.parents) if each in mounts), None)
        return (_drive(Path("/"), home, real) if home else None) or _unknown(real)


def _unknown(folder: Path) -> Drive:
    usage = shutil.disk_usage(folder)
    return Drive(folder, "", "", "", usage.total, usage.free, False, os.access(folder, os.W_OK))


@dataclass(frozen=True, slots=True)
class _Mount:
    path: Path
    device: str
    source: str
    file_system: str
    read_only: bool


def mounted(root: Path) -> list[Drive]:
    """What /proc and /sys below `root` know of plugged-in drives (Linux)."""
    listed = []
    for mount in _mounts(root):
        if mount.source.startswith("/dev/") and mount.file_system not in _UNFIT:
            drive = _drive(root, mount, mount.path)
            if drive and (drive.removable or str(drive.path).startswith(_MOUNT_POINTS)):
                listed.append(drive)
    return listed


def _mounts(root: Path) -> Iterator[_Mount]:
    """The lines of mountinfo; fields as in proc(5), section /proc/pid/mountinfo."""
    with suppress(OSError):
        for line in (
            (root / "proc/self/mountinfo").read_text("utf-8", "surrogateescape").split("\n")
        ):
            before, dash, after = line.partition(" - ")
            if dash:
                _, _, device, _, path, options, *_ = before.split(" ")
                kind, source, more, *_ = [*after.split(" "), "", ""]
                read_only = "ro" in {*options.split(","), *more.split(",")}
                yield _Mount(Path(_plain(path)), device, _plain(source), kind, read_only)


def _drive(root: Path, mount: _Mount, folder: Path) -> Drive | None:
    """The drive at `mount`; whether one may write is asked of `folder`."""
    try:
        usage = shutil.disk_usage(mount.path)
    except OSError:
        return None
    if not mount.path.is_dir():  # containers mount single files
        return None
    device = _block_device(root, mount)
    return Drive(
        mount.path,
        _name_by(root, "label", mount) or mount.path.name,
        mount.file_system,
        _name_by(root, "uuid", mount),
        usage.total,
        usage.free,
        _is_removable(device),
        not mount.read_only and os.access(folder, os.W_OK),
    )


def _block_device(root: Path, mount: _Mount) -> Path:
    """The device's folder in /sys; drives mounted through FUSE are found by their source."""
    by_number = root / "sys/dev/block" / mount.device
    if by_number.exists():
        return by_number.resolve()
    return (root / "sys/class/block" / Path(mount.source).name).resolve()


def _is_removable(device: Path) -> bool:
    if any(part.startswith("usb") for part in device.parts):
        return True
    for folder in (device, device.parent):  # a partition says it through its whole disk
        with suppress(OSError):
            if (folder / "removable").read_text().strip() == "1":
                return True
    return False


def _name_by(root: Path, kind: str, mount: _Mount) -> str:
    """The name udev gave the device in /dev/disk/by-`kind`."""
    with suppress(OSError):
        for link in (root / "dev/disk" / f"by-{kind}").iterdir():
            if link.resolve().name == Path(mount.source).name:
                return _plain(link.name)
    return ""


def _plain(text: str) -> str:
    r"""Undo the octal escapes of the kernel (\040) and the hexadecimal ones of udev (\x20)."""
    escaped = text.encode("utf-8", "surrogateescape")
    raw = _ESCAPE.sub(lambda m: bytes([int(m[1], 8) if m[1] else int(m[2], 16)]), escaped)
    return raw.decode("utf-8", "surrogateescape")
