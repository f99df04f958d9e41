"""Past storms: what they left to be done, how they went, and which of them is nearest to the present one."""
