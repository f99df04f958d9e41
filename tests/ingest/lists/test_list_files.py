"""The descriptions of the lists: whole, in step with the registers, and told apart from broken ones."""

import subprocess
import sys
from pathlib import Path

import pytest

from stormdesk.domain.table_problem import TableRule
from stormdesk.ingest.county import load_county
from stormdesk.ingest.lists.catalogue import BadListFile, load_lists
from stormdesk.ingest.lists.description import FieldType, ListDescription
from stormdesk.ingest.lists.layout import best_list
from stormdesk.ingest.lists.model import Choices
from stormdesk.ingest.lists.values import Refusal, reader_of
from stormdesk.ingest.sheets.read import read_book
from stormdesk.settings import load_settings
from stormdesk.store import Store
from stormdesk.ui.data.workbooks import template_workbook

SETTINGS = load_settings()
LISTS = load_lists(SETTINGS.reference_dir.parent / "lists")
COUNTY = load_county(SETTINGS.county_dir, SETTINGS.reference_dir)
EVERY = pytest.mark.parametrize("described", LISTS.values(), ids=LISTS.keys())


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return Store(tmp_path_factory.mktemp("lists") / "t.duckdb", queries=SETTINGS.queries_dir)


@EVERY
def test_every_column_is_one_of_its_register(described: ListDescription, store: Store) -> None:
    facts = {"roster": "", "as_of": "2022-01-01", "import_id": ""}
    known = set(store.table("register/versions", register=described.register, **facts).column_names)
    columns = {field.column for field in described.fields if field.column}
    columns |= {link.column for link in described.links} | set(described.fixed) | {described.id_column}
    assert columns <= known


@EVERY
def test_its_template_is_known_again_and_its_example_is_no_row(described: ListDescription) -> None:
    data = template_workbook(described, COUNTY, "zh", str)
    (sheet, *_others) = read_book("模板.xlsx", data).sheets
    assert best_list("模板.xlsx", sheet, LISTS, Choices(), COUNTY)[0][1] == described.code


@EVERY
def test_its_examples_can_be_read(described: ListDescription) -> None:
    late = {FieldType.TOWNSHIP, FieldType.VILLAGE, FieldType.ROLE}
    for field in described.fields:
        if field.example is not None and field.type not in late:
            assert not isinstance(reader_of(field, COUNTY)(field.example), Refusal), field.key


@EVERY
def test_every_word_of_a_vocabulary_is_one_of_the_county(described: ListDescription) -> None:
    tables = {
        "evacuation_categories": COUNTY.evacuation_categories,
        "vessel_classes": COUNTY.vessel_classes,
        "facility_sectors": COUNTY.facility_sectors,
        "danger_zone_types": COUNTY.reference.danger_zone_types,
    }
    for field in described.fields:
        if field.vocabulary:
            assert set(field.words) <= {row.code for row in tables[field.vocabulary]}


def test_every_sector_of_the_county_has_a_list() -> None:
    assert LISTS["facilities"].field("sector").vocabulary == "facility_sectors"


@pytest.mark.parametrize(
    ("text", "column", "rule"),
    [
        ("fields: [", None, TableRule.BROKEN),
        ("[]", None, TableRule.EMPTY),
        ("code: a", "name_zh", TableRule.REQUIRED),
        ("code: a\nfields: [{use: nothing}]", "fields.use", TableRule.CHOICE),
        (
            "code: a\nfields: [{key: b, type: nonsense, title_zh: b, title_en: b}]",
            "fields.0.type",
            TableRule.CHOICE,
        ),
    ],
)
def test_a_broken_description_names_file_field_and_rule(
    tmp_path: Path, text: str, column: str | None, rule: TableRule
) -> None:
    tmp_path.joinpath("a.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(BadListFile) as caught:
        load_lists(tmp_path)
    assert ("a.yaml", column, rule) in {(p.file, p.column, p.rule) for p in caught.value.problems}


def test_an_identity_that_names_no_column_is_refused(tmp_path: Path) -> None:
    folder = SETTINGS.reference_dir.parent / "lists"
    tmp_path.joinpath("teams.yaml").write_text(
        "code: teams\nidentity: {prefix: T, keys: [[nothing]]}\n", encoding="utf-8"
    )
    with pytest.raises(BadListFile, match="nothing"):
        load_lists(folder, tmp_path)


def test_the_page_of_the_lists_is_up_to_date() -> None:
    project = SETTINGS.queries_dir.parent
    script = project / "scripts" / "lists_page.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
