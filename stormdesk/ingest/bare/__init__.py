"""Files without the identity numbers of citizens: every other cell as it came, nothing kept whole."""

from stormdesk.ingest.bare.cells import has_numbers
from stormdesk.ingest.bare.files import bare, bare_file
from stormdesk.ingest.bare.keys import id_codes

__all__ = ["bare", "bare_file", "has_numbers", "id_codes"]
