"""Rain, rivers, reservoirs and tide against their marks."""
