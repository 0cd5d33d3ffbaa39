"""What may go wrong by the user's doing: a field at fault, or a thing that cannot be done."""

from enum import IntEnum
from typing import Self


class Invalid(ValueError):
    """Some fields of a record are at fault; `fields` maps each attribute to a sentence."""

    def __init__(self, **fields: str) -> None:
        super().__init__("；".join(fields.values()))
        self.fields = fields


class Refused(Exception):
    """The thing asked for cannot be done; the text says why, what was kept, and what to do."""


class FileTrouble(Refused):
    """The machine is at fault: disk full, file busy or damaged, stick pulled out."""


class Cancelled(Exception):
    """The user stopped long work; whoever catches it shows nothing."""


class Exit(IntEnum):
    """The exit codes of the program, of its window and of every command; README.md lists them."""

    DONE = 0
    REFUSED = 1
    USAGE = 2
    MACHINE = 3
    UNFORESEEN = 4
    STOPPED = 130

    @classmethod
    def of(cls, refused: Refused | Invalid) -> Self:
        """The machine's fault, or a thing that cannot be done."""
        return cls(cls.MACHINE if isinstance(refused, FileTrouble) else cls.REFUSED)
