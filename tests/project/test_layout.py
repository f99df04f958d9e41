"""The shape of the code: sizes, arrows, and what must not stand where."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from stormdesk.ui.navigation import SCREENS

PROJECT = Path(__file__).resolve().parents[2]
MODULES = sorted((PROJECT / "stormdesk").rglob("*.py"))
PAGES = sorted((PROJECT / "pages").rglob("*.py"))
CODE = [PROJECT / "dashboard.py", *MODULES, *PAGES]
MODULE_LINES, FUNCTION_LINES, PAGE_LINES, ENTRY_LINES = 300, 30, 80, 60
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "handler", "data2"}

SQL = re.compile(
    r"^\s*(select\s|insert\s+into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(or\s+replace\s+)?(table|view|"
    r"macro|index)\s|with\s+\w+\s+as\s*\(|from\s+\w+\s+(select|where|limit)\s|merge\s+into\s|attach\s|copy\s+\()",
    re.IGNORECASE,
)
# Plotly's own marks in chart texts (<b>, <br>, <extra>) are no HTML: it draws them as SVG text.
TAG = re.compile(r"<(a|div|img|p|script|span|style|svg|table|td|tr)[\s>/]", re.IGNORECASE)

# An operator's MBTiles file is an SQLite database with tables of its own; an encrypted data file is attached
# by a statement that takes no parameters.
OWN_SQL = {"stormdesk/ui/maps/archives.py", "stormdesk/store/opening.py"}


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def lines(path: Path) -> int:
    return len(path.read_text(encoding="utf-8").splitlines())


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def docstrings(module: ast.Module) -> set[int]:
    """Where docstrings stand, by identity of their node."""
    found = set()
    for node in ast.walk(module):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) and node.body:
            first = node.body[0]
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                found.add(id(first.value))
    return found


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Every text in the code that is no docstring, with its line."""
    module = tree(path)
    said = docstrings(module)
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
            yield node.lineno, node.value


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_no_module_is_longer_than_300_lines() -> None:
    assert {name_of(path): lines(path) for path in MODULES if lines(path) > MODULE_LINES} == {}


def test_no_function_is_longer_than_30_lines() -> None:
    long = {
        f"{name_of(path)}:{node.lineno} {node.name}": size
        for path in CODE
        for node in functions(path)
        if (size := (node.end_lineno or 0) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_no_page_is_longer_than_80_lines() -> None:
    assert {name_of(path): lines(path) for path in PAGES if lines(path) > PAGE_LINES} == {}
    assert lines(PROJECT / "dashboard.py") <= ENTRY_LINES


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in CODE if path.stem in EMPTY_NAMES] == []


# A page beside the entry script would be served without it, so there are only sub-folders in pages/.
def test_pages_lie_in_sub_folders_under_names_of_their_own() -> None:
    assert [path.name for path in (PROJECT / "pages").iterdir() if path.is_file()] == []
    stems = [path.stem for path in PAGES]
    assert sorted(set(stems)) == sorted(stems)


def test_the_navigation_knows_every_page_and_no_other() -> None:
    assert sorted(known.path for known in SCREENS) == [name_of(path) for path in PAGES]
    assert len({known.name for known in SCREENS}) == len(SCREENS)


@pytest.mark.parametrize("path", PAGES, ids=name_of)
def test_the_shell_is_the_only_thing_that_a_page_runs(path: Path) -> None:
    quiet = (ast.Import, ast.ImportFrom, ast.FunctionDef, ast.ClassDef, ast.AnnAssign, ast.Assign)
    run = [node for node in tree(path).body if not isinstance(node, quiet)]
    if run and isinstance(run[0], ast.Expr) and isinstance(run[0].value, ast.Constant):
        run = run[1:]
    assert len(run) == 1
    assert ast.unparse(run[0]).startswith(f"shell.show('{path.stem}', ")


@pytest.mark.parametrize("path", [PROJECT / "dashboard.py", *PAGES], ids=name_of)
def test_a_page_only_draws(path: Path) -> None:
    allowed = ("stormdesk.ui", "stormdesk.domain", "streamlit", "collections", "dataclasses", "datetime")
    strange = [name for name in imported(path) if not name.startswith((*allowed, "typing", "functools"))]
    assert strange == []
    assert "session_state" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_no_sql_and_no_html_in_python(path: Path) -> None:
    if name_of(path) not in OWN_SQL:
        assert [(line, text) for line, text in texts(path) if SQL.match(text)] == []
    assert [(line, text) for line, text in texts(path) if TAG.search(text)] == []


def test_only_settings_read_the_environment() -> None:
    reading = re.compile(r"\bos\.(environ|getenv)\b")
    found = [name_of(path) for path in CODE if reading.search(path.read_text(encoding="utf-8"))]
    assert found == ["stormdesk/settings.py"]


# Loaded only where an operator has set an OpenID provider.
ASKS_A_PROVIDER = "stormdesk/door/oidc_provider.py"


def test_nothing_asks_another_machine() -> None:
    clients = (
        "authlib",
        "requests",
        "httpx",
        "aiohttp",
        "urllib.request",
        "urllib3",
        "http.client",
        "ftplib",
        "smtplib",
    )
    assert [
        (name_of(path), name)
        for path in CODE
        for name in imported(path)
        if name.startswith(clients) and name_of(path) != ASKS_A_PROVIDER
    ] == []


DOMAIN = sorted((PROJECT / "stormdesk" / "domain").glob("*.py"))


@pytest.mark.parametrize("path", DOMAIN, ids=name_of)
def test_the_domain_is_pure(path: Path) -> None:
    others = {"numpy", "pandas", "shapely", "pyproj", "pydantic", "pypinyin"}
    roots = {name.split(".")[0] for name in imported(path)} - others - set(sys.stdlib_module_names)
    assert roots <= {"stormdesk"}
    mine = {name for name in imported(path) if name.startswith("stormdesk")}
    assert {name for name in mine if not name.startswith(("stormdesk.domain", "stormdesk.errors"))} == set()
    calls = {ast.unparse(node.func) for node in ast.walk(tree(path)) if isinstance(node, ast.Call)}
    own_clock = {
        "datetime.now",
        "datetime.utcnow",
        "date.today",
        "time.time",
        "time.monotonic",
        "random.random",
    }
    files = {"open", "print", "input"}
    assert calls & (own_clock | files) == set()


def test_maps_carry_no_names_into_folium() -> None:
    unsafe = {"Popup", "Tooltip", "DivIcon", "GeoJsonPopup", "GeoJsonTooltip"}
    found = [
        (name_of(path), node.attr)
        for path in CODE
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr in unsafe
    ]
    assert found == []


def test_the_arrows_between_the_layers_hold() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([linter, "--no-logo"], cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_no_file_is_left_half_done() -> None:
    marks = re.compile(r"#.*\b(TODO|FIXME|XXX|HACK)\b|NotImplementedError|pragma: no cover")
    found = [name_of(path) for path in CODE if marks.search(path.read_text(encoding="utf-8"))]
    assert found == []
