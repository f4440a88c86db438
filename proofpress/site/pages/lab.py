"""The lab: a page on which readers train the recorded network, its controls, and the files that it loads."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote

from markupsafe import Markup
from msgspec import Struct

from proofpress.language import gettext
from proofpress.models import File, Lab
from proofpress.site.addresses import lab_path, relative
from proofpress.site.context import PageHead, SiteContext
from proofpress.site.material import Material
from proofpress.site.parts.figure import choose_preview, show_figure
from proofpress.site.parts.navigation import link_pages
from proofpress.site.prose import Prose
from proofpress.site.scripts import as_script

ROWS = 10

STEPS: Mapping[str, tuple[float, ...]] = {
    "learning_rate": (0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30, 100),
    "weight_decay": (0, 0.0001, 0.0003, 0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1),
    "batch_size": (1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    "epochs": (1, 2, 5, 10, 20, 50, 100, 150, 200),
    "units": (1, 2, 4, 8, 16, 32, 64, 128),
    "momentum": (0, 0.5, 0.8, 0.9, 0.95, 0.99),
    "dropout": (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
    "label_noise": (0, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1),
    "train": (20, 50, 100, 150, 300, 600),
}
UP_TO_ALL_ROWS = ("batch_size", "train")
CHOICES: Mapping[str, tuple[float | str, ...]] = {"layers": (1, 2, 3), "optimizer": ("sgd", "momentum", "adam")}
SHARES = ("dropout", "label_noise")
MOST_SEED = 4_294_967_295


class Control(Struct, frozen=True):
    """A setting as the page shows it.

    shape: `range`, a slider through `values`; `choice`, radio buttons; `number`, a field with `most`.
    values: as they are written in a link; start: the one of the recorded run. form: `share` for percent.
    """

    name: str
    label: str
    note: str
    shape: str
    values: tuple[str, ...]
    start: str
    form: str
    most: int

    @property
    def at(self) -> int:
        """The index of the start among the values."""
        return self.values.index(self.start)


class Apart(Struct, frozen=True):
    """A setting in which the network of the article's opening differs, as the page writes it there and here."""

    label: str
    there: str
    here: str


class Step(Struct, frozen=True):
    """A guided step. href: the settings it puts in, as a link to this page."""

    id: str
    title: Markup
    task: Markup
    finding: Markup
    href: str


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the lab of a comparison that has one, and the files that it loads."""
    comparison, lab = material.comparison, material.comparison.lab
    if lab is None:
        return
    slug, path = comparison.slug, lab_path(comparison.slug)
    prose = context.create_prose(material, path)
    title, about = prose.plain(lab.title), prose.plain(comparison.title)
    head = PageHead(
        path,
        f"{title}: {about}",
        prose.plain(lab.description),
        kind="article",
        preview=choose_preview(material),
        published=comparison.published,
        data=_structured(context, material, path, title),
    )
    yield context.render_page(
        "lab.html",
        head,
        title=title,
        about=about,
        pages=link_pages(context, material, path),
        article=relative(path, context.article_path(slug)),
        intro=prose.inline(lab.intro),
        learned=prose.inline(lab.learned),
        chosen=prose.inline(lab.chosen),
        controls=_controls(material, lab, prose),
        steps=_steps(lab, prose),
        apart=_apart(material, lab, prose),
        figure=show_figure(material, lab.figure, path, prose, ROWS) if lab.figure in material.drawings else None,
        network=relative(path, f"{slug}/lab/network.js"),
        recorded=relative(path, f"{slug}/lab/recorded.js"),
        slug=slug,
        fixed=_fixed(material, lab),
    )
    for name, data in material.lab.items():
        yield as_script(f"{slug}/lab/{name.removesuffix('.bin')}.js", data)


def _controls(material: Material, lab: Lab, prose: Prose) -> tuple[Control, ...]:
    values = material.lab_settings
    return tuple(
        create_control(
            setting.name,
            prose.plain(setting.label),
            prose.plain(setting.note),
            values[setting.name],
            int(values["train"]),
        )
        for setting in lab.settings
    )


def _apart(material: Material, lab: Lab, prose: Prose) -> tuple[Apart, ...]:
    """Return the settings in which the network of the article's opening differs from the lab's."""
    labels = {setting.name: prose.plain(setting.label) for setting in lab.settings}
    here = material.lab_settings
    return tuple(
        Apart(labels.get(name, name.replace("_", " ")).lower(), format_value(there), format_value(here[name]))
        for name, there in material.opening_settings.items()
        if there != here[name]
    )


def _fixed(material: Material, lab: Lab) -> str:
    """Return as JSON the recorded values of the settings that readers may not move: runs need them all the same."""
    offered = {setting.name for setting in lab.settings}
    return json.dumps({name: value for name, value in material.lab_settings.items() if name not in offered})


def _steps(lab: Lab, prose: Prose) -> tuple[Step, ...]:
    return tuple(
        Step(
            preset.id,
            prose.inline(preset.title),
            prose.blocks(preset.task),
            prose.blocks(preset.finding),
            create_link(preset.id, preset.settings, preset.beside),
        )
        for preset in lab.presets
    )


def _structured(context: SiteContext, material: Material, path: str, title: str) -> list[Mapping[str, Any]]:
    """Return what search engines read, in the words of schema.org."""
    address = context.addresses.absolute
    return [
        {
            "@type": ["LearningResource", "WebApplication"], "@id": address(path), "url": address(path), "name": title,
            "learningResourceType": "simulation", "applicationCategory": "EducationalApplication",
            "browserRequirements": gettext("Runs in the browser; sends nothing."), "isAccessibleForFree": True,
            "inLanguage": context.site.language, "license": context.site.licence_link,
            "author": {"@type": "Organization", "name": context.site.author},
            "isPartOf": {"@id": address(context.article_path(material.comparison.slug))},
        }
    ]  # fmt: skip


def create_control(name: str, label: str, note: str, start: float | str, rows: int) -> Control:
    """Return the control of a setting. start: what the recorded run used. rows: its training rows."""
    steps = CHOICES.get(name) or STEPS.get(name, ())
    if name in UP_TO_ALL_ROWS:
        steps = (*(step for step in steps if float(step) < rows), rows)
    if start not in steps:
        steps = (*steps, start)
    if name not in CHOICES:
        steps = tuple(sorted(steps, key=float))
    shape = "choice" if name in CHOICES else "range" if name in STEPS else "number"
    form = "share" if name in SHARES else "plain"
    return Control(name, label, note, shape, tuple(map(format_value, steps)), format_value(start), form, MOST_SEED)


def format_value(value: float | str) -> str:
    """Return a value as links and fields write it.

    >>> format_value(0.0001), format_value(20.0), format_value("adam")
    ('0.0001', '20', 'adam')
    """
    return value if isinstance(value, str) else f"{value:.10f}".rstrip("0").rstrip(".")


def create_link(step: str, settings: Mapping[str, float | str], beside: Mapping[str, float | str]) -> str:
    """Return the link that puts settings in: those left out are as recorded; `beside.` marks the second run's.

    >>> create_link("fast", {"learning_rate": 10}, {"learning_rate": 0.1})
    '?step=fast&learning_rate=10&beside.learning_rate=0.1'
    """
    pairs = [("step", step), *settings.items(), *((f"beside.{name}", value) for name, value in beside.items())]
    return "?" + "&".join(f"{name}={quote(format_value(value))}" for name, value in pairs)
