"""Packing and unpacking: what goes in comes out, and nothing else gets in."""

import json
import subprocess
import sys
import zlib
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.exchange import parcel
from kongchuo_desktop.exchange.faults import BadParcel, Fault

ROOT = Path(__file__).parents[2]
NASTY = (
    "张<b>三",
    "=HYPERLINK(1)",
    '<img src="/etc/hostname">',
    "../",
    "𬱟䶮㛃",
    "阿" * 30,
    "a\0b",
    "\u2028\u0085\r\n",
    "\\ud800",
    '"[[[[[[[[[[[[[[[[[[[[{"',
    "CON",
    "\ufeff",
)
texts = st.one_of(st.sampled_from(NASTY), st.text())
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63) + 1, 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
records = st.builds(
    lambda fields, identity, rev: {**fields, "id": identity, "rev": rev},
    st.dictionaries(texts, values, max_size=5),
    texts.filter(bool),
    st.integers(0, 10**6),
)
tables = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True),
    st.lists(records, max_size=6, unique_by=lambda record: record["id"]),
    max_size=3,
)


def by_id(each: dict[str, list[dict[str, object]]]) -> dict[str, dict[object, object]]:
    return {name: {record["id"]: record for record in rows} for name, rows in each.items()}


@given(tables=tables, name=texts, shuffle=st.randoms(use_true_random=False))
def test_what_is_packed_is_unpacked_and_order_does_not_matter(school, tables, name, shuffle):
    manifest = school.manifest(school_name=name, package_id="0" * 32)
    payload = parcel.pack(manifest, tables)
    opened = parcel.unpack(payload)

    assert by_id(opened.tables) == by_id(tables)
    assert replace(opened.manifest, tables=()) == manifest
    assert [table.count for table in opened.manifest.tables] == [
        len(tables[name]) for name in sorted(tables)
    ]
    mixed = {key: shuffle.sample(tables[key], len(tables[key])) for key in reversed(tables)}
    assert parcel.pack(manifest, mixed) == payload


def test_fields_of_a_newer_program_go_through_unharmed(school):
    manifest = school.manifest(extra={"courier": {"name": "李四"}, "extra": [1]})
    opened = parcel.unpack(parcel.pack(manifest, {"visit": [{"id": "v", "rev": 0, "new": [{}]}]}))
    again = parcel.unpack(parcel.pack(opened.manifest, opened.tables))
    assert again == opened
    assert opened.manifest.extra == {"courier": {"name": "李四"}, "extra": [1]}
    assert opened.tables["visit"][0]["new"] == [{}]


@pytest.mark.parametrize(
    "record",
    [
        {"rev": 0},
        {"id": "", "rev": 0},
        {"id": 5, "rev": 0},
        {"id": "x"},
        {"id": "x", "rev": -1},
        {"id": "x", "rev": True},
        {"id": "x", "rev": 1, "rate": float("nan")},
        {"id": "x", "rev": 1, "rate": float("inf")},
        {"id": "x", "rev": 1, "name": "\ud800"},
        {"id": "x", "rev": 1, "count": 2**63},
        {"id": "x", "rev": 1, "count": 10**5000},
        {"id": "x", "rev": 1, "text": "长" * parcel.MAX_LINE},
        {"id": "x", "rev": 1, "deep": json.loads("[" * 20 + "]" * 20)},
    ],
)
def test_what_no_reader_would_take_is_not_packed(school, record):
    with pytest.raises(Refused, match="没有写出") as refused:
        parcel.pack(school.manifest(), {"student": [record]})
    assert not isinstance(refused.value, BadParcel)


def test_the_same_id_twice_is_not_packed(school):
    twice = [{"id": "x", "rev": 1}, {"id": "x", "rev": 2}]
    with pytest.raises(Refused, match="编号 x 重复"):
        parcel.pack(school.manifest(), {"student": twice})


def test_a_manifest_without_a_time_zone_cannot_be_made(school):
    with pytest.raises(ValueError, match="time zone"):
        school.manifest(made_at=datetime(2026, 11, 20, 8, 30))  # noqa: DTZ001


def crafted(school, *lines: bytes, **changes: object) -> bytes:
    """A payload whose one table has these very lines, and a manifest that fits them."""
    digest = sha256(b"".join(line + b"\n" for line in lines)).hexdigest()
    honest = zlib.decompress(parcel.pack(school.manifest(), {}))
    head = {
        **json.loads(honest),
        "tables": [{"name": "student", "count": len(lines), "sha256": digest}],
        **changes,
    }
    plain = json.dumps(head).encode() + b"\n" + b"".join(line + b"\n" for line in lines)
    return zlib.compress(plain)


