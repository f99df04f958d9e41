"""What must not stand in the project: a machine's own paths, registries, and addresses nobody needs."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = ("stormdesk", "pages", "queries", "scripts", "docs", "tests", "data", ".streamlit", ".ci")
RUNS = {"dashboard.py", "start", "check", "stormdesk", "pages", "queries", "scripts", ".streamlit", ".ci"}
SUFFIXES = {".py", ".sql", ".md", ".html", ".js", ".css", ".po", ".toml", ".yaml", ".csv", ".sh", ""}
HERE = Path(__file__)

MACHINE_PATH = re.compile(r"(?<![\w.~])/(root|home|work|Users)/\w")
# Written in two halves, so that this file does not name them either.
REGISTRIES = [
    re.compile(rf"{first}\.{second}")
    for first, second in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "(com|org)"),
        ("debian", "org"),
        ("unpkg", "com"),
        ("jsdelivr", "net"),
        ("cloudflare", "com"),
    )
]
ADDRESS = re.compile(r"\b(?:https?|wss?)://(\[[\w:]+\]|[\w.-]*)")
# This machine, names that stand for a namespace or a licence, and the reserved example domains.
KNOWN_HOSTS = {"127.0.0.1", "localhost", "[::1]", "0.0.0.0", "www.w3.org", "www.apache.org", ""}  # noqa: S104
EXAMPLES = re.compile(r"(^|\.)(example(\.(com|org|net|cn))?|test|invalid)$")


def files() -> Iterator[Path]:
    top = [path for path in PROJECT.iterdir() if path.is_file() and path.name != "uv.lock"]
    for path in [*top, *(path for folder in FOLDERS for path in sorted((PROJECT / folder).rglob("*")))]:
        is_ours = "vendor" not in path.relative_to(PROJECT).parts or path.suffix == ".csv"
        if path.is_file() and path.suffix in SUFFIXES and is_ours and "__pycache__" not in path.parts:
            yield path


def lines(path: Path) -> Iterator[tuple[str, str]]:
    name = path.relative_to(PROJECT).as_posix()
    for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), start=1):
        yield f"{name}:{number}", line


def places(pattern: re.Pattern[str]) -> list[str]:
    return [place for path in files() if path != HERE for place, line in lines(path) if pattern.search(line)]


def test_files_are_found() -> None:
    assert len(list(files())) > 100


def test_no_path_of_one_machine() -> None:
    assert places(MACHINE_PATH) == []


@pytest.mark.parametrize("registry", REGISTRIES, ids=lambda found: found.pattern)
def test_no_registry_is_named(registry: re.Pattern[str]) -> None:
    assert places(registry) == []


def test_no_address_but_this_machine_in_what_runs() -> None:
    strange = [
        (place, host)
        for path in files()
        if path.relative_to(PROJECT).parts[0] in RUNS
        for place, line in lines(path)
        for host in ADDRESS.findall(line)
        if host not in KNOWN_HOSTS and not EXAMPLES.search(host)
    ]
    assert strange == []
