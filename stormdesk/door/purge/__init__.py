"""What must be forgotten: the people of an operation that is over, in every file that tells of them."""
