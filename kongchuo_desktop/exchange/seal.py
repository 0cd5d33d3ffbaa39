"""The envelope of a parcel: signed, encrypted to one office, and checkable without any key."""

import struct
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

import pyrage
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kongchuo_desktop.exchange import keys
from kongchuo_desktop.exchange.faults import BadParcel, Fault
from kongchuo_desktop.exchange.parcel import FORMAT

MAGIC = b"\x89XJP\r\n\x1a\n"
END = b"XJPKGEND"
HEADER = 128
FOOTER = 40
MAX_FILE = 64 * 2**20
_FIELDS = struct.Struct(">8sHHI16s16sQ32s8x")  # 96 bytes, the same in every version
_STATEMENT = struct.Struct(">8s32s32s16s")  # what the signer says, before the payload
_SIGNED = b"XJSIGN1\0"
_SIGNATURE = 64


@dataclass(frozen=True, slots=True)
class Outer:
    """What the outside of a whole, undamaged parcel tells without any key."""

    format: int
    min_reader: int
    key_id: bytes
    package_id: str
    ciphertext: bytes
    sha256: str

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the office's key the parcel is written to."""
        return keys.digits(self.key_id)


@dataclass(frozen=True, slots=True)
class Opened:
    """The payload of a parcel, whose signature by `signer` (32 public bytes) has been verified."""

    payload: bytes
    package_id: str
    recipient: str
    signer: bytes


def seal(
    payload: bytes,
    *,
    package_id: str,
    recipient: str,
    signing_key: bytes,
    min_reader: int = FORMAT,
) -> bytes:
    """The bytes of the file for the office whose age recipient is `recipient`.

    The signature covers the recipient and the package id, so that nobody can open a parcel
    and pass it on under the school's name. Refused when the recipient is no key.
    """
    office = keys.public(recipient)
    said = _STATEMENT.pack(
        _SIGNED, keys.public_key(signing_key), keys.digest(recipient), bytes.fromhex(package_id)
    )
    signature = Ed25519PrivateKey.from_private_bytes(signing_key).sign(said + payload)
    inside = bytes(pyrage.encrypt(said + signature + payload, [office]))
    hashed = sha256(inside).digest()
    head = _FIELDS.pack(
        MAGIC,
        FORMAT,
        min_reader,
        0,
        keys.key_id(recipient),
        bytes.fromhex(package_id),
        len(inside),
        hashed,
    )
    return head + sha256(head).digest() + inside + hashed + END


def inspect(data: bytes) -> Outer:
    """What the outside of `data` tells, without any key; BadParcel unless it is whole."""
    _refuse_foreign(data)
    head = data[: _FIELDS.size]
    if sha256(head).digest() != data[_FIELDS.size : HEADER]:
        raise BadParcel(Fault.DAMAGED)
    _, version, min_reader, _, key_id, package_id, length, hashed = _FIELDS.unpack(head)
    if min_reader > FORMAT:
        raise BadParcel(Fault.NEWER)
    if len(data) < HEADER + length + FOOTER:
        raise BadParcel(Fault.INCOMPLETE)
    inside = data[HEADER : HEADER + length]
    if data[HEADER + length :] != hashed + END or sha256(inside).digest() != hashed:
        raise BadParcel(Fault.DAMAGED)
    return Outer(version, min_reader, key_id, package_id.hex(), inside, hashed.hex())


def open_sealed(data: bytes, identities: Sequence[str]) -> Opened:
    """The payload and its verified signer; BadParcel otherwise.

    `identities` are all secret age identities the office ever had: a parcel may have been
    under way while the key changed. Whether the signer is a known school is not judged here.
    """
    outer = inspect(data)
    for identity in identities:
        recipient = keys.recipient_of(identity)
        if keys.key_id(recipient) == outer.key_id:
            return _verified(_decrypted(outer, identity), outer, recipient)
    raise BadParcel(Fault.OTHER_OFFICE, outer.fingerprint)


def _refuse_foreign(data: bytes) -> None:
    if len(data) > MAX_FILE:
        raise BadParcel(Fault.TOO_LARGE, f"{len(data) / 2**20:.0f} MB")
    if not data.strip(b"\0"):  # FAT leaves a file of zeros behind after a power cut
        raise BadParcel(Fault.EMPTY)
    if data[: len(MAGIC)] != MAGIC[: len(data)]:
        raise BadParcel(Fault.DAMAGED if data.endswith(END) else Fault.NOT_OURS)
    if len(data) < HEADER:
        raise BadParcel(Fault.INCOMPLETE)


def _decrypted(outer: Outer, identity: str) -> bytes:
    try:
        return bytes(pyrage.decrypt(outer.ciphertext, [keys.secret(identity)]))
    except pyrage.DecryptError:
        raise BadParcel(Fault.WILL_NOT_OPEN) from None


def _verified(inside: bytes, outer: Outer, recipient: str) -> Opened:
    size = _STATEMENT.size
    if len(inside) < size + _SIGNATURE:
        raise BadParcel(Fault.FORGED)
    said, signature, payload = inside[:size], inside[size:][:_SIGNATURE], inside[size:][_SIGNATURE:]
    mark, signer, addressee, package_id = _STATEMENT.unpack(said)
    if mark != _SIGNED or not keys.verifies(signer, signature, said + payload):
        raise BadParcel(Fault.FORGED)
    if addressee != keys.digest(recipient):
        raise BadParcel(Fault.READDRESSED)
    if package_id.hex() != outer.package_id:
        raise BadParcel(Fault.FORGED)
    return Opened(payload, outer.package_id, recipient, signer)
