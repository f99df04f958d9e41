from collections.abc import Callable

import pandas as pd
import pytest

from stormdesk.domain.event import Event
from stormdesk.store import Ledger

Ask = Callable[..., pd.DataFrame]
Enrol = Callable[..., None]
Tell = Callable[..., Event]

VILLAGE, NEXT_VILLAGE = "331083001001", "331083001002"


@pytest.fixture
def people(enrol: Enrol, ledger: Ledger, tell: Tell) -> None:
    """Six persons: on post, relieved, out of reach, told, never heard of, and one of another township."""
    for person_id, village_code, more in (
        ("on_post", VILLAGE, {"deputy_id": "told"}),
        ("relieved", VILLAGE, {}),
        ("lost", NEXT_VILLAGE, {"deputy_id": "on_post"}),
        ("told", NEXT_VILLAGE, {"deputy_id": "silent"}),
        ("silent", None, {"phone": "13800000001"}),
        ("other", None, {"township_code": "331083002", "phone": "13800000001"}),
    ):
        facts = {
            "name": person_id,
            "role_code": "village_head",
            "tier": "village",
            "village_code": village_code,
        }
        enrol("responsible_person", person_id=person_id, **(facts | more))
    duty = "responsible_person.duty"
    ledger.record_from_source(
        [
            tell(duty, "on_post", "on_post", h=1),
            tell(duty, "on_post", "relieved", h=1),
            tell(duty, "relieved", "relieved", h=5),
            tell(duty, "unreachable", "lost", h=2),
            tell(duty, "notified", "told", h=2, known_h=4),
            tell(duty, "on_post", "other", h=3),
        ]
    )


def counts(found: pd.DataFrame) -> dict[str, int]:
    names = ("total", "done", "over_count", "left_count", "unknown_count", "trouble_count")
    return {name: int(found.iloc[0][name]) for name in names}


@pytest.mark.usefixtures("people")
def test_each_person_is_done_over_or_left_and_silence_is_not_done(ask: Ask) -> None:
    assert counts(ask("duty/headline", h=6)) == {
        "total": 6,
        "done": 2,
        "over_count": 1,
        "left_count": 3,
        "unknown_count": 1,
        "trouble_count": 1,
    }


@pytest.mark.usefixtures("people")
def test_a_late_report_counts_only_once_it_is_known(ask: Ask) -> None:
    then = ask("duty/headline", h=3, known_h=3).iloc[0]
    now = ask("duty/headline", h=3, known_h=4).iloc[0]
    assert (then["unknown_count"], now["unknown_count"]) == (2, 1)
    assert (then["notified_count"], now["notified_count"]) == (0, 1)


@pytest.mark.usefixtures("people")
def test_townships_add_up_to_the_county_and_empty_ones_are_there(ask: Ask) -> None:
    by_township = ask("duty/by_township", h=6)
    whole = ask("duty/headline", h=6).iloc[0]
    assert len(by_township) == 11
    assert by_township["total"].sum() == whole["total"]
    assert by_township["left_count"].sum() == whole["left_count"]
    empty = by_township.set_index("township_code").loc["331083202"]
    assert (empty["total"], empty["left_count"], empty["unknown_count"]) == (0, 0, 0)


@pytest.mark.usefixtures("people")
def test_the_scope_narrows_every_answer(ask: Ask) -> None:
    assert ask("duty/headline", h=6, area="331083002").iloc[0]["total"] == 1
    assert ask("duty/headline", h=6, area=VILLAGE).iloc[0]["total"] == 2
    assert list(ask("duty/by_township", h=6, area="331083002")["township_code"]) == ["331083002"]


@pytest.mark.usefixtures("people")
def test_what_is_left_leads_with_trouble_then_silence(ask: Ask) -> None:
    left = ask("duty/left", h=6)
    assert list(left["object_id"]) == ["lost", "silent", "told"]
    assert left["status"].isna().tolist() == [False, True, False]
    assert left.set_index("object_id").loc["lost", "deputy_status"] == "on_post"


@pytest.mark.usefixtures("people")
def test_nobody_stands_in_for_those_whose_deputy_is_absent_or_missing(ask: Ask) -> None:
    assert ask("duty/headline", h=6).iloc[0]["uncovered_count"] == 2


@pytest.mark.usefixtures("people")
def test_a_village_is_empty_without_anybody_on_post_unless_all_are_relieved(ask: Ask) -> None:
    empty = ask("duty/empty_villages", h=6, area="331083001").set_index("village_code")
    assert VILLAGE not in empty.index
    assert empty.loc[NEXT_VILLAGE, ["total", "trouble_count"]].tolist() == [2, 1]
    nobody_listed = empty.drop(NEXT_VILLAGE)
    assert not nobody_listed.empty
    assert (nobody_listed["total"] == 0).all()


@pytest.mark.usefixtures("people")
def test_a_phone_on_two_posts_is_found(ask: Ask) -> None:
    shared = ask("duty/shared_phones", h=6)
    assert shared["phone"].tolist() == ["13800000001"]
    assert (shared.iloc[0]["post_count"], shared.iloc[0]["on_post_count"]) == (2, 1)
    assert list(shared.iloc[0]["names"]) == ["other", "silent"]


@pytest.mark.usefixtures("people")
def test_the_trend_ends_where_the_headline_stands(ask: Ask) -> None:
    for hour in (0.5, 1, 4.2, 5, 7):
        trend, whole = ask("duty/trend", h=hour), ask("duty/headline", h=hour).iloc[0]
        last = trend.iloc[-1]
        assert (last["done"], last["total"]) == (whole["done"], whole["total"]), hour
        assert last["reported"] == whole["total"] - whole["unknown_count"], hour


@pytest.mark.usefixtures("people")
def test_the_trend_falls_when_somebody_is_relieved(ask: Ask) -> None:
    trend = ask("duty/trend", h=6.5)
    assert trend["at"].is_monotonic_increasing
    assert trend["done"].tolist() == [0, 2, 2, 3, 3, 2, 2, 2]


@pytest.mark.usefixtures("people")
def test_roles_add_up_and_carry_their_tier(ask: Ask) -> None:
    roles = ask("duty/by_category", h=6)
    assert roles[["category", "tier", "total"]].to_numpy().tolist() == [["village_head", "village", 6]]


@pytest.mark.usefixtures("people")
def test_one_person_is_found_whatever_the_scope(ask: Ask) -> None:
    one = ask("duty/one", h=6, area="331083001", object_id="other")
    assert one["status"].tolist() == ["on_post"]
    assert ask("duty/one", h=6, object_id="nobody").empty


@pytest.mark.usefixtures("people")
def test_the_list_of_another_time_is_not_counted(ask: Ask) -> None:
    assert ask("duty/headline", h=-24 * 30).iloc[0]["total"] == 0
