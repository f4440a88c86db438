"""matplotlib, imported as if nobody had configured it.

Side effects: hides an environment variable while matplotlib is imported, and silences one of its warnings.
"""

import os
import warnings
from functools import cache
from typing import Any

BACKEND = "MPLBACKEND"


@cache
def import_matplotlib() -> Any:
    """Return the package. Every drawing begins here, whatever the shell or a notebook has set.

    Figures are drawn without pyplot, so no backend is chosen; but matplotlib refuses to be imported if MPLBACKEND names
    one that is not installed, such as the one that notebooks hand to the programs they start.
    """
    hidden = os.environ.pop(BACKEND, None)
    try:
        import matplotlib
    finally:
        if hidden is not None:
            os.environ[BACKEND] = hidden
    # Characters that the typeface lacks are reported once, at their place in the content.
    warnings.filterwarnings("ignore", message=r"Glyph \d+ .* missing from font", category=UserWarning)
    return matplotlib
