"""The pad: what is left in one's own area, and a report of it that outlives a broken link."""
