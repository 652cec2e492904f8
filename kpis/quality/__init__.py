"""Data quality: what is missing from the records or contradicts itself, and how far it moves the figures."""
