"""PyYAML's composer, with an end: it builds the nodes of a text, and stops where there are too many or too deep.

It calls itself for each level, in C, where nothing but the process's own stack would stop it: so levels, and
values, are counted while it composes.
"""

from typing import Any

import yaml
from yaml.cyaml import CParser  # type: ignore[attr-defined]  # PyYAML has it, its type hints leave it out
from yaml.resolver import BaseResolver

from proofpress.diagnostics import Diagnostic, Location

DEEPEST = 32
MOST_VALUES = 20_000
UNTAGGED = ""


class LimitExceeded(Exception):
    """There is more in a file, or more wrong with it, than is worth reading on for: the problem says what."""

    def __init__(self, diagnostic: Diagnostic) -> None:
        super().__init__(str(diagnostic))
        self.diagnostic = diagnostic


def compose(text: str, file: str) -> yaml.Node | None:
    """Return PyYAML's nodes of a text; every scalar is left as it is written. None where there is nothing in it.

    Raises yaml.YAMLError where it is no YAML, EnoughError where it is too much of it.
    """
    composed: yaml.Node | None = _Composer(text, file).get_single_node()
    return composed


def start(composed: yaml.Node, file: str) -> Location:
    """Return where a node begins."""
    mark = composed.start_mark
    return Location(file, mark.line + 1, mark.column + 1)


def too_deep(location: Location) -> Diagnostic:
    """Return the problem with a value that lies too deep."""
    return Diagnostic(location, "too-deep", f"values are nested more than {DEEPEST} deep", "nest them less")


class _Composer(CParser, BaseResolver):
    def __init__(self, text: str, file: str) -> None:
        CParser.__init__(self, text)
        BaseResolver.__init__(self)
        self.file = file
        self.depth = 0
        self.values = 0

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        return UNTAGGED

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Count one value, one level down. Raises EnoughError where there are too many of either."""
        self.depth += 1
        self.values += 1
        if self.depth > DEEPEST + 2:
            raise LimitExceeded(too_deep(start(parent, self.file)))
        if self.values > MOST_VALUES:
            message = f"the file holds more than {MOST_VALUES:,} keys and values"
            raise LimitExceeded(Diagnostic(start(parent, self.file), "too-large", message, "write less in one file"))

    def ascend_resolver(self) -> None:
        self.depth -= 1
