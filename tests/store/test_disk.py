"""The data folder is its owner's alone."""

import stat
from pathlib import Path

from stormdesk.store.disk import keep_to_owner


def mode_of(folder: Path) -> int:
    return stat.S_IMODE(folder.stat().st_mode)


def test_a_folder_that_others_could_read_is_shut(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    keep_to_owner(folder)
    assert mode_of(folder) == 0o700


def test_a_new_folder_is_its_owners_alone_and_a_stricter_one_stays(tmp_path: Path) -> None:
    keep_to_owner(tmp_path / "a" / "b")
    assert mode_of(tmp_path / "a" / "b") == 0o700
    strict = tmp_path / "strict"
    strict.mkdir()
    strict.chmod(0o500)
    keep_to_owner(strict)
    assert mode_of(strict) == 0o500
