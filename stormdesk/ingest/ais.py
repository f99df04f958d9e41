"""Ships as AIS tells of them: NMEA sentences, or the JSON that receivers' software writes."""

import re
from datetime import datetime
from typing import Final

from stormdesk.domain.position import Position
from stormdesk.domain.problem import Problem, Reason
from stormdesk.ingest import ais_json, ais_nmea
from stormdesk.ingest.ais_reason import AisReason, bounded
from stormdesk.ingest.storm_text import decode

LARGEST_BYTES: Final = 100_000_000
SENTENCE: Final = re.compile(r"![A-Z]{2}VD[MO],\d,")
JSON_START: Final = re.compile(r"[\w$.\s=()]{0,200}[\[{]")
MMSI_KEY: Final = re.compile(r'"(?:mmsi|user_?id)"\s*:', re.IGNORECASE)
LAT_KEY: Final = re.compile(r'"(?:lat|latitude|纬度)"\s*:', re.IGNORECASE)
# Our own feed of positions says when in a field of this name.
OWN_FEED_KEY: Final = '"positioned_at"'


def recognise(name: str, head: bytes) -> bool:  # noqa: ARG001  every feed is asked with the file's name
    """Return whether the beginning of a file is AIS."""
    text = decode(head[:20_000])[0].lstrip("\ufeff \r\n\t")
    if _is_json(text):
        is_ships = bool(MMSI_KEY.search(text)) and bool(LAT_KEY.search(text))
        return is_ships and OWN_FEED_KEY not in text
    return bool(SENTENCE.search(text))


def parse(name: str, data: bytes, *, received_at: datetime) -> tuple[list[Position], list[Problem]]:
    """Return the positions in an AIS file and what was not taken; no time means time of receipt."""
    if not data.strip():
        return [], [Problem(name, "", Reason.EMPTY_FILE)]
    if len(data) > LARGEST_BYTES:
        return [], [Problem(name, f"{len(data):,}", AisReason.TOO_LARGE)]
    text, spoilt = decode(data)
    problems = [Problem(problem.place, problem.value, AisReason.BAD_ENCODING) for problem in spoilt]
    body = text.lstrip("\ufeff \r\n\t")
    reader = ais_json.read if _is_json(body) else ais_nmea.read
    ships = reader(body, received_at)
    positions = ships.positions()
    problems += ships.problems
    if not positions:
        problems.append(Problem(name, body[:40], AisReason.NOTHING))
    return positions, bounded(problems)


def _is_json(text: str) -> bool:
    """Return whether a text is JSON; a log may begin with a bracket too, around its time."""
    sentence = SENTENCE.search(text.partition("\n")[0])
    return bool(JSON_START.match(text)) and (sentence is None or '"' in text[: sentence.start()])
