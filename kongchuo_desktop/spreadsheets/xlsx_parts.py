"""The small parts of a zipped workbook: which part is which sheet, and how it counts days."""

from __future__ import annotations

import posixpath
import re
from xml.etree import ElementTree

_IS_1904 = re.compile(rb'<(?:\w+:)?workbookPr\b[^>]*\bdate1904="(?:1|true|on)"')


def is_1904(workbook: bytes) -> bool:
    """Whether serial numbers of days count from 1904 (old Mac workbooks)."""
    return _IS_1904.search(workbook) is not None


def sheet_names(workbook: bytes, relations: bytes) -> dict[str, str]:
    """Part → the sheet's name, as far as it can be told."""
    try:
        targets = {
            relation.get("Id"): posixpath.normpath(
                posixpath.join("/xl", relation.get("Target", ""))
            )
            for relation in ElementTree.fromstring(relations)
        }
        sheets = [e for e in ElementTree.fromstring(workbook).iter() if _local(e.tag) == "sheet"]
    except ElementTree.ParseError:
        return {}
    names = {}
    for sheet in sheets:
        key = next((value for name, value in sheet.attrib.items() if _local(name) == "id"), "")
        if key in targets:
            names[targets[key].lstrip("/")] = sheet.get("name", "")
    return names


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
