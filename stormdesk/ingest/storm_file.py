"""A storm file of any known format: recognised by its content, read, and checked."""

import re
from collections.abc import Callable
from enum import StrEnum
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import StormFile
from stormdesk.ingest import jma_track, pagasa, storm_checks, zj_typhoon
from stormdesk.ingest.storm_text import decode


class StormFormat(StrEnum):
    """The formats that an import takes."""

    ZHEJIANG = "zhejiang"
    JMA = "jma"
    PAGASA = "pagasa"


PARSERS: Final[dict[StormFormat, Callable[..., tuple[StormFile, list[Problem]]]]] = {
    StormFormat.ZHEJIANG: zj_typhoon.parse,
    StormFormat.JMA: jma_track.parse,
    StormFormat.PAGASA: pagasa.parse,
}
SIGNS: Final = (
    (StormFormat.JMA, re.compile(r"\s*66666 [^\n]*\n\s*\d{8}\s+002\s")),
    (StormFormat.JMA, re.compile(r"\s*num,name,time,")),
    (StormFormat.PAGASA, re.compile(r"\s*tfid,name,.*issued_pht")),
    (StormFormat.ZHEJIANG, re.compile(r'[\w$.\s=()]*[\[{](?s:.{0,5000})"(?:tfid|tfbh|points)"')),
)


def detect(data: bytes) -> StormFormat | None:
    """Return the format that a file's beginning shows, None if it is none of the known ones."""
    text, _ = decode(data[:20_000])
    return next((known for known, sign in SIGNS if sign.match(text)), None)


def parse_storm_file(name: str, data: bytes) -> tuple[StormFile, list[Problem]]:
    """Return what a storm file tells, checked, and every value refused or flagged with its place."""
    if not data.strip():
        return StormFile(), [Problem(name, "", Reason.EMPTY_FILE)]
    known = detect(data)
    if known is None:
        return StormFile(), [Problem(name, decode(data[:60])[0], Reason.UNKNOWN_FORMAT)]
    parsed, problems = PARSERS[known](data, source=name)
    checked, doubts = storm_checks.check(parsed)
    return checked, [*problems, *doubts]
