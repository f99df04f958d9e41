"""How data travels inside one message: compact JSON, compressed, in letters that no script can misread."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_LEVEL = 5
_NAME = re.compile(r"^[A-Za-z0-9_-]+$")


@dataclass(frozen=True, slots=True)
class Packed:
    """One layer's data as it goes to the browser; equal stamps mean equal data."""

    name: str
    kind: str
    packed: str
    stamp: str

    def as_item(self) -> dict[str, str]:
        """Return what the map's script expects."""
        return {"name": self.name, "kind": self.kind, "packed": self.packed, "stamp": self.stamp}


def pack(name: str, kind: str, data: Mapping[str, Any]) -> Packed:
    """Pack a layer's data under a plain name."""
    if not _NAME.match(name):
        raise ValueError(f"a layer's name has letters, digits, - and _ only: {name!r}")
    plain = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    stamp = hashlib.blake2b(plain, digest_size=8).hexdigest()
    return Packed(name=name, kind=kind, packed=b64encode(zlib.compress(plain, _LEVEL)).decode(), stamp=stamp)


def column(values: Sequence[str]) -> dict[str, list[Any]]:
    """Return a column of words: each different word once when that is shorter, else all of them."""
    places: dict[str, int] = {}
    at = [places.setdefault(value, len(places)) for value in values]
    if 2 * len(places) < len(at):
        return {"words": list(places), "at": at}
    return {"all": list(values)}
