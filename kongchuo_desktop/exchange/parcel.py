"""What a parcel holds: a manifest and tables of records, as compressed canonical JSON lines."""

import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from kongchuo_desktop.domain.errors import Refused
from kongchuo_desktop.exchange import strict_json
from kongchuo_desktop.exchange.faults import BadParcel, Fault

FORMAT = 1
MAX_PLAIN = 64 * 2**20
MAX_LINE = 2**20
MAX_RECORDS = 300_000
_STEP = 2**16
_TABLE_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HASH = re.compile(r"[0-9a-f]{64}")

Record = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Table:
    """How many records a table has, and the SHA-256 of its lines."""

    name: str
    count: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """Who sent what to whom, as signed; the numbers, never the clock, give the order."""

    package_id: str
    """32 hexadecimal digits, never used twice."""
    school_code: str
    school_name: str
    device_id: str
    epoch: int
    """Grows whenever a backup is put back or the data moves to another computer."""
    seq: int
    """Number of the parcel within its epoch, from 1."""
    previous_sha256: str = ""
    """SHA-256 of the whole file of the parcel before, empty for the first."""
    journal_head: str = ""
    """Last hash of the school's journal, so that a tail cut off later shows."""
    schema_version: int
    app_version: str
    made_at: datetime
    """For people only; aware."""
    recipient: str = ""
    """Fingerprint of the office's key; filled in when the parcel is sealed."""
    min_reader: int = FORMAT
    """The oldest format whose reader may take this parcel."""
    format: int = FORMAT
    tables: tuple[Table, ...] = ()
    """Filled in by `pack`, in the order of their names."""
    extra: Mapping[str, object] = field(default_factory=dict)
    """What a newer program added and this one does not know, kept as it came."""

    def __post_init__(self) -> None:
        if self.made_at.tzinfo is None:
            raise ValueError("made_at needs a time zone")


@dataclass(frozen=True, slots=True)
class Parcel:
    """An opened parcel; records keep every field they came with, known or not."""

    manifest: Manifest
    tables: Mapping[str, tuple[dict[str, Any], ...]]


def new_package_id() -> str:
    return uuid4().hex


def pack(manifest: Manifest, tables: Mapping[str, Sequence[Record]]) -> bytes:
    """The payload of a parcel, the same bytes for the same records in any order.

    Each record has its text `id`, unique in its table, and its whole-number `rev`. What was
    packed is read again with the reader's own guards, so that no parcel is written that the
    office would refuse. Refused names the first record at fault.
    """
    try:
        lines = {name: _dumped(name, records) for name, records in sorted(tables.items())}
        summary = tuple(Table(name, len(each), _digest(each)) for name, each in lines.items())
        head = strict_json.dump(_as_object(replace(manifest, tables=summary)))
        plain = b"".join(
            line + b"\n" for line in [head, *(x for each in lines.values() for x in each)]
        )
        payload = zlib.compress(plain)
        unpack(payload)
    except (BadParcel, strict_json.Malformed) as wrong:
        reason = wrong.more if isinstance(wrong, BadParcel) else wrong
        raise Refused(
            f"资料没有写出：{reason}。本机资料没有改动，U盘上原有的文件也没有改动。请改正后再导出。"
        ) from wrong
    return payload


def unpack(payload: bytes) -> Parcel:
    """The parcel in `payload`, or BadParcel with the table and the number of the line at fault.

    Nothing is believed before it is checked: not the size after decompression, nor the depth
    of nesting, nor that a number is a number.
    """
    lines = _inflated(payload)
    manifest = _manifest(_parsed(next(lines, b""), "清单"))
    tables = {table.name: _records(table, lines) for table in manifest.tables}
    if next(lines, None) is not None:
        raise BadParcel(Fault.MALFORMED, "记录比清单上写的多")
    return Parcel(manifest, tables)


def _dumped(name: str, records: Sequence[Record]) -> list[bytes]:
    ordered = sorted(records, key=lambda record: str(record.get("id")))
    return [_dumped_record(name, record) for record in ordered]


def _dumped_record(name: str, record: Record) -> bytes:
    try:
        return strict_json.dump(record)
    except strict_json.Malformed as wrong:
        raise strict_json.Malformed(f"{name} 表编号 {record.get('id')} 的记录{wrong}") from wrong


def _digest(lines: Sequence[bytes]) -> str:
    return sha256(b"".join(line + b"\n" for line in lines)).hexdigest()


