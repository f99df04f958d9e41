"""The door's own pages: filled templates without script, sealed by a policy of their own."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from typing import Final

from stormdesk.domain.access.records import ROLE_NAMES
from stormdesk.ui.render import TEMPLATES, html
from stormdesk.ui.text import LANGUAGES, catalogue

SEALED: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'self'; "
        "frame-ancestors 'none'; base-uri 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@cache
def _icon() -> str:
    return b64encode((TEMPLATES.parent / "icon.png").read_bytes()).decode()


def door_page(template: str, language: str, **values: object) -> str:
    """Return one of the door's pages in a language."""
    texts = catalogue(language)
    other = LANGUAGES[1] if language == LANGUAGES[0] else LANGUAGES[0]
    return html(
        template,
        {
            "_": lambda text: texts.get(text, text),
            "language": lambda: language,
            "other": other,
            "refresh_s": None,
            "is_calm": False,
            "role_names": ROLE_NAMES,
            "icon": _icon(),
            **values,
        },
    )
