"""Planted defects are all found, and a clean county has none."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from stormdesk.domain.county import County
from stormdesk.domain.coverage import Hole, HoleKind, Why
from stormdesk.domain.event import FOREVER, Event
from stormdesk.domain.moment import Moment
from stormdesk.ingest.county import load_county
from stormdesk.ingest.reference_rows import learn_reference
from stormdesk.outlook.coverage import hole_counts, holes
from stormdesk.store import Ledger, Store

START = datetime(2022, 9, 14, tzinfo=UTC)
TOWN, VILLAGE, FAR = "331083001", "331083001001", "331083201200"
NEXT = "331083001002"


def at(hours: float) -> datetime:
    return START + timedelta(hours=hours)


class Paper:
    """One drill of a store that several share, told apart by its name: lists and events by hand."""

    def __init__(self, store: Store, county: County, name: str) -> None:
        self.ground: Any = SimpleNamespace(store=store, county=county, constituents=())
        self.name = name
        drill = {"operation_id": name, "kind": "drill", "name_zh": name, "name_en": name, "roster": name}
        more = {"opened_at": START, "is_synthetic": True, "storm_id": None}
        with store.write() as transaction:
            transaction.append("operation", pd.DataFrame([drill | more]))
        self.told = 0

    def enrol(self, register: str, **row: Any) -> None:
        facts = {"roster": self.name, "source": "test", "valid_from": at(-99), "valid_to": FOREVER}
        facts |= {"township_code": TOWN, "village_code": VILLAGE}
        with self.ground.store.write() as transaction:
            transaction.append(register, pd.DataFrame([facts | row]))

    def person(self, person_id: str, *, h: float | None = 1, status: str = "on_post", **row: Any) -> None:
        self.enrol(
            "responsible_person",
            **(
                {"person_id": person_id, "name": person_id, "phone": f"138{person_id}", "tier": "village"}
                | row
            ),
        )
        if h is not None:
            self.tell("responsible_person.duty", status, person_id, h)

    def tell(self, fact: str, status: str, subject_id: str, h: float, **more: Any) -> None:
        subject, facet = fact.split(".")
        self.told += 1
        facts: dict[str, Any] = {"source": "test", "actor": "test", "operation_id": self.name}
        facts |= {"subject": subject, "facet": facet, "subject_id": subject_id, "status": status}
        facts |= {"happened_at": at(h), "recorded_at": at(more.pop("known_h", h))}
        event = Event(event_id=f"{self.name}{self.told}", **(facts | more))
        Ledger(self.ground.store).record_from_source([event])

    def holes(self, h: float, *, known_h: float | None = None, area: str | None = TOWN) -> list[Hole]:
        moment = Moment(self.name, at(h), at(h if known_h is None else known_h))
        return [
            hole
            for hole in holes(self.ground, moment, area_code=area)
            if hole.kind is not HoleKind.EMPTY_VILLAGE or hole.village_code == VILLAGE
        ]

    def kinds(self, h: float, **more: Any) -> list[tuple[str, str]]:
        return [(hole.kind.value, hole.subject_id) for hole in self.holes(h, **more)]


@pytest.fixture(scope="module")
def store(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, County]]:
    county = load_county(project / "data/county/yuhuan", project / "data/reference")
    opened = Store(tmp_path_factory.mktemp("coverage") / "t.duckdb", queries=project / "queries")
    learn_reference(opened, county, project / "data/reference")
    yield opened, county
    opened.close()


@pytest.fixture
def clean(store: tuple[Store, County], request: pytest.FixtureRequest) -> Paper:
    """A level in force without a storm: the day ahead is watched. Two on post, each the other's deputy."""
    paper = Paper(*store, name=request.node.name)
    paper.person("a", deputy_id="b")
    paper.person("b", deputy_id="a")
    paper.enrol("danger_zone", zone_id="z", name="屋后山体", officer_id="a", people_count=12)
    paper.enrol("facility", facility_id="f", name="渡口", officer_id="b")
    paper.enrol("vessel", vessel_id="v", officer_id="a", crew_count=5, village_code=None)
    paper.tell("response.level", "in_force", "flood", 0, category="2")
    return paper


Plant = Callable[[Paper], None]


def test_a_clean_county_has_no_holes(clean: Paper) -> None:
    assert clean.holes(2) == []
    assert set(hole_counts([]).values()) == {0}


