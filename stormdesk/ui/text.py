"""Texts on screen: Chinese as written in the code, English from the catalogue."""

from functools import cache
from pathlib import Path

import streamlit as st
from babel.messages.pofile import read_po

LANGUAGES = ("zh", "en")
LOCALE = Path(__file__).resolve().parent.parent / "locale"


@cache
def catalogue(language: str) -> dict[str, str]:
    """The translations of a language by Chinese text; empty for Chinese itself."""
    texts: dict[str, str] = {}
    for path in sorted((LOCALE / language).glob("*.po")):
        with path.open("rb") as lines:
            texts |= {
                str(message.id): str(message.string)
                for message in read_po(lines)
                if message.id and message.string and not message.fuzzy
            }
    return texts


def language() -> str:
    """The language that this visitor reads: zh unless the address says `lang=en`."""
    chosen = st.query_params.get("lang", "zh")
    return chosen if chosen in LANGUAGES else "zh"


def _(text: str) -> str:
    """The text in the visitor's language."""
    return catalogue(language()).get(text, text)


def named(column: str = "name") -> str:
    """The column that holds names in the visitor's language."""
    return f"{column}_{language()}"
