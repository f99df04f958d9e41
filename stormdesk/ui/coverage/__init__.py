"""Holes in duty on the screens."""
