class ClosedByDefault:
    pass
