"""The storm page: which storm at which moment, its map, charts and tables, and taking a file in."""
