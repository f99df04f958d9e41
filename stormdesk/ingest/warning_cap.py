"""Warnings in the Common Alerting Protocol 1.2 of OASIS, one or many in a file."""

import re
from dataclasses import replace
from datetime import datetime
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.domain.warning_kinds import kind_of
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.safe_xml import Node, head_text
from stormdesk.ingest.warning_parts import (
    ACTIONS,
    EXERCISES,
    SILENT,
    Told,
    area_codes,
    check_times,
    colour,
    instant,
    outline,
    read_messages,
)
from stormdesk.ingest.warning_reason import WarningReason

SIGN: Final = re.compile(r"<(?:\w+:)?alert\b", re.IGNORECASE)
NAMESPACE: Final = "urn:oasis:names:tc:emergency:cap"
SENT: Final = re.compile(r"<(?:\w+:)?sent>", re.IGNORECASE)
COLOURED: Final = re.compile(r"colou?r|awareness_?level", re.IGNORECASE)
CHINESE: Final = ("zh", "zho", "chi")
# A cancelled warning need not say again what it was.
UNNAMED: Final = "unknown"


def recognise(_name: str, head: bytes) -> bool:
    """Whether a file's beginning shows a CAP message."""
    text = head_text(head)
    return NAMESPACE in text or bool(SIGN.search(text) and SENT.search(text))


def parse(name: str, data: bytes) -> tuple[list[WeatherWarning], list[Problem]]:
    """Return the warnings of a file and what was refused or remarked, each with its place."""
    return read_messages(name, data, _read)


def _read(alert: Node, place: str) -> tuple[list[WeatherWarning], Told]:
    told: Told = []
    base = _base(alert, place, told)
    if base is None:
        return [], told
    infos = _infos(alert)
    if not infos:
        told.append(Problem(place, base.warning_id, WarningReason.NO_DETAIL))
    warnings = []
    for number, info in enumerate(infos or [Node("info", "")], start=1):
        read = _with_info(base, info, place, told)
        if read is None:
            continue
        # Further blocks of one message speak of other hazards or areas: each is a warning of its own.
        own = read if number == 1 else replace(read, warning_id=f"{read.warning_id}#{number}")
        check_times(own, place, told)
        warnings.append(own)
    return warnings, told


def _base(alert: Node, place: str, told: Told) -> WeatherWarning | None:
    """What the head of a message says, or None with the reason told."""
    identifier, sender = alert.first("identifier")[:200], alert.first("sender")[:200]
    status, action = alert.first("status").casefold(), alert.first("msgtype").casefold()
    sent = instant(alert.first("sent"), f"{place} sent", told)
    missing = (
        (not alert.all("sent") and bool(alert.all("sendtime")), WarningReason.OTHER_FORMAT),
        (not identifier, WarningReason.NO_IDENTIFIER),
        (status in {"system", "draft"} or action in SILENT, WarningReason.NOT_A_WARNING),
        (action not in ACTIONS, WarningReason.UNKNOWN_ACTION),
        (sent is None, WarningReason.NO_TIME),
        (not sender, WarningReason.NO_SENDER),
    )
    for is_so, reason in missing:
        if is_so:
            told.append(Problem(place, shown(identifier or action or status), reason))
            return None
    return WeatherWarning(
        warning_id=identifier,
        issued_at=sent or datetime.min,  # noqa: DTZ901  told above when there is none
        action=ACTIONS[action],
        kind=UNNAMED,
        issuer=sender,
        title=alert.first("note")[:500] or identifier,
        supersedes=_references(alert),
        is_exercise=status in EXERCISES,
    )


def _references(alert: Node) -> tuple[str, ...]:
    """The identifiers in a list of `sender,identifier,sent` parted by spaces."""
    found = []
    for reference in alert.first("references").split():
        parts = reference.split(",")
        found.append(parts[1] if len(parts) == 3 else reference)
    return tuple(dict.fromkeys(identifier[:200] for identifier in found if identifier))


def _infos(alert: Node) -> list[Node]:
    """The blocks in Chinese when there are any, else those in the first block's language."""
    infos = alert.all("info")
    languages = [info.first("language").casefold() for info in infos]
    chosen = next((language for language in languages if language.startswith(CHINESE)), None)
    wanted = chosen if chosen is not None else next(iter(languages), "")
    return [info for info, language in zip(infos, languages, strict=True) if language == wanted]


def _with_info(base: WeatherWarning, info: Node, place: str, told: Told) -> WeatherWarning | None:
    event, headline = info.first("event"), info.first("headline")
    codes = tuple(code.first("value") for code in info.all("eventcode"))
    kind = kind_of(codes, event, headline, base.title) or next(filter(None, (*codes, event)), "")
    if not kind and base.action is not WarningAction.LIFT:
        told.append(Problem(place, base.warning_id, WarningReason.NO_KIND))
        return None
    areas = info.all("area")
    colours = [
        pair.first("value") for pair in info.all("parameter") if COLOURED.search(pair.first("valuename"))
    ]
    geocodes = [code.first("value") for area in areas for code in area.all("geocode")]
    polygons = [shape.text for area in areas for shape in area.all("polygon")]
    circles = [shape.text for area in areas for shape in area.all("circle")]
    names = "、".join(dict.fromkeys(filter(None, (area.first("areadesc") for area in areas))))
    severity = info.first("severity")
    return replace(
        base,
        kind=kind[:100] or UNNAMED,
        issuer=info.first("sendername")[:200] or base.issuer,
        title=(headline or event or base.title)[:500],
        colour=colour(severity, *colours, headline, event, place=f"{place} severity", told=told),
        text=info.first("description") or None,
        advice=info.first("instruction") or None,
        area_names=names or None,
        area_codes=area_codes(geocodes),
        outline=outline(polygons, circles, f"{place} area", told),
        effective_at=instant(info.first("onset", "effective"), f"{place} onset", told),
        expires_at=instant(info.first("expires"), f"{place} expires", told),
    )
