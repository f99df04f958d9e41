"""What if: an operation once more under what is supposed."""
