"""Ids of records: made here, the same on every computer, so that a parcel needs no translation."""

from os import urandom


def new_id() -> str:
    return urandom(16).hex()


def new_ids(count: int) -> list[str]:
    """Many at once, in order: side by side on disk, where as they fall they touch every page."""
    drawn = urandom(16 * count).hex()
    return sorted(drawn[at : at + 32] for at in range(0, len(drawn), 32))
