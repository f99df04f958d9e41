"""Silence on the screens: marks on what a silent unit reports."""
