"""The stick: what goes to the township, writing it, and what was written before."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kongchuo_desktop import __version__
from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.services import outgoing
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import migrations, parcels, settings
from kongchuo_desktop.store.parcels import ParcelRecord

if TYPE_CHECKING:
    from kongchuo_desktop.exchange.drives import Drive

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Office:
    """The township office parcels are sealed for; the fingerprint is compared by voice or paper."""

    name: str
    recipient: str
    fingerprint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """A parcel that is whole on the stick: it was read back and compared."""

    path: Path
    size: int
    sha256: str
    seq: int
    counts: Mapping[str, int]


def office(ctx: Context) -> Office | None:
    """The office whose key has been taken over, if any."""
    held = settings.get("office")
    return Office(**held) if held else None


def read_office(path: Path) -> Office:
    """What a key file says, to be compared with the office before it is taken over."""
    from kongchuo_desktop.exchange import township_key

    key = township_key.read_township_key(path)
    return Office(key.name, key.recipient, key.fingerprint)


def enrol_office(ctx: Context, found: Office) -> None:
    """From now on parcels are sealed for this office."""
    _signing_key(ctx)
    with ctx.write(f"登记 {found.name} 的公钥"):
        settings.put(
            "office",
            {
                "name": found.name,
                "recipient": found.recipient,
                "fingerprint": found.fingerprint,
            },
        )


def export_for(ctx: Context, found: Office, folder: Path, fingerprint: str = "") -> Exported:
    """Take over an office and write for it: both or neither.

    Refused when another office is in force, unless `fingerprint` (its digits, as compared with the
    office by telephone) is the new one's.
    """
    held = office(ctx)
    if fingerprint and _digits(fingerprint) != _digits(found.fingerprint):
        raise Refused(
            f"指纹对不上：文件里“{found.name}”的指纹是 {found.fingerprint}。"
            "没有登记，没有写出。请与中心校核对，确认没有拿错公钥文件。"
        )
    if held and held.recipient != found.recipient and not fingerprint:
        raise Refused(
            f"现在登记的是“{held.name}”（指纹 {held.fingerprint}），这个公钥文件是“{found.name}”"
            f"（指纹 {found.fingerprint}）。没有更换，没有写出。"
            "请与中心校核对指纹；确实要更换，再加上 --fingerprint 新的指纹。"
        )
    if held == found:
        return export(ctx, folder)
    with ctx.write(f"登记 {found.name} 的公钥，导出上报数据", undoable=False):
        enrol_office(ctx, found)
        return export(ctx, folder)


def _digits(fingerprint: str) -> str:
    return "".join(letter for letter in fingerprint if letter.isdigit())


def own_fingerprint(ctx: Context) -> str:
    """The fingerprint of this school's signing key, for the office to enrol; empty before one."""
    from kongchuo_desktop.exchange import keys

    held = settings.get("signing_key")
    return keys.fingerprint(keys.public_key(bytes.fromhex(held))) if held else ""


def _signing_key(ctx: Context) -> bytes:
    """The school's secret key, made when first needed and kept in the encrypted file."""
    from kongchuo_desktop.exchange import keys

    held = settings.get("signing_key")
    if held:
        return bytes.fromhex(held)
    made = keys.new_signing_key()
    with ctx.write("建立学校签名", undoable=False):
        settings.put("signing_key", made.hex())
    return made


def drives() -> Sequence[Drive]:
    """Sticks first, then other plugged-in drives."""
    from kongchuo_desktop.exchange import drives as places

    return places.drives()


def contents(ctx: Context) -> dict[str, int]:
    """How many records of each kind would go out now."""
    return {name: len(records) for name, records in outgoing.tables(ctx).items()}


def written(ctx: Context) -> Sequence[ParcelRecord]:
    """Parcels written so far, newest first."""
    return parcels.everything()


def export(ctx: Context, folder: Path, progress: Progress | None = None) -> Exported:
    """Write one signed and sealed file for the office into a folder, and read it back.

    The file is complete in itself: everything the office keeps of this school. It is registered
    only after it was read back; a failure uses up no number and leaves no file. Other work is not
    held up meanwhile: nothing is locked until the registering.
    """
    from kongchuo_desktop.exchange import parcel, post, stick

    if ctx.scope is not None:
        raise Refused("上报文件包括全校的数据，要由教务处或校长写出。没有写出。")
    whom = office(ctx)
    if whom is None:
        raise Refused(
            "还没有登记乡镇中心校的公钥，没有写出。请先向中心校要一个公钥文件（.kckey），"
            "在“U盘交换”里登记。"
        )
    key = _signing_key(ctx)
    device = settings.get("device")
    before = parcels.everything()
    seq = before[0].seq + 1 if before else 1
    tables = outgoing.tables(ctx)
    manifest = parcel.Manifest(
        package_id=parcel.new_package_id(),
        school_code=ctx.school.code,
        school_name=ctx.school.name,
        device_id=device["id"],
        epoch=device["epoch"],
        seq=seq,
        previous_sha256=before[0].sha256 if before else "",
        journal_head=outgoing.journal_head(ctx),
        schema_version=migrations.LATEST,
        app_version=__version__,
        made_at=ctx.now(),
    )
    revised, sent = outgoing.revised(tables)
    data = post.wrap(manifest, revised, recipient=whom.recipient, signing_key=key)
    name = stick.file_name(ctx.school.code, ctx.calendar.term.code, seq)
    done = stick.write(folder, name, data, progress)
    counts = {table: len(records) for table, records in tables.items()}
    try:
        with ctx.write("导出上报数据", undoable=False):
            parcels.remember(sent)
            parcels.add(
                ParcelRecord(
                    id=manifest.package_id,
                    seq=seq,
                    made_at=manifest.made_at,
                    name=name,
                    place=str(folder),
                    size=done.size,
                    sha256=done.sha256,
                    recipient=whom.name,
                    counts=counts,
                )
            )
    except BaseException:
        with suppress(OSError):  # its number will be given again: it must not reach the office
            done.path.unlink()
        raise
    return Exported(path=done.path, size=done.size, sha256=done.sha256, seq=seq, counts=counts)
