"""The documents speak of what is there, and of all of it."""

import ast
import csv
import os
import re
import subprocess
import tomllib
from pathlib import Path

import data_dictionary
import pytest

from stormdesk import cli
from stormdesk.ui.navigation import SCREENS, Screen

PROJECT = Path(__file__).resolve().parents[2]
DOCS = PROJECT / "docs"
PAGES = sorted([*PROJECT.glob("*.md"), *DOCS.rglob("*.md"), *(PROJECT / "data").rglob("*.md")])


def text(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


def first_block() -> list[str]:
    found = re.search(r"```sh\n(.*?)```", text("README.md"), re.DOTALL)
    assert found
    return found[1].splitlines()


def test_the_readme_begins_with_two_commands_and_a_third_line() -> None:
    assert text("README.md").index("```sh") < 100
    commands = [line.split("#")[0].strip() for line in first_block()]
    assert len(commands) == 3
    assert len(set(commands)) == 2
    for command in set(commands):
        path = PROJECT / command
        assert os.access(path, os.X_OK), command
        subprocess.run(["sh", "-n", str(path)], check=True)
    assert f"127.0.0.1:{cli.PORT}" in first_block()[0]


def test_the_readme_fits_one_screen() -> None:
    assert len(text("README.md").splitlines()) <= 45


def test_the_gate_runs_the_readmes_test_command() -> None:
    gate = text(".ci/run").splitlines()
    assert gate[0].startswith("#!")
    assert gate[-1] == "exec ./check"
    assert "./check" in [line.split("#")[0].strip() for line in first_block()]
    subprocess.run(["bash", "-n", str(PROJECT / ".ci/run")], check=True)
    subprocess.run(["sh", "-n", str(PROJECT / "scripts/prepare.sh")], check=True)


@pytest.mark.parametrize(
    "tool", ["ruff check", "ruff format", "mypy", "lint-imports", "deptry", "sqlfmt", "pytest"]
)
def test_the_test_command_runs_every_tool(tool: str) -> None:
    assert tool in text("check")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(PROJECT).as_posix())
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_decision_and_method_is_listed_in_its_index() -> None:
    for folder in ("decisions", "methods"):
        index = text(f"docs/{folder}/README.md")
        names = [path.name for path in (DOCS / folder).glob("*.md") if path.name != "README.md"]
        assert [name for name in names if name not in index] == []


@pytest.mark.parametrize("page", sorted((DOCS / "decisions").glob("[a-z]*.md")), ids=lambda page: page.stem)
def test_a_decision_says_situation_decision_and_consequences(page: Path) -> None:
    said = page.read_text(encoding="utf-8")
    assert re.search(r"\*\*Situation", said)
    assert "**Decision.**" in said
    assert "**Consequences.**" in said
    assert len(said.splitlines()) <= 65


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_every_page_stands_in_the_architecture(screen: Screen) -> None:
    assert f"`{screen.path}`" in text("docs/architecture.md")
    assert screen.title in text("docs/architecture.md")


def test_every_query_folder_stands_in_the_architecture() -> None:
    folders = [path.name for path in (PROJECT / "queries").iterdir() if path.is_dir()]
    assert [name for name in folders if f"`{name}/`" not in text("docs/architecture.md")] == []


def test_every_setting_stands_in_operations_and_no_other() -> None:
    read = set(re.findall(r"STORMDESK_\w+", text("stormdesk/settings.py"))) - {"STORMDESK_"}
    read |= {f"{name}_FILE" for name in re.findall(r'read_secret\("(\w+)"\)', text("stormdesk/settings.py"))}
    told = set(re.findall(r"`(STORMDESK_\w+)`", text("docs/operations.md")))
    assert told == read


def test_every_command_stands_in_operations() -> None:
    modules = [ast.parse(text(f"stormdesk/{name}.py")) for name in ("cli", "cli_check")]
    body = [node for module in modules for node in module.body]
    named = {node.name.removeprefix("_") for node in body if isinstance(node, ast.FunctionDef)}
    commands = named & {"serve", "import", "check", "rebuild", "drill", "shapes", "status"}
    assert len(commands) == 7
    assert [name for name in commands if f"stormdesk {name}" not in text("docs/operations.md")] == []


