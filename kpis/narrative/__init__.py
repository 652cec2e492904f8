"""The month in words: statements drafted from the figures by rules, and whether what people made of them still holds.

`known` reads what is known of a year, `facts` holds what rules ask of one measure, `chance` says what is a difference
at all, `rules` and `words` draft, `quotes` keeps what each number of a text claims to be, `checking` holds it against
the figures of today, `reading` gives the statements of a month or section (docs/adr/0007-narrative.md).
"""
