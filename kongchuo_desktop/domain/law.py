"""Statutes that may be quoted on papers, word for word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verified(StrEnum):
    """How the wording was checked: against two independent collections, or taken from one."""

    TWO_SOURCES = "two_sources"
    ONE_SOURCE = "one_source"


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """One quotation: `title` as printed (《…》第五条第二款), `text` exactly as enacted.

    `lead` is the opening words of the article, for an item that is no sentence by itself.
    """

    id: str
    title: str
    text: str
    lead: str = ""
    verified: Verified = Verified.TWO_SOURCES

    @property
    def quotation(self) -> str:
        """The words between quotation marks: an item stands behind the opening of its article."""
        return f"{self.lead}……{self.text}" if self.lead else self.text


def cite(law: Law) -> str:
    """The citation as a sentence of a letter: 《…》第五条第二款规定：“…”"""
    return f"{law.title}规定：“{law.quotation}”"
