"""YAML as its version 1.2 reads it, and so do the press and editors: `on` and `no` are words, not truth values."""

from typing import Any

import yaml

BOOLEAN = "tag:yaml.org,2002:bool"


class CoreLoader(yaml.SafeLoader):
    """PyYAML's loader, which reads version 1.1, without the truth values that version 1.2 knows no more."""


CoreLoader.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in rules if tag != BOOLEAN or letter in "tTfF"]
    for letter, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(text: str) -> Any:
    """Return what a text in YAML says."""
    return yaml.load(text, Loader=CoreLoader)
