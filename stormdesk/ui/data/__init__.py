"""The data page: imports, quarantine, sources, checks, duplicates, backups."""
