"""Pages of the figures: the book, its sections, the builds."""
