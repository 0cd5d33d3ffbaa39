"""The rows of a tab that no table holds: computed from all facts, and held until they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Generic, TypeVar

from kongchuo_desktop.services.context import Context
from kongchuo_desktop.services.searching import folded
from kongchuo_desktop.store import students
from kongchuo_desktop.store.lists import ChipCount

Found = TypeVar("Found")
EVERYBODY = 100_000


class ComputedListing(Generic[Found]):
    """Declare `chip_words` (the first is what a tab starts with), `orders`, and say what is
    computed, which of it a chip shows, about which child it is, and what the screen gets."""

    chip_words: ClassVar[Sequence[tuple[str, str]]] = ()
    orders: ClassVar[Mapping[str, Callable[[Any], Any]]] = {}

    def __init__(self, ctx: Context) -> None:
        self.ctx = ctx
        self._held: tuple[object, dict[str, Found]] = (None, {})

    def compute(self) -> dict[str, Found]:
        """Everything within scope, by key, in the order of an unsorted list."""
        raise NotImplementedError

    def wanted(self, found: Found, chip: str) -> bool:
        raise NotImplementedError

    def student(self, found: Found) -> str:
        raise NotImplementedError

    def shown(self, found: Found) -> dict[str, Any]:
        raise NotImplementedError

    def held(self) -> dict[str, Found]:
        now = (self.ctx.last_op(), self.ctx.scope, self.ctx.today())
        if self._held[0] != now:
            self._held = (now, self.compute())
        return self._held[1]

    def keys(self, text: str, order: str, descending: bool, chip: str) -> list[str]:
        chosen = {key: each for key, each in self.held().items() if self.wanted(each, chip)}
        if text:
            matching = set(students.find(folded(text), self.ctx.scope, EVERYBODY))
            chosen = {k: each for k, each in chosen.items() if self.student(each) in matching}
        if order not in self.orders:
            return list(chosen)
        by = self.orders[order]
        return sorted(chosen, key=lambda key: by(chosen[key]), reverse=descending)

    def rows(self, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
        held = self.held()
        return {key: self.shown(held[key]) for key in keys if key in held}

    def chips(self) -> list[ChipCount]:
        return [
            ChipCount(key, words, sum(self.wanted(each, key) for each in self.held().values()))
            for key, words in self.chip_words
        ]

    def foot(self, text: str, chip: str) -> str:
        raise NotImplementedError
