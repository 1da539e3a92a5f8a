"""Reading lists of every kind in a process of its own; imports nothing else of the program."""
