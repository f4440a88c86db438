"""What comes with the package beside its code: the templates of pages, and the comparisons that `init` can begin with.

Side effects: looks for the folders.

In a checkout both are folders of the press's own site; a wheel carries them inside the package.
"""

from pathlib import Path

HERE = Path(__file__).resolve().parent


def find_folder(inside: str, checkout: str) -> Path:
    """Return a folder that comes with the package. inside: its name in a wheel; checkout: its name in a checkout."""
    packed = HERE / inside
    return packed if packed.is_dir() else HERE.parent / checkout


TEMPLATES = find_folder("templates", "templates")
"""The templates of every site, under those that a site has of its own."""
EXAMPLES = find_folder("examples", "content")
"""Whole comparisons, a folder each."""


def layers(own: Path) -> tuple[Path, ...]:
    """Return the folders of templates of a site, the package's first; a site's own files take the place of those.

    own: the folder of the site, which need not be there.
    """
    same = own.is_dir() and own.resolve() == TEMPLATES.resolve()
    return (own,) if same else (TEMPLATES, own) if own.is_dir() else (TEMPLATES,)
