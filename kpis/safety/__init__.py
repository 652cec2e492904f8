"""Whether what is published gives a child away: what is said, what can be worked out from it, what to leave out.

Pure code: numbers in, a pattern out. `published` makes a publication of a release's figures (kpis.models or frozen
ones), `protection.protect` finds the pattern of what is left out, `attack.attack` tries to work the hidden counts out
again. The reasons are in docs/adr/0013-disclosure-control.md.
"""
