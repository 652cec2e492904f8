"""Forms of the figures and of the narrative."""
