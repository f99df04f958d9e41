import pytest

from stormdesk.domain.county import County
from stormdesk.ingest.county import load_county
from stormdesk.ingest.lists.areas import AreaFinder
from stormdesk.ingest.lists.words import ListReason
from stormdesk.settings import load_settings

HAIDU = ("331083002", "331083002014")


@pytest.fixture(scope="module")
def county() -> County:
    settings = load_settings()
    return load_county(settings.county_dir, settings.reference_dir)


@pytest.fixture(scope="module")
def finder(county: County) -> AreaFinder:
    return AreaFinder(county)


@pytest.mark.parametrize(
    ("township", "village"),
    [
        ("坎门街道", "海都社区"),
        ("坎门", "海都"),
        ("坎门街道办事处", "海都居委会"),
        ("玉环市坎门街道", "海都 社区"),
        (None, "玉环市坎门街道海都社区"),
        ("浙江省台州市玉环市坎门街道海都社区", None),
        ("坎门街道海都", None),
        (331083002, "海都社区"),
        (331083002.0, 331083002014),
        ("331021002", "海都社区"),
        (None, "331021002014"),
        ("331083002000", "331083002014"),
        ("坎门街道", "坎门街道海都社区"),
        (" 坎门街道 ", "海都社区"),
        (331083, "331083002014"),
    ],
)
def test_a_village_is_found_however_a_list_writes_it(
    finder: AreaFinder, township: object, village: object
) -> None:
    found = finder.find(township, village)
    assert (found.township_code, found.village_code, found.reason) == (*HAIDU, None)


def test_the_villages_that_the_county_does_not_count_are_found_too(finder: AreaFinder) -> None:
    assert finder.find("玉环经济开发区", "新城社区").village_code == "331083400003"


def test_a_village_in_another_township_is_told_not_moved(finder: AreaFinder) -> None:
    found = finder.find("玉城街道", "海都社区")
    assert found.reason is ListReason.VILLAGE_ELSEWHERE
    assert found.suggestion == "坎门街道海都社区"
    assert finder.find(None, "海都社区", "331083001").reason is ListReason.VILLAGE_ELSEWHERE


def test_nearly_the_same_name_is_a_suggestion(finder: AreaFinder) -> None:
    found = finder.find("坎们街道", None)
    assert (found.township_code, found.reason, found.suggestion) == (
        None,
        ListReason.UNKNOWN_TOWNSHIP,
        "坎门街道",
    )


def test_a_name_in_two_townships_needs_the_township(county: County) -> None:
    one, other = county.villages_of("331083001")[0], county.villages_of("331083002")[0]
    twin = other.model_copy(update={"name_zh": one.name_zh, "list_name_zh": one.name_zh})
    villages = tuple(twin if village is other else village for village in county.villages)
    fields = {name: getattr(county, name) for name in county.__dataclass_fields__}
    finder = AreaFinder(County(**{**fields, "villages": villages}))
    assert finder.find(None, one.name_zh).reason is ListReason.VILLAGE_TWICE
    named = finder.places_of(one.name_zh)
    assert "玉城街道" in named
    assert "坎门街道" in named
    assert finder.find("坎门", one.name_zh).village_code == other.code


def test_a_title_names_a_township_only_when_it_names_just_one(finder: AreaFinder) -> None:
    assert finder.named_in("玉环市坎门街道危险区人员转移清单") == "331083002"
    assert finder.named_in("坎门街道、玉城街道人员转移清单") is None
    assert finder.named_in("人员转移清单") is None


@pytest.mark.parametrize(
    "text", ["", "—", "999999999", "火星", "\ud800", "x" * 5000, 12, 3.5, True, "331083999"]
)
def test_no_text_breaks_the_look_up(finder: AreaFinder, text: object) -> None:
    assert finder.find(text, text).village_code is None


@pytest.mark.parametrize(
    "ending", ["村民委员会", "居民委员会", "村委会", "居委会", "股份经济合作社", "社区居委会", "社区"]
)
def test_a_village_is_known_by_its_committee_or_its_cooperative(finder: AreaFinder, ending: str) -> None:
    found = finder.find("坎门街道", f"海都{ending}")
    assert (found.township_code, found.village_code) == HAIDU
