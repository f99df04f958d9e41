import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyais.encode import encode_dict

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem, Reason
from stormdesk.ingest.ais import LARGEST_BYTES, parse, recognise
from stormdesk.ingest.ais_nmea import checksum
from stormdesk.ingest.ais_reason import MOST_PROBLEMS, AisReason

RECEIVED = datetime(2024, 7, 1, 4, tzinfo=UTC)
SAID = datetime(2024, 7, 1, 3, 0, 7, tzinfo=UTC)
HERE: dict[str, Any] = {
    "mmsi": 412000101,
    "lat": 28.1,
    "lon": 121.35,
    "speed": 8.2,
    "course": 35.0,
    "type": 1,
}


def sentences(**values: Any) -> list[str]:
    return [str(sentence) for sentence in encode_dict(HERE | values, talker_id="AI")]


def tagged(sentence: str, body: str) -> str:
    return f"\\{body}*{checksum(body):02X}\\{sentence}"


def read(*lines: str) -> tuple[list[Position], list[Problem]]:
    return parse("ships.nmea", "\n".join(lines).encode(), received_at=RECEIVED)


def only(*lines: str) -> Position:
    positions, _ = read(*lines)
    assert len(positions) == 1
    return positions[0]


def reasons(problems: list[Problem]) -> list[str]:
    return [problem.reason for problem in problems]


@pytest.mark.parametrize("kind", [1, 2, 3, 18, 19, 27])
def test_each_kind_of_position_is_read(kind: int) -> None:
    positions, problems = (
        read(f"{SAID.timestamp():.0f} {sentences(type=kind, speed=8, shipname='X')[0]}")
        if kind != 19
        else read(
            *(
                f"{SAID.timestamp():.0f} {part}"
                for part in sentences(type=19, speed=8, shipname="ZHE YU YU 138")
            )
        )
    )
    assert problems == []
    assert positions[0].lat == pytest.approx(28.1, abs=0.01)
    assert positions[0].lon == pytest.approx(121.35, abs=0.01)
    assert (positions[0].mmsi, positions[0].speed_kn, positions[0].course_deg) == ("412000101", 8, 35)
    assert positions[0].positioned_at == SAID
    assert positions[0].name == ("ZHE YU YU 138" if kind == 19 else None)


@pytest.mark.parametrize(
    "line",
    [
        tagged("{}", "c:1719802807"),
        tagged("{}", "s:receiver 1,c:1719802807"),
        tagged("{}", "c:1719802807000,n:12"),
        "1719802807 {}",
        "1719802807.25,{}",
        "2024-07-01T03:00:07Z {}",
        "[2024-07-01 03:00:07 UTC] {}",
        "2024-07-01 11:00:07+08:00;{}",
        "2024-07-01T11:00:07+0800 {}",
        "2024-07-01 11:00:07 CST {}",
        "20240701T030007Z,{}",
        "北京时间20240701110007 {}",
        "{},r003669930,1719802807",
    ],
)
def test_the_time_comes_from_tag_block_prefix_or_suffix(line: str) -> None:
    positions, problems = read(line.format(sentences()[0]))
    assert [position.positioned_at for position in positions] == [SAID]
    assert problems == []


def test_a_time_without_a_zone_is_beijing_time_and_told_once() -> None:
    line = f"2024-07-01 11:00:07 {sentences()[0]}"
    positions, problems = read(line, line.replace("07 !", "09 !"))
    assert positions[0].positioned_at == SAID
    assert [(problem.value, problem.reason) for problem in problems] == [("2", AisReason.BEIJING_ASSUMED)]


def test_a_wrapper_gives_the_time_of_the_next_sentence_only() -> None:
    positions, problems = read(
        "$PGHP,1,2024,7,1,3,0,7,10,338,2,,1,09*17", sentences()[0], sentences(mmsi=2)[0]
    )
    assert [position.positioned_at for position in positions] == [SAID, RECEIVED]
    assert reasons(problems) == [AisReason.TIME_OF_RECEIPT]


def test_a_tag_block_with_a_wrong_checksum_gives_no_time() -> None:
    assert only(f"\\c:1719802807*00\\{sentences()[0]}").positioned_at == RECEIVED


def test_without_a_time_the_receipt_counts_and_only_the_last_place_holds() -> None:
    positions, problems = read(*(sentences(lat=28.1 + i / 100)[0] for i in range(3)))
    assert {position.positioned_at for position in positions} == {RECEIVED}
    assert [position.suspect_reason for position in positions] == [AisReason.ORDER_ONLY] * 2 + [None]
    assert [(problem.value, problem.reason) for problem in problems] == [("3", AisReason.TIME_OF_RECEIPT)]


