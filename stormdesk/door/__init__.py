"""The door: who comes in, what he may see and do, and the record of what he did."""
