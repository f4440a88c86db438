"""YAML text → a tree of nodes that know where they were written; see `tree.parse`."""
