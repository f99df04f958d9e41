"""The key by which identity numbers become codes: made once, kept in the data folder for its owner alone."""

import os
import secrets
from functools import lru_cache
from pathlib import Path
from typing import Final

from stormdesk.domain.id_number import IdCodes

KEY_FILE: Final = "id_codes.key"
KEY_BYTES: Final = 32


@lru_cache(maxsize=8)
def id_codes(home: Path) -> IdCodes:
    """The codes of a data folder; whoever holds its key can try numbers, so it never leaves the machine."""
    path = home / KEY_FILE
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not path.exists():
        _make(path)
    return IdCodes(bytes.fromhex(path.read_text(encoding="ascii").strip()))


def _make(path: Path) -> None:
    """Lay a new key down whole, unless somebody was faster."""
    making = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(making, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as lines:
        lines.write(secrets.token_hex(KEY_BYTES))
        lines.flush()
        os.fsync(lines.fileno())
    try:
        os.link(making, path)
    except FileExistsError:
        return
    finally:
        making.unlink()
