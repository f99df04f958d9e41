"""The reports page: papers as they would read now, what keeps them back, and what was issued."""
