import csv
import shutil
from pathlib import Path

import pytest

from stormdesk.domain.county_rows import Tier
from stormdesk.domain.rules.records import RuleBook
from stormdesk.domain.table_problem import TableRule
from stormdesk.ingest.county import load_county
from stormdesk.ingest.rule_sets import RuleFault, RuleFolders, keep_rules, load_rule_book, load_rule_set

SOUND = {
    "hazard": "typhoon",
    "level_code": "4",
    "clause": "A",
    "order": "1",
    "fact": "affects_within",
    "operator": "=",
    "threshold": "yes",
    "unit": "yes_no",
    "within_h": "72",
    "within_km": "",
    "agencies": "",
    "text_zh": "预计72小时内影响",
    "text_en": "Expected to affect within 72 h",
    "source": "test",
    "certainty": "default, not official",
}
WIND = {"fact": "nearest_wind_ms", "operator": ">=", "threshold": "24.5", "unit": "m/s"}
LINE = {"fact": "inside_48h_line", "within_h": ""}


@pytest.fixture
def folder(tmp_path: Path, project: Path) -> Path:
    """A rule set of one clause with two conditions."""
    made = tmp_path / "own"
    made.mkdir()
    shutil.copy(project / "data/rules/default/rule_set.yaml", made)
    write(made, SOUND, SOUND | WIND | {"order": "2"})
    return made


