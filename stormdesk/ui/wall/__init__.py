"""The command centre's wall: one glance, four questions, everything from one shared reading."""
