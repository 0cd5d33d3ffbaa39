"""Ids of records: made here, the same on every computer, so that a parcel needs no translation."""

from secrets import token_hex
from uuid import uuid4


def new_id() -> str:
    return uuid4().hex


def new_ids(count: int) -> list[str]:
    """Many at once, in order: side by side on disk, where as they fall they touch every page."""
    drawn = token_hex(16 * count)
    return sorted(drawn[at : at + 32] for at in range(0, len(drawn), 32))
