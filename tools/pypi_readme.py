"""The README as PyPI shows it: what leads into the repository leads there by its whole address.

hatchling calls the hook while it builds. Side effects: reads README.md.
"""

import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

RELATIVE = re.compile(r"(!?)(\[[^\]]*\])\((?![a-z]+:|#)([^)\s]+)\)")


def make_absolute(text: str, source: str, version: str) -> str:
    """Return Markdown whose relative links and pictures lead into a version of a repository at GitHub.

    >>> make_absolute("![a](docs/a.png) [b](docs/b.md#c) [d](#e)", "https://github.com/o/r", "1.0")
    '![a](https://github.com/o/r/raw/v1.0/docs/a.png) [b](https://github.com/o/r/blob/v1.0/docs/b.md#c) [d](#e)'
    """

    def absolute(match: re.Match[str]) -> str:
        kind = "raw" if match[1] else "blob"
        return f"{match[1]}{match[2]}({source}/{kind}/v{version}/{match[3]})"

    return RELATIVE.sub(absolute, text)


class CustomMetadataHook(MetadataHookInterface):
    """Fills in the field `readme`, which pyproject.toml calls dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        """Set the README of the distribution."""
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        text = make_absolute(text, metadata["urls"]["Source"], metadata["version"])
        metadata["readme"] = {"content-type": "text/markdown", "text": text}
