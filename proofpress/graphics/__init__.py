"""The room `graphics`: figures, runs and findings in, drawings out."""

from collections.abc import Mapping

from proofpress.graphics import poster
from proofpress.graphics.charts import KINDS
from proofpress.graphics.drawing import Progress, draw_figures
from proofpress.problems import Problems
from proofpress.store import Store
from proofpress.values import Comparison, Drawing, Findings, Record

__all__ = ["KINDS", "draw"]


def draw(
    comparison: Comparison, records: Mapping[str, Record], findings: Findings, store: Store, progress: Progress
) -> dict[str, Drawing]:
    """Return every figure of a comparison and its poster, drawn or from the store, by id.

    progress: called with figures done, figures to draw and a word on what is being drawn.
    Raises Problems: words too long, characters the typeface lacks, charts that do not fit their runs.
    """
    drawings, problems = draw_figures(comparison, records, findings, store, progress)
    if problems:
        raise Problems(problems)
    return drawings | {poster.FIGURE: poster.draw(comparison, records, findings, store, progress)}
