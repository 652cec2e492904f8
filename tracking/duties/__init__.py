"""Duties: what must happen to a child by a date. One rule for trackers, reminders, forecasts and timeliness measures.

`facts` is what the rules read of one child, `due` what they say; each file of rules holds the kinds of one part of the
journey; `kinds` lists them all, `reading` fetches facts and `refresh` keeps the table of duties.
"""
