"""Pages of the audits: programmes, one's own audits, moderation, actions, tools, what is learnt."""
