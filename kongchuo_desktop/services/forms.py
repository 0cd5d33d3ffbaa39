"""The declared forms: read from the shipped templates, worded as the school has them worded."""

from __future__ import annotations

import logging
import re
import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Any

from kongchuo_desktop import resources
from kongchuo_desktop.domain import form_reader
from kongchuo_desktop.domain.errors import Invalid, Refused
from kongchuo_desktop.domain.forms import Field, Filled, Form, Text, slots
from kongchuo_desktop.services.context import Context
from kongchuo_desktop.store import wordings

log = logging.getLogger(__name__)
FOLDER = "templates/forms"
CHOOSE = "请从“插入项目”里选。"
BRACES = re.compile(r"\{\{([^{}]*)\}\}")
BRACKETS = re.compile("【([^【】]*)】")
FIELDS = "templates/fields"


@cache
def shipped() -> Mapping[str, Form]:
    """Every form as shipped, in the order of the trade's list (F01 … F32-17); one whose file is
    damaged is left out, so that the others can be printed."""
    found = {}
    for path in sorted(resources.path(FOLDER).glob("*.toml")):
        try:
            found[path.stem] = form_reader.read_form(path.stem, _table(path))
        except Refused:
            log.warning("form %s cannot be read", path.stem)
    return dict(sorted(found.items(), key=lambda entry: place(entry[1].code)))


@cache
def fields() -> Mapping[str, Field]:
    """The vocabulary: every field a form may name."""
    held: dict[str, Field] = {}
    for path in sorted(resources.path(FIELDS).glob("*.toml")):
        found = form_reader.read_fields(_table(path))
        if twice := held.keys() & found.keys():
            raise Refused(f"文书的项目写了两次：{'、'.join(sorted(twice))}。{form_reader.MEND}")
        held |= found
    return held


def _table(path: Any) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(f"文书模板“{path.stem}”读不出来，没有打印。{form_reader.MEND}") from error


def place(code: str) -> tuple[int, ...]:
    """F05-4 stands behind F05-3 and before F06; F01-A behind F01."""
    parts = code.removeprefix("F").split("-")
    return tuple(int(part) if part.isdigit() else ord(part[0]) for part in parts)


def worded(ctx: Context, form_id: str) -> Form:
    """A form in the school's own words."""
    form = shipped()[form_id]
    return form.reworded(wordings.of_form(form_id), wordings.of_form(form_id, second=True))


def paragraphs(ctx: Context, form_id: str) -> list[Text]:
    """The paragraphs of a form as this school words them, in the order of the page."""
    return list(worded(ctx, form_id).texts)


def shipped_text(form_id: str, key: str) -> str:
    """How a paragraph is worded as shipped."""
    return _paragraph(form_id, key).text


def _paragraph(form_id: str, key: str) -> Text:
    for text in shipped()[form_id].texts:
        if text.key == key:
            return text
    raise Refused(f"“{shipped()[form_id].words}”里没有“{key}”这一段，没有改动。")


def spoken(text: str) -> str:
    """A paragraph as people read it: fields and statutes by their names."""

    def named(match: re.Match[str]) -> str:
        kind, colon, id_ = match[1].strip().partition(":")
        if colon:
            from kongchuo_desktop.documents import law

            found = law.load_law().get(id_)
            return f"【{found.title if found else id_}】"
        field = fields().get(kind)
        return f"【{field.words if field else kind}】"

    return BRACES.sub(named, text)


def written(form_id: str, text: str) -> str:
    """The same as it is kept: `【学生姓名】` by the field of this form that is called so. Invalid
    where nothing is called so."""
    ids = {field.words: field.id for field in reversed(usable(form_id))}

    def kept(match: re.Match[str]) -> str:
        if match[1] not in ids:
            raise Invalid(text=f"没有“{match[1]}”这个项目，没有保存。{CHOOSE}")
        return f"{{{{{ids[match[1]]}}}}}"

    return BRACKETS.sub(kept, text)


def usable(form_id: str) -> list[Field]:
    """The fields a paragraph of this form may name: those it names already, and what is known of
    everything it is about."""
    named = shipped()[form_id].fields | {"school", "student", "class_name", "teacher", "issued"}
    return [field for id_, field in fields().items() if id_ in named]


def reword(ctx: Context, form_id: str, key: str, text: str, *, second: bool = False) -> None:
    """Say a paragraph in the school's own words, or (`second`) also in a second language.

    Invalid where it names an unknown field, a power the school lacks, or a character that no font
    has; Refused for a paragraph that quotes a statute. An empty text is back to the shipped one.
    """
    shipped_ = _paragraph(form_id, key)
    if shipped_.locked and not second:
        raise Refused("这一段引用法律条文，不能改动，以免与原文不一致。没有改动。")
    said = "".join(line.strip() for line in text.splitlines())
    if not second and said in ("", shipped_.text):
        reset(ctx, form_id, key)
        return
    _check(ctx, form_id, key, said, second=second)
    with ctx.write(f"修改文书用语 {shipped()[form_id].words}"):
        if said:
            wordings.put(form_id, key, said, second=second)
        else:
            wordings.remove(form_id, key, second=second)


def reset(ctx: Context, form_id: str, key: str = "", *, second: bool = False) -> None:
    """Back to the shipped wording, of one paragraph (or of its second language) or of the whole
    form with all its second language."""
    if key:
        _paragraph(form_id, key)
    with ctx.write(f"恢复文书原文 {shipped()[form_id].words}"):
        wordings.remove(form_id, key, second=second if key else None)


def _check(ctx: Context, form_id: str, key: str, text: str, *, second: bool) -> None:
    name = "second" if second else "text"
    known = {field.id for field in usable(form_id)}
    for slot in slots(text):
        if slot not in known:
            raise Invalid(**{name: f"“{{{{{slot}}}}}”不能用在这种文书里，没有保存。{CHOOSE}"})
    try:
        sample(ctx, form_id, {key: text} if not second else {}, {key: text} if second else {})
    except Refused as refused:
        told = str(refused).split("，这份文书没有打印")[0].split("，没有打印")[0]
        raise Invalid(**{name: f"{told}，没有保存。请改一改再保存。"}) from refused


def sample(
    ctx: Context, form_id: str, texts: Mapping[str, str], second: Mapping[str, str]
) -> bytes:
    """A blank sheet with paragraphs worded so, to be looked at before they are kept."""
    from kongchuo_desktop.documents import form as documents
    from kongchuo_desktop.services import filling

    form = worded(ctx, form_id).reworded(texts, second)
    documents.check(form, fields())
    return documents.make([Filled(form=form, values=filling.blank(ctx))], fields()).pdf
