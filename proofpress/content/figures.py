"""figures.yaml and poster.yaml: the figures, and the poster with its columns and panels, each checked on its own."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from msgspec import Struct
from msgspec.structs import replace

from proofpress.content.collections import Collection, Entry, read_items, read_mapping
from proofpress.content.kinds import Kinds, ask_kind, check_with_chart
from proofpress.content.names import check_kebab
from proofpress.content.raw_comparison import RawComparison, RawPoster
from proofpress.content.selects import check_selects
from proofpress.content.validation import check
from proofpress.content.yaml_reader.tree import Node
from proofpress.diagnostics import Diagnostic, Location, shortened, suggest
from proofpress.models import INFOGRAPHIC, Column, Figure, Panel, Poster, Table, TableRow, Text

# The size of the poster in design pixels.
WIDTH, HEIGHT = 1920.0, 1080.0


class FiguresFile(Struct, frozen=True):
    """content/<slug>/figures.yaml."""

    called: ClassVar[str] = "figures.yaml"

    figures: Mapping[str, Any]
    poster: Any = None


def read_figures(file: Node | None, kinds: Kinds, diagnostics: list[Diagnostic]) -> Collection[Figure]:
    """Return the figures with the options of their charts; what is wrong with each is noted."""
    if file is not None:
        check(FiguresFile, file, diagnostics)

    def read(name: str, node: Node, location: Location) -> Figure | None:
        check_kebab(name, location, diagnostics, frozenset({INFOGRAPHIC}))
        return check_with_chart(Figure, node, location, kinds, diagnostics, id=name)

    return read_mapping(file, "figures", read)


def read_poster(
    figures: Node | None, file: Node | None, table: Table | None, kinds: Kinds, diagnostics: list[Diagnostic]
) -> RawPoster | None:
    """Return the poster, or None if there is none; what is wrong with it is noted.

    figures: figures.yaml, in which it may stand under `poster`. file: poster.yaml, if it has a file of its own.
    table: the comparison table, None if it is not well formed.
    """
    inside = None if figures is None else figures.child("poster")
    node = file or inside
    if node is None or node.value is None:
        return None
    location = node.location
    if figures is not None and inside:
        location = figures.key("poster") if file is None else location
        if file is not None:
            message = "the poster is written here and in a file of its own"
            diagnostics.append(Diagnostic(figures.key("poster"), "duplicate-key", message, "keep one of them"))
    items, _ = read_items(node, "columns", list)
    panels: list[Entry[Panel[Text]]] = []
    columns = [_read_column(column, table, kinds, panels, diagnostics) for _, _, column in items]
    sound = tuple(column for column in columns if column is not None)
    record = check(Poster, node, diagnostics, location=location, columns=tuple(column.record for column in sound))
    if record is not None and record.picture is not None and len(sound) == len(items):
        _check_featured(record, node, diagnostics)
    return RawPoster(node, record, sound, tuple(panels))


def _check_featured(poster: Poster[Text], node: Node, diagnostics: list[Diagnostic]) -> None:
    """Note what the picture shows that is in no column of the poster."""
    aspects = [row.aspect.source for column in poster.columns for row in column.rows]
    featured = node.at("picture")
    for name in ("hero", "support"):
        aspect = getattr(poster.picture, name)
        if aspect and aspect not in aspects:
            message = f"no column of the poster shows the aspect '{shortened(aspect)}'"
            location = featured.at(name).location
            diagnostics.append(Diagnostic(location, "unknown-aspect", message, suggest(aspect, aspects)))


def _read_column(
    node: Node,
    table: Table | None,
    kinds: Kinds,
    panels: list[Entry[Panel[Text]]],
    diagnostics: list[Diagnostic],
) -> Entry[Column[Text]] | None:
    """Return a column, or None; its panels are added to those of the poster."""
    above, below = (_read_panels(node, side, kinds, diagnostics) for side in ("above", "below"))
    panels.extend([*above, *below])
    column = check(
        Column,
        node,
        diagnostics,
        rows=() if table is None else _find_rows(node, table, diagnostics),
        above=tuple(panel.record for panel in above),
        below=tuple(panel.record for panel in below),
    )
    if column is None:
        return None
    if column.left + column.width > WIDTH:
        message = f"the column ends at {column.left + column.width:g} pixels, beyond the poster's {WIDTH:g}"
        diagnostics.append(Diagnostic(node.key("width"), "out-of-range", message, "make 'left' or 'width' smaller"))
    return Entry(column, node)


def _find_rows(column: Node, table: Table, diagnostics: list[Diagnostic]) -> tuple[TableRow[Text], ...]:
    """Return the rows of the table that a column shows; aspects that are not there are noted."""
    aspects = [row.aspect.source for row in table.rows]
    node = column.child("aspects")
    shown = node.value if node is not None and isinstance(node.value, list) else []
    for aspect in shown:
        if isinstance(aspect.value, str) and aspect.value not in aspects:
            message = f"there is no aspect '{shortened(aspect.value)}' in the table"
            diagnostics.append(Diagnostic(aspect.location, "unknown-aspect", message, suggest(aspect.value, aspects)))
    names = {aspect.value for aspect in shown if isinstance(aspect.value, str)}
    return tuple(row for row in table.rows if row.aspect.source in names)


def _read_panels(column: Node, side: str, kinds: Kinds, diagnostics: list[Diagnostic]) -> list[Entry[Panel[Text]]]:
    items, _ = read_items(column, side, list)
    found = []
    for _, location, node in items:
        panel = check_with_chart(Panel, node, location, kinds, diagnostics)
        if panel is None:
            continue
        found.append(Entry(panel, node))
        left, top, width, height = panel.rectangle
        inside = min(left, top) >= 0 and left + width <= WIDTH and top + height <= HEIGHT
        if not inside or width <= 0 or height <= 0:
            message = f"the rectangle does not lie on the poster, {WIDTH:g} pixels wide and {HEIGHT:g} high"
            where = node.at("rectangle").location
            diagnostics.append(
                Diagnostic(where, "out-of-range", message, "write left, top, width and height in pixels")
            )
    return found


def check_charts(raw: RawComparison, kinds: Kinds, diagnostics: list[Diagnostic]) -> None:
    """Note what the charts of figures and panels read that is not there."""
    charted: list[Entry[Any]] = [*raw.figures.entries.values(), *(raw.poster.panels if raw.poster else ())]
    for entry in charted:
        record = entry.record
        selects = ask_kind(kinds.charts[record.chart].selects, record.options, record.location, diagnostics)
        check_selects(selects, entry.node.at("chart"), entry.node.key("chart"), raw.experiments, diagnostics)


def check_joined(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note figures that a chart of other figures names, and that are not there or are joined themselves."""
    entries: list[Entry[Any]] = [*raw.figures.entries.values(), *(raw.poster.panels if raw.poster else ())]
    for entry in entries:
        for index, name in enumerate(names_joined(entry.record)):
            location = entry.node.at("chart", "figures", index).location
            named = raw.figures.get(name)
            if raw.figures.lacks(name):
                diagnostics.append(raw.figures.missing(name, "figure", location))
            elif named is not None and names_joined(named):
                message = f"the figure '{shortened(name)}' is joined itself"
                diagnostics.append(Diagnostic(location, "wrong-kind", message, "name the figures that it joins"))


