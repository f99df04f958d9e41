"""Papers that leave the house under a number: what each kind is made of."""
