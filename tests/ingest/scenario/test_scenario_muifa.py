"""Muifa, hour by hour as its script says."""

from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise

import pytest

from stormdesk.domain.county import County
from stormdesk.domain.county_rows import Tier
from stormdesk.domain.event import Event
from stormdesk.domain.fold import Transitions, fold
from stormdesk.domain.silence import listen
from stormdesk.ingest.scenario import ScenarioData
from tests.ingest.scenario.stories import DONE, chained, reached, when


def test_muifa_is_lived_as_the_script_says(muifa: ScenarioData, transitions: Transitions) -> None:
    folded = {chain: fold(events, transitions) for chain, events in chained(muifa).items()}
    moved = reached(folded, "evacuee", "move", DONE)
    workers = [e.happened_at for e in moved.values() if e.category == "construction_site"]
    for text in ("14T06:30", "14T08:00", "14T09:29"):
        assert sum(at <= when(text) for at in workers) == 9980
    everybody = [event.happened_at for event in moved.values()]
    assert max(everybody) <= when("14T12:00")
    assert sum(when("13T12:00") <= at for at in everybody) / len(everybody) > 0.85
    night = sum(when("13T23:00") <= at < when("14T05:00") for at in everybody) / 6
    evening = sum(when("13T16:00") <= at < when("13T22:00") for at in everybody) / 6
    assert night < evening / 4
    posted = reached(folded, "responsible_person", "duty", {"on_post"})
    assert max(event.happened_at for event in posted.values()) <= when("13T20:10")
    home = sorted(event.happened_at for event in reached(folded, "vessel", "berth", {"in_port"}).values())
    assert sum(at > when("13T11:00") for at in home) == 5
    assert [at > when("13T17:00") for at in home[-3:]] == [False, True, True]
    assert home[-1] <= when("13T18:00")
    stopped = sorted(event.happened_at for event in reached(folded, "site", "work", {"stopped"}).values())
    assert stopped[-1] == when("14T09:02")
    assert stopped[-2] <= when("13T19:10")
    opened = [event.happened_at for event in reached(folded, "shelter", "service", {"open"}).values()]
    assert sum(at > when("14T08:00") for at in opened) == 4


def test_muifa_has_the_levels_that_were_really_dated(muifa: ScenarioData) -> None:
    levels = [e for e in muifa.events if (e.subject, e.facet) == ("response", "level")]
    levels.sort(key=lambda event: event.happened_at)
    assert [e.category for e in levels] == ["sea", "4", "3", "2", "1", "3", "3"]
    assert levels[-1].status == "ended"
    assert (levels[3].happened_at, levels[3].actor) == (when("13T11:00"), "台州市防汛防台抗旱指挥部")
    assert (levels[4].happened_at, levels[4].actor) == (when("13T17:00"), "浙江省防汛防台抗旱指挥部")
    real = ['"is_synthetic": false' in (event.payload or "") for event in levels]
    assert real == [False, False, False, True, True, False, False]


def test_three_boats_are_out_of_contact_for_forty_minutes_or_more(muifa: ScenarioData) -> None:
    lost: dict[str, timedelta] = {}
    for (_, subject, vessel_id, facet), events in chained(muifa).items():
        events.sort(key=lambda event: event.happened_at)
        for event, after in pairwise(events):
            if (subject, facet, event.status) == ("vessel", "berth", "out_of_contact"):
                lost[vessel_id] = after.happened_at - event.happened_at
                heard = muifa.positions[muifa.positions["vessel_id"] == vessel_id]["positioned_at"]
                assert not heard.between(event.happened_at, after.happened_at, inclusive="neither").any()
    assert sorted(lost.values()) == [timedelta(minutes=44), timedelta(minutes=58), timedelta(minutes=72)]


def test_the_seventeen_who_went_home_are_dealt_with(muifa: ScenarioData) -> None:
    gone = [e for e in muifa.events if e.status == "unauthorised_return"]
    assert len(gone) == 17
    after = Counter()
    for events in chained(muifa).values():
        if any(event.status == "unauthorised_return" for event in events):
            events.sort(key=lambda event: event.happened_at)
            at = next(i for i, event in enumerate(events) if event.status == "unauthorised_return")
            after[events[at + 1].status] += 1
            assert events[-1].status == "returned"
    assert after == {"moving": 15, "cleared_to_return": 2}


def test_everybody_is_back_by_six_in_the_evening(muifa: ScenarioData) -> None:
    back = [e.happened_at for e in muifa.events if (e.subject, e.status) == ("evacuee", "returned")]
    back = [at for at in back if at > when("15T00:00")]
    assert len(back) == 14797
    assert max(back) <= when("16T18:00")
    assert min(back) > when("15T14:00")


Silent = Callable[[str], set[str]]


@pytest.fixture(scope="module")
def silent(muifa: ScenarioData, county: County) -> Silent:
    """Who is silent at an instant, as known then, by the rhythm of the level in force."""
    words: dict[str, list[Event]] = defaultdict(list)
    for event in muifa.events:
        if event.subject == "area":
            words[event.subject_id].append(event)
    levels = sorted(
        (e for e in muifa.events if (e.subject, e.facet) == ("response", "level")),
        key=lambda event: event.happened_at,
    )

    def found(text: str) -> set[str]:
        at = when(text)
        level = [event for event in levels if event.happened_at <= at][-1]
        quiet = set()
        for area, said in words.items():
            last = max((e.happened_at for e in said if e.recorded_at <= at), default=None)
            tier = {6: Tier.COUNTY, 9: Tier.TOWNSHIP, 12: Tier.VILLAGE}[len(area)]
            voice = listen(
                area,
                last,
                as_of=at,
                every_min=county.rhythm_min(level.category or "", tier),
                owed_since=level.happened_at,
            )
            quiet |= {area} if voice.is_silent else set()
        return quiet

    return found


@pytest.mark.parametrize("text", ["11T12:00", "12T20:00", "13T15:00", "13T22:00", "14T03:00", "14T18:00"])
def test_nobody_is_silent_unless_the_script_says_so(silent: Silent, text: str) -> None:
    assert silent(text) == set()


def test_the_silent_areas_are_those_of_the_script(silent: Silent) -> None:
    islands = {"331083201200", "331083201201", "331083201205"}
    assert silent("14T07:40") == set()
    assert silent("14T08:00") == islands
    assert silent("14T08:50") == set()
    assert silent("14T11:30") == {"331083003001", "331083003003"}
    haishan = silent("14T14:15")
    assert "331083202" in haishan
    assert len(haishan) == 8
    assert {area[:9] for area in haishan} == {"331083202"}


def test_workers_are_reported_ahead_of_the_roster_and_one_township_short(muifa: ScenarioData) -> None:
    told: dict[str, int] = {}
    for event in sorted((e for e in muifa.events if e.subject == "tally"), key=lambda e: e.happened_at):
        if event.happened_at <= when("14T08:00"):
            told[event.subject_id] = event.quantity or 0
    assert sum(count for key, count in told.items() if key.endswith(":construction_site")) == 10930
    shamen = {key: count for key, count in told.items() if key.startswith("331083105:")}
    assert shamen["331083105:fishing_vessel"] < 218


def test_some_shelters_are_full_and_two_in_danger(muifa: ScenarioData) -> None:
    status = Counter(e.status for e in muifa.events if e.subject == "shelter" and e.source != "drill_feed")
    assert status["full"] == 3
    assert status["at_risk"] == 2