@pytest.mark.parametrize("kind", [1, 18])
def test_not_available_is_unknown_and_never_zero(kind: int) -> None:
    marked = only("1719802807 " + sentences(type=kind, speed=102.3, course=360, heading=511)[0])
    assert (marked.speed_kn, marked.course_deg) == (None, None)
    positions, problems = read("1719802807 " + sentences(type=kind, lat=91, lon=181)[0])
    assert positions == []
    assert reasons(problems) == [AisReason.NO_POSITION, AisReason.NOTHING]
    assert problems[0].value == "412000101"
    still = only("1719802807 " + sentences(type=kind, speed=0, course=0)[0])
    assert (still.speed_kn, still.course_deg) == (0, 0)


def test_long_range_reports_have_marks_of_their_own() -> None:
    marked = only("1719802807 " + sentences(type=27, speed=63, course=511)[0])
    assert (marked.speed_kn, marked.course_deg) == (None, None)


@pytest.mark.parametrize("kind", [5, 24])
def test_static_messages_before_or_after_name_the_vessel(kind: int) -> None:
    said = sentences(type=kind, shipname="ZHEYUYU00138", partno=0)
    here = "1719802807 " + sentences()[0]
    assert only(*said, here).name == "ZHEYUYU00138"
    assert only(here, *said).name == "ZHEYUYU00138"
    assert only(here, *sentences(type=kind, mmsi=412000102, shipname="OTHER", partno=0)).name is None


def test_parts_may_be_interleaved_and_late() -> None:
    one = sentences(type=5, shipname="FIRST", partno=0)
    two = [part.replace(",A,", ",B,") for part in sentences(type=5, mmsi=412000102, shipname="SECOND")]
    two = [f"!{part[1:].split('*')[0]}*{checksum(part[1:].split('*')[0]):02X}" for part in two]
    here = ["1719802807 " + sentences(mmsi=mmsi)[0] for mmsi in (412000101, 412000102)]
    positions, problems = read(one[0], two[1], here[0], two[0], one[1], here[1])
    assert [position.name for position in positions] == ["FIRST", "SECOND"]
    assert problems == []


def test_a_missing_part_is_told() -> None:
    first, second = sentences(type=5, shipname="FIRST")
    for lines in ((first,), (second,), (first, first)):
        _, problems = read("1719802807 " + sentences()[0], *lines)
        assert set(reasons(problems)) == {AisReason.PARTS}
        assert len(problems) == len(lines)


def test_a_wrong_or_missing_checksum_refuses_the_sentence_alone() -> None:
    good = "1719802807 " + sentences()[0]
    bad = good[:-2] + ("00" if not good.endswith("00") else "01")
    positions, problems = read(bad, good, good[:-3])
    assert len(positions) == 1
    assert [(problem.place, problem.reason) for problem in problems] == [
        ("第 1 行", AisReason.CHECKSUM),
        ("第 3 行", AisReason.CHECKSUM),
    ]


def test_other_messages_other_sentences_and_noise_are_accounted_for() -> None:
    fix = "$GPRMC,030007,A,2806.0,N,12121.0,E,8.2,35.0,010724,,*1C"
    base = sentences(type=4, year=2024)[0]
    positions, problems = read("# a log", "1719802807 " + sentences()[0], fix, base, base, "what is this", "")
    assert len(positions) == 1
    assert {(problem.value, problem.reason) for problem in problems} == {
        ("what is this", AisReason.NOT_AIS),
        ("4: 2", AisReason.OTHER_MESSAGES),
        ("1", AisReason.OTHER_SENTENCES),
    }


def test_a_message_cut_short_is_refused_not_read_as_zero() -> None:
    body = sentences()[0][1:].split("*")[0].split(",")
    body[5] = body[5][:14]
    short = ",".join(body)
    positions, problems = read(f"!{short}*{checksum(short):02X}")
    assert positions == []
    assert reasons(problems) == [AisReason.SHORT, AisReason.NOTHING]


def fine(**values: Any) -> dict[str, Any]:
    return {
        "mmsi": 412000101,
        "lat": 16860000,
        "lon": 72810000,
        "sog": 82,
        "cog": 350,
        "time": 1719802807,
        "shipname": "ZHEYUYU00138",
    } | values


def ships(value: Any) -> tuple[list[Position], list[Problem]]:
    return parse("ais.json", json.dumps(value).encode(), received_at=RECEIVED)


