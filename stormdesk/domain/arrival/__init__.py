"""When harmful wind reaches many places at once, by agency and over all agencies."""
