"""Context: the open file, the clock, who is working, and `write()`, the frame of each use case."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from kongchuo_desktop.domain.calendar import Calendar
from kongchuo_desktop.domain.changes import Changes
from kongchuo_desktop.domain.local_rules import LocalRules
from kongchuo_desktop.domain.school import Person, School
from kongchuo_desktop.services import rules
from kongchuo_desktop.services.calendar import current
from kongchuo_desktop.store import db, journal, settings

Listener = Callable[[Changes], None]
Consequence = Callable[["Context"], None]
log = logging.getLogger(__name__)


def clock() -> datetime:
    """The time of this computer, with its zone."""
    return datetime.now().astimezone()


class Context:
    """What every use case is given. One per open data folder."""

    def __init__(
        self, data: db.DataFolder, who: Person, now: Callable[[], datetime] = clock
    ) -> None:
        self.data = data
        self.who = who
        self._now = now
        self._listeners: list[Listener] = []
        self._consequences: list[tuple[frozenset[str], Consequence]] = []
        self._calendar: Calendar | None = None
        self._made_for: date | None = None
        self._school: School | None = None
        self._rules: LocalRules | None = None
        self.started = self.last_op()

    def now(self) -> datetime:
        """The only clock."""
        return self._now()

    def set_clock(self, now: Callable[[], datetime]) -> None:
        """Another clock from now on: the demo's, or a day that is replayed."""
        self._now = now
        self._calendar = None

    def today(self) -> date:
        return self.now().date()

    @property
    def scope(self) -> frozenset[str] | None:
        """The classes the person at work may see; None means all."""
        return self.who.classes

    @property
    def folder(self) -> Path:
        return self.data.folder

    @property
    def school(self) -> School:
        if self._school is None:
            self._school = School(**settings.get("school"))
        return self._school

    @property
    def rules(self) -> LocalRules:
        """Deadlines and thresholds in force at this school."""
        if self._rules is None:
            self._rules = rules.current()
        return self._rules

    @property
    def calendar(self) -> Calendar:
        """The school days of the term that today lies in; in the holidays, of the one nearest."""
        today = self.today()
        if self._calendar is None or not self._fits(self._calendar, today):
            self._calendar, self._made_for = current(today), today
        return self._calendar

    def _fits(self, calendar: Calendar, today: date) -> bool:
        return today == self._made_for or calendar.term.first <= today <= calendar.term.last

    def listen(self, listener: Listener) -> None:
        """Be told of each operation, after it is on disk."""
        self._listeners.append(listener)

    def follow(self, tables: frozenset[str], consequence: Consequence) -> None:
        """What the rules make of facts: done in the same transaction, and undone with it, whenever
        one of these tables was written to."""
        self._consequences.append((tables, consequence))

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What the disk says within, where nothing is saved, becomes FileTrouble."""
        with db.translated(db.READING):
            yield

    @contextmanager
    def write(
        self, label: str, *, undoes: int | None = None, undoable: bool = True
    ) -> Iterator[int]:
        """One use case: one transaction, one entry in the journal, one notice.

        An exception rolls all of it back. A `write` inside another joins it.
        """
        if self.data.db.in_transaction():
            yield 0
            return
        with db.translated(), self.data.db.atomic("IMMEDIATE"):
            recorder = journal.Recorder(self.data.db.connection())
            try:
                yield recorder.op
                self._forget(recorder.tables)
                for wanted, consequence in self._consequences:
                    if wanted & recorder.tables:
                        consequence(self)
                tables = recorder.finish(
                    label, self.now(), self.who.name, undoes=undoes, undoable=undoable
                )
            finally:
                self._forget(recorder.tables)
                recorder.close()
        self._tell(Changes(recorder.op, label, tables))

    def _tell(self, changes: Changes) -> None:
        if not changes.tables:
            return  # nothing is on disk that was not there before
        log.info("op %d %s", changes.op, ",".join(sorted(changes.tables)))
        for listener in self._listeners:
            listener(changes)

    def _forget(self, tables: frozenset[str]) -> None:
        """What is remembered of these tables is read again when it is next asked for."""
        if tables & {"setting", "special_day"}:
            self._school = self._calendar = self._rules = None

    def last_op(self) -> int:
        """The number of the latest entry in the journal."""
        row = self.data.db.connection().execute("SELECT coalesce(max(id), 0) FROM op").fetchone()
        return int(row[0])

    def let_go(self) -> None:
        """Close the connection of the thread that asks: a worker's, when its work is done."""
        self.data.db.close()

    def close(self) -> None:
        self.data.close()
