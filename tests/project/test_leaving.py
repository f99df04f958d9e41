"""Files leave the house through one button, and people are shown whole by one function."""

import ast
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
CODE = [*(PROJECT / "stormdesk").rglob("*.py"), *(PROJECT / "pages").rglob("*.py"), PROJECT / "dashboard.py"]


def named(name: str) -> Iterator[str]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if getattr(node, "attr", getattr(node, "id", None)) == name or (
                isinstance(node, ast.keyword) and node.arg == name
            ):
                yield path.relative_to(PROJECT).as_posix()


def test_there_is_one_download_button() -> None:
    assert set(named("download_button")) == {"stormdesk/ui/export.py"}
