"""The wall's own questions agree with the pages' and carry no name."""

from collections.abc import Callable

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger, Store

Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
Tell = Callable[..., Event]

ONE, OTHER = "331083001", "331083002"
PAGES = {
    "responsible_person": "duty",
    "evacuee": "evacuation",
    "vessel": "vessels",
    "site": "sites",
    "shelter": "shelters",
}
FIGURES = ["total", "done", "left_count", "unknown_count", "trouble_count"]
PLANTED = "王富贵"


@pytest.fixture
def county(enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    """Every subject in two townships: done, under way, in trouble, unheard of."""
    for code in (ONE, OTHER):
        for n in range(4):
            enrol("responsible_person", person_id=f"p{code}{n}", name=PLANTED, township_code=code)
            enrol("vessel", vessel_id=f"v{code}{n}", name=PLANTED, crew_count=5, township_code=code)
            enrol(
                "construction_site",
                site_id=f"s{code}{n}",
                name=PLANTED,
                worker_count=30,
                crane_count=1,
                township_code=code,
                lat=28.1,
                lon=121.2,
            )
            enrol("shelter", shelter_id=f"h{code}{n}", name=PLANTED, capacity=100, township_code=code)
    told = []
    for code in (ONE, OTHER):
        place = {"township_code": code, "village_code": f"{code}001"}
        told += [
            tell("responsible_person.duty", "notified", f"p{code}0", h=1, **place),
            tell("responsible_person.duty", "on_post", f"p{code}0", h=2, **place),
            tell("responsible_person.duty", "unreachable", f"p{code}1", h=2, **place),
            tell("vessel.berth", "in_port", f"v{code}0", h=2, **place),
            tell("vessel.berth", "at_sea", f"v{code}1", h=1, **place),
            tell("vessel.berth", "at_sea", f"v{code}2", h=1, **place),
            tell("vessel.berth", "out_of_contact", f"v{code}2", h=2, **place),
            tell("vessel.crew", "aboard", f"v{code}2", h=2, quantity=7, **place),
            tell("site.work", "stopped", f"s{code}0", h=2, **place),
            tell("site.crane", "standing", f"s{code}0", h=1, **place),
            tell("site.work", "working", f"s{code}1", h=1, **place),
            tell("site.workers", "counted", f"s{code}1", h=1, quantity=21, **place),
            tell("shelter.service", "open", f"h{code}0", h=2, **place),
            tell("shelter.occupancy", "counted", f"h{code}0", h=3, quantity=95, **place),
            tell("shelter.hazard", "at_risk", f"h{code}1", h=3, **place),
        ]
        for n, status in enumerate(("listed", "at_shelter", "refused")):
            move = {"category": "old_house", "quantity": n + 1, **place}
            told.append(tell("evacuee.move", "listed", f"e{code}{n}", h=1, **move))
            if n:
                told.append(tell("evacuee.move", status, f"e{code}{n}", h=2, **move))
    assert not ledger.record_from_source(told).problems


@pytest.mark.usefixtures("county")
def test_the_wall_counts_as_the_pages_do(ask: Ask) -> None:
    for area in (None, ONE, f"{OTHER}001"):
        found = ask("wall/standings", h=4, area=area)
        for subject, page in PAGES.items():
            mine = found[(found["subject"] == subject) & found["is_whole"]]
            theirs = ask(f"{page}/headline", h=4, area=area)
            if mine.empty:
                assert theirs["total"].item() == 0, (subject, area)
                continue
            told, wanted = (each[FIGURES].iloc[0].astype(int).tolist() for each in (mine, theirs))
            assert told == wanted, (subject, area)


@pytest.mark.usefixtures("county")
def test_the_wall_counts_townships_as_the_pages_do(ask: Ask) -> None:
    found = ask("wall/standings", h=4)
    for subject, page in PAGES.items():
        mine = found[(found["subject"] == subject) & ~found["is_whole"]].set_index("township_code")
        theirs = ask(f"{page}/by_township", h=4).set_index("township_code")
        for code in (ONE, OTHER):
            told, wanted = (each.loc[code, FIGURES].astype(int).tolist() for each in (mine, theirs))
            assert told == wanted, (subject, code)


@pytest.mark.usefixtures("county")
def test_no_answer_of_the_wall_holds_a_name(ask: Ask) -> None:
    for question in ("standings", "objects", "evacuees", "gains", "feed", "tallies", "named_directives"):
        assert PLANTED not in ask(f"wall/{question}", h=4).to_csv(), question


@pytest.mark.usefixtures("county")
def test_objects_are_those_not_done_or_in_trouble_with_the_people_at_risk(ask: Ask) -> None:
    found = ask("wall/objects", h=4).set_index("object_id")
    assert f"v{ONE}0" not in found.index
    assert found.loc[f"v{ONE}2", ["status", "persons"]].tolist() == ["out_of_contact", 7]
    assert found.loc[f"v{ONE}3", ["persons"]].item() == 5
    assert pd.isna(found.loc[f"v{ONE}3", "status"])
    assert found.loc[f"s{ONE}0", ["status", "aside"]].tolist() == ["stopped", "standing"]
    assert found.loc[f"s{ONE}1", ["persons"]].item() == 21
    assert found.loc[f"h{ONE}0", ["persons", "capacity"]].tolist() == [95, 100]
    assert found.loc[f"h{ONE}1", "aside"] == "at_risk"


@pytest.mark.usefixtures("county")
def test_people_are_left_refusing_or_back_by_village_and_cause(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source(
        [
            tell(
                "evacuee.move",
                "unauthorised_return",
                f"e{ONE}1",
                h=3,
                township_code=ONE,
                category="old_house",
            )
        ]
    )
    found = ask("wall/evacuees", h=4, area=ONE)
    assert dict(zip(found["standing"], found["persons"], strict=True)) == {
        "left": 1,
        "refused": 3,
        "returned": 1,
    }


@pytest.mark.usefixtures("county")
def test_the_hour_before_is_told_by_what_is_known_now(ask: Ask) -> None:
    gains = ask("wall/gains", h=2.5).set_index("subject")["done_before"]
    assert gains["vessel"] == 0
    later = ask("wall/gains", h=4).set_index("subject")["done_before"]
    assert later["vessel"] == 2


def test_an_area_that_never_spoke_has_no_last_word(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source(
        [tell("area.word", "nil_report", ONE, h=1), tell("area.word", "report", ONE, h=2)]
    )
    words = ask("silence/words", h=4).set_index("code")
    assert len(words) == 1 + 11 + 221
    assert words.loc[ONE, "last_word_at"].hour == 2
    assert pd.isna(words.loc[OTHER, "last_word_at"])


def test_accounts_differ_only_where_both_speak(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    move = {"category": "old_house", "quantity": 3}
    ledger.record_from_source(
        [
            tell("evacuee.move", "at_shelter", "e1", h=1, **move),
            tell("tally.moved", "reported", f"{ONE}:old_house", h=2, quantity=8, account="A"),
            tell("tally.moved", "reported", f"{ONE}:geohazard", h=2, quantity=8, account="A"),
        ]
    )
    found = ask("wall/tallies", h=3)
    assert found[["category", "reported", "ticked"]].to_numpy().tolist() == [["old_house", 8, 3]]
    assert ask("wall/tallies", h=1.5).empty


def test_the_feed_gathers_an_hour_into_one_line(ask: Ask, ledger: Ledger, tell: Tell) -> None:
    ledger.record_from_source(
        [
            tell("vessel.berth", "in_port", "v1", h=1.1),
            tell("vessel.berth", "in_port", "v2", h=1.2, township_code=OTHER),
            tell("vessel.berth", "in_port", "v3", h=2.2),
            tell("response.level", "in_force", "typhoon", h=1.9, category="4"),
        ]
    )
    found = ask("wall/feed", h=3)
    assert found["subject"].tolist() == ["vessel", "response", "vessel"]
    assert found["event_count"].tolist() == [1, 1, 2]
    assert found["township_count"].tolist()[2] == 2


def test_a_title_that_names_somebody_is_found_out(ask: Ask, enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    enrol("evacuee", evacuee_id="e1", name=PLANTED, persons=1)
    ledger.record_from_source(
        [
            tell("directive.progress", "assigned", "d1", h=1, payload=f'{{"title_zh": "{PLANTED}家未转移"}}'),
            tell("directive.progress", "assigned", "d2", h=1, payload='{"title_zh": "水泵未修"}'),
        ]
    )
    assert ask("wall/named_directives", h=2)["directive_id"].tolist() == ["d1"]


def test_what_is_not_known_yet_does_not_count(ask: Ask, ledger: Ledger, tell: Tell, store: Store) -> None:
    ledger.record_from_source([tell("area.word", "report", ONE, h=1, known_h=3)])
    assert ask("silence/words", h=2).set_index("code").loc[ONE, "last_word_at"] is pd.NaT
    assert store.data_version


def test_the_feed_tells_of_the_emergency_period_and_of_the_checklist(
    ask: Ask, ledger: Ledger, tell: Tell
) -> None:
    ledger.record_from_source(
        [
            tell("response.emergency", "declared", "flood", h=1.1, payload='{"approver": "市长"}'),
            tell("response.emergency", "declared", "typhoon", h=1.15, payload="{}"),
            tell("response.proposal", "proposed", "typhoon", h=1.2),
            tell("action.work", "doing", "typhoon:l4_plan:1", h=1.3),
            tell("action.work", "done", "typhoon:l4_plan:1", h=1.4),
            tell("action.work", "done", "typhoon:l4_collect:1", h=1.5),
        ]
    )
    found = ask("wall/feed", h=3)  # a declaration without a head is kept, not counted and not told
    assert found[["facet", "status", "event_count"]].to_numpy().tolist() == [
        ["emergency", "declared", 1],
        ["work", "done", 2],
        ["work", "doing", 1],
    ]