def names_joined(record: Figure | Panel[Text]) -> tuple[str, ...]:
    """Return the figures that a chart is made of, if it is of others."""
    return tuple(record.options.figures) if hasattr(record.options, "joined") else ()


def join_figures(
    figures: Mapping[str, Figure], poster: Poster[Text] | None
) -> tuple[dict[str, Figure], Poster[Text] | None]:
    """Return figures and poster in which each chart that is made of figures has their charts."""

    def joined(each: Any) -> Any:
        names = names_joined(each)
        charts = tuple((figures[name].chart, figures[name].options) for name in names)
        return replace(each, options=replace(each.options, joined=charts)) if names else each

    return {name: joined(figure) for name, figure in figures.items()}, _with_panels(poster, joined)


def check_scales(raw: RawComparison, diagnostics: list[Diagnostic]) -> None:
    """Note a scale that just one chart names: it shares it with none."""
    entries: list[Entry[Any]] = [*raw.figures.entries.values(), *(raw.poster.panels if raw.poster else ())]
    named: dict[str, list[Entry[Any]]] = {}
    for entry in entries:
        if scale := getattr(entry.record.options, "scale", ""):
            named.setdefault(scale, []).append(entry)
    whole = raw.figures.whole and (raw.poster is None or raw.poster.record is not None)
    for scale, (first, *others) in named.items() if whole else ():
        if not others:
            message = f"no other chart is on the scale '{shortened(scale)}'"
            location = first.node.at("chart", "scale").location
            hint = suggest(scale, named.keys() - {scale}) if len(named) > 1 else "write it in the charts to compare"
            diagnostics.append(Diagnostic(location, "unshared-scale", message, hint))


def share_scales(
    figures: Mapping[str, Figure], poster: Poster[Text] | None
) -> tuple[dict[str, Figure], Poster[Text] | None]:
    """Return figures and poster in which each chart knows the others on its scale."""
    panels = [panel for column in poster.columns for panel in (*column.above, *column.below)] if poster else []
    charts: list[Figure | Panel[Text]] = [*figures.values(), *panels]
    peers: dict[str, list[tuple[str, Any]]] = {}
    for each in charts:
        if scale := getattr(each.options, "scale", ""):
            peers.setdefault(scale, []).append((each.chart, each.options))

    def shared(each: Any) -> Any:
        scale = getattr(each.options, "scale", "")
        return replace(each, options=replace(each.options, peers=tuple(peers[scale]))) if scale else each

    return {name: shared(figure) for name, figure in figures.items()}, _with_panels(poster, shared)


def _with_panels(poster: Poster[Text] | None, change: Callable[[Any], Any]) -> Poster[Text] | None:
    """Return a poster whose panels are changed."""
    if poster is None:
        return None
    columns = tuple(
        replace(column, above=tuple(map(change, column.above)), below=tuple(map(change, column.below)))
        for column in poster.columns
    )
    return replace(poster, columns=columns)
