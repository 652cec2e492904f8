"""Pages about children, their records and where those come from."""
