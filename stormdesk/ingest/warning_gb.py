"""Warnings in the XML of GB/T 35965.1, as the national warning platform exchanges them."""

import re
from datetime import datetime
from typing import Final

from stormdesk.domain.problem import Problem
from stormdesk.domain.warning_kinds import kind_of
from stormdesk.domain.weather_warning import WarningAction, WeatherWarning
from stormdesk.ingest.feed_records import shown
from stormdesk.ingest.safe_xml import Node, head_text
from stormdesk.ingest.warning_cap import NAMESPACE, UNNAMED
from stormdesk.ingest.warning_parts import (
    ACTIONS,
    CODES,
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
OWN: Final = re.compile(r"<(?:\w+:)?(?:sendTime|senderCode|eventType)\b", re.IGNORECASE)


def recognise(_name: str, head: bytes) -> bool:
    """Whether a file's beginning shows a warning of the national platform."""
    text = head_text(head)
    return NAMESPACE not in text and bool(SIGN.search(text) and OWN.search(text))


def parse(name: str, data: bytes) -> tuple[list[WeatherWarning], list[Problem]]:
    """Return the warnings of a file and what was refused or remarked, each with its place."""
    return read_messages(name, data, _read)


def _read(alert: Node, place: str) -> tuple[list[WeatherWarning], Told]:
    told: Told = []
    info = next(iter(alert.all("info")), None)
    if info is None:
        told.append(Problem(place, shown(alert.first("identifier")), WarningReason.NO_DETAIL))
        info = Node("info", "")
    sent = instant(alert.first("sendtime", "effective"), f"{place} sendTime", told)
    refused = _refused(alert, info, sent)
    if refused:
        told.append(Problem(place, shown(alert.first("identifier", "status", "msgtype")), refused))
        return [], told
    warning = _warning(alert, info, sent or datetime.min, place, told)  # noqa: DTZ901  refused when there is none
    check_times(warning, place, told)
    return [warning], told


def _kind(info: Node) -> str:
    code = info.first("eventtype")
    return kind_of((code,), info.first("event", "eventname"), code, info.first("headline")) or code


def _refused(alert: Node, info: Node, sent: datetime | None) -> WarningReason | None:
    status, action = alert.first("status").casefold(), alert.first("msgtype").casefold()
    is_lift = ACTIONS.get(action) is WarningAction.LIFT
    cases = (
        (not alert.all("sendtime") and bool(alert.all("sent")), WarningReason.OTHER_FORMAT),
        (not alert.first("identifier"), WarningReason.NO_IDENTIFIER),
        (status in {"system", "draft"} or action in SILENT, WarningReason.NOT_A_WARNING),
        (action not in ACTIONS, WarningReason.UNKNOWN_ACTION),
        (sent is None, WarningReason.NO_TIME),
        (not alert.first("sender", "sendercode"), WarningReason.NO_SENDER),
        (not _kind(info) and not is_lift, WarningReason.NO_KIND),
    )
    return next((reason for is_so, reason in cases if is_so), None)


def _warning(alert: Node, info: Node, sent: datetime, place: str, told: Told) -> WeatherWarning:
    areas = info.all("area")
    headline = info.first("headline")
    polygons = [shape.text for area in areas for shape in area.all("polygon")]
    circles = [shape.text for area in areas for shape in area.all("circle")]
    names = [name for area in areas for name in CODES.split(area.first("areadesc")) if name]
    replaced = [identifier for identifier in CODES.split(alert.first("references")) if identifier]
    return WeatherWarning(
        warning_id=alert.first("identifier")[:200],
        issued_at=sent,
        action=ACTIONS[alert.first("msgtype").casefold()],
        kind=_kind(info)[:100] or UNNAMED,
        issuer=alert.first("sender", "sendercode")[:200],
        title=(headline or alert.first("identifier"))[:500],
        colour=colour(info.first("severity"), headline, place=f"{place} severity", told=told),
        text=info.first("description") or None,
        advice=info.first("instruction") or None,
        area_names="、".join(dict.fromkeys(names)) or None,
        area_codes=area_codes(
            [code.text or code.first("value") for area in areas for code in area.all("geocode")]
        ),
        outline=outline(polygons, circles, f"{place} area", told),
        effective_at=instant(info.first("onset", "effective"), f"{place} effective", told),
        expires_at=instant(info.first("expires"), f"{place} expires", told),
        supersedes=tuple(dict.fromkeys(identifier[:200] for identifier in replaced)),
        is_exercise=alert.first("status").casefold() in EXERCISES,
    )
