"""Releases of the monthly report: what a version says, what must hold before it is published, what changed since.

`states` is the way of a version from draft to published, `content` what a version says to its readers and `composing`
how that is made of the book, `safety` what of it is hidden, `freezing` keeps it with its figures and records,
`checklist` says what stands in the way, `restating` compares what was published with the figures of today
(docs/adr/0014-releases.md).
"""
