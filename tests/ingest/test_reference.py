import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from stormdesk.domain.wind import BEAUFORT_EDGES_MS, GRADE_EDGES_MS, GRADE_NAMES
from stormdesk.errors import BadCountyFile
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference import load_constituents, load_storm_reference
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.store import Store

DATA = Path(__file__).parents[2] / "data"
TABLES = ("warning_lines.csv", "beaufort.csv", "storm_grades.csv", "storm_names.csv")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in TABLES:
        shutil.copy(DATA / "reference" / name, tmp_path / name)
    return tmp_path


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_tables_say_the_same_edges_and_names_as_the_rules() -> None:
    reference = load_storm_reference(DATA / "reference")
    assert tuple(row.low_ms for row in reference.forces[1:]) == BEAUFORT_EDGES_MS
    assert [row.force for row in reference.forces] == list(range(18))
    edges = tuple((row.low_ms, row.grade) for row in reference.grades if row.low_ms is not None)
    assert edges == GRADE_EDGES_MS
    assert {row.grade: row.name_zh for row in reference.grades} == GRADE_NAMES
    assert [line.line_id for line in reference.warning_lines] == ["24h", "48h"]
    assert reference.warning_lines[0].points[0] == (34, 127)


def test_a_wrong_cell_is_named_by_file_row_and_column(folder: Path) -> None:
    spoil(folder / "warning_lines.csv", ",2,22,127,", ",2,92,127,")
    with pytest.raises(BadCountyFile) as caught:
        load_storm_reference(folder)
    assert "warning_lines.csv 第 3 行 lat“92”" in str(caught.value)


def test_a_line_that_turns_north_is_refused(folder: Path) -> None:
    spoil(folder / "warning_lines.csv", ",2,22,127,", ",2,10,127,")
    with pytest.raises(BadCountyFile, match="纬度应由北向南排列"):
        load_storm_reference(folder)


def test_a_missing_table_is_named(folder: Path) -> None:
    (folder / "beaufort.csv").unlink()
    with pytest.raises(BadCountyFile, match=r"beaufort\.csv"):
        load_storm_reference(folder)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "gauge.json 第 1 行"),
        ("{}", "harmonic_constituents"),
        ('{"harmonic_constituents": [{"name": "M2", "amplitude": "x", "phase": 1}]}', "amplitude“x”"),
        ('{"harmonic_constituents": [{"name": "M2", "amplitude": 99, "phase": 1}]}', "amplitude“99”"),
    ],
)
def test_a_wrong_gauge_file_is_refused_with_its_place(tmp_path: Path, content: str, told: str) -> None:
    path = tmp_path / "gauge.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(BadCountyFile) as caught:
        load_constituents(path)
    assert told in str(caught.value)


def test_a_missing_gauge_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadCountyFile, match=r"gauge\.json"):
        load_constituents(tmp_path / "gauge.json")


def test_the_gauge_has_its_fifty_constituents() -> None:
    constituents = load_constituents(DATA / "tide" / "kanmen_constituents.json")
    assert len(constituents) == 50
    assert constituents[0].name == "M2"


def test_reference_tables_are_written_only_when_they_say_something_else(
    tmp_path: Path, lay_county: Callable[[Path], Path]
) -> None:
    store = Store(lay_county(tmp_path / "t.duckdb"), queries=DATA.parent / "queries")
    county = load_county(DATA / "county/yuhuan", DATA / "reference")
    said = [store.rows(f"reference/{name}") for name in ("statuses", "areas", "categories", "rhythms")]
    learn_reference(store, county, DATA / "reference")
    assert store.data_version == 0
    for spoiled in (
        "update area set name_zh = 'x' where area_code = '331083001'",
        "delete from transition where to_status = 'in_port'",
        "insert into category by name select * replace ('raft' as category) from category limit 1",
    ):
        with store.write() as transaction:
            transaction._cursor.execute(spoiled)
        version = store.data_version
        learn_reference(store, county, DATA / "reference")
        assert store.data_version == version + 1, spoiled
    assert [
        store.rows(f"reference/{name}") for name in ("statuses", "areas", "categories", "rhythms")
    ] == said
    store.close()
