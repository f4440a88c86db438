"""How something was measured, in the words of the experiment's own settings."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from proofpress import formatting
from proofpress.drawing import legend
from proofpress.formatting import listed
from proofpress.language import gettext, mark
from proofpress.models import Experiment
from proofpress.models.own_files import own_files
from proofpress.models.recorded import RECORDED_WORDS, is_recorded
from proofpress.site.context import format_ranges
from proofpress.site.material import Material

DATA, MODEL, FIXED = mark("Data"), mark("Model"), mark("Fixed")
GROUPS = {"data": DATA, "model": MODEL}
"""First part of a setting's dotted name → the line that it stands in; all others are `Fixed`."""

IN_OTHER_LINES = ("seeds", "splits", "runs", "settings", "updates")
"""Settings that the lines on seeds and runs hold already."""

IDS = ("data.split", "data.positive")
"""Settings of which 0 is a name; any other that is 0 is off, and is left out."""


MADE = {"hardware": mark("Hardware"), "on": mark("On"), "licence": mark("Licence"), "source": mark("Source")}
"""What an author may say of recorded runs → the line that it stands in."""


class Method(Struct, frozen=True):
    """One experiment as the disclosure shows it. lines: (term, words) pairs.

    command: repeats the runs; empty if nothing here can.
    """

    experiment: str
    title: str
    lines: tuple[tuple[str, str], ...]
    command: str


def describe_method(material: Material, experiment: Experiment) -> Method:
    """Return how one experiment was run."""
    if is_recorded(experiment):
        return _describe_recorded(material, experiment)
    grouped: dict[str, list[str]] = {DATA: [], MODEL: [], FIXED: []}
    for dotted, value in experiment.run_schema.settings.items():
        if dotted in IN_OTHER_LINES or (value in (0, None) and dotted not in IDS):
            continue
        head, _, rest = dotted.partition(".")
        group = GROUPS.get(head, FIXED) if rest else FIXED
        name = rest if group != FIXED else dotted.rpartition(".")[2]
        grouped[group].append(_value(value) if name == "name" else f"{_words(name)} {_value(value)}")
    lines = [(gettext(term), listed(parts)) for term, parts in grouped.items() if parts]
    swept = [
        f"{_words(axis)} {_range(points)}"
        for axis, points in experiment.run_schema.axes.items()
        if axis not in (*experiment.run_schema.repeats, "step") and len(points) > 1
    ]
    if swept:
        lines.append((gettext("Swept"), "; ".join(swept)))
    record = material.records.get(experiment.id)
    if record:
        if record.splits:
            lines.append((gettext("Splits"), _in_all(record.splits)))
            lines.append((gettext("Seeds"), gettext("%(num)s of each split, its own", num=len(record.seeds))))
        else:
            lines.append((gettext("Seeds"), _in_all(record.seeds)))
        lines.append(
            (gettext("Runs"), f"{formatting.count(record.runs, 'model')}, {formatting.count(record.updates, 'update')}")
        )
    statistics = [
        f"{name} ({estimate.kind})".replace("_", " ")
        for name, estimate in material.findings.estimates.items()
        if experiment.id in estimate.experiments and any(v.claim.statistic == name for v in material.findings.verdicts)
    ]
    if statistics:
        lines.append((gettext("Statistics"), "; ".join(statistics)))
    return Method(experiment.id, _title(experiment), tuple(lines), f"python build.py verify {experiment.id}")


def _describe_recorded(material: Material, experiment: Experiment) -> Method:
    """Return how runs came to be that were made elsewhere: in their author's words."""
    made = {name.partition(".")[2]: value for name, value in experiment.run_schema.settings.items()}
    lines = [
        (gettext("Runs"), gettext(RECORDED_WORDS)),
        (gettext("Made by"), ", ".join(made[name] for name in ("by", "commit") if name in made)),
    ]
    lines += [(gettext(MADE[name]), made[name]) for name in MADE if name in made]
    lines.append((gettext("Files"), ", ".join(sorted(own_files(experiment.options)))))
    axes = [(axis, points) for axis, points in experiment.run_schema.axes.items() if len(points) > 1]
    words = [f"{_words(axis)} {_range(points)}" for axis, points in axes if axis not in ("seed", "step")]
    if words:
        lines.append((gettext("Varied"), "; ".join(words)))
    record = material.records.get(experiment.id)
    if record:
        lines.append((gettext("Seeds"), _in_all(record.seeds)))
    repeats = f"python build.py verify {experiment.id} --repeat" if experiment.options.repeat else ""
    return Method(experiment.id, _title(experiment), tuple(lines), repeats)


def _title(experiment: Experiment) -> str:
    return " ".join(experiment.title.split())


def list_experiments(options: Any, known: Mapping[str, Experiment]) -> tuple[str, ...]:
    """Return the experiments that the options of a chart or statistic name, wherever they stand in them, each once."""
    found: list[str] = []
    if isinstance(options, Struct):
        for name, value in asdict(options).items():
            if name == "peers":
                continue
            if name in ("experiment", "experiments"):
                found.extend([value] if isinstance(value, str) else value or ())
            else:
                found.extend(list_experiments(value, known))
    elif isinstance(options, Mapping):
        for value in options.values():
            found.extend(list_experiments(value, known))
    elif isinstance(options, list | tuple):
        for value in options:
            found.extend(list_experiments(value, known))
    return tuple(dict.fromkeys(name for name in found if name in known))


def _words(name: str) -> str:
    return legend.in_words(name.replace(".", " "))


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list | tuple):
        return "–".join(map(_value, value)) or gettext("none")
    if isinstance(value, str):
        return legend.current().words.get(value, value)
    return formatting.cell(value) if value is None or isinstance(value, int | float) else str(value)


def _range(points: tuple[Any, ...]) -> str:
    if len(points) <= 6:
        return listed(list(map(_value, points)))
    return gettext(
        "%(first)s … %(last)s (%(values)s)",
        first=_value(points[0]),
        last=_value(points[-1]),
        values=formatting.count(len(points), "value"),
    )


def _in_all(numbers: tuple[int, ...]) -> str:
    return gettext("%(numbers)s (%(num)s in all)", numbers=format_ranges(numbers), num=len(numbers))
