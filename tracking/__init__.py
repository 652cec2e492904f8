"""Children and their episodes, imports, duties and trackers."""
