"""What a decision says of itself, read from the ledger's further facts; what is missing stays unknown."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Authority, basis, measures and the like of one decision, in one language; empty where not told."""

    authority: str = ""
    basis: str = ""
    measures: str = ""
    clause: str = ""
    source: str = ""
    text: str = ""
    expected_h: float | None = None
    is_synthetic: bool = False


def read_facts(payload: object, *, language: str) -> Facts:
    """Read a payload; a broken one is no facts at all, never an error."""
    told = _told(payload)
    return Facts(
        authority=_text(told, "authority", language),
        basis=_text(told, "basis", language),
        measures=_text(told, "measures", language),
        clause=_text(told, "clause", language),
        source=_text(told, "source", language),
        text=_text(told, "text", language),
        expected_h=_hours(told.get("expected_h")),
        is_synthetic=told.get("is_synthetic") in (True, "yes", "true"),
    )


def _told(payload: object) -> Mapping[str, Any]:
    if not isinstance(payload, str):
        return {}
    try:
        told = json.loads(payload)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, Mapping) else {}


def _text(told: Mapping[str, Any], name: str, language: str) -> str:
    """Return a fact in the reader's language, or else in Chinese."""
    names = (f"{name}_{language}", name, f"{name}_zh", f"{name}_en")
    found = next((told[key] for key in names if told.get(key) not in (None, "")), "")
    return str(found)


def _hours(value: object) -> float | None:
    try:
        hours = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return hours if 0 < hours < 10_000 else None
