"""The screens: the only part that knows Streamlit, folium and plotly."""
