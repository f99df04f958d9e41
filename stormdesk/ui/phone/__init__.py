"""The quick desk for what is told on the phone."""
