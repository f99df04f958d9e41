"""The screens: the only part that knows Streamlit, folium and plotly."""

import logging

# While components are declared no page is drawn yet; beside the first code a warning of it would confuse.
logging.getLogger("streamlit.runtime.scriptrunner_utils.script_run_context").addFilter(
    lambda said: "missing ScriptRunContext" not in said.getMessage()
)
