"""What the five subject pages share: headline, map, what is left, breakdown, card, and recording."""
