"""What a command says: plain Chinese for people, one object for scripts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    data: Mapping[str, Any] | Sequence[Any]
