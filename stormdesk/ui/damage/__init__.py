"""Reports of damage: what every township told, what it did not, and the form to tell it."""
