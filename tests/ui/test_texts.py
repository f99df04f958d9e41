"""Every text of the screens is there in both languages, and both say the same things."""

import csv
import re
from pathlib import Path

import pytest
import texts

PROJECT = Path(__file__).resolve().parents[2]
USES = texts.used_texts()
ENTRIES = texts.entries()
HAN = re.compile(r"[\u4e00-\u9fff]")


def test_texts_are_found_in_code_and_templates() -> None:
    assert {Path(use.path).suffix for use in USES} >= {".py", ".html"}
    assert len(USES) > 200


def test_every_text_has_an_english_translation() -> None:
    translated = {entry.text for entry in ENTRIES if entry.english.strip() and not entry.is_fuzzy}
    assert [f"{use.path}:{use.line} {use.text}" for use in USES if use.text not in translated] == []


def test_every_translation_is_of_a_text_that_is_used() -> None:
    used = {use.text for use in USES}
    assert [f"{entry.file}: {entry.text}" for entry in ENTRIES if entry.text not in used] == []


@pytest.mark.parametrize("fault", ["placeholders differ", "Chinese in the English text", "two translations"])
def test_no_translation_is_at_odds_with_its_text(fault: str) -> None:
    assert [line for line in texts.complaints() if f": {fault}" in line] == []


# A hole that only one language has would show as {name}, or fail when it is filled.
@pytest.mark.parametrize(
    ("text", "english", "faults"),
    [
        ("还有 {n} 人", "{n} people left", []),
        ("还有 {n} 人", "people left", ["placeholders differ"]),
        ("还有 {n} 人", "{m} people left", ["placeholders differ"]),
        ("还有 {n:.0f} 人", "{n} people left", []),
        ("边界", "Borders (示意,非法定界线)", []),
        ("边界", "边界", ["Chinese in the English text"]),
    ],
)
def test_a_fault_of_a_translation_is_found(text: str, english: str, faults: list[str]) -> None:
    assert list(texts.faults(texts.Entry(text, english, "some.po", is_fuzzy=False))) == faults


def test_chinese_is_the_language_of_the_sources() -> None:
    bare = {use.text: re.sub(r"\{[^}]*\}", "", use.text) for use in USES}
    foreign = {text for text, rest in bare.items() if not HAN.search(rest) and re.search(r"[a-z]{4}", rest)}
    assert foreign == set()


TABLES = sorted(
    path
    for folder in ("reference", "county")
    for path in (PROJECT / "data" / folder).rglob("*.csv")
    if "name_zh" in path.read_text(encoding="utf-8-sig").split("\n", 1)[0].split(",")
)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_every_name_in_data_stands_in_both_languages(path: Path) -> None:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert [row for row in rows if not row["name_zh"].strip() or not row["name_en"].strip()] == []
    assert [row["name_en"] for row in rows if HAN.search(row["name_en"])] == []
