"""A second opinion on the measures: written from the specification alone, in plain Python over lists of records.

It shares no code with the product. Tests compute the same figures both ways and compare.
"""
