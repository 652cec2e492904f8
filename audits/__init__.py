"""Audits of practice: sampled, judged, moderated."""
