"""Files without the identity numbers of citizens: every other cell as it came, nothing kept whole."""

from stormdesk.ingest.bare.cells import has_numbers
from stormdesk.ingest.bare.files import bare, bare_file
from stormdesk.ingest.bare.keys import id_codes
from stormdesk.ingest.bare.records import bare_event, bare_problem

__all__ = ["bare", "bare_event", "bare_file", "bare_problem", "has_numbers", "id_codes"]
