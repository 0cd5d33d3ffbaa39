"""The envelope: every way to spoil it has its own sentence, and none ends in a traceback."""

import re
import shutil
import struct
import subprocess
from hashlib import sha256

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.exchange import keys, parcel, post, seal
from kongchuo_desktop.exchange.faults import BadParcel, Fault


def fault_of(data, office, signers=None) -> Fault:
    with pytest.raises(BadParcel) as bad:
        post.unwrap(data, [office.identity], signers)
    assert str(bad.value).endswith("。")
    return bad.value.fault


def outside(inside: bytes, office, **changes) -> bytes:
    """A file as docs/decisions/004-parcel-format.md describes it, around any inside."""
    values = {
        "magic": b"\x89XJP\r\n\x1a\n",
        "format": 1,
        "min_reader": 1,
        "reserved": 0,
        "key_id": sha256(b"kongchuo recipient 1\0" + office.recipient.encode()).digest()[:16],
        "package_id": bytes(16),
        "length": len(inside),
        "hash": sha256(inside).digest(),
        **changes,
    }
    head = struct.pack(">8sHHI16s16sQ32s8x", *values.values())
    return head + sha256(head).digest() + inside + sha256(inside).digest() + b"XJPKGEND"


def inside_of(data: bytes, office) -> bytes:
    return pyrage.decrypt(data[128:-40], [pyrage.x25519.Identity.from_str(office.identity)])


def encrypted(plain: bytes, office) -> bytes:
    return pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(office.recipient)])


def test_what_a_school_sends_the_office_reads(school, office, sealed):
    received = post.unwrap(sealed, [office.identity], school.signers)
    manifest = received.parcel.manifest
    assert manifest.school_name == "云上县<b>石桥</b>九年制学校"
    assert manifest.recipient == keys.fingerprint(office.recipient)
    assert received.parcel.tables["student"][2]["name"] == "欧阳𬱟·阿依古丽"
    assert received.signer == school.public
    assert received.fingerprint == keys.fingerprint(school.public)


def test_the_outside_tells_no_name_and_no_number(school, office):
    sealed = school.wrap(office, package_id="ab" * 16)
    outer = seal.inspect(sealed)
    assert (outer.format, outer.min_reader, outer.package_id) == (1, 1, "ab" * 16)
    assert outer.fingerprint == keys.fingerprint(office.recipient)
    assert outer.sha256 == sha256(sealed[128:-40]).hexdigest()
    for secret in ("石桥", school.code, "王小花", "device-1"):
        assert secret.encode() not in sealed


def test_an_office_opens_what_was_under_way_when_its_key_changed(school, office, other_office):
    older = school.wrap(office)
    received = post.unwrap(older, [other_office.identity, office.identity], school.signers)
    assert received.parcel.manifest.seq == 7


def test_every_fault_has_its_own_sentence():
    openings = {fault.value.format("")[:12] for fault in Fault}
    assert len({fault.value for fault in Fault}) == len(Fault)
    assert len(openings) >= len(Fault) - 2


BOUNDARIES = (1, 7, 8, 9, 95, 96, 127, 128, 129, 150, 300)


@pytest.mark.parametrize("kept", [*BOUNDARIES, -1, -7, -8, -9, -39, -40, -41])
def test_a_file_cut_short_is_incomplete(sealed, office, kept):
    assert fault_of(sealed[:kept], office) is Fault.INCOMPLETE


def test_a_file_cut_at_an_age_chunk_is_incomplete(school, office):
    rows = [{"id": str(n), "rev": 0, "x": sha256(b"%d" % n).hexdigest()} for n in range(4000)]
    large = school.wrap(office, {"student": rows})
    assert len(large) > 2**17
    for kept in (128 + 2**16, 128 + 200 + 2**16 + 16, 2**17):
        assert fault_of(large[:kept], office) is Fault.INCOMPLETE


