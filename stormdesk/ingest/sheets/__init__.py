"""Workbooks and text tables as people send them, read into neutral grids with everything that was wrong."""
