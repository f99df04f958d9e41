"""`python -m stormdesk` is the command `stormdesk`."""

import sys

from stormdesk.cli import main

sys.exit(main())
