"""The lab: a page on which readers train the recorded network, with the files that it loads."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from markupsafe import Markup
from msgspec import Struct

from proofpress.models import File, Lab
from proofpress.site.addresses import relative
from proofpress.site.citations import numbered
from proofpress.site.figures import FigureView, figure_view, preview
from proofpress.site.lab.settings import Control, control, lab_path, link_of
from proofpress.site.material import Material
from proofpress.site.navigation import around
from proofpress.site.press import Head, Press
from proofpress.site.prose import Prose

ROWS = 10


class Step(Struct, frozen=True):
    """A guided step. href: the settings it puts in, as a link to this page."""

    id: str
    title: Markup
    task: Markup
    finding: Markup
    href: str


def files(press: Press, material: Material) -> Iterator[File]:
    """Yield the lab of a comparison that has one, and the files that it loads."""
    comparison, lab = material.comparison, material.comparison.lab
    if lab is None:
        return
    path = lab_path(comparison.slug)
    article = relative(path, press.article_path(comparison.slug))
    prose = Prose(numbered(material), article, press.diagnostics)
    text = material.findings.text
    title = prose.plain(text(lab.title), lab.title.location)
    about = prose.plain(text(comparison.title), comparison.title.location)
    head = Head(
        path, f"{title}: {about}", prose.plain(text(lab.description), lab.description.location),
        kind="article", preview=preview(material), published=comparison.published,
        data=_structured(press, material, path, title),
    )  # fmt: skip
    yield press.page(
        "lab.html",
        head,
        title=title,
        about=about,
        around=around(press, material, path),
        article=article,
        intro=prose.roles(text(lab.intro), lab.intro.location),
        learned=prose.inline(text(lab.learned), lab.learned.location),
        chosen=prose.inline(text(lab.chosen), lab.chosen.location),
        controls=_controls(material, lab, prose),
        steps=_steps(material, lab, prose),
        figure=_figure(material, lab, path, prose),
        network=relative(path, f"{comparison.slug}/lab/network.bin"),
        recorded=relative(path, f"{comparison.slug}/lab/recorded.bin"),
        slug=comparison.slug,
        fixed=_fixed(material, lab),
    )
    for name, data in material.lab.items():
        yield File(f"{comparison.slug}/lab/{name}", data)


def _controls(material: Material, lab: Lab, prose: Prose) -> tuple[Control, ...]:
    text = material.findings.text
    rows = int(material.lab_settings["train"])
    return tuple(
        control(
            setting.name,
            prose.plain(text(setting.label), setting.label.location),
            prose.plain(text(setting.note), setting.note.location),
            material.lab_settings[setting.name],
            rows,
        )
        for setting in lab.settings
    )


def _fixed(material: Material, lab: Lab) -> str:
    """Return as JSON the recorded values of the settings that readers may not move: runs need them all the same."""
    offered = {setting.name for setting in lab.settings}
    return json.dumps({name: value for name, value in material.lab_settings.items() if name not in offered})


def _steps(material: Material, lab: Lab, prose: Prose) -> tuple[Step, ...]:
    text = material.findings.text
    return tuple(
        Step(
            preset.id,
            prose.inline(text(preset.title), preset.title.location),
            prose.blocks(text(preset.task), preset.task.location),
            prose.blocks(text(preset.finding), preset.finding.location),
            link_of(preset.id, preset.settings, preset.beside),
        )
        for preset in lab.presets
    )


def _figure(material: Material, lab: Lab, path: str, prose: Prose) -> FigureView | None:
    return figure_view(material, lab.figure, path, prose, ROWS) if lab.figure in material.drawings else None


def _structured(press: Press, material: Material, path: str, title: str) -> list[Mapping[str, Any]]:
    """Return what search engines read, in the words of schema.org."""
    address = press.addresses.absolute
    return [
        {
            "@type": ["LearningResource", "WebApplication"], "@id": address(path), "url": address(path), "name": title,
            "learningResourceType": "simulation", "applicationCategory": "EducationalApplication",
            "browserRequirements": "Runs in the browser; sends nothing.", "isAccessibleForFree": True,
            "inLanguage": press.site.language, "license": press.site.licence_link,
            "author": {"@type": "Organization", "name": press.site.author},
            "isPartOf": {"@id": address(press.article_path(material.comparison.slug))},
        }
    ]  # fmt: skip