def write(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> None:
    with (folder / "conditions.csv").open("w", encoding=encoding, newline="") as lines:
        writer = csv.DictWriter(lines, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def told(folder: Path) -> list[tuple[str, int | None, str | None, str]]:
    read = load_rule_set(folder)
    assert (read.rule_set is None) == bool(read.problems)
    return [(one.file, one.row, one.column, one.rule) for one in read.problems]


CELLS = [
    ({"hazard": "earthquake"}, "hazard", TableRule.CHOICE),
    ({"level_code": "5"}, "level_code", TableRule.CHOICE),
    ({"level_code": "emergency"}, "level_code", RuleFault.EMERGENCY_HAZARD),
    ({"clause": ""}, "clause", TableRule.REQUIRED),
    ({"order": "first"}, "order", TableRule.INTEGER),
    ({"fact": "moon_phase"}, "fact", RuleFault.FACT_UNKNOWN),
    ({"operator": "~"}, "operator", TableRule.CHOICE),
    ({"operator": ">="}, "operator", RuleFault.OPERATOR_UNFIT),
    ({"threshold": "perhaps"}, "threshold", RuleFault.THRESHOLD_UNREAD),
    (WIND | {"threshold": "nan"}, "threshold", RuleFault.THRESHOLD_UNREAD),
    (WIND | {"threshold": "900"}, "threshold", RuleFault.THRESHOLD_RANGE),
    (WIND | {"threshold": "18", "unit": "bft"}, "threshold", RuleFault.THRESHOLD_UNREAD),
    ({"unit": "parsec"}, "unit", RuleFault.UNIT_UNKNOWN),
    ({"unit": "km"}, "unit", RuleFault.UNIT_UNFIT),
    ({"within_h": ""}, "within_h", RuleFault.HOURS_MISSING),
    ({"within_h": "soon"}, "within_h", RuleFault.HOURS_UNREAD),
    ({"within_h": "-3"}, "within_h", RuleFault.HOURS_UNREAD),
    (LINE | {"within_h": "24"}, "within_h", RuleFault.HOURS_SURPLUS),
    ({"within_km": "100"}, "within_km", RuleFault.KM_SURPLUS),
    ({"fact": "landfall_within"}, "within_km", RuleFault.KM_MISSING),
    ({"fact": "landfall_within", "within_km": "far"}, "within_km", RuleFault.KM_UNREAD),
    ({"agencies": "ours"}, "agencies", RuleFault.AGENCIES_UNKNOWN),
    (LINE | {"agencies": "any"}, "agencies", RuleFault.AGENCIES_SURPLUS),
    ({"text_zh": ""}, "text_zh", TableRule.REQUIRED),
    ({"text_en": ""}, "text_en", TableRule.REQUIRED),
    ({"source": ""}, "source", TableRule.REQUIRED),
    ({"certainty": "sure"}, "certainty", TableRule.CHOICE),
]


@pytest.mark.parametrize(
    ("change", "column", "rule"), CELLS, ids=[f"{c}-{n}" for n, (_, c, _r) in enumerate(CELLS)]
)
def test_an_error_in_each_kind_of_cell_is_told_at_its_place(
    folder: Path, change: dict[str, str], column: str, rule: str
) -> None:
    write(folder, SOUND | {"clause": "B"}, SOUND | change)
    assert ("conditions.csv", 3, column, rule) in told(folder)


def test_errors_within_a_clause_are_told(folder: Path) -> None:
    weak = WIND | {"order": "2", "operator": "<", "threshold": "20"}
    strong = WIND | {"order": "3", "threshold": "30"}
    write(folder, SOUND, SOUND | {"order": "4"}, SOUND | weak, SOUND | strong, SOUND | LINE | {"order": "2"})
    found = told(folder)
    assert ("conditions.csv", 3, "fact", RuleFault.ROW_TWICE) in found
    assert ("conditions.csv", 5, "threshold", RuleFault.NEVER_TRUE) in found
    assert ("conditions.csv", 6, "order", RuleFault.ORDER_TWICE) in found
    write(folder, SOUND | {"agencies": "lead"}, SOUND | WIND | {"order": "2", "agencies": "most"})
    assert [rule for *_, rule in told(folder)] == [RuleFault.AGENCIES_DIFFER]
    write(folder, SOUND, SOUND | {"order": "2", "within_h": "96", "threshold": "no"})
    assert [rule for *_, rule in told(folder)] == [RuleFault.NEVER_TRUE]


def test_a_file_that_is_no_rule_set_is_told(folder: Path) -> None:
    path = folder / "conditions.csv"
    sound = path.read_bytes()
    lines = sound.decode().splitlines()
    for content, rule in (
        (b"", TableRule.EMPTY),
        (lines[0].encode(), TableRule.EMPTY),
        (sound.replace(b"within_km", b"within_miles", 1), TableRule.COLUMN_UNKNOWN),
        (sound.replace(b"threshold,", b"", 1), TableRule.COLUMN_MISSING),
        (sound.replace(b"agencies", b"unit", 1), TableRule.COLUMN_TWICE),
        (sound + b"typhoon,4\r\n", TableRule.CELL_COUNT),
        (b"\xff\x81\x30\x80" * 20, TableRule.ENCODING),
    ):
        path.write_bytes(content)
        assert rule in [broken for *_, broken in told(folder)], (rule, content[:40])
    path.unlink()
    assert [broken for *_, broken in told(folder)] == [TableRule.FILE_MISSING]
    path.write_bytes(sound)
    (folder / "rule_set.yaml").write_text("name_zh: [", encoding="utf-8")
    assert ("rule_set.yaml", TableRule.BROKEN) in [(file, broken) for file, *_, broken in told(folder)]


def test_what_a_spreadsheet_does_to_a_file_does_no_harm(folder: Path) -> None:
    wide = {"hazard": "台风", "level_code": "Ⅳ级", "within_h": "７２", "threshold": "是", "unit": "是/否"}
    wide |= {"certainty": "published"}
    strong = WIND | {"order": "２", "operator": "≥", "threshold": "１０", "unit": "级"}
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        write(folder, SOUND | wide, SOUND | wide | strong, encoding=encoding)
        rule_set = load_rule_set(folder).rule_set
        assert rule_set is not None, encoding
        (clause,) = rule_set.clauses
        assert clause.clause_id == "typhoon.4.A"
        assert [(one.threshold, one.within_h) for one in clause.conditions] == [(1.0, 72.0), (24.5, 72.0)]
    path = folder / "conditions.csv"
    path.write_text(path.read_text("utf-16").replace(",", "\t"), encoding="utf-16")
    tabbed = load_rule_set(folder).rule_set
    assert tabbed is not None
    assert tabbed.clauses == rule_set.clauses


def test_a_graver_level_that_is_easier_is_a_doubt_and_still_used(folder: Path) -> None:
    write(folder, SOUND, SOUND | {"level_code": "3", "within_h": "96"})
    read = load_rule_set(folder)
    assert read.rule_set is not None
    assert [(one.row, one.rule) for one in read.doubts] == [(3, RuleFault.GRAVER_EASIER)]


def test_a_rule_set_with_an_error_leaves_the_default_in_force(folder: Path) -> None:
    write(folder, SOUND | {"fact": "moon_phase"})
    book = load_rule_book(folder.parent, "own")
    assert book.is_fallback
    assert book.in_force is not None
    assert book.in_force.rule_set_id == "default"
    assert [name for name, _ in book.refused] == ["own"]
    assert load_rule_book(folder.parent, "nobody").is_fallback


def test_rhythms_of_a_rule_set_hold_in_place_of_the_countys(folder: Path, project: Path) -> None:
    rhythm = "level_code,tier,every_min,source,certainty\n2,village,25,test,synthetic\n"
    (folder / "rhythms.csv").write_text(rhythm, encoding="utf-8")
    rules = RuleFolders(folder)
    county = load_county(project / "data/county/yuhuan", project / "data/reference", rules=rules)
    assert county.rhythm_min("2", Tier.VILLAGE) == 25
    assert county.rhythm_min("1", Tier.VILLAGE) is None


def test_the_last_sound_version_stays_in_force(folder: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    sound = load_rule_book(folder.parent, "own", kept=kept)
    assert not sound.is_fallback
    keep_rules(sound, folder.parent, kept)
    write(folder, SOUND | {"unit": "parsec"})
    book = load_rule_book(folder.parent, "own", kept=kept)
    keep_rules(book, folder.parent, kept)
    assert book.is_fallback
    assert book.in_force == sound.in_force
    assert [(name, one[0].row) for name, one in book.refused] == [("own", 2)]


def test_the_shipped_rule_sets_are_sound_and_say_what_they_are(project: Path) -> None:
    for chosen in ("default", "xiamen"):
        book = load_rule_book(project / "data/rules", chosen)
        assert book == RuleBook(chosen, book.in_force, book.others)
        assert book.in_force is not None
        assert not book.in_force.is_official
        assert all(one.source and one.certainty for one in book.in_force.clauses)
    assert load_rule_book(project / "data/rules/xiamen").in_force == book.in_force


ACTION = {
    "code": "b",
    "hazard": "防台风",
    "level_code": "Ⅲ级",
    "topic": "consult",
    "unit_id": "meteorology",
    "action_zh": "会商",
    "action_en": "Confer",
    "within_min": "６０",
    "every_min": "",
    "replaces": "a",
    "clause": "5.2",
    "source": "test",
    "certainty": "official",
}
LOWER = ACTION | {"code": "a", "level_code": "4", "replaces": ""}
RHYTHM = {"level_code": "４", "tier": "township", "every_min": "720", "source": "t", "certainty": "official"}


def fill(path: Path, *rows: dict[str, str]) -> None:
    lines = [",".join(rows[0]), *(",".join(row.values()) for row in rows)]
    path.write_text("\n".join(f"{line},," for line in lines), encoding="gb18030")


@pytest.mark.parametrize(
    ("change", "column", "rule"),
    [
        ({"code": "a", "replaces": ""}, "code", RuleFault.ACTION_TWICE),
        ({"replaces": "zz"}, "replaces", RuleFault.ACTION_UNKNOWN),
        ({"level_code": "sea"}, "replaces", RuleFault.ACTION_NOT_LOWER),
        ({"hazard": "flood"}, "replaces", RuleFault.ACTION_NOT_LOWER),
        ({"level_code": "9"}, "level_code", TableRule.CHOICE),
        ({"within_min": "soon"}, "within_min", TableRule.INTEGER),
    ],
)
def test_an_error_in_an_action_is_told_at_its_place(
    folder: Path, change: dict[str, str], column: str, rule: str
) -> None:
    fill(folder / "actions.csv", LOWER, ACTION)
    assert told(folder) == []
    fill(folder / "actions.csv", LOWER, ACTION | change)
    assert told(folder) == [("actions.csv", 3, column, rule)]


def test_rhythms_of_no_level_and_those_that_stand_twice_are_told(folder: Path) -> None:
    fill(folder / "rhythms.csv", RHYTHM, RHYTHM | {"tier": "village"})
    assert told(folder) == []
    fill(folder / "rhythms.csv", RHYTHM, RHYTHM | {"every_min": "60"}, RHYTHM | {"level_code": "9"})
    assert told(folder) == [
        ("rhythms.csv", 3, "tier", RuleFault.RHYTHM_TWICE),
        ("rhythms.csv", 4, "level_code", TableRule.CHOICE),
    ]


def test_an_action_of_no_member_unit_and_an_unsure_official_text_are_doubts(folder: Path) -> None:
    fill(folder / "actions.csv", LOWER, ACTION | {"unit_id": "nasa"})
    head = folder / "rule_set.yaml"
    head.write_text(head.read_text("utf-8").replace("is_official: false", "is_official: true"), "utf-8")
    read = load_rule_set(folder, {"meteorology"})
    assert read.rule_set is not None
    assert [(one.file, one.row, one.column, one.rule) for one in read.doubts] == [
        ("actions.csv", 3, "unit_id", RuleFault.UNIT_NOT_LISTED),
        ("rule_set.yaml", None, "is_official", RuleFault.OFFICIAL_UNSURE),
    ]
