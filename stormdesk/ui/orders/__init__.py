"""Orders on screen: asking for one, and what became of those that were asked for."""
