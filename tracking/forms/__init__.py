"""Forms of the tracking pages, a file for each area."""
