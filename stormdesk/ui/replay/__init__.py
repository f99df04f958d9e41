"""The replay page: one axis for the whole operation, and every page at the moment of its cursor."""
