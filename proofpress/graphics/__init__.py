"""The room `graphics`: figures, runs and findings in, drawings out."""

from collections.abc import Mapping

from proofpress.graphics import poster
from proofpress.graphics.charts import KINDS
from proofpress.graphics.drawing import Progress, draw_figures
from proofpress.graphics.workers import Workers
from proofpress.problems import Problems
from proofpress.store import Store
from proofpress.values import Comparison, Drawing, Findings, Record

__all__ = ["KINDS", "draw"]


def draw(
    comparison: Comparison,
    records: Mapping[str, Record],
    findings: Findings,
    store: Store,
    progress: Progress,
    jobs: int | None = None,
) -> dict[str, Drawing]:
    """Return every figure of a comparison and its poster, drawn or from the store, by id.

    progress: called with figures done, figures to draw and a word on what is being drawn. jobs: the most processes
    that draw, one for each core where it is left out.
    Raises Problems: words too long, characters the typeface lacks, charts that do not fit their runs.
    """
    with Workers(jobs) as workers:
        drawings, problems = draw_figures(comparison, records, findings, store, progress, workers.each)
        if problems:
            raise Problems(problems)
        drawn = poster.draw(comparison, records, findings, store, progress, workers.each)
    return drawings | {poster.FIGURE: drawn}
