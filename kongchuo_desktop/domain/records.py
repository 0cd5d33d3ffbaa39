"""Ids of records: made here, the same on every computer, so that a parcel needs no translation."""

from uuid import uuid4


def new_id() -> str:
    return uuid4().hex
