"""Names of files as a log may tell them: a county names its files after people."""

from hashlib import sha256
from pathlib import PurePath

DIGITS = 8


def in_log(name: str) -> str:
    """A short mark of a file's name with its last suffix; `sha256sum` of the name begins with it."""
    mark = sha256(name.encode("utf-8", "replace")).hexdigest()[:DIGITS]
    return f"{mark}{PurePath(name).suffix[:DIGITS]}"