def _inflated(payload: bytes) -> Iterator[bytes]:
    """The lines of `payload`, never holding more than one step beyond the line being read."""
    inflate = zlib.decompressobj()
    rest, left, size = b"", payload, 0
    while not inflate.eof:
        step = _inflated_step(inflate, left)
        left = inflate.unconsumed_tail
        size += len(step)
        if size > MAX_PLAIN:
            raise BadParcel(Fault.SWELLS, f"超过 {MAX_PLAIN // 2**20} MB")
        *lines, rest = (rest + step).split(b"\n")
        if len(rest) > MAX_LINE:
            raise BadParcel(Fault.SWELLS, f"一条记录超过 {MAX_LINE // 2**20} MB")
        yield from lines
    if rest or inflate.unused_data:
        raise BadParcel(Fault.MALFORMED, "结尾多出了内容")


def _inflated_step(inflate: "zlib._Decompress", left: bytes) -> bytes:
    try:
        step = inflate.decompress(left, _STEP)
    except zlib.error:
        raise BadParcel(Fault.MALFORMED, "压缩内容读不出") from None
    if not step and not inflate.eof:
        raise BadParcel(Fault.MALFORMED, "压缩内容不完整")
    return step


def _parsed(line: bytes, where: str) -> dict[str, Any]:
    try:
        return strict_json.parse(line)
    except strict_json.Malformed as wrong:
        raise BadParcel(Fault.MALFORMED, f"{where}{wrong}") from wrong


def _records(table: Table, lines: Iterator[bytes]) -> tuple[dict[str, Any], ...]:
    digest = sha256()
    records: dict[str, dict[str, Any]] = {}
    for number in range(1, table.count + 1):
        where = f"{table.name} 表第 {number} 行"
        line = next(lines, None)
        if line is None:
            raise BadParcel(Fault.MALFORMED, f"{where}缺失")
        digest.update(line + b"\n")
        record = _parsed(line, where)
        identity = _identity(record, where)
        if identity in records:
            raise BadParcel(Fault.MALFORMED, f"{where}的编号 {identity} 重复")
        records[identity] = record
    if digest.hexdigest() != table.sha256:
        raise BadParcel(Fault.MALFORMED, f"{table.name} 表与清单上的校验值不符")
    return tuple(records.values())


def _identity(record: dict[str, Any], where: str) -> str:
    identity, revision = record.get("id"), record.get("rev")
    if not isinstance(identity, str) or not identity:
        raise BadParcel(Fault.MALFORMED, f"{where}没有编号")
    if type(revision) is not int or revision < 0:
        raise BadParcel(Fault.MALFORMED, f"{where}没有修改次数")
    return identity


_TEXTS = (
    "package_id",
    "school_code",
    "school_name",
    "device_id",
    "previous_sha256",
    "journal_head",
    "app_version",
    "recipient",
)
_NUMBERS = ("epoch", "seq", "schema_version", "min_reader", "format")


def _as_object(manifest: Manifest) -> dict[str, object]:
    known: dict[str, object] = {name: getattr(manifest, name) for name in _TEXTS + _NUMBERS}
    known["made_at"] = manifest.made_at.isoformat()
    known["tables"] = [
        {"name": table.name, "count": table.count, "sha256": table.sha256}
        for table in manifest.tables
    ]
    return {**manifest.extra, **known}


def _manifest(came: dict[str, Any]) -> Manifest:
    if type(oldest := came.get("min_reader")) is int and oldest > FORMAT:
        raise BadParcel(Fault.NEWER)
    for names, kind in ((_TEXTS, str), (_NUMBERS, int)):
        for name in names:
            if type(came.get(name)) is not kind:
                raise BadParcel(Fault.MALFORMED, f"清单缺少 {name}")
    if any(came[name] < 0 for name in _NUMBERS):
        raise BadParcel(Fault.MALFORMED, "清单上的序号是负数")
    known = {*_TEXTS, *_NUMBERS, "made_at", "tables"}
    return Manifest(
        **{name: came[name] for name in _TEXTS + _NUMBERS},
        made_at=_moment(came.get("made_at")),
        tables=_summary(came.get("tables")),
        extra={name: value for name, value in came.items() if name not in known},
    )


def _moment(came: object) -> datetime:
    try:
        moment = datetime.fromisoformat(came) if isinstance(came, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise BadParcel(Fault.MALFORMED, "清单上的时间读不出")
    return moment


def _summary(came: object) -> tuple[Table, ...]:
    tables = tuple(_table(each) for each in came) if isinstance(came, list) else ()
    if not isinstance(came, list) or len({table.name for table in tables}) != len(tables):
        raise BadParcel(Fault.MALFORMED, "清单上的表读不出")
    if (total := sum(table.count for table in tables)) > MAX_RECORDS:
        raise BadParcel(Fault.SWELLS, f"共 {total} 条记录")
    return tables


def _table(came: object) -> Table:
    match came:
        case {"name": str(name), "count": int(count), "sha256": str(digest)} if (
            _TABLE_NAME.fullmatch(name) and count >= 0 and _HASH.fullmatch(digest)
        ):
            return Table(name, count, digest)
    raise BadParcel(Fault.MALFORMED, "清单上的表读不出")
