"""What stands ahead at a moment: the rules of the domain asked of what the store holds."""
