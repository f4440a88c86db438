"""The commands: one module each, found by its name. `_command` holds what all of them share.

A module `greet` with a `COMMAND` (a `Command`) is the command `greet`; it is imported only when it is called, so its
imports may be at the top. What only some calls of a command need is imported in the function.
"""
