"""Warnings in force on the screens."""
