"""What a leader is told: what got worse and what got done since he last looked."""
