"""What many sessions show is made once: the memory that the screens share with the outlooks."""

from stormdesk.outlook.shared import Shared

__all__ = ["Shared"]
