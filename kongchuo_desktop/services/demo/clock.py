"""A clock that stands on the demo's day: so that the demo school is the same on any day."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from time import monotonic

MORNING = time(9, 10)


class Replay:
    """Says the moment it was put to, and goes on from there as time passes."""

    def __init__(self, day: date, at: time = MORNING) -> None:
        self.at(day, at)

    def at(self, day: date, at: time) -> None:
        self._moment = datetime.combine(day, at).astimezone()
        self._since = monotonic()

    def __call__(self) -> datetime:
        return self._moment + timedelta(seconds=monotonic() - self._since)
