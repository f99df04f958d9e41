"""Ships' places as receivers send them, sentence by sentence."""

import json
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stormdesk.domain.problem import Reason
from stormdesk.ingest.ais import LARGEST_BYTES, parse, recognise
from stormdesk.ingest.ais_nmea import checksum
from stormdesk.ingest.ais_reason import MOST_PROBLEMS, AisReason
from tests.ingest.ais_lines import RECEIVED, SAID, fine, only, read, reasons, sentences, tagged


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


@settings(max_examples=60)
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


@settings(max_examples=60)
@given(
    st.binary(max_size=300) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
def test_any_bytes_give_positions_or_problems(data: bytes) -> None:
    positions, problems = parse("noise", data, received_at=RECEIVED)
    assert positions or problems
