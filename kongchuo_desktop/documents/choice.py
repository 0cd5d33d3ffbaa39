"""Whose faces papers are set in: ours, or this machine's own where it has them.

Apart from `faces`, so that a program that starts can choose without loading the typesetter.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class Choice:
    """The folders in which the machine's fonts are looked for; none means our own faces.

    `turn` tells one choosing from the next: fonts may have been installed between them.
    """

    def __init__(self) -> None:
        self.folders: tuple[Path, ...] = ()
        self.turn = 0

    def choose(self, folders: Sequence[Path] = ()) -> None:
        """From the next paper on."""
        self.folders = tuple(folders)
        self.turn += 1


CHOICE = Choice()
