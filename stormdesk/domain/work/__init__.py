"""The work that a storm asks for: how long each object needs, and by when it must begin."""
