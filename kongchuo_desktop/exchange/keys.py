"""The two kinds of keys of the exchange, and the digits by which people compare them."""

from hashlib import sha256

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kongchuo_desktop.domain.errors import Refused


def new_signing_key() -> bytes:
    """A school's secret signing key: 32 bytes of Ed25519, to be kept in the encrypted data."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(signing_key: bytes) -> bytes:
    """The 32 public bytes by which an office knows the school."""
    private = Ed25519PrivateKey.from_private_bytes(signing_key)
    return private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def new_township_identity() -> str:
    """An office's secret age identity, `AGE-SECRET-KEY-1…`, to be kept in the encrypted data."""
    return str(pyrage.x25519.Identity.generate())


def recipient_of(identity: str) -> str:
    """The public age recipient, `age1…`, of a secret identity."""
    return str(secret(identity).to_public())


def secret(identity: str) -> pyrage.x25519.Identity:
    """The identity as pyrage wants it; Refused when the text is none."""
    try:
        return pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError:
        raise Refused("本单位的密钥读不出，资料没有改动。请用打印的密钥页恢复密钥。") from None


def public(recipient: str) -> pyrage.x25519.Recipient:
    """The recipient as pyrage wants it; Refused when the text is none."""
    try:
        return pyrage.x25519.Recipient.from_str(recipient)
    except pyrage.RecipientError:
        raise Refused(
            "乡镇中心校的公钥读不出，没有写出任何文件。请向中心校重新要一份公钥文件。"
        ) from None


def digest(key: str | bytes) -> bytes:
    """The 32 bytes that stand for a public key: an age recipient, or a signer's 32 bytes."""
    if isinstance(key, str):
        same = key.strip().lower()  # bech32 means the same in capitals
        return sha256(b"kongchuo recipient 1\0" + same.encode()).digest()
    return sha256(b"kongchuo signer 1\0" + key).digest()


def key_id(recipient: str) -> bytes:
    """The 16 bytes that name an office's key on the outside of a parcel."""
    return digest(recipient)[:16]


def fingerprint(key: str | bytes) -> str:
    """Six groups of five digits, to be compared by telephone or on paper (about 99 bits)."""
    return digits(digest(key)[:16])


def digits(identifier: bytes) -> str:
    """The fingerprint that belongs to a 16-byte key id."""
    number = f"{int.from_bytes(identifier) % 10**30:030d}"
    return " ".join(number[start : start + 5] for start in range(0, 30, 5))


def verifies(signer: bytes, signature: bytes, message: bytes) -> bool:
    """Whether `signature` over `message` was made with the secret half of `signer`."""
    try:
        Ed25519PublicKey.from_public_bytes(signer).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
