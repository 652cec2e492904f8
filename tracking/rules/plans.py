"""Rules about child protection plans that trackers and measures share."""

SHORT_PLAN = 90  # calendar days; local guidance: none is ended so soon without substantial evidence
