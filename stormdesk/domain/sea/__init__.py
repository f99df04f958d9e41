"""Ways over water: how far a vessel is from a harbour around the land, and how long it sails."""