GOOD = b'{"id":"s0","rev":1}'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b'{"id":"x","rev":1,"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}", "嵌套过深"),
        (b'{"id":"x","rev":1,"a":' + b'{"a":' * 40 + b"1" + b"}" * 41, "嵌套过深"),
        (b'{"id":"x","rev":' + b"9" * 5000 + b"}", "整数过大"),
        (b'{"id":"x","rev":1,"a":9223372036854775808}', "整数过大"),
        (b'{"id":"x","rev":1,"a":NaN}', "不是有限的数"),
        (b'{"id":"x","rev":1,"a":-Infinity}', "不是有限的数"),
        (b'{"id":"x","rev":1,"a":1e999}', "不是有限的数"),
        (b'{"id":"x","rev":1,"rev":2}', "出现了两次"),
        (b'{"id":"x","rev":1,"a":{"b":1,"b":2}}', "出现了两次"),
        (b'{"id":"x","rev":1,"name":"\\ud800"}', "残缺的字符"),
        (b'{"id":"x","rev":1,"\\udfff":1}', "残缺的字符"),
        (b'{"id":"x","rev":1,"name":"\xff"}', "UTF-8"),
        (b'{"id":"x","rev":1', "不是完整的"),
        (b"", "不是完整的"),
        (b'["x",1]', "不是一条记录"),
        (b'{"id":"s0","rev":1}', "重复"),
        (b'{"id":"x","rev":"1"}', "修改次数"),
        (b'{"id":"x","rev":1.0}', "修改次数"),
        (b'{"id":null,"rev":1}', "没有编号"),
    ],
)
def test_a_hostile_line_is_refused_by_table_and_number(school, line, reason):
    with pytest.raises(BadParcel, match=reason) as bad:
        parcel.unpack(crafted(school, GOOD, line))
    assert bad.value.fault is Fault.MALFORMED
    assert "student 表第 2 行" in str(bad.value)


def test_brackets_within_names_are_not_nesting(school):
    name = '\\"' + "[{" * 1000
    line = json.dumps({"id": "x", "rev": 1, "name": name}).encode()
    assert parcel.unpack(crafted(school, line)).tables["student"][0]["name"] == name


def test_quotes_without_end_are_refused_without_long_thought(school):
    line = b'{"id":"x","rev":1,"a":"' + b'\\"[' * 200_000
    with pytest.raises(BadParcel, match="不是完整的"):
        parcel.unpack(crafted(school, line))


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"min_reader": parcel.FORMAT + 1, "tables": "not ours to read"}, Fault.NEWER),
        ({"tables": {}}, Fault.MALFORMED),
        ({"tables": [{"name": "../x", "count": 0, "sha256": "0" * 64}]}, Fault.MALFORMED),
        ({"tables": [{"name": "x", "count": -1, "sha256": "0" * 64}]}, Fault.MALFORMED),
        ({"tables": [{"name": "x", "count": 10**9, "sha256": "0" * 64}]}, Fault.SWELLS),
        ({"tables": [{"name": "x", "count": 9, "sha256": "0" * 64}]}, Fault.MALFORMED),
        ({"tables": [{"name": "x", "count": 1, "sha256": "0" * 64}]}, Fault.MALFORMED),
        ({"tables": [{"name": "x", "count": 0, "sha256": "0" * 64}] * 2}, Fault.MALFORMED),
        ({"tables": []}, Fault.MALFORMED),
        ({"seq": "7"}, Fault.MALFORMED),
        ({"seq": -7}, Fault.MALFORMED),
        ({"seq": True}, Fault.MALFORMED),
        ({"school_name": None}, Fault.MALFORMED),
        ({"made_at": "昨天"}, Fault.MALFORMED),
        ({"made_at": "2026-11-20T08:30:00"}, Fault.MALFORMED),
        ({"made_at": 5}, Fault.MALFORMED),
    ],
)
def test_a_manifest_at_fault_is_refused(school, changes, fault):
    with pytest.raises(BadParcel) as bad:
        parcel.unpack(crafted(school, GOOD, **changes))
    assert bad.value.fault is fault


@given(cut=st.integers(0, 400), junk=st.binary(max_size=50))
def test_any_bytes_are_a_parcel_or_refused(school, cut, junk):
    payload = crafted(school, GOOD)
    for mangled in (junk, payload[:cut] + junk, payload + (junk or b"\n"), zlib.compress(junk)):
        if mangled != payload:
            with pytest.raises(BadParcel):
                parcel.unpack(mangled)


BOMB = """
import resource, zlib
from kongchuo_desktop.exchange import parcel
from kongchuo_desktop.exchange.faults import BadParcel, Fault
bomb = zlib.compress({plain})
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
try:
    parcel.unpack(bomb)
except BadParcel as bad:
    print(len(bomb), bad.fault is Fault.SWELLS, peak() - before)
"""


def test_a_bomb_stops_at_the_cap(school):
    """In a process of its own: what memory it took is asked of the system."""
    program = BOMB.format(plain="b' ' * 200_000_000")
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT
    )
    size, swelled, kilobytes = done.stdout.split()
    assert int(size) < 200_000
    assert swelled == "True"
    assert int(kilobytes) < 20 * 1024


def test_a_bomb_of_long_lines_stops_at_the_cap(school):
    filler = " " * (parcel.MAX_LINE - 100)
    lines = [b'{"id":"%d","rev":1,"a":"%s"}' % (n, filler.encode()) for n in range(66)]
    with pytest.raises(BadParcel) as bad:
        parcel.unpack(crafted(school, *lines))
    assert bad.value.fault is Fault.SWELLS
