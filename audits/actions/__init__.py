"""Every write of programmes, samples, audits, tools and what follows from them."""
