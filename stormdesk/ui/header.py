"""What stands on top of every page: level and signal apart, the storm, the moment, its age."""

from datetime import timedelta

import streamlit as st

from stormdesk.domain.moment import ClockMode
from stormdesk.outlook.warnings import warnings_in_force
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time, draw, spelled
from stormdesk.ui.storm_line import storm_line
from stormdesk.ui.text import _, language
from stormdesk.ui.warnings.words import full_name

STALE_AFTER = timedelta(minutes=60)


def draw_header(page: Page, title: str) -> None:
    """Draw the header at the page's moment."""
    age = data_age(page)
    draw(
        "header",
        title=title,
        levels=levels(page),
        signals=signals(page),
        storm=storm_line(page),
        badge=badge(page),
        moment=page.moment.as_of,
        is_stale=age is None or age > STALE_AFTER,
        age=_("尚无记录") if age is None else _("末次记录 {age} 前").format(age=spelled(age)),
    )


def levels(page: Page) -> list[dict[str, object]]:
    """The levels in force, the gravest first, with since when and how long."""
    names = {level.code: level for level in page.county.reference.levels}
    return [
        {
            "code": row["level_code"],
            "name": f"{hazard_name(row['hazard'])} {names[row['level_code']].name(language())}",
            "since": row["since"].to_pydatetime(),
            "lasted": _lasted(page.moment.as_of - row["since"].to_pydatetime()),
        }
        for row in page.ask("response/in_force").to_dict("records")
        if row["level_code"] in names
    ]


def signals(page: Page) -> list[dict[str, object]]:
    """The signals in force in the county, the gravest first, each kind and colour once."""
    names = {(signal.hazard, signal.colour): signal for signal in page.county.reference.signals}
    found: dict[tuple[str, str | None], dict[str, object]] = {}
    for one in warnings_in_force(page.desk, page.moment):
        kind = (one.warning.kind, one.warning.colour)
        if one.rank is not None and kind not in found:
            signal = names.get((one.warning.kind, one.warning.colour or ""))
            name = signal.name(language()) if signal else full_name(one)
            found[kind] = {"colour": one.warning.colour, "name": name, "since": one.begins_at}
    return list(found.values())


def hazard_name(hazard: str) -> str:
    """The response's hazard in words."""
    return {
        "typhoon": _("防台风"),
        "flood": _("防汛"),
        "drought": _("抗旱"),
        "emergency": _("紧急防汛期"),
    }.get(hazard, hazard)


def badge(page: Page) -> str:
    """What a viewer must know before believing the moment: drill, its pace, or nothing."""
    if page.operation.get("kind") != ClockMode.DRILL:
        return ""
    if page.is_rewound:
        return _("演练 · 倒带")
    if page.clock.is_paused:
        return _("演练 · 暂停")
    return _("演练 ×{speed}").format(speed=f"{page.clock.speed:g}")


def data_age(page: Page) -> timedelta | None:
    """Time between the last report learned and the moment; None when there is no report."""
    last = page.ask("moment/last_word").iloc[0]["last_recorded_at"]
    if last is None or last != last:  # noqa: PLR0124  not-a-time is not itself
        return None
    age: timedelta = page.moment.known_at - last.to_pydatetime()
    return max(age, timedelta(0))


def _lasted(span: timedelta) -> str:
    hours = int(span.total_seconds() // 3600)
    return _("已 {hours} 小时").format(hours=hours)


def draw_banners(page: Page) -> None:
    """Say what a viewer must not overlook: rewound, out of order, nothing to show."""
    if page.is_rewound:
        hindsight = page.moment.known_at > page.moment.as_of
        known = _("按现在所知") if hindsight else _("按当时所知")
        text = _("正在倒带:本页停在 {at},{known}。其他屏幕不受影响。").format(
            at=clock_time(page.moment.as_of, "%Y-%m-%d %H:%M"), known=known
        )
        draw("banner", text=text, is_trouble=False)
    if page.trouble:
        draw("banner", text=page.trouble, is_trouble=True)
    if not page.operation:
        st.info(_("现在没有进行中的响应。可用命令 stormdesk drill 开始一次演练。"))
