"""A storm file of any known format: recognised by its content, read, and checked."""

import re
from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Final

from stormdesk.domain.problem import Problem, Reason
from stormdesk.domain.track import Storm, StormFile
from stormdesk.ingest import (
    cma_track,
    generic_track,
    ibtracs,
    jma_track,
    nmc_typhoon,
    pagasa,
    storm_checks,
    zj_typhoon,
)
from stormdesk.ingest.storm_text import decode

LARGEST_BYTES: Final = 50_000_000


class StormFormat(StrEnum):
    """The formats that an import takes."""

    ZHEJIANG = "zhejiang"
    NMC = "nmc"
    CMA = "cma"
    JMA = "jma"
    PAGASA = "pagasa"
    IBTRACS = "ibtracs"
    TABLE = "table"


PARSERS: Final[dict[StormFormat, Callable[..., tuple[StormFile, list[Problem]]]]] = {
    StormFormat.ZHEJIANG: zj_typhoon.parse,
    StormFormat.NMC: nmc_typhoon.parse,
    StormFormat.CMA: cma_track.parse,
    StormFormat.JMA: jma_track.parse,
    StormFormat.PAGASA: pagasa.parse,
    StormFormat.IBTRACS: ibtracs.parse,
    StormFormat.TABLE: generic_track.parse,
}
# Formats that may name a storm without its number.
NAMING: Final = frozenset({StormFormat.IBTRACS, StormFormat.TABLE})
# Both best tracks begin with the same head line; the record below it tells them apart.
SIGNS: Final[tuple[tuple[StormFormat, Callable[[str], object]], ...]] = (
    (StormFormat.JMA, re.compile(r"\s*(?:66666 [^\n]*\n\s*)+\d{8}\s+002\s").match),
    (StormFormat.CMA, re.compile(r"\s*(?:66666 [^\n]*\n\s*)+\d{10}\s+\d\s+-?\d").match),
    (StormFormat.JMA, re.compile(r"\s*num,name,time,").match),
    (StormFormat.PAGASA, re.compile(r"\s*tfid,name,.*issued_pht").match),
    (StormFormat.IBTRACS, re.compile(r"\s*\"?SID\"?,\"?SEASON\"?,", re.IGNORECASE).match),
    (StormFormat.NMC, re.compile(r'[\w$.\s=()]*\{\s*"typhoon(?:List)?"\s*:\s*\[').match),
    (
        StormFormat.ZHEJIANG,
        re.compile(r'[\w$.\s=()]*[\[{](?s:.{0,5000})"(?:tfid|tfbh|points)"').match,
    ),
    (StormFormat.TABLE, generic_track.recognise),
)


def detect(data: bytes) -> StormFormat | None:
    """Return the format that a file's beginning shows, None if it is none of the known ones."""
    text = decode(data[:20_000])[0].lstrip("\ufeff")
    return next((known for known, is_like in SIGNS if is_like(text)), None)


def parse_storm_file(
    name: str, data: bytes, *, known: Iterable[Storm] = ()
) -> tuple[StormFile, list[Problem]]:
    """Return what a storm file tells, checked, and every value refused or flagged with its place.

    `known` storms lend their numbers to data sets that name storms without numbering them.
    """
    if not data.strip():
        return StormFile(), [Problem(name, "", Reason.EMPTY_FILE)]
    if len(data) > LARGEST_BYTES:
        return StormFile(), [Problem(name, f"{len(data):,}", Reason.TOO_LARGE)]
    shown = detect(data)
    if shown is None:
        return StormFile(), [Problem(name, decode(data[:60])[0], Reason.UNKNOWN_FORMAT)]
    numbered = {"known": tuple(known)} if shown in NAMING else {}
    parsed, problems = PARSERS[shown](data, source=name, **numbered)
    checked, doubts = storm_checks.check(parsed)
    return checked, [*problems, *doubts]
