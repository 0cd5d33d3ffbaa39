"""From records to the bytes of a file and back: the one door through which parcels go."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from kongchuo_desktop.exchange import keys, parcel, seal
from kongchuo_desktop.exchange.faults import BadParcel, Fault
from kongchuo_desktop.exchange.parcel import Manifest, Parcel, Record


@dataclass(frozen=True, slots=True)
class Received:
    """An opened parcel, and the public key that signed it."""

    parcel: Parcel
    signer: bytes

    @property
    def fingerprint(self) -> str:
        """Fingerprint of the school's signing key."""
        return keys.fingerprint(self.signer)


def wrap(
    manifest: Manifest,
    tables: Mapping[str, Sequence[Record]],
    *,
    recipient: str,
    signing_key: bytes,
) -> bytes:
    """The file for the office with this age recipient, signed with the school's secret key."""
    addressed = replace(manifest, recipient=keys.fingerprint(recipient))
    return seal.seal(
        parcel.pack(addressed, tables),
        package_id=manifest.package_id,
        recipient=recipient,
        signing_key=signing_key,
        min_reader=manifest.min_reader,
    )


def unwrap(
    data: bytes,
    identities: Sequence[str],
    signers: Mapping[str, Collection[bytes]] | None = None,
) -> Received:
    """The parcel in `data`, or BadParcel with the reason; nothing is written anywhere.

    `signers` gives the enrolled public keys of each school code. None asks for no enrolment:
    only to show a school's name and fingerprint to the person who is to enrol it.
    """
    opened = seal.open_sealed(data, identities)
    if signers is not None and not any(opened.signer in known for known in signers.values()):
        raise BadParcel(Fault.UNKNOWN_SIGNER, keys.fingerprint(opened.signer))
    contents = parcel.unpack(opened.payload)
    manifest = contents.manifest
    if manifest.package_id != opened.package_id:
        raise BadParcel(Fault.MALFORMED, "清单与封皮的编号不同")
    if manifest.recipient != keys.fingerprint(opened.recipient):
        raise BadParcel(Fault.READDRESSED)
    if signers is not None and opened.signer not in signers.get(manifest.school_code, ()):
        raise BadParcel(Fault.WRONG_SCHOOL, manifest.school_code)
    return Received(contents, opened.signer)
