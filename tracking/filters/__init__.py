"""How the lists of the tracking pages are narrowed, a file for each area."""