def test_degrees_times_600000_show_by_their_magnitude() -> None:
    positions, problems = ships([fine(), fine(lat=16860600)])
    assert positions[0] == Position(
        positioned_at=SAID,
        lat=28.1,
        lon=121.35,
        mmsi="412000101",
        name="ZHEYUYU00138",
        speed_kn=8.2,
        course_deg=35,
    )
    assert positions[1].lat == pytest.approx(28.101)
    assert [(problem.value, problem.reason) for problem in problems] == [("600,000", AisReason.SCALE_GUESSED)]


@pytest.mark.parametrize("unit", ["1/600000 degree", "1/10000 min", "600000"])
def test_a_declared_unit_is_no_guess(unit: str) -> None:
    assert ships({"unit": unit, "data": [fine()]})[1] == []
    assert ships([fine(unit=unit)])[1] == []


@pytest.mark.parametrize(
    ("lat", "lon"), [(28.1, 121.35), ("28.1", "121.35"), (28100000, 121350000), ("28.1N", "121.35E")]
)
def test_other_spellings_of_the_same_place(lat: Any, lon: Any) -> None:
    positions, _ = ships([fine(lat=lat, lon=lon)])
    assert (positions[0].lat, positions[0].lon) == (28.1, 121.35)


def test_plain_degrees_have_plain_knots_and_whole_ones_are_doubted() -> None:
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=8.2, cog=35.5)])
    assert (positions[0].speed_kn, positions[0].course_deg, problems) == (8.2, 35.5, [])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=82, cog=35)])
    assert (positions[0].speed_kn, reasons(problems)) == (82, [AisReason.SPEED_GUESSED])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=speed, cog=3500) for speed in (82, 120)])
    assert ([p.speed_kn for p in positions], positions[0].course_deg, problems) == ([8.2, 12], 350, [])
    positions, problems = ships([fine(lat=28.1, lon=121.35, sog=36, speed_unit="km/h", cog=None)])
    assert positions[0].speed_kn == pytest.approx(19.438, abs=0.001)


def test_marks_for_not_available_are_unknown_in_json_too() -> None:
    positions, problems = ships([fine(unit=600000, sog=1023, cog=3600)])
    assert (positions[0].speed_kn, positions[0].course_deg, problems) == (None, None, [])
    _, problems = ships([fine(lat=54600000, lon=108600000), fine(lat=91.0, lon=181.0)])
    assert reasons(problems)[-3:] == [AisReason.NO_POSITION, AisReason.NO_POSITION, AisReason.NOTHING]


def test_mixed_units_are_told_and_the_rare_small_integers_follow_the_file() -> None:
    positions, problems = ships([fine(), fine(), fine(lat=28.1, lon=121.35), fine(lat=0, lon=0)])
    assert [position.lat for position in positions] == [28.1, 28.1, 28.1, 0]
    assert AisReason.SCALES_MIXED in reasons(problems)


@pytest.mark.parametrize(
    ("time", "at"),
    [
        (1719802807000, SAID),
        ("1719802807", SAID),
        ("2024-07-01T03:00:07Z", SAID),
        ("2024-07-01T11:00:07+08:00", SAID),
        ("2024-07-01 11:00:07", SAID),
        ("20240701110007", SAID),
        (None, RECEIVED),
        ("", RECEIVED),
    ],
)
def test_times_as_they_are_spelled(time: Any, at: datetime) -> None:
    positions, problems = ships([fine(time=time, unit=600000)])
    assert positions[0].positioned_at == at
    unzoned = isinstance(time, str) and time.startswith("2024") and not time.endswith(("Z", "+08:00"))
    unzoned = unzoned or time == "20240701110007"
    expected = (
        [AisReason.TIME_OF_RECEIPT] if at == RECEIVED else [AisReason.BEIJING_ASSUMED] if unzoned else []
    )
    assert reasons(problems) == expected


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"mmsi": None, "shipname": None}, AisReason.NO_IDENTITY),
        ({"mmsi": "41200x101"}, AisReason.BAD_MMSI),
        ({"lat": None}, AisReason.BAD_POSITION),
        ({"lat": "north"}, AisReason.BAD_POSITION),
        ({"time": "yesterday"}, AisReason.BAD_TIME),
        ({"time": 12}, AisReason.BAD_TIME),
    ],
)
def test_a_record_that_cannot_be_used_is_told_with_its_place(
    change: dict[str, Any], reason: AisReason
) -> None:
    positions, problems = ships([fine(unit=600000), fine(unit=600000, **change)])
    assert len(positions) == 1
    assert [(problem.place, problem.reason) for problem in problems] == [("[1]", reason)]


