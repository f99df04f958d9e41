"""Rules: pure functions on values and frames, without input, output or a clock of their own."""
