"""The wall put together: one picture per moment, made once and sent to every session."""

import time
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

import streamlit as st

from stormdesk.domain.county_rows import Tier
from stormdesk.domain.exceptions import Board, Kind
from stormdesk.domain.moment import Moment, exact_instant
from stormdesk.outlook.storms import live_storms
from stormdesk.ui import render
from stormdesk.ui.header import STALE_AFTER, badge, data_age, levels, signals
from stormdesk.ui.layer_source import SHAPES, TOWNSHIPS, UNDONE, point_styles
from stormdesk.ui.maps import BaseMap, FetchedLayer, show
from stormdesk.ui.maps.points import GLYPHS
from stormdesk.ui.page import Page
from stormdesk.ui.shared import Shared
from stormdesk.ui.state import KEPT, chosen
from stormdesk.ui.storm_line import StormLine, storm_line
from stormdesk.ui.text import _, language
from stormdesk.ui.wall.blocks import blocks
from stormdesk.ui.wall.countdowns import countdowns
from stormdesk.ui.wall.curve import curve
from stormdesk.ui.wall.feed import feed
from stormdesk.ui.wall.incoming import Incoming, incoming, minute
from stormdesk.ui.wall.inset import SIDE, WINDOWS, inset, land_path
from stormdesk.ui.wall.matrix import age_words, matrix, townships_online
from stormdesk.ui.wall.reading import Reading, reading, wall_moment
from stormdesk.ui.wall.rotation import names, rotation, texts
from stormdesk.ui.wall.sentences import lines
from stormdesk.ui.wall.troubles import found
from stormdesk.ui.wall.views import listed, starts, storm_facts, water_facts

# What a person records is on the wall within ten seconds.
EVERY_S = 8
TEXT_SCALE = 1.3
# The storm's drawing stands on this share of the map's width.
CLEAR_RIGHT = 0.35
MARGIN = 0.012
CELL_PX = 84
_ON_ADDRESS = ("op", "t", "known", "area", "kiosk", "rotate", "hold", "view")
_pictures: Shared[str] = Shared(48)
_storm_lines: Shared[StormLine] = Shared(16)


def draw(page: Page) -> None:
    """Draw everything that changes with the moment, and a beat that proves that it was drawn."""
    if not page.is_rewound:
        page = replace(page, moment=_moment(page))
    machine_at = minute(page)
    key = (
        page.desk.store.key,
        page.moment,
        machine_at,
        page.desk.store.data_version,
        page.area_code,
        language(),
        badge(page),
        page.trouble,
        page.is_device,
        other_language_url(),
    )
    st.html(_pictures.get(key, lambda: _picture(page, machine_at)))
    render.draw(
        "wall_beat",
        at=int(time.time()),
        moment=int(page.moment.as_of.timestamp()),
        is_still=page.is_rewound,
    )


def _moment(page: Page) -> Moment:
    shown = wall_moment(page.desk, page.clock, datetime.now(UTC))
    return replace(shown, operation_id=page.moment.operation_id)


def draw_still(page: Page) -> None:
    """Draw what stays: the style, the coast, the map that fetches its own layers, the watchdog."""
    is_kiosk = page.is_device or chosen("kiosk") is not None or st.context.is_embedded
    render.draw("wall_style", is_kiosk=is_kiosk, is_device=page.is_device)
    render.draw("wall_views_style")
    coasts = {name: picture("wall_coast", path=land_path(page.county, name), side=SIDE) for name in WINDOWS}
    render.draw("wall_still", coasts=coasts)
    query = tuple(_layer_query(page).items())
    ground = BaseMap(
        fetched=(
            FetchedLayer(name=TOWNSHIPS, kind="areas", every_s=EVERY_S, query=query, shape_name="townships"),
            FetchedLayer(
                name=UNDONE, kind="points", every_s=EVERY_S, query=query, styles=point_styles(subject_words())
            ),
        ),
        has_zoom=False,
        has_places=False,
        frame=_frame(page),
        clear_right=CLEAR_RIGHT,
        cell_px=CELL_PX,
        text_scale=TEXT_SCALE,
    )
    with st.container(key="wall_county"):
        show(ground, key="wall-county", height=600)
    st.html(render.html("wall_watch", {"every_s": EVERY_S}), unsafe_allow_javascript=True)
    st.html(render.html("wall_fit", {}), unsafe_allow_javascript=True)
    turning = {"rotation": rotation(page), "views": list(names().items()), "texts": texts()}
    st.html(render.html("wall_turn", turning), unsafe_allow_javascript=True)


def _frame(page: Page) -> tuple[float, float, float, float] | None:
    """The townships' extent, so that they fill the map."""
    shapes = page.county.shapes.townships.values()
    bounds = [shape.bounds for shape in shapes]
    if not bounds:
        return None
    west, south, east, north = zip(*bounds, strict=True)
    return min(west) - MARGIN, min(south) - MARGIN, max(east) + MARGIN, max(north) + MARGIN


def picture(template: str, **values: object) -> str:
    """A drawing as the address of a picture, since the page lets no drawing in as markup."""
    return "data:image/svg+xml;base64," + b64encode(render.html(template, values).encode()).decode()