def test_json_lines_envelopes_and_broken_ends() -> None:
    lines = "\n".join([json.dumps(fine()), "{broken", json.dumps(fine(mmsi=412000102))])
    positions, problems = parse("a.jsonl", lines.encode(), received_at=RECEIVED)
    assert len(positions) == 2
    assert ("第 2 行", AisReason.NOT_A_RECORD) in [(p.place, p.reason) for p in problems]
    assert len(ships({"code": 0, "data": {"ships": [fine()]}})[0]) == 1
    assert len(ships(fine())[0]) == 1
    cut = json.dumps([fine(), fine(mmsi=412000102)])[:-9].encode()
    positions, problems = parse("a.json", cut, received_at=RECEIVED)
    assert len(positions) == 1
    assert reasons(problems)[0] == AisReason.TRUNCATED


@pytest.mark.parametrize(
    ("head", "known"),
    [
        (sentences()[0].encode(), True),
        (tagged(sentences()[0], "c:1719802807").encode(), True),
        (json.dumps([fine()]).encode(), True),
        (json.dumps(fine()).encode(), True),
        (b'{"mmsi": "412000101", "lat": 28.1, "lon": 121.3, "positioned_at": "2024-07-01T03:00:07Z"}', False),
        (b'{"tfid": "202497", "points": [{"lat": "28"}]}', False),
        (b"mmsi,lat,lon\n412000101,28.1,121.3\n", False),
        (b"", False),
    ],
)
def test_ais_shows_in_the_content(head: bytes, known: bool) -> None:  # noqa: FBT001  a column of the table
    assert recognise("any.txt", head) is known


def test_names_that_no_file_can_hold_are_mended() -> None:
    lines = "\n".join(
        [json.dumps(fine(shipname="a\ud800\x00b")), json.dumps(["\ud800"]), json.dumps(fine(mmsi="\udc00"))]
    )
    positions, problems = parse("a.jsonl", lines.encode(), received_at=RECEIVED)
    assert positions[0].name == "a  b"
    str(problems).encode()


def test_empty_and_oversized_files_are_refused_with_a_sentence() -> None:
    assert reasons(parse("a", b" ", received_at=RECEIVED)[1]) == [Reason.EMPTY_FILE]
    assert reasons(parse("a", b"!" * (LARGEST_BYTES + 1), received_at=RECEIVED)[1]) == [AisReason.TOO_LARGE]


def test_endless_problems_are_counted_not_listed() -> None:
    _, problems = parse("a", b"x\n" * (MOST_PROBLEMS + 500), received_at=RECEIVED)
    assert len(problems) == MOST_PROBLEMS + 1
    assert (problems[-1].value, problems[-1].reason) == ("501", AisReason.MORE)


SAMPLE = "\n".join(
    [
        tagged(sentences()[0], "c:1719802807"),
        *sentences(type=5, shipname="ZHEYUYU00138"),
        "2024-07-01T03:00:07Z " + sentences(type=18)[0],
        "1719802807 " + sentences(type=27, speed=8)[0],
    ]
).encode()
SAMPLES = (SAMPLE, json.dumps([fine(), fine(lat=28.1, lon=121.35)]).encode())


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_mutated_bytes_never_crash_and_never_pass_in_silence(data: st.DataObject) -> None:
    spoilt = bytearray(data.draw(st.sampled_from(SAMPLES)))
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, len(spoilt) - 1))
        if data.draw(st.booleans()):
            spoilt[at] = data.draw(st.integers(0, 255))
        else:
            del spoilt[at : at + data.draw(st.integers(1, 30))]
    positions, problems = parse("mutated", bytes(spoilt), received_at=RECEIVED)
    assert positions or problems
    for position in positions:
        assert abs(position.lat) < 1e9
        json.dumps([position.name, position.mmsi, position.vessel_id], ensure_ascii=False).encode()
        assert position.positioned_at - RECEIVED < timedelta(days=365 * 4000)


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_give_positions_or_problems(data: bytes) -> None:
    positions, problems = parse("noise", data, received_at=RECEIVED)
    assert positions or problems


values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["mmsi", "lat", "lon", "sog", "cog", "time", "unit", "data"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=80, deadline=None)
@given(values)
def test_any_json_gives_positions_or_problems(value: Any) -> None:
    positions, problems = parse(
        "any.json", json.dumps([value, fine(sog=value)]).encode(), received_at=RECEIVED
    )
    assert positions
    assert all(position.lat == position.lat for position in positions)
    assert all(position.speed_kn is None or 0 <= position.speed_kn < 103 for position in positions)
    assert problems is not None
