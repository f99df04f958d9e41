"""How a value of a list is said: codes as words, areas as names, personal data masked."""

from collections.abc import Callable

from stormdesk.domain.masking import mask_name, mask_phone
from stormdesk.ingest.lists.description import FieldType, ListField
from stormdesk.ingest.lists.values import choices_of
from stormdesk.ui.page import Page
from stormdesk.ui.text import language

Sayer = Callable[[str], str]


def sayer(page: Page, field: ListField, *, is_open: bool = False) -> Sayer:
    """How values of a field are said; `is_open` shows personal data whole."""
    if field.is_personal and not is_open:
        mask = mask_phone if field.type is FieldType.PHONE else mask_name
        return lambda value: mask(value) or ""
    if field.type in {FieldType.TOWNSHIP, FieldType.VILLAGE}:
        return page.area_name
    words = {code: en if language() == "en" else zh for code, zh, en in choices_of(field, page.county)}
    return lambda value: words.get(value, value)