def test_an_object_is_a_hole_once_officer_and_deputy_have_both_left(clean: Paper) -> None:
    clean.tell("responsible_person.duty", "unreachable", "a", 3)
    assert clean.holes(3.5) == []
    clean.tell("responsible_person.duty", "relieved", "b", 4, known_h=6)
    assert clean.kinds(4.5) == []
    late = clean.holes(4.5, known_h=6)
    named = {(hole.kind, hole.subject, hole.why) for hole in late}
    assert named == {
        (HoleKind.UNCOVERED, "danger_zone", Why.UNREACHABLE),
        (HoleKind.UNCOVERED, "vessel", Why.UNREACHABLE),
        (HoleKind.UNCOVERED, "facility", Why.RELIEVED),
        (HoleKind.EMPTY_VILLAGE, "village", Why.NOBODY_ON_POST),
    }
    zone = next(hole for hole in late if hole.subject == "danger_zone")
    assert (zone.since, zone.people, zone.officer and zone.officer.person_id) == (at(4), 12, "a")
    assert zone.window is not None
    assert (zone.window.is_assumed, zone.window.begins_at) == (True, at(4.5))


def test_without_a_level_and_without_a_storm_nobody_has_to_stand_anywhere(clean: Paper) -> None:
    clean.tell("responsible_person.duty", "relieved", "a", 3)
    clean.tell("responsible_person.duty", "relieved", "b", 3)
    assert len(clean.holes(4)) == 3
    clean.tell("response.level", "ended", "flood", 5, category="2")
    assert clean.holes(5.5) == []


def unnamed(paper: Paper) -> None:
    paper.enrol("shelter", shelter_id="h", officer_id=None)


def gone(paper: Paper) -> None:
    paper.enrol("shelter", shelter_id="h", officer_id="nobody")


def alone(paper: Paper) -> None:
    paper.person("c")
    paper.enrol("construction_site", site_id="s", officer_id="c")


def own_deputy(paper: Paper) -> None:
    paper.person("c", deputy_id="c")
    paper.enrol("construction_site", site_id="s", officer_id="c")


def one_phone(paper: Paper) -> None:
    paper.person("c", phone="138b")


def in_two_villages(paper: Paper) -> None:
    for person_id, village in (("c", NEXT), ("d", FAR)):
        township = village[:9]
        paper.person(person_id, name="赵六", phone="139", village_code=village, township_code=township)


def faster_than_a_road(paper: Paper) -> None:
    paper.person("c", h=None)
    paper.tell("responsible_person.duty", "on_post", "c", 1, lat=28.13, lon=121.23)
    paper.tell("responsible_person.duty", "on_post", "c", 1.1, lat=28.05, lon=121.15)


def old_list(paper: Paper) -> None:
    paper.enrol("team", team_id="t", valid_from=at(-24 * 40))


@pytest.mark.parametrize(
    ("plant", "expected"),
    [
        (unnamed, (HoleKind.NO_OFFICER, Why.NOT_NAMED, "h")),
        (gone, (HoleKind.NO_OFFICER, Why.NOT_LISTED, "h")),
        (alone, (HoleKind.NO_DEPUTY, Why.NOT_NAMED, "c")),
        (own_deputy, (HoleKind.NO_DEPUTY, Why.SELF, "c")),
        (one_phone, (HoleKind.SHARED_PHONE, Why.ONE_PHONE, "b")),
        (in_two_villages, (HoleKind.TWO_PLACES, Why.ON_POST_TWICE, "c")),
        (faster_than_a_road, (HoleKind.TWO_PLACES, Why.TOO_FAST, "c")),
        (old_list, (HoleKind.STALE_LIST, Why.OLD, f"team:{TOWN}")),
    ],
)
def test_each_planted_defect_is_found_once(
    clean: Paper, plant: Plant, expected: tuple[HoleKind, Why, str]
) -> None:
    plant(clean)
    assert [(hole.kind, hole.why, hole.subject_id) for hole in clean.holes(2)] == [expected]


def test_one_person_with_two_posts_in_one_place_is_not_in_two_places(clean: Paper) -> None:
    near = {"name": "赵六", "phone": "139", "lat": 28.1300, "lon": 121.2300}
    clean.person("c", **near)
    clean.person("d", **(near | {"lat": 28.1305, "village_code": NEXT}))
    assert clean.kinds(2) == [("shared_phone", "c")]


def test_a_person_who_came_from_elsewhere_in_time_is_believed(clean: Paper) -> None:
    clean.person("c", h=None)
    clean.tell("responsible_person.duty", "on_post", "c", 1, lat=28.13, lon=121.23)
    clean.tell("responsible_person.duty", "on_post", "c", 1.9, lat=28.05, lon=121.15)
    assert clean.holes(2) == []


def test_a_scope_asks_for_its_own_holes_alone(clean: Paper) -> None:
    unnamed(clean)
    assert clean.kinds(2, area="331083002") == []
    assert clean.kinds(2, area=VILLAGE) == [("no_officer", "h")]
