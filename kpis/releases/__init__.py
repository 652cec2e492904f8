"""Releases of the monthly report: what a version says, what must hold before it is published, what changed since.

`states` is the way of a version from draft to published. `content` is what a version says to its readers, `composing`
makes it of the book (`upto`: no figure later than its month; `safety`: what is hidden; `merging`: the flow without
small steps), `freezing` keeps it with its figures and records. `checklist` says what stands in the way, of what
`knowing` gathers. `restating` and `records` hold what was published against what is known today, `moving` says how much
a measure usually moves; `reading` is what pages list (docs/adr/0014-releases.md).
"""
