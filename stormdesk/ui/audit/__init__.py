"""The audit page: what was refused, the state of the chain, and every deed in words."""
