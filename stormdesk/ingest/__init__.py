"""What others tell us: parse into rows and problems, then record."""
