"""CAP messages become warnings; what is hostile or half is told, and nothing outside the file is asked."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Point, shape

from stormdesk.domain.problem import Problem
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest import warning_gb
from stormdesk.ingest.safe_xml import XmlReason
from stormdesk.ingest.warning_cap import parse, recognise
from stormdesk.ingest.warning_reason import TAKEN, WarningReason

NAMESPACE = 'xmlns="urn:oasis:names:tc:emergency:cap:1.2"'
INFO = "<info><event>暴雨</event><severity>Moderate</severity><headline>暴雨黄色预警</headline></info>"


AWARENESS = "<parameter><valueName>awareness_level</valueName><value>3; orange; Severe</value></parameter>"


def alert(
    *,
    identifier: str = "a-1",
    status: str = "Actual",
    action: str = "Alert",
    more: str = "",
    info: str = INFO,
) -> str:
    return (
        f"<alert {NAMESPACE}><identifier>{identifier}</identifier><sender>met@example</sender>"
        f"<sent>2022-09-14T08:00:00+08:00</sent><status>{status}</status><msgType>{action}</msgType>"
        f"<scope>Public</scope>{more}{info}</alert>"
    )


def read(text: str) -> tuple[list[WeatherWarning], list[Problem]]:
    return parse("feed.xml", text.encode())


def one(text: str) -> WeatherWarning:
    (warning,), _ = read(text)
    return warning


def reasons(text: str) -> list[str]:
    return [problem.reason for problem in read(text)[1]]


def test_the_sample_is_taken_whole(project: Path) -> None:
    data = (project / "data/samples/warning_cap.xml").read_bytes()
    assert recognise("x", data)
    assert not warning_gb.recognise("x", data)
    (warning,), problems = parse("x", data)
    assert problems == []
    assert (warning.kind, warning.colour, warning.action) == ("typhoon", "orange", WarningAction.UPDATE)
    assert warning.is_exercise
    assert warning.issuer == "样例气象台"
    assert warning.supersedes == ("sample-cap-0001",)
    assert warning.area_codes == ("331083",)
    assert warning.issued_at == datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
    assert warning.expires_at == datetime(2022, 9, 14, 12, 0, tzinfo=UTC)
    area = shape(json.loads(warning.outline or ""))
    assert area.geom_type == "MultiPolygon"
    assert area.contains(Point(121.3, 28.1))


@pytest.mark.parametrize(
    ("action", "expected"),
    [("Alert", WarningAction.ISSUE), ("Update", WarningAction.UPDATE), ("Cancel", WarningAction.LIFT)],
)
def test_what_a_message_does(action: str, expected: WarningAction) -> None:
    assert one(alert(action=action, more="<references>m,a-0,t</references>")).action is expected


def test_a_cancel_may_say_nothing_but_what_it_cancels() -> None:
    text = alert(action="Cancel", more="<note>解除暴雨预警</note><references>m,a-0,t</references>", info="")
    warning = one(text)
    assert (warning.kind, warning.title, warning.supersedes) == ("rainstorm", "解除暴雨预警", ("a-0",))
    assert reasons(text) == [WarningReason.NO_DETAIL]


def test_several_alerts_in_one_feed_each_count() -> None:
    text = f"<feed>{alert(identifier='a')}<entry><content>{alert(identifier='b')}</content></entry></feed>"
    warnings, problems = read(text)
    assert [warning.warning_id for warning in warnings] == ["a", "b"]
    assert problems == []


def test_prefixes_do_not_matter() -> None:
    text = alert().replace(f"<alert {NAMESPACE}>", f"<cap:alert {NAMESPACE.replace('xmlns', 'xmlns:cap')}>")
    text = (
        text.replace("</alert>", "</cap:alert>")
        .replace("<sent>", "<cap:sent>")
        .replace("</sent>", "</cap:sent>")
    )
    assert one(text).warning_id == "a-1"


def test_further_blocks_of_the_same_language_are_warnings_of_their_own() -> None:
    two = INFO + INFO.replace("暴雨", "大风").replace("黄色", "蓝色")
    warnings, _ = read(alert(info=two))
    assert [(w.warning_id, w.kind, w.colour) for w in warnings] == [
        ("a-1", "rainstorm", "yellow"),
        ("a-1#2", "gale", "blue"),
    ]


@pytest.mark.parametrize(
    ("info", "kind", "colour"),
    [
        ("<event>海上大风</event><severity>Minor</severity>", "sea", "blue"),
        ("<event>雷雨大风</event><severity>Extreme</severity>", "thunderstorm_gale", "red"),
        (
            "<event>Met</event><eventCode><value>11B01</value></eventCode><severity>Unknown</severity>",
            "typhoon",
            None,
        ),
        ("<event>Heavy Rain Warning</event><severity>Orange</severity>", "rainstorm", "orange"),
        ("<event>Volcano</event><severity>Severe</severity>", "Volcano", "orange"),
        ("<event>台风</event><severity>Severe</severity><headline>台风红色预警</headline>", "typhoon", "red"),
        (
            f"<event>wind</event><eventCode><value>X9</value></eventCode>{AWARENESS}",
            "X9",
            "orange",
        ),
    ],
)
def test_kinds_and_colours(info: str, kind: str, colour: str | None) -> None:
    warning = one(alert(info=f"<info>{info}</info>"))
    assert (warning.kind, warning.colour) == (kind, colour)


@pytest.mark.parametrize(("status", "exercise"), [("Actual", False), ("Exercise", True), ("Test", True)])
def test_exercises_are_marked(status: str, exercise: bool) -> None:  # noqa: FBT001  a case
    assert one(alert(status=status)).is_exercise is exercise


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (alert(status="System"), WarningReason.NOT_A_WARNING),
        (alert(status="Draft"), WarningReason.NOT_A_WARNING),
        (alert(action="Ack"), WarningReason.NOT_A_WARNING),
        (alert(action="Shout"), WarningReason.UNKNOWN_ACTION),
        (alert(identifier=" "), WarningReason.NO_IDENTIFIER),
        (alert().replace("2022-09-14T08:00:00+08:00", "early"), WarningReason.NO_TIME),
        (alert().replace("met@example", ""), WarningReason.NO_SENDER),
        (alert(info="<info><severity>Minor</severity></info>"), WarningReason.NO_KIND),
        ("<feed/>", WarningReason.NO_ALERTS),
        ("", XmlReason.EMPTY_FILE),
        ("rubbish", XmlReason.BROKEN),
        ("<a>" * 60, XmlReason.TOO_DEEP),
    ],
)
def test_what_is_no_warning_is_told(text: str, reason: str) -> None:
    warnings, problems = read(text)
    assert warnings == []
    assert reason in {problem.reason for problem in problems}


@pytest.mark.parametrize(
    ("area", "reason"),
    [
        ("<polygon>28,121</polygon>", WarningReason.BAD_OUTLINE),
        ("<polygon>28,121 28,x 29,121</polygon>", WarningReason.BAD_OUTLINE),
        ("<polygon>1,2 1,2 1,2 1,2</polygon>", WarningReason.BAD_OUTLINE),
        ("<circle>28,121</circle>", WarningReason.BAD_OUTLINE),
        ("<circle>28,121 0</circle>", WarningReason.BAD_OUTLINE),
        ("<circle>28,121 1e9</circle>", WarningReason.BAD_OUTLINE),
        ("<polygon>121,28 121.5,28 121.5,28.5 121,28</polygon>", WarningReason.SWAPPED_OUTLINE),
    ],
)
def test_a_bad_outline_is_told_and_the_warning_kept(area: str, reason: str) -> None:
    text = alert(info=INFO.replace("</info>", f"<area><areaDesc>x</areaDesc>{area}</area></info>"))
    warnings, problems = read(text)
    assert len(warnings) == 1
    assert [problem.reason for problem in problems] == [reason]
    assert (warnings[0].outline is None) == (reason == WarningReason.BAD_OUTLINE)


def test_a_circle_is_as_wide_as_it_says() -> None:
    text = alert(info=INFO.replace("</info>", "<area><circle>28,121 111.2</circle></area></info>"))
    west, south, east, north = shape(json.loads(one(text).outline or "")).bounds
    assert north - south == pytest.approx(2.0, abs=0.02)
    assert east - west > 2.0


def test_the_same_message_twice_is_kept_once_and_another_of_its_name_is_told() -> None:
    other = alert().replace("暴雨", "大风")
    warnings, problems = read(f"<feed>{alert()}{alert()}{other}</feed>")
    assert len(warnings) == 1
    assert [problem.reason for problem in problems] == [WarningReason.REPEATED, WarningReason.CONTRADICTION]


def test_doubts_are_told_and_the_warning_kept() -> None:
    info = INFO.replace("</info>", "<expires>2022-09-14T07:00:00</expires></info>")
    assert reasons(alert(info=info, action="Update")) == [
        WarningReason.ZONELESS,
        WarningReason.EXPIRES_FIRST,
        WarningReason.NO_TARGET,
    ]
    assert reasons(alert(info=INFO.replace("Moderate", "Red"))) == [WarningReason.COLOURS_DIFFER]


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("prologue", [BOMB, OUTSIDE, '<!DOCTYPE x SYSTEM "http://example.com/x.dtd">'])
def test_entities_and_outside_references_are_refused(prologue: str) -> None:
    text = prologue + alert(more="<note>&b;</note>")
    assert read(text)[0] == []
    assert reasons(text) == [XmlReason.UNSAFE]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "gb18030", "gb2312", "gbk"])
def test_any_declared_encoding_is_read(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="{encoding}"?>{alert()}'.replace("预警", "")
    (warning,), problems = parse("x", text.encode(encoding))
    assert warning.title == "暴雨黄色"
    assert problems == []


def test_chinese_without_a_declaration_is_read() -> None:
    (warning,), _ = parse("x", alert().encode("gb18030"))
    assert warning.title == "暴雨黄色预警"


def test_a_feed_cut_short_keeps_its_whole_alerts() -> None:
    text = f"<feed>{alert(identifier='a')}{alert(identifier='b')}"[:-30]
    warnings, problems = read(text)
    assert [warning.warning_id for warning in warnings] == ["a"]
    assert [problem.reason for problem in problems] == [XmlReason.BROKEN]


@settings(max_examples=60)
@given(st.data())
def test_mutated_messages_never_raise_and_never_fall_silent(project: Path, data: st.DataObject) -> None:
    file = data.draw(st.sampled_from(["warning_cap.xml", "warning_gb.xml"]))
    whole = bytearray((project / "data/samples" / file).read_bytes())
    for _ in range(data.draw(st.integers(0, 8))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    cut = bytes(whole[: data.draw(st.integers(0, len(whole)))])
    for module_parse in (parse, warning_gb.parse):
        warnings, problems = module_parse("x", cut)
        assert warnings or {problem.reason for problem in problems} - TAKEN
    recognise("x", cut)
    warning_gb.recognise("x", cut)


WORDS = st.one_of(
    st.text(st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="<&>"), max_size=20),
    st.sampled_from(["1,1 2,2 3,3 1,1", "91,5 6,91 8,9", "28,121 5", "2022-09-14", "11B06", "红", "Cancel"]),
)
TAGS = st.sampled_from(
    ["event", "severity", "headline", "expires", "onset", "area", "polygon", "circle", "geocode"]
)


@settings(max_examples=50)
@given(st.lists(st.tuples(TAGS, WORDS), max_size=8))
def test_any_content_of_a_block_gives_a_warning_or_a_reason(parts: list[tuple[str, str]]) -> None:
    inner = "".join(f"<{tag}>{word}</{tag}>" for tag, word in parts)
    area = "".join(f"<{tag}>{word}</{tag}>" for tag, word in parts if tag in {"polygon", "circle"})
    warnings, problems = read(alert(info=f"<info>{inner}<area>{area}</area></info>"))
    assert warnings or problems
