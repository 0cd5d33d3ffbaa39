"""What a command says: plain Chinese for people, one object for scripts."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TextIO


@dataclass(frozen=True, slots=True)
class Answer:
    words: str
    data: Mapping[str, Any] | Sequence[Any]


def say(text: str, stream: TextIO, end: str = "\n") -> None:
    """Put out a line, now; a reader that has seen enough (`| head`) is no fault.

    Any other OSError is raised once, and not again when the program ends.
    """
    try:
        print(text, file=stream, end=end, flush=True)
    except OSError as error:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        if not isinstance(error, BrokenPipeError):
            raise
