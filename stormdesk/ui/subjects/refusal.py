"""Why an entry was refused, in the visitor's language."""

from stormdesk.errors import StormdeskError
from stormdesk.ui.page import Page
from stormdesk.ui.text import _, named


def sentence_of(page: Page, error: StormdeskError) -> str:
    """The sentence of an error, with the names of statuses as the visitor reads them."""
    statuses = page.ask("reference/statuses")
    names = dict(zip(statuses["name_zh"], statuses[named()], strict=True))
    values = {key: names.get(str(value), value) for key, value in error.values.items()}
    return _(error.sentence).format(**values)
