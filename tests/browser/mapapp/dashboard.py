"""A small app with nothing but maps, started by the browser tests."""

from stormdesk.ui import maps

if __name__ != "__main__":
    from mapapp_ground import register
    from streamlit import App

    from stormdesk.ui import server
    from stormdesk.ui.desk import office

    register()
    server.register_office(office)
    server.register_health(lambda: server.Health(status="ok"))
    app = App(__file__, **server.options())
else:
    import streamlit as st
    from mapapp_ground import STYLES, areas, points, storm

    st.set_page_config(layout="wide")
    query = st.query_params

    def wall() -> None:
        """Show a map whose layers the browser fetches by itself."""
        often = {"every_s": float(query["wall"]), "query": (("session", query.get("session", "one")),)}
        layers = (
            maps.FetchedLayer(name="townships", kind="areas", shape_name="townships", **often),
            maps.FetchedLayer(name="storm", kind="storm", **often),
            maps.FetchedLayer(name="objects", kind="points", styles=STYLES, **often),
        )
        maps.show(maps.BaseMap(fetched=layers), key="wall", height=600)

    @st.fragment(run_every=float(query.get("every", "3600")))
    def page() -> None:
        """Show a map whose layers travel with each run."""
        st.session_state["runs"] = st.session_state.get("runs", 0) + 1
        run = 0 if "still" in query else st.session_state["runs"]
        chosen = maps.show(
            maps.BaseMap(kind=query.get("map", "county"), theme=query.get("theme", "dark")),
            points=points(int(query.get("n", "3")), run) if "bare" not in query else None,
            shapes=[areas(run)] if query.get("map") != "storm" else [],
            storm=storm() if query.get("map") == "storm" else None,
            key="map",
            height=600,
        )
        st.write(f"runs={st.session_state['runs']} chosen={chosen}")

    if "wall" in query:
        wall()
    else:
        st.html(maps.legend_html(STYLES, has_silent=True))
        page()
