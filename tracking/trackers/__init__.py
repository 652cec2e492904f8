"""Trackers: lists of what is overdue and due, each a declaration of rows, table and filters.

`states` says what overdue, soon and met late mean; `duties` are the lists of the table of duties, `special` the others;
`registry` lists them all. Every count, list, export, mail and forecast starts from the same query sets.
"""
