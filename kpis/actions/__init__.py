"""Every write of figures, builds and targets."""
