"""Measures of one storm: what each is, and how its number is folded from rows."""
