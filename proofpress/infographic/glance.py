"""The infographic as far as it can be seen soon: every sheet that is stored, and the main picture of the page.

What is drawn here is not stored: `draw` makes every sheet in every size and format, and says what is wrong.
"""

from collections.abc import Mapping

from msgspec.structs import replace

from proofpress.cache.store import Store
from proofpress.charts.draw import Each, loaded, unpacked
from proofpress.drawing.legend import using
from proofpress.drawing.vector import described
from proofpress.infographic.draw import FIGURE, KIND, Task, create_key, draw_sheet, list_experiments
from proofpress.infographic.plan import create_plan
from proofpress.infographic.sheets.catalog import create_sheets
from proofpress.markup import join_spans
from proofpress.models import Comparison, DataTable, Drawing, Findings, Picture, Record


def glance_at_infographic(
    comparison: Comparison, records: Mapping[str, Record], findings: Findings, store: Store, each: Each = map
) -> tuple[Drawing, bool]:
    """Return the infographic with the sheets that are stored and its main picture; and whether any are missing."""
    with using(comparison.legend):
        plan = create_plan(comparison, records, findings)
        sheets = create_sheets(plan)
    keys = {sheet.name: create_key(sheet, records, comparison.legend, comparison.colours) for sheet in sheets}
    entries = {sheet.name: store.get(keys[sheet.name], KIND) for sheet in sheets}
    main, title, table = sheets[0], join_spans(plan.headline), DataTable((), ())
    pictures: list[Picture] = []
    if entries[main.name] is None:
        # One format that every browser shows is enough to see it: this one takes half as long as AVIF.
        seen = replace(main, outputs=tuple(output for output in main.outputs if output.format == "png")[:1])
        names = list_experiments(main.plan)
        runs = loaded(comparison, records, names)
        tasks: list[Task] = [(seen, theme, runs, {}, comparison.legend, comparison.colours) for theme in seen.themes]
        for made in each(draw_sheet, tasks):
            pictures += made if isinstance(made, list) else []
    for entry in (entry for entry in entries.values() if entry is not None):
        table = unpacked(entry)[0] if entry is entries[main.name] else table
        for p in unpacked(entry)[1]:
            pictures.append(replace(p, data=described(p.data, title, plan.alt)) if p.format == "svg" else p)
    drawing = Drawing(FIGURE, title, plan.standfirst, plan.alt, table, tuple(pictures), drawn=True)
    return drawing, None in entries.values()
