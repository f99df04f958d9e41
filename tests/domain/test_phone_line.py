"""What a phoned-in line means: its words, its time, whom it names, and the usual next step."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stormdesk.domain.directory import Directory, Entry, aliases
from stormdesk.domain.fold import Transitions
from stormdesk.domain.hearing import Heard, hear
from stormdesk.domain.moment import BEIJING
from stormdesk.domain.next_step import _FIRST, _NEXT, named_statuses, usual_step
from stormdesk.domain.phrase import MOST_PEOPLE, Fault, Phrase, Unclear, parse_phrase
from stormdesk.domain.pinyin import MOST_READINGS, initials

NOW = datetime(2022, 9, 14, 15, 0, tzinfo=BEIJING)
TOWNSHIPS = {"331083002": "坎门街道", "331083003": "大麦屿街道", "331083002007": "海城社区"}
NAMES = {
    ("responsible_person", "duty", "on_post"): "在岗",
    ("responsible_person", "duty", "relieved"): "已交班",
    ("responsible_person", "duty", "notified"): "已通知",
    ("vessel", "berth", "in_port"): "在港",
    ("vessel", "berth", "at_sea"): "在海上",
    ("vessel", "crew", "ashore"): "船员上岸",
    ("evacuee", "move", "notified"): "已通知",
    ("area", "word", "report"): "有情况上报",
    ("area", "word", "nil_report"): "零报告",
    ("tally", "moved", "reported"): "上报转移数",
}


def entry(subject: str, object_id: str, name: str, township: str = "331083002", **more: str) -> Entry:
    return Entry(subject=subject, object_id=object_id, name=name, township_code=township, **more)  # type: ignore[arg-type]


PEOPLE = [
    entry("responsible_person", "P1", "郑海涛", phone="13812342071", village_code="331083002007"),
    entry("responsible_person", "P2", "单乐", "331083003", phone="13900005566"),
    entry("evacuee", "E1", "郑海亭", "331083003", phone="13700001111"),
    entry("vessel", "V1", "浙岭渔00138", phone="13812340138"),
    entry("vessel", "V2", "浙岭渔21388"),
    entry("area", "331083002", "坎门街道"),
    entry("tally", "331083002:fishing_vessel", "坎门街道", category="fishing_vessel", detail="渔船"),
    entry("tally", "331083002:geohazard", "坎门街道", category="geohazard", detail="地质灾害点"),
]
BOOK = Directory(PEOPLE, TOWNSHIPS)


def ids(found: list[Entry]) -> list[str]:
    return [one.object_id for one in found]


@pytest.mark.parametrize(
    ("word", "found"),
    [
        ("zht", ["P1", "E1"]),
        ("ZHT", ["P1", "E1"]),
        ("郑海涛", ["P1"]),
        ("海涛", ["P1"]),
        ("sl", ["P2"]),
        ("dy", ["P2"]),
        ("坎门郑海涛", ["P1"]),
        ("kmzht", ["P1"]),
        ("dmyzht", ["E1"]),
        ("浙岭渔00138", ["V1"]),
        ("zly138", ["V1"]),
        ("zly00138", ["V1"]),
        ("渔138", ["V1"]),
        ("00138", ["V1"]),
        ("138", ["V1"]),
        ("388", ["V2"]),
        ("2071", ["P1"]),
        ("12342071", ["P1"]),
        ("p1", ["P1"]),
        ("坎门", ["331083002", "331083002:fishing_vessel", "331083002:geohazard"]),
        ("z", []),
        ("", []),
        ("没有的人", []),
    ],
)
def test_a_subject_is_found_by_what_is_said_of_it(word: str, found: list[str]) -> None:
    assert ids(BOOK.find(word)) == found


@given(st.text(max_size=60))
def test_any_word_finds_something_or_nothing(word: str) -> None:
    assert set(BOOK.find(word)) <= set(PEOPLE)
    assert set(BOOK.narrow(PEOPLE, word)) <= set(PEOPLE)


@given(st.text(max_size=60))
def test_initials_are_few_and_plain_for_any_text(name: str) -> None:
    ways = initials(name)
    assert len(ways) <= MOST_READINGS
    assert len(set(map(len, ways))) <= 1
    assert len(set(ways)) == len(ways)


def test_every_reading_of_a_surname_or_place_leads_to_it() -> None:
    assert {"lq", "yq"} <= set(initials("乐清"))
    assert {"sl", "dl", "cl"} <= set(initials("单良"))
    assert {"cw", "zw"} <= set(initials("曾伟")) & set(initials("查伟"))
    assert set(aliases("坎门街道")) >= {"坎门街道", "坎门", "kmjd", "km"}


@pytest.mark.parametrize(
    ("word", "hour", "minute", "days"),
    [
        ("1420", 14, 20, 0),
        ("920", 9, 20, 0),
        ("14:20", 14, 20, 0),
        ("14\uff1a20", 14, 20, 0),
        ("14点20", 14, 20, 0),
        ("14点20分", 14, 20, 0),
        ("9点", 9, 0, 0),
        ("昨22:10", 22, 10, 1),
        ("昨天2210", 22, 10, 1),
        ("y22:10", 22, 10, 1),
        ("前天8点", 8, 0, 2),
        ("1500", 15, 0, 0),
    ],
)
def test_the_time_said_is_beijing_time(word: str, hour: int, minute: int, days: int) -> None:
    found = parse_phrase(f"zht {word}", NOW.astimezone(UTC))
    assert isinstance(found, Phrase)
    assert found.happened_at == NOW.replace(hour=hour, minute=minute) - timedelta(days=days)


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("", Fault.EMPTY),
        (" ,只有备注", Fault.EMPTY),
        ("zht 15:01", Fault.FUTURE),
        ("zht 1501", Fault.FUTURE),
        ("zht 25:00", Fault.NO_TIME),
        ("zht 14:61", Fault.NO_TIME),
        (f"zht {MOST_PEOPLE + 1}人", Fault.TOO_MANY),
        ("z" * 301, Fault.TOO_LONG),
    ],
)
def test_a_line_that_cannot_be_so_says_why(line: str, fault: Fault) -> None:
    found = parse_phrase(line, NOW)
    assert isinstance(found, Unclear)
    assert found.fault is fault


@pytest.mark.parametrize(
    ("line", "said_by", "rest"),
    [
        ("zht 王书记报", "王书记", ("zht",)),
        ("zht 王书记来电 在岗", "王书记", ("zht", "在岗")),
        ("zht by wang li", "wang li", ("zht",)),
        ("zht 报 王书记", "王书记", ("zht",)),
        ("坎门 零报告", "", ("坎门", "零报告")),
        ("坎门 有情况上报 李主任说", "李主任", ("坎门", "有情况上报")),
        ("1420 在岗", "", ("1420", "在岗")),
        ("zht 2071", "", ("zht", "2071")),
    ],
)
def test_who_said_it_is_told_apart_from_what_is_said(line: str, said_by: str, rest: tuple[str, ...]) -> None:
    found = parse_phrase(line, NOW)
    assert isinstance(found, Phrase)
    assert (found.said_by, found.words) == (said_by, rest)


def test_people_and_note_are_taken_from_any_place() -> None:
    found = parse_phrase("坎门 渔船 350人 1420,路上 积水,2处", NOW)
    assert isinstance(found, Phrase)
    assert (found.words, found.people, found.note) == (("坎门", "渔船"), 350, "路上 积水,2处")


@given(st.text(max_size=320))
def test_any_line_is_a_phrase_or_says_why_not(line: str) -> None:
    found = parse_phrase(line, NOW)
    if isinstance(found, Unclear):
        assert found.fault in Fault
        return
    assert found.words
    assert found.happened_at is None or found.happened_at <= NOW
    heard = hear(found, BOOK, NAMES)
    assert isinstance(heard, Unclear) or heard.entries


def heard(line: str) -> Heard:
    phrase = parse_phrase(line, NOW)
    assert isinstance(phrase, Phrase)
    found = hear(phrase, BOOK, NAMES)
    assert isinstance(found, Heard)
    return found


@pytest.mark.parametrize(
    ("line", "found", "status_word", "said_by"),
    [
        ("zht", ["P1", "E1"], "", ""),
        ("zht 坎门", ["P1"], "", ""),
        ("zht dmy", ["E1"], "", ""),
        ("zht 2071", ["P1"], "", ""),
        ("zht zg", ["P1"], "zg", ""),
        ("zht 到岗 王书记", ["P1"], "到岗", "王书记"),
        ("zht 交班 王书记 14:00", ["P1"], "交班", "王书记"),
        ("138 zg", ["V1"], "zg", ""),
        ("坎门", ["331083002"], "", ""),
        ("坎门 350人", ["331083002:fishing_vessel", "331083002:geohazard"], "", ""),
        ("坎门 渔船 350人", ["331083002:fishing_vessel"], "", ""),
        ("km yc 350人", ["331083002:fishing_vessel"], "", ""),
        ("坎门 零报告", ["331083002"], "零报告", ""),
    ],
)
def test_later_words_are_a_status_a_place_or_who_said_it(
    line: str, found: list[str], status_word: str, said_by: str
) -> None:
    said = heard(line)
    assert (ids(list(said.entries)), said.status_word, said.said_by) == (found, status_word, said_by)


@pytest.mark.parametrize(
    ("word", "subject", "facts"),
    [
        ("在岗", "responsible_person", [("duty", "on_post")]),
        ("到岗", "responsible_person", [("duty", "on_post")]),
        ("zg", "responsible_person", [("duty", "on_post")]),
        ("zg", "vessel", [("berth", "in_port")]),
        ("yjb", "responsible_person", [("duty", "relieved")]),
        ("交班", "responsible_person", [("duty", "relieved")]),
        ("上岸", "vessel", [("crew", "ashore")]),
        ("王书记", "vessel", []),
    ],
)
def test_a_status_is_named_by_name_initials_or_another_word(
    word: str, subject: str, facts: list[tuple[str, str]]
) -> None:
    assert named_statuses(word, subject, NAMES) == facts


def test_each_usual_step_is_an_allowed_one(transitions: Transitions) -> None:
    for subject, (facet, status) in _FIRST.items():
        assert (None, status) in transitions[subject, facet]
        assert usual_step(subject, None) == (facet, status)
    for (subject, before), (facet, status) in _NEXT.items():
        known = before if facet == _FIRST[subject][0] else None
        assert (known, status) in transitions[subject, facet]


def test_people_and_a_note_change_what_is_usual() -> None:
    assert usual_step("shelter", "open", people=30) == ("occupancy", "counted")
    assert usual_step("area", None) == ("word", "nil_report")
    assert usual_step("area", "nil_report", has_note=True) == ("word", "report")


@pytest.mark.parametrize("line", ["郑海亭 已转移 1420", "郑海亭 已转移 王书记报", "郑海亭 怪词 王书记报"])
def test_a_word_that_is_not_understood_is_never_dropped(line: str) -> None:
    phrase = parse_phrase(line, NOW)
    assert isinstance(phrase, Phrase)
    found = hear(phrase, BOOK, NAMES)
    assert isinstance(found, Unclear)
    assert found == Unclear(Fault.NO_WORD, line.split()[1])
