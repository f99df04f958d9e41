"""What is known of a storm at its moment: tracks by source, forecasts by agency, and the choice of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from stormdesk.domain.moment import show_instant
from stormdesk.domain.storm_table import tracks_of
from stormdesk.domain.track import Fix, ForecastPoint
from stormdesk.store.storms import read_fixes, read_forecasts, read_issue
from stormdesk.ui.literal import literal
from stormdesk.ui.page import Page
from stormdesk.ui.render import clock_time
from stormdesk.ui.state import choose, chosen
from stormdesk.ui.storm.scene import Scene
from stormdesk.ui.text import _

TrackKey = tuple[str, bool]
LAST = "last"


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """One storm as it is drawn: the chosen source's track and the chosen agencies' forecasts."""

    scene: Scene
    tracks: Mapping[TrackKey, Sequence[Fix]]
    shown: TrackKey | None
    issues: pd.DataFrame
    issued_at: datetime | None
    agencies: Sequence[str]
    forecasts: Mapping[str, Sequence[ForecastPoint]]

    @property
    def fixes(self) -> Sequence[Fix]:
        """The fixes of the chosen source up to the moment, in time order."""
        return self.tracks[self.shown] if self.shown else ()

    @property
    def last(self) -> Fix | None:
        """The last fix by the moment."""
        return self.fixes[-1] if self.fixes else None


def choose_board(page: Page, scene: Scene) -> Board:
    """Draw the choice of track source, agencies and issue, and read what is chosen."""
    store = page.desk.store
    tracks = tracks_of(read_fixes(store, scene.storm_id, scene.moment))
    moment = scene.moment
    issues = store.frame(
        "storm/issues", storm_id=scene.storm_id, as_of=moment.as_of, known_at=moment.known_at
    )
    issuing = ranked(list(dict.fromkeys(issues["agency"])), page.county.profile.storm_agencies)
    source, who, issue, older, newer = st.columns([3, 4, 3, 1.2, 1.2], vertical_alignment="bottom")
    with source:
        shown = _choose_track(page, tracks)
    with who:
        agencies = _choose_agencies(scene.storm_id, issuing)
    with issue:
        issued_at = _choose_issue(issues[issues["agency"].isin(agencies)], older=older, newer=newer)
    if issued_at is None:
        found = read_forecasts(store, scene.storm_id, scene.moment)
    else:
        found = read_issue(store, scene.storm_id, scene.moment, issued_at=issued_at)
    return Board(
        scene=scene,
        tracks=tracks,
        shown=shown,
        issues=issues,
        issued_at=issued_at,
        agencies=agencies,
        forecasts={agency: found[agency] for agency in agencies if agency in found},
    )


def ranked(agencies: Sequence[str], trusted: Sequence[str]) -> list[str]:
    """Return agencies in the county's order of trust, the others after them by name."""
    rank = {agency: place for place, agency in enumerate(trusted)}
    return sorted(agencies, key=lambda agency: (rank.get(agency, len(rank)), agency))


def track_label(key: TrackKey) -> str:
    """Return whose track it is and whether it was analysed after the storm."""
    agency, is_after = key
    kind = _("事后最佳路径") if is_after else _("实时定位")
    return f"{_(agency)} · {kind}"


def _choose_track(page: Page, tracks: Mapping[TrackKey, Sequence[Fix]]) -> TrackKey | None:
    if not tracks:
        return None
    order = ranked([agency for agency, _is_after in tracks], page.county.profile.storm_agencies)
    keys = sorted(tracks, key=lambda key: (order.index(key[0]), key[1]))
    names = [f"{agency}:{'after' if is_after else 'live'}" for agency, is_after in keys]
    asked = chosen("source")
    place = names.index(asked) if asked in names else 0
    picked = st.selectbox(_("实况定位来源"), keys, index=place, format_func=track_label)
    if picked != keys[place]:
        choose(source=names[keys.index(picked)])
    return picked


def _choose_agencies(storm_id: str, issuing: Sequence[str]) -> list[str]:
    if not issuing:
        st.caption(_("此刻之前没有预报。"))
        return []
    key = f"storm-agencies-{storm_id}-{len(issuing)}"
    picked = st.pills(
        _("预报机构"), issuing, selection_mode="multi", default=issuing, format_func=_agency_label, key=key
    )
    return [agency for agency in issuing if agency in picked]


def _agency_label(agency: str) -> str:
    return literal(_(agency))


def _choose_issue(issues: pd.DataFrame, *, older: DeltaGenerator, newer: DeltaGenerator) -> datetime | None:
    """Return the base time to show, None for each agency's last one."""
    bases = {show_instant(at): at for at in map(_instant, issues["issued_at"].drop_duplicates())}
    options = [LAST, *sorted(bases, reverse=True)]
    asked = chosen("issue") or LAST
    place = options.index(asked) if asked in options else 0
    picked = st.selectbox(
        _("起报时次"),
        options,
        index=place,
        format_func=lambda name: (
            clock_time(bases[name], "%Y-%m-%d %H:%M") if name in bases else _("各机构最近一次")
        ),
        key=f"storm-issue-{options[place]}-{len(options)}",
    )
    if picked != options[place]:
        _go(picked)
    at = options.index(picked)
    _draw_step(older, ":material/chevron_left:", options, at + 1, _("更早"))
    _draw_step(newer, ":material/chevron_right:", options, at - 1, _("更晚"))
    return bases.get(picked)


def _draw_step(column: DeltaGenerator, icon: str, options: Sequence[str], target: int, text: str) -> None:
    is_there = 0 <= target < len(options)
    column.button(
        text,
        icon=icon,
        key=f"storm-issue{icon}",
        disabled=not is_there,
        on_click=_go,
        args=(options[target] if is_there else LAST,),
        width="stretch",
    )


def _go(issue: str) -> None:
    choose(issue=None if issue == LAST else issue)


def _instant(at: object) -> datetime:
    return pd.Timestamp(at).to_pydatetime()  # type: ignore[arg-type]
