"""Files written by released versions: every later version must still read them, unchanged."""

from datetime import datetime, timedelta, timezone
from pathlib import Path

from kongchuo_desktop.exchange import keys, post, seal, stick, township_key

FILES = Path(__file__).parents[1] / "files" / "parcels"
SIGNER = bytes.fromhex("33de1177f3a2a3a82f2809da289890ca26cee6a8c218a0b24f990dc465995035")


def identity() -> str:
    lines = (FILES / "v1-office-identity.txt").read_text().splitlines()
    return next(line for line in lines if not line.startswith("#"))


def test_a_parcel_of_format_1():
    data = stick.read(FILES / "v1.xjpkg", seal.MAX_FILE)
    received = post.unwrap(data, [identity()], {"9999990001": [SIGNER]})
    manifest = received.parcel.manifest
    assert received.fingerprint == "95280 85304 11481 03039 32542 83617"
    assert manifest.package_id == "0123456789abcdef0123456789abcdef"
    assert manifest.school_code == "9999990001"
    assert manifest.school_name == "云上县石桥镇<b>九年制</b>学校"
    assert (manifest.device_id, manifest.epoch, manifest.seq) == ("device-1", 2, 7)
    assert (manifest.previous_sha256, manifest.journal_head) == ("ab" * 32, "cd" * 32)
    assert (manifest.format, manifest.min_reader, manifest.schema_version) == (1, 1, 1)
    assert manifest.app_version == "0.1.0"
    east_8 = timezone(timedelta(hours=8))
    assert manifest.made_at == datetime(2026, 11, 20, 16, 30, tzinfo=east_8)
    assert manifest.recipient == "55751 96465 01621 46651 84807 42669"
    assert manifest.extra == {"added_later": {"known": False}}
    assert [(table.name, table.count) for table in manifest.tables] == [
        ("leave", 1),
        ("student", 3),
        ("visit", 0),
    ]
    assert received.parcel.tables == {
        "leave": ({"id": "l1", "rev": 2, "student": "s1", "reason": "发烧\n“家长来电”\\\u2028"},),
        "student": (
            {
                "id": "s1",
                "rev": 1,
                "name": "王小花",
                "id_number": "",
                "born": "2014-05-01",
                "left": None,
            },
            {"id": "s2", "rev": 4, "name": "=HYPERLINK(1)", "aid_fen": 62500, "boarder": True},
            {
                "id": "s3",
                "rev": 0,
                "name": "欧阳𬱟·阿依古丽",
                "tags": ["留守", "寄宿"],
                "added_later": {"x": [1.5]},
            },
        ),
        "visit": (),
    }


def test_a_key_file_of_version_1():
    key = township_key.read_township_key(FILES / "v1-office.kckey")
    assert key.name == "云上县石桥镇中心校（测试）"
    assert key.recipient == keys.recipient_of(identity())
    assert key.fingerprint == "55751 96465 01621 46651 84807 42669"
