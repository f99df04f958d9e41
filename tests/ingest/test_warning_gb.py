"""Warnings of the national platform: other element names, Beijing time with its zone, colours as severity."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest import warning_cap
from stormdesk.ingest.warning_gb import parse, recognise
from stormdesk.ingest.warning_reason import WarningReason


@pytest.fixture(scope="module")
def sample(project: Path) -> str:
    return (project / "data/samples/warning_gb.xml").read_text(encoding="utf-8")


def one(text: str) -> WeatherWarning:
    (warning,), _ = parse("x", text.encode())
    return warning


def reasons(text: str) -> list[str]:
    return [problem.reason for problem in parse("x", text.encode())[1]]


def test_the_sample_is_taken_whole(sample: str) -> None:
    assert recognise("x", sample.encode())
    assert not warning_cap.recognise("x", sample.encode())
    warning = one(sample)
    assert reasons(sample) == []
    assert (warning.warning_id, warning.issuer) == ("33108341600000_20220914080000", "样例市气象局")
    assert (warning.kind, warning.colour, warning.action) == ("rainstorm", "red", WarningAction.ISSUE)
    assert warning.issued_at == datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
    assert warning.effective_at == datetime(2022, 9, 14, 0, 5, tzinfo=UTC)
    assert (warning.expires_at, warning.outline, warning.supersedes) == (None, None, ())
    assert warning.area_codes == ("331083001", "331083100")
    assert warning.area_names == "样例街道、样例镇"
    assert warning.is_exercise


@pytest.mark.parametrize(
    ("code", "headline", "kind"),
    [
        ("11B01", "", "typhoon"),
        ("11B06", "", "gale"),
        ("11B23", "", "sea"),
        ("11Z99", "某市发布海上大风蓝色预警", "sea"),
        ("11Z99", "某市发布某种预警", "11Z99"),
        ("台风", "", "typhoon"),
    ],
)
def test_kinds_come_from_the_code_and_then_the_headline(
    sample: str, code: str, headline: str, kind: str
) -> None:
    start, end = sample.index("<headline>"), sample.index("</headline>")
    text = sample[:start] + f"<headline>{headline}" + sample[end:]
    assert one(text.replace("11B03", code)).kind == kind


@pytest.mark.parametrize(
    ("severity", "colour"),
    [
        ("Blue", "blue"),
        ("YELLOW", "yellow"),
        ("橙色", "orange"),
        ("Ⅳ", "blue"),
        ("1", "red"),
        ("Unknown", None),
    ],
)
def test_colours(sample: str, severity: str, colour: str | None) -> None:
    text = (
        sample.replace("<severity>Red<", f"<severity>{severity}<")
        .replace("红色", "")
        .replace("[I级/特别严重]", "")
    )
    assert one(text).colour == colour


def test_an_unknown_colour_is_told(sample: str) -> None:
    text = sample.replace("<severity>Red<", "<severity>紫<").replace("红色", "")
    assert one(text).colour is None
    assert reasons(text) == [WarningReason.UNKNOWN_COLOUR]


def test_updates_and_lifts_name_what_they_replace(sample: str) -> None:
    text = sample.replace("<msgType>Alert<", "<msgType>Cancel<").replace(
        "<references/>",
        "<references>33108341600000_20220913080000,33108341600000_20220913200000</references>",
    )
    warning = one(text)
    assert warning.action is WarningAction.LIFT
    assert warning.supersedes == ("33108341600000_20220913080000", "33108341600000_20220913200000")
    assert reasons(sample.replace("<msgType>Alert<", "<msgType>Update<")) == [WarningReason.NO_TARGET]


def test_several_in_one_file_and_in_chinese_bytes(sample: str) -> None:
    body = sample.split("?>", 1)[1]
    text = f'<?xml version="1.0" encoding="GB2312"?><alerts>{body}{body.replace("080000", "090000")}</alerts>'
    warnings, problems = parse("x", text.encode("gb18030"))
    assert [warning.warning_id[-6:] for warning in warnings] == ["080000", "090000"]
    assert problems == []


def test_a_time_without_a_zone_is_beijing_time_and_told(sample: str) -> None:
    text = sample.replace("2022-09-14 08:00:00+08:00", "2022-09-14 08:00:00")
    assert one(text).issued_at == datetime(2022, 9, 14, 0, 0, tzinfo=UTC)
    assert reasons(text) == [WarningReason.ZONELESS]


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("<identifier>33108341600000_20220914080000", "<identifier>", WarningReason.NO_IDENTIFIER),
        ("<status>Test", "<status>Draft", WarningReason.NOT_A_WARNING),
        ("<msgType>Alert", "<msgType>", WarningReason.UNKNOWN_ACTION),
        ("sendTime", "sent", WarningReason.OTHER_FORMAT),
    ],
)
def test_what_is_no_warning_is_told(sample: str, old: str, new: str, reason: str) -> None:
    warnings, problems = parse("x", sample.replace(old, new).encode())
    assert warnings == []
    assert [problem.reason for problem in problems] == [reason]
