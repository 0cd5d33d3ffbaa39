"""What was written for the township, in order; a local copy stays until a receipt arrives."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kongchuo_desktop.store.models import ParcelRow, proxy


@dataclass(frozen=True, slots=True, kw_only=True)
class ParcelRecord:
    """One parcel written; `state` is written until the township's receipt says received."""

    id: str
    seq: int
    made_at: datetime
    name: str
    place: str
    size: int
    sha256: str
    recipient: str
    counts: Mapping[str, int]
    state: str = "written"


def add(parcel: ParcelRecord) -> None:
    ParcelRow.create(
        id=parcel.id,
        seq=parcel.seq,
        made_at=parcel.made_at.isoformat(),
        name=parcel.name,
        place=parcel.place,
        size=parcel.size,
        sha256=parcel.sha256,
        recipient=parcel.recipient,
        counts=json.dumps(dict(parcel.counts)),
        state=parcel.state,
    )


def everything() -> Sequence[ParcelRecord]:
    """All parcels, newest first."""
    return [_parcel(row) for row in ParcelRow.select().order_by(ParcelRow.seq.desc())]


def _parcel(row: ParcelRow) -> ParcelRecord:
    return ParcelRecord(
        id=row.id,
        seq=row.seq,
        made_at=datetime.fromisoformat(row.made_at),
        name=row.name,
        place=row.place,
        size=row.size,
        sha256=row.sha256,
        recipient=row.recipient,
        counts=json.loads(row.counts),
        state=row.state,
    )


Sent = tuple[str, str, int, str]
"""Kind, id, revision and digest of a record that goes out changed or for the first time."""


def revisions(kind: str, digests: Mapping[str, str]) -> tuple[dict[str, int], list[Sent]]:
    """The revision of each record about to be sent, and what is to be remembered of it once sent.

    A record's revision counts the different contents it was sent with, so that the office can tell
    newer from older whatever the clocks say, and whatever was undone here in between.
    """
    connection = proxy.connection()
    known = {
        id_: (rev, digest)
        for id_, rev, digest in connection.execute(
            "SELECT id, rev, digest FROM sent WHERE kind = ?", (kind,)
        )
    }
    found: dict[str, int] = {}
    changed: list[Sent] = []
    for id_, digest in digests.items():
        rev, before = known.get(id_, (0, ""))
        found[id_] = rev if digest == before else rev + 1
        if digest != before:
            changed.append((kind, id_, rev + 1, digest))
    return found, changed


def remember(sent: Iterable[Sent]) -> None:
    """These have been sent."""
    proxy.connection().executemany(
        "INSERT OR REPLACE INTO sent (kind, id, rev, digest) VALUES (?, ?, ?, ?)", sent
    )


PLAIN = {
    "visit": (
        "(SELECT * FROM visit WHERE void_why = '')",
        ("id", "student", "day", "kind", "leader", "outcome"),
    ),
    "paper": (
        "(SELECT h.*, p.kind, p.issued_on FROM sheet h JOIN paper p ON p.id = h.paper)",
        ("id", "student", "kind", "words", "issued_on", "state"),
    ),
    "aid": ("aid", ("id", "student", "kind", "amount", "term", "state")),
}


def plain_records() -> dict[str, list[dict[str, Any]]]:
    """Records that go out as they stand, in the columns named."""
    connection = proxy.connection()
    return {
        kind: [
            dict(zip(columns, row, strict=True))
            for row in connection.execute(f"SELECT {', '.join(columns)} FROM {source}")
        ]
        for kind, (source, columns) in PLAIN.items()
    }
