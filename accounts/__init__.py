"""Who may sign in, what they may do and see, and the log of it."""
