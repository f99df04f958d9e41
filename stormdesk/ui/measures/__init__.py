"""The page of measures: one storm judged, several side by side, and the reviewer's questions."""
