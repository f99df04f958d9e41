"""Papers and files that leave the house."""
