"""Figures as they were last built, the builds, and the targets."""