def test_nothing_and_zeros_are_empty(sealed, office):
    assert fault_of(b"", office) is Fault.EMPTY
    assert fault_of(bytes(len(sealed)), office) is Fault.EMPTY


def test_other_files_are_not_ours(office):
    for data in (b"PK\x03\x04" + bytes(200), b"x", "花名册".encode(), b"age-encryption.org/v1\n"):
        assert fault_of(data, office) is Fault.NOT_OURS


@given(data=st.data())
def test_any_flipped_bit_is_damage(sealed, office, data):
    at = data.draw(st.integers(0, len(sealed) - 1))
    spoiled = bytearray(sealed)
    spoiled[at] ^= 1 << data.draw(st.integers(0, 7))
    assert fault_of(bytes(spoiled), office) is Fault.DAMAGED


@pytest.mark.parametrize("start", [*BOUNDARIES[2:], -1000, -48, -40, -8])
def test_a_tail_of_zeros_is_damage(sealed, office, start):
    whole = len(sealed)
    head = sealed[:start]
    assert fault_of(head + bytes(whole - len(head)), office) is Fault.DAMAGED


@pytest.mark.parametrize("more", [b"\0", b"x", b"\0" * 512, b"XJPKGEND"])
def test_anything_appended_is_damage(sealed, office, more):
    assert fault_of(sealed + more, office) is Fault.DAMAGED


def test_two_parcels_in_one_file_are_damage(sealed, office):
    assert fault_of(sealed + sealed, office) is Fault.DAMAGED


def test_a_file_beyond_the_cap_is_too_large(sealed, office):
    assert fault_of(sealed + bytes(seal.MAX_FILE), office) is Fault.TOO_LARGE


def test_a_newer_format_asks_for_an_upgrade(school, office, sealed):
    newer = outside(sealed[128:-40], office, format=2, min_reader=2)
    assert fault_of(newer, office) is Fault.NEWER


def test_a_newer_format_that_suits_old_readers_is_read(school, office):
    sealed = school.wrap(office, package_id="00" * 16)
    newer = outside(sealed[128:-40], office, format=9, reserved=7)
    assert seal.inspect(newer).format == 9
    assert post.unwrap(newer, [office.identity], school.signers).parcel.tables["leave"]


def test_a_parcel_for_another_office_names_its_key_and_nothing_else(sealed, office, other_office):
    with pytest.raises(BadParcel, match=keys.fingerprint(office.recipient)) as bad:
        post.unwrap(sealed, [other_office.identity])
    assert bad.value.fault is Fault.OTHER_OFFICE
    assert fault_of(sealed, other_office) is Fault.OTHER_OFFICE


def test_an_inside_that_will_not_open_is_no_damage(sealed, office, other_office):
    for inside in (b"", b"age-encryption.org/v1\n", sealed[128:-41], bytes(500)):
        assert fault_of(outside(inside, office), office) is Fault.WILL_NOT_OPEN
    claimed = outside(encrypted(b"x", other_office), office)
    assert fault_of(claimed, office) is Fault.WILL_NOT_OPEN


def test_what_is_unsigned_or_signed_falsely_is_forged(school, office, sealed):
    genuine = inside_of(sealed, office)
    changed = bytearray(genuine)
    changed[-1] ^= 1
    for plain in (b"", b"x" * 500, genuine[:151], genuine[:-1], genuine + b"x", bytes(changed)):
        assert fault_of(outside(encrypted(plain, office), office), office) is Fault.FORGED


@given(at=st.integers(0, 151), bit=st.integers(0, 7))
def test_no_bit_of_the_signed_statement_can_change(office, sealed, at, bit):
    plain = bytearray(inside_of(sealed, office))
    plain[at] ^= 1 << bit
    assert fault_of(outside(encrypted(bytes(plain), office), office), office) is Fault.FORGED


def test_a_package_id_on_the_outside_only_is_forged(office, sealed):
    other = outside(sealed[128:-40], office, package_id=b"\1" * 16)
    assert fault_of(other, office) is Fault.FORGED


