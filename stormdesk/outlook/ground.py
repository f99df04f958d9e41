"""What every outlook stands on."""

from typing import Protocol

from stormdesk.domain.county import County
from stormdesk.domain.tide import Constituent
from stormdesk.store import Asking


class Ground(Protocol):
    """The open data file, the county and the tide; a desk is one."""

    @property
    def store(self) -> Asking:
        """The data file."""

    @property
    def county(self) -> County:
        """The county."""

    @property
    def constituents(self) -> tuple[Constituent, ...]:
        """The harmonic constituents of the county's tide."""
