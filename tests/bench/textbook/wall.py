"""The wall as the textbooks write it: every session asks for itself and draws one folium object per point."""

import os
from datetime import datetime, timedelta
from pathlib import Path

import duckdb
import folium
import numpy as np
import pandas as pd
import plotly.express as px
import streamlit as st
from streamlit_folium import st_folium

SUBJECTS = ("duty", "evacuation", "vessels", "sites", "shelters")
COLOURS = ("green", "orange", "red", "blue")
EVERY_S = 10
SPEED = 60
POINTS = int(os.environ["TEXTBOOK_POINTS"])
CENTRE = (28.14, 121.23)


def connection() -> duckdb.DuckDBPyConnection:
    if "connection" not in st.session_state:
        opened = duckdb.connect(os.environ["TEXTBOOK_DATA"], read_only=True)
        opened.execute("set TimeZone = 'UTC'")
        st.session_state["connection"] = opened
    return st.session_state["connection"]


def ask(name: str, at: datetime) -> pd.DataFrame:
    sql = Path(os.environ["TEXTBOOK_QUERIES"], f"{name}.sql").read_text(encoding="utf-8")
    asked = {
        "operation_id": os.environ["TEXTBOOK_OPERATION"],
        "as_of": at,
        "known_at": at,
        "area_code": None,
    }
    return connection().execute(sql, asked).df()


def points(run: int) -> pd.DataFrame:
    draw = np.random.default_rng(1)
    table = pd.DataFrame(
        {
            "name": [f"object {place}" for place in range(POINTS)],
            "lat": CENTRE[0] + draw.uniform(-0.15, 0.15, POINTS),
            "lon": CENTRE[1] + draw.uniform(-0.2, 0.2, POINTS),
            "status": draw.integers(0, len(COLOURS), POINTS),
        }
    )
    changed = np.random.default_rng(run).choice(POINTS, POINTS // 50, replace=False)
    table.loc[changed, "status"] = (table.loc[changed, "status"] + run) % len(COLOURS)
    return table


@st.fragment(run_every=EVERY_S)
def wall() -> None:
    run = st.session_state["run"] = st.session_state.get("run", 0) + 1
    at = datetime.fromisoformat(os.environ["TEXTBOOK_AT"]) + timedelta(seconds=run * EVERY_S * SPEED)
    headlines = {subject: ask(f"{subject}/headline", at).iloc[0] for subject in SUBJECTS}
    shown = [(subject, name) for subject in SUBJECTS for name in ("done", "left_count")][:8]
    for column, (subject, name) in zip(st.columns(8), shown, strict=True):
        column.metric(f"{subject} {name}", int(headlines[subject][name] or 0))
    left, right = st.columns(2)
    townships = ask("evacuation/by_township", at)
    left.plotly_chart(px.bar(townships, x="township_code", y=["done", "left_count"]), key="townships")
    right.plotly_chart(px.line(ask("evacuation/trend", at), x="at", y=["total", "done"]), key="trend")
    ground = folium.Map(location=CENTRE, zoom_start=11)
    for row in points(run).itertuples():
        folium.CircleMarker(
            (row.lat, row.lon), radius=4, color=COLOURS[row.status], fill=True, popup=row.name
        ).add_to(ground)
    st_folium(ground, key="map", height=600, use_container_width=True)


st.set_page_config(layout="wide")
st.title("The textbook's wall")
wall()
