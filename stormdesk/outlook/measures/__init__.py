"""The measures of one storm at a moment, each with the rows behind its number."""

from stormdesk.outlook.measures.gathering import frame_of, measured

__all__ = ["frame_of", "measured"]
