"""How a value of a list is said: codes as words, areas as names, personal data masked."""

from collections.abc import Callable
from typing import Final

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.ingest.lists.description import FieldType, ListField
from stormdesk.ingest.lists.values import choices_of
from stormdesk.ui.page import Page
from stormdesk.ui.text import language

Sayer = Callable[[str], str]


HIDDEN: Final = frozenset({"address", "danger_place", "needs", "note"})
HIDDEN_TEXT: Final = "***"


def sayer(page: Page, field: ListField) -> Sayer:
    """How values of a field are said; texts about people are not."""
    if field.column in HIDDEN:
        return lambda value: HIDDEN_TEXT if value else ""
    if field.is_personal:
        mask = mask_phone if field.type is FieldType.PHONE else mask_name
        return lambda value: mask(value) or ""
    if field.type in {FieldType.TOWNSHIP, FieldType.VILLAGE}:
        return page.area_name
    words = {code: en if language() == "en" else zh for code, zh, en in choices_of(field, page.county)}
    return lambda value: words.get(value, value)
