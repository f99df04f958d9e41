"""The plan's rules as data: conditions of each level, the actions it opens, and what they say at a moment."""
