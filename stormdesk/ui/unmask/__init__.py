"""Seeing one person whole for a minute, with a reason."""
