"""Opening a data file, plain or encrypted by the engine's own means, with all shut that is not needed."""

from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

import duckdb

from stormdesk.errors import NoEncryption, StoreBroken, StoreBusy, WrongKey

# The engine writes encrypted files only with the OpenSSL that this extension brings.
EXTENSION: Final = "duckdb_extension_httpfs"
CHECK_EVERY: Final = "32MB"


def open_file(path: Path, *, secret: str, limits: Mapping[str, str]) -> duckdb.DuckDBPyConnection:
    """Open the file, made when there is none; an encrypted one is attached under its name without suffix.

    Raises StoreBusy, StoreBroken, WrongKey, NoEncryption.
    """
    try:
        connection = _attached(path, secret) if secret else duckdb.connect(str(path))
    except duckdb.IOException as error:
        if "lock" in str(error).lower():
            raise StoreBusy(path=path) from error
        raise StoreBroken(reason=str(error)[:200]) from error
    except (duckdb.CatalogException, duckdb.InvalidInputException, duckdb.BinderException) as error:
        raise WrongKey(path=path) from error
    path.chmod(0o600)
    _shut(connection, path.parent, limits)
    return connection


def _attached(path: Path, secret: str) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(f"load '{_extension()}'")
    quoted = {name: text.replace("'", "''") for name, text in (("path", str(path)), ("secret", secret))}
    connection.execute(f"attach '{quoted['path']}' as {path.stem} (encryption_key '{quoted['secret']}')")
    connection.execute(f"use {path.stem}")
    return connection


def _extension() -> Path:
    found = find_spec(EXTENSION)
    folders = list(found.submodule_search_locations or ()) if found else []
    files = [file for folder in folders for file in Path(folder).rglob("httpfs.duckdb_extension")]
    fitting = [file for file in files if file.parent.name == f"v{duckdb.__version__}"]
    if not fitting:
        raise NoEncryption
    return fitting[0]


def _shut(connection: duckdb.DuckDBPyConnection, folder: Path, limits: Mapping[str, str]) -> None:
    for name, value in (
        ("allow_community_extensions", "false"),
        ("autoinstall_known_extensions", "false"),
        ("autoload_known_extensions", "false"),
        ("allowed_directories", f"['{folder}/']"),
        *((name, f"'{value}'") for name, value in limits.items()),
        ("temp_directory", f"'{folder / 'spill'}'"),
        ("max_temp_directory_size", "'4GB'"),
        ("temp_file_encryption", "true"),
        ("checkpoint_threshold", f"'{CHECK_EVERY}'"),
        ("TimeZone", "'UTC'"),
        ("enable_external_access", "false"),
        ("lock_configuration", "true"),
    ):
        connection.execute(f"set {name} = {value}")
