"""Rules about records that trackers, measures and audits share: what was known when, working days, whose team."""