def subject_words() -> dict[str, str]:
    """What the points of the map are called."""
    return {"evacuee": _("人员"), "vessel": _("船舶"), "site": _("工地"), "shelter": _("避灾点")}


def other_language_url() -> str:
    """The same address in the other language."""
    kept = {name: value for name in _ON_ADDRESS if (value := chosen(name))}
    if language() == "zh":
        kept["lang"] = "en"
    if st.context.is_embedded:
        kept["embed"] = "true"
    return "?" + urlencode(kept)


def everything_url() -> str:
    """Where the list goes on: the clock page, at the same moment and area."""
    kept = {name: value for name in KEPT if (value := chosen(name))}
    return "clock?" + urlencode(kept | {"form": "board"})


def response_url() -> str:
    """Where the checklist stands: the response page, at the same moment and area."""
    kept = {name: value for name in KEPT if (value := chosen(name))}
    return "response?" + urlencode(kept) if kept else "response"


def _layer_query(page: Page) -> dict[str, str]:
    query = {"op": chosen("op"), "area": page.area_code, "lang": language()}
    if page.is_rewound:
        query |= {"t": exact_instant(page.moment.as_of), "known": exact_instant(page.moment.known_at)}
    return {name: value for name, value in query.items() if value}


def _picture(page: Page, machine_at: datetime | None) -> str:
    known = reading(page.desk, page.moment, storm_id=page.shown_storm_id, area_code=page.area_code)
    coming = incoming(page, machine_at)
    ranked = found(known, coming)
    said = _said(page, known, ranked, coming)
    return render.html(
        "wall",
        {
            **_header(page, known),
            "countdowns": countdowns(known),
            "blocks": blocks(known),
            "lines": said[: len(ranked.shown)],
            "total": ranked.total,
            "more": ranked.rest_count,
            "listed": listed(ranked, said),
            "starts": starts(known),
            "fixes": storm_facts(known),
            "water": water_facts(page, known),
            "more_url": everything_url(),
            "response_url": response_url(),
            "matrix": matrix(known),
            "curve": _curve(known),
            "feed": feed(known),
            "inset": _inset(page, known),
            "points_legend": _points_legend(),
            "areas_legend": _areas_legend(),
            "trouble": page.trouble,
        },
    )


def _said(page: Page, known: Reading, ranked: Board, coming: Incoming | None) -> list[dict[str, object]]:
    """Every line in words, those that are lit first."""
    everything = Board(shown=(*ranked.shown, *ranked.rest), rest=())
    hidden = frozenset[str]()
    if any(line.kind is Kind.DIRECTIVE for line in everything.shown):
        hidden = frozenset(page.ask("wall/named_directives")["directive_id"])
    return lines(everything, known, hidden, coming)


def _curve(known: Reading) -> dict[str, object] | None:
    drawing = curve(known)
    return drawing and {"picture": picture("wall_curve", **drawing), "rate": drawing["rate"]}


def _inset(page: Page, known: Reading) -> dict[str, object]:
    drawing = inset(known, _warning_lines(page))
    return {**drawing, "picture": picture("wall_inset", **drawing)}


def _header(page: Page, known: Reading) -> dict[str, object]:
    age = data_age(page)
    return {
        "levels": levels(page),
        "signals": signals(page),
        "storm": _storm_line(page, known),
        "badge": badge(page),
        "moment": page.moment.as_of,
        "late_since": _late_since(known, age),
        "age": _("尚无记录") if age is None else _("数据 {age} 前").format(age=age_words(age)),
        "online": townships_online(known),
        "other_language_url": other_language_url(),
        "has_links": not page.is_device,
    }


def _storm_line(page: Page, known: Reading) -> StormLine:
    """The storm's words, which change only with its last fix and the storms beside it."""
    alive = live_storms(page.desk, page.moment)
    last = tuple((agency, track[-1].fixed_at) for agency, track in known.approach.fixes.items())
    store = page.desk.store
    key = (store.open_key, store.data_version, page.shown_storm_id, alive, last, language())
    return _storm_lines.get(key, lambda: storm_line(page))


def _late_since(known: Reading, age: timedelta | None) -> int | None:
    """Since when, in seconds of the epoch, no word came that the level in force owes; None while in time."""
    every_min = known.county.rhythm_min(known.level_code or "", Tier.TOWNSHIP)
    if age is None or every_min is None or age <= max(STALE_AFTER, 2 * timedelta(minutes=every_min)):
        return None
    return int((known.moment.known_at - age).timestamp())


def _warning_lines(page: Page) -> list[tuple[str, list[tuple[float, float]]]]:
    return [
        (_("24小时警戒线") if line.line_id == "24h" else _("48小时警戒线"), list(line.points))
        for line in page.desk.storm_reference.warning_lines
    ]


def _points_legend() -> list[dict[str, str]]:
    return [
        {"picture": picture("wall_mark", outline=GLYPHS[SHAPES[subject]]), "label": label}
        for subject, label in subject_words().items()
    ]


def _areas_legend() -> list[tuple[str, str]]:
    return [
        ("done", _("全部落实")),
        ("open", _("进行中")),
        ("soon", _("紧迫")),
        ("late", _("超时")),
        ("silent", _("静默未报")),
    ]
