"""The response page: levels, signals, proposals, member units and directives at the moment."""
