"""The demonstration authority: a made-up council whose figures are those of the published report."""
