"""An invented office, an invented school and one parcel between them."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from kongchuo_desktop.exchange import keys, parcel, post
from kongchuo_desktop.exchange.parcel import Manifest


@dataclass(frozen=True)
class Office:
    identity: str

    @property
    def recipient(self) -> str:
        return keys.recipient_of(self.identity)


@dataclass(frozen=True)
class School:
    signing_key: bytes
    code: str = "9999990001"

    @property
    def public(self) -> bytes:
        return keys.public_key(self.signing_key)

    @property
    def signers(self) -> dict[str, set[bytes]]:
        return {self.code: {self.public}}

    def manifest(self, **changes: object) -> Manifest:
        values: dict[str, object] = {
            "package_id": parcel.new_package_id(),
            "school_code": self.code,
            "school_name": "云上县<b>石桥</b>九年制学校",
            "device_id": "device-1",
            "epoch": 1,
            "seq": 7,
            "schema_version": 3,
            "app_version": "0.1.0",
            "made_at": datetime(2026, 11, 20, 8, 30, tzinfo=UTC),
        }
        return Manifest(**{**values, **changes})

    def wrap(self, office: Office, tables=None, **changes: object) -> bytes:
        records = TABLES if tables is None else tables
        return post.wrap(
            self.manifest(**changes),
            records,
            recipient=office.recipient,
            signing_key=self.signing_key,
        )


TABLES = {
    "student": [
        {"id": "s1", "rev": 1, "name": "王小花", "born": "2014-05-01"},
        {"id": "s2", "rev": 4, "name": "=HYPERLINK(1)", "aid_fen": 62500, "left": None},
        {"id": "s3", "rev": 0, "name": "欧阳𬱟·阿依古丽", "tags": ["寄宿", "留守"]},
    ],
    "leave": [{"id": "l1", "rev": 2, "student": "s1", "reason": "发烧\n家长来电"}],
}


@pytest.fixture(scope="session")
def office() -> Office:
    return Office(keys.new_township_identity())


@pytest.fixture(scope="session")
def other_office() -> Office:
    return Office(keys.new_township_identity())


@pytest.fixture(scope="session")
def school() -> School:
    return School(keys.new_signing_key())


@pytest.fixture(scope="session")
def other_school() -> School:
    return School(keys.new_signing_key(), "9999990002")


@pytest.fixture(scope="session")
def sealed(school: School, office: Office) -> bytes:
    return school.wrap(office)