def test_a_parcel_passed_on_to_another_office_is_refused(school, office, other_office, sealed):
    """The first office opens it, and encrypts it anew as if the school had sent it there."""
    passed_on = outside(
        encrypted(inside_of(sealed, office), other_office),
        other_office,
        package_id=bytes.fromhex(seal.inspect(sealed).package_id),
    )
    with pytest.raises(BadParcel) as bad:
        seal.open_sealed(passed_on, [other_office.identity])
    assert bad.value.fault is Fault.READDRESSED


def test_an_unknown_signer_is_shown_by_fingerprint(school, other_school, office, sealed):
    with pytest.raises(BadParcel, match=keys.fingerprint(school.public)) as bad:
        post.unwrap(sealed, [office.identity], other_school.signers)
    assert bad.value.fault is Fault.UNKNOWN_SIGNER
    assert post.unwrap(sealed, [office.identity]).fingerprint == keys.fingerprint(school.public)


def test_a_school_cannot_speak_for_another(school, other_school, office):
    posing = school.wrap(office, school_code=other_school.code)
    known = {**school.signers, **other_school.signers}
    assert fault_of(posing, office, known) is Fault.WRONG_SCHOOL
    assert fault_of(posing, office, school.signers) is Fault.WRONG_SCHOOL


def test_a_manifest_must_agree_with_its_envelope(school, office, other_office):
    honest = school.manifest(recipient=keys.fingerprint(office.recipient))
    other = school.manifest(recipient=keys.fingerprint(other_office.recipient))
    for manifest, package_id, fault in (
        (honest, parcel.new_package_id(), Fault.MALFORMED),
        (other, other.package_id, Fault.READDRESSED),
    ):
        data = seal.seal(
            parcel.pack(manifest, {}),
            package_id=package_id,
            recipient=office.recipient,
            signing_key=school.signing_key,
        )
        assert fault_of(data, office) is fault


def test_long_texts_of_a_stranger_do_not_fill_the_screen(school, office):
    known = school.signers
    with pytest.raises(BadParcel) as bad:
        post.unwrap(school.wrap(office, school_code="9" * 9999), [office.identity], known)
    assert len(str(bad.value)) < 400


def test_wrong_keys_are_refused_in_words(school, office, sealed):
    with pytest.raises(Refused, match="公钥读不出"):
        post.wrap(school.manifest(), {}, recipient="age1x", signing_key=school.signing_key)
    with pytest.raises(Refused, match="密钥读不出"):
        post.unwrap(sealed, ["AGE-SECRET-KEY-1X"])


def test_a_fingerprint_is_six_groups_of_five_digits(school, office, other_office):
    prints = [keys.fingerprint(key) for key in (office.recipient, other_office.recipient)]
    assert all(re.fullmatch(r"\d{5}( \d{5}){5}", each) for each in prints)
    assert len(set(prints)) == 2
    assert keys.fingerprint(office.recipient.upper()) == prints[0]
    assert keys.digits(keys.key_id(office.recipient)) == prints[0]


@pytest.mark.skipif(not shutil.which("age"), reason="the age program is not installed")
def test_another_age_opens_it(school, office, sealed, tmp_path):
    """Only what docs/decisions/004-parcel-format.md says is used, nothing of seal.py."""
    length = int.from_bytes(sealed[48:56])
    (tmp_path / "identity.txt").write_text(office.identity + "\n")
    done = subprocess.run(
        ["age", "-d", "-i", str(tmp_path / "identity.txt")],
        input=sealed[128 : 128 + length],
        capture_output=True,
        check=True,
    )
    statement, payload = done.stdout[:152], done.stdout[152:]
    assert statement[:8] == b"XJSIGN1\0"
    assert statement[8:40] == school.public
    received = parcel.unpack(payload)
    assert received == post.unwrap(sealed, [office.identity], school.signers).parcel
