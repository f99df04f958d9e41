"""A file is handed out as it came, and only a file."""

import os
from pathlib import Path

import pytest

from stormdesk.ui.data.originals import as_it_came


def test_what_took_the_place_of_a_file_since_it_was_drawn_is_not_handed_out(tmp_path: Path) -> None:
    secret, offered = tmp_path / "access.duckdb", tmp_path / "list.csv"
    secret.write_bytes(b"hashes")
    offered.write_bytes(b"a,b\n")
    assert as_it_came(offered) == b"a,b\n"
    offered.unlink()
    offered.symlink_to(secret)
    with pytest.raises(OSError):  # noqa: PT011  the machine's own words
        as_it_came(offered)
    offered.unlink()
    os.mkfifo(offered)
    with pytest.raises(OSError, match="not a plain file"):
        as_it_came(offered)
