"""The entry: `streamlit run dashboard.py` serves the application below and runs this file for each visit."""

from streamlit import App

from stormdesk.ui import server, shell, wiring

if __name__ == "__main__":
    shell.run()
else:
    wiring.wire()
    app = App(__file__, **server.options())