def test_the_data_dictionary_is_fresh_and_every_column_has_a_comment() -> None:
    tables, fresh = data_dictionary.made()
    assert len(tables) > 20
    assert data_dictionary.missing_comments(tables) == []
    assert data_dictionary.PAGE.read_text(encoding="utf-8") == fresh, "run python scripts/data_dictionary.py"


def test_a_table_without_comments_is_found(tmp_path: Path) -> None:
    (tmp_path / "10_thing.sql").write_text(
        "create table if not exists thing (\n    name varchar not null,\n    size_m double\n)\n;\n"
        "comment on table thing is 'It''s a thing'\n;\ncomment on column thing.name is 'Name'\n;\n"
        "comment on column thing.gone is 'Not there'\n;\n",
        encoding="utf-8",
    )
    (table,) = data_dictionary.read_tables(tmp_path)
    assert table.comment == "It's a thing"
    assert table.columns == [("name", "varchar", "yes"), ("size_m", "double", "")]
    assert data_dictionary.missing_comments([table]) == ["thing.size_m", "thing.gone (no such column)"]


def requirements() -> list[str]:
    project = tomllib.loads(text("pyproject.toml"))
    named = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return [re.match(r"[\w.-]+", requirement)[0] for requirement in named]  # type: ignore[index]


def test_every_package_has_its_reason_and_licence_and_no_other_has() -> None:
    rows = re.findall(
        r"^\| ([^|]+) \| ([^|]+) \| ([^|]+) \|$", text("docs/decisions/dependencies.md"), re.MULTILINE
    )
    told = {name: (why, licence) for names, why, licence in rows for name in names.split(", ")}
    told = {name: row for name, row in told.items() if name not in {"package", "---"}}
    assert set(told) == set(requirements())
    assert [name for name, (why, licence) in told.items() if not why.strip() or not licence.strip()] == []


def test_the_project_is_licensed_and_says_so() -> None:
    project = tomllib.loads(text("pyproject.toml"))["project"]
    assert project["license"] == "Apache-2.0"
    assert project["license-files"] == ["LICENSE", "NOTICE"]
    assert "Apache License\n                           Version 2.0, January 2004" in text("LICENSE")
    assert len(text("LICENSE").splitlines()) == 202


def test_the_notice_credits_every_vendored_package() -> None:
    with (PROJECT / "stormdesk/ui/vendor/vendor.csv").open(encoding="utf-8", newline="") as lines:
        vendored = list(csv.DictReader(lines))
    folders = {path.name for path in (PROJECT / "stormdesk/ui/vendor").iterdir() if path.is_dir()}
    assert folders == {f"{row['name']}-{row['version']}" for row in vendored}
    for row in vendored:
        assert f"{row['name']} {row['version']}, {row['licence']}" in text("NOTICE")


def test_the_notice_credits_every_data_folder() -> None:
    folders = [path for path in (PROJECT / "data").iterdir() if path.is_dir() and path.name != "county"]
    folders += [path for path in (PROJECT / "data/county").iterdir() if path.is_dir()]
    names = [path.relative_to(PROJECT).as_posix() for path in folders]
    assert [name for name in names if f"\n{name}\n" not in text("NOTICE")] == []


@pytest.mark.parametrize(
    "credit",
    [
        "Japan Meteorological Agency",
        "PAGASA",
        "OpenStreetMap contributors",
        "GeoNames",
        "TICON-4",
        "Natural Earth",
    ],
)
def test_the_notice_credits_every_source(credit: str) -> None:
    assert credit in " ".join(text("NOTICE").split())


def test_every_data_file_stands_in_a_readme() -> None:
    missing = []
    for path in (PROJECT / "data").rglob("*"):
        if not path.is_file() or path.name == "README.md":
            continue
        readmes = [
            parent / "README.md" for parent in path.parents if PROJECT / "data" in [parent, *parent.parents]
        ]
        if not any(path.name in page.read_text(encoding="utf-8") for page in readmes if page.is_file()):
            missing.append(path.relative_to(PROJECT).as_posix())
    assert missing == []


def test_contributing_is_short_and_has_the_three_recipes() -> None:
    said = text("CONTRIBUTING.md")
    assert len(said.splitlines()) <= 150
    assert all(f"## A new {thing}" in said for thing in ("page", "table", "feed"))


def test_the_changelog_says_which_numbers_change() -> None:
    releases = re.split(r"^## ", text("CHANGELOG.md"), flags=re.MULTILINE)[1:]
    assert releases
    assert all("### Numbers change" in release for release in releases)
