"""The gallery: a picture of every kind of chart, as the press drew it from real runs, with the YAML that makes it.

Side effects: reads content and the site that was built from it.
"""

import re
import struct
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import yaml
from msgspec import Struct

from tools.docs.reference import all_kinds

FOLDER = "gallery"
"""Where the pictures lie in the documentation."""
NO_SITE = "there is no built site: run `python build.py` first, whose figures the gallery shows"
SHEETS = {
    "picture": ("The picture", "One pair large and another beside it, for slides and openings."),
    "poster": ("The handout", "The comparison table along a bar, with evidence above and below it."),
    "pair-1": ("A pair", "One column of the infographic, as a slide."),
    "square": ("A square", "For places that cut pictures square."),
}
"""Sheets of the infographic that the gallery shows: file → its title, and what it is."""


class Exhibit(Struct, frozen=True):
    """A picture in the gallery.

    kind: of the chart. slug: the comparison's folder. title, alt: as published. source: the YAML of it.
    light, dark: files in the built site. link: where the site shows it, from the site's root.
    """

    kind: str
    slug: str
    title: str
    alt: str
    source: str
    light: Path
    dark: Path
    link: str

    @property
    def files(self) -> tuple[Path, ...]:
        """The files of the picture: light and dark, and where there are any those for narrow windows."""
        return (self.light, self.dark, *filter(None, map(narrow, (self.light, self.dark))))

    def picture(self) -> str:
        """Return the HTML of the picture, light and dark, for a page in a folder beside that of the pictures."""
        return "\n".join(
            show(f"../{FOLDER}/{self.slug}-", path, scheme, self.alt)
            for scheme, path in (("light", self.light), ("dark", self.dark))
        )

    def name(self, path: Path) -> str:
        """Return the name of one of its files among all pictures."""
        return f"{self.slug}-{path.name}"


def show(before: str, path: Path, scheme: str, alt: str) -> str:
    """Return the HTML of a picture for one colour scheme. before: what its address begins with."""
    small = narrow(path)
    source = f'<source media="(max-width: 30em)" srcset="{before}{small.name}"{_size(small)}>' if small else ""
    image = f'<img src="{before}{path.name}"{_size(path)} alt="{alt}" loading="lazy">'
    return f'<picture class="only-{scheme}">{source}{image}</picture>'


def narrow(path: Path) -> Path | None:
    """Return the file of a figure for narrow windows, if it has one."""
    stem = path.stem.removesuffix("-dark")
    small = path.with_name(f"{stem}-narrow{path.stem.removeprefix(stem)}{path.suffix}")
    return small if small.is_file() else None


def _size(path: Path) -> str:
    """Return width and height of a picture as attributes, so that nothing moves when it arrives."""
    if path.suffix == ".png":
        width, height = struct.unpack(">II", path.read_bytes()[16:24])
    else:
        found = re.search(r'<svg[^>]* viewBox="0 0 ([\d.]+) ([\d.]+)"', path.read_text(encoding="utf-8"))
        if found is None:
            raise FileNotFoundError(f"{path} does not say its size")
        width, height = (round(float(each)) for each in found.groups())
    return f' width="{width}" height="{height}"'


def exhibits(content: Path, output: Path) -> dict[str, Exhibit]:
    """Return kind of chart → a picture of it. Raises FileNotFoundError where no site is built, or a kind has none."""
    if not (output / "index.html").is_file():
        raise FileNotFoundError(NO_SITE)
    found: dict[str, Exhibit] = {}
    for folder in _comparisons(content):
        if not (output / folder.name).is_dir():
            continue  # a draft
        for exhibit in [*_figures(folder, output), *_panels(folder, output)]:
            found.setdefault(exhibit.kind, exhibit)
    missing = sorted(all_kinds().charts.keys() - found.keys())
    if missing:
        raise FileNotFoundError(
            f"no figure of the site is of the kind {', '.join(missing)}: the gallery has no picture"
        )
    return {kind: found[kind] for kind in sorted(found)}


def sheets(content: Path, output: Path) -> dict[str, tuple[str, str, Path, Path]]:
    """Return name of a sheet of the infographic → title, what it is, and its files, light and dark."""
    folder = output / _comparisons(content)[0].name / "infographic"
    return {name: (*words, folder / f"{name}.png", folder / f"{name}-dark.png") for name, words in SHEETS.items()}


def explorer_links(content: Path, output: Path) -> list[tuple[str, str, str]]:
    """Return title, kind and link from the site's root of each explorer, and of each lab."""
    found = []
    for folder in _comparisons(content):
        if (folder / "explorers.yaml").is_file():
            entries = yaml.safe_load((folder / "explorers.yaml").read_text(encoding="utf-8"))["explorers"]
            found += [
                (each["title"], each["kind"], _element(output, folder.name, f"explore-{id_}"))
                for id_, each in entries.items()
            ]
        if (folder / "lab.yaml").is_file():
            lab = yaml.safe_load((folder / "lab.yaml").read_text(encoding="utf-8"))
            found.append((lab["title"], "lab", f"{folder.name}/lab/"))
    return found


def _element(output: Path, slug: str, id_: str) -> str:
    """Return the link to an element of an article, which is the front page of the site, or lies in its own folder."""
    for page in ("", f"{slug}/", f"{slug}/further/"):
        file = output / page / "index.html"
        if file.is_file() and f' id="{id_}"' in file.read_text(encoding="utf-8"):
            return f"{page}#{id_}"
    raise FileNotFoundError(f"no page of {slug} has the element {id_}")


def _comparisons(content: Path) -> Sequence[Path]:
    """Return the folders of comparisons, the one that the site opens with first."""
    home = yaml.safe_load((content / "site.yaml").read_text(encoding="utf-8"))["home"]
    return sorted(
        (path.parent for path in content.glob("*/page.yaml")), key=lambda path: (path.name != home, path.name)
    )


def _figures(folder: Path, output: Path) -> Iterator[Exhibit]:
    text = (folder / "figures.yaml").read_text(encoding="utf-8")
    for key, node in _child(yaml.compose(text), "figures").value:
        id_, figures = key.value, output / folder.name / "figures"
        page = (output / folder.name / "embed" / id_ / "index.html").read_text(encoding="utf-8")
        alt = re.search(r'<img [^>]*alt="([^"]*)"', page)
        title = re.search(r"<title>(.*?): ", page)
        if alt is None or title is None:
            raise FileNotFoundError(f"the page of the figure {id_} has no picture with a title")
        yield Exhibit(
            kind=_kind(_child(_child(node, "chart"), "kind").value),
            slug=folder.name,
            title=title[1],
            alt=alt[1],
            source=_lines(text, key.start_mark.line, node.end_mark.line),
            light=figures / f"{id_}.svg",
            dark=figures / f"{id_}-dark.svg",
            link=f"{folder.name}/embed/{id_}/",
        )


def _panels(folder: Path, output: Path) -> Iterator[Exhibit]:
    if not (folder / "poster.yaml").is_file():
        return
    text = (folder / "poster.yaml").read_text(encoding="utf-8")
    for number, column in enumerate(_child(yaml.compose(text), "columns").value, 1):
        for side in ("above", "below"):
            panels = _child(column, side).value if _has(column, side) else []
            for count, node in enumerate(panels, 1):
                name = f"panel-{number}-{side}" + (f"-{count}" if len(panels) > 1 else "")
                kind = _kind(_child(_child(node, "chart"), "kind").value)
                pictures = output / folder.name / "infographic"
                yield Exhibit(
                    kind=kind,
                    slug=folder.name,
                    title="A panel of the infographic",
                    alt=all_kinds().charts[kind].summary,
                    source=_lines(text, node.start_mark.line, node.end_mark.line),
                    light=pictures / f"{name}.png",
                    dark=pictures / f"{name}-dark.png",
                    link=f"{folder.name}/infographic/",
                )


def _child(node: yaml.Node | None, key: str) -> yaml.Node:
    """Return what a mapping has under a key. Raises KeyError."""
    found: Mapping[str, yaml.Node] = {each.value: inner for each, inner in node.value} if node else {}
    return found[key]


def _has(node: yaml.Node, key: str) -> bool:
    """Return whether a mapping has a key."""
    return any(each.value == key for each, _ in node.value)


def _kind(name: str) -> str:
    """Return the name of a kind of chart, for a name that may be a former one."""
    return next(kind for kind, known in all_kinds().charts.items() if name in (kind, *known.aliases))


def _lines(text: str, first: int, end: int) -> str:
    """Return lines of a file, moved to the left, without comments and blank lines after them."""
    kept = text.splitlines()[first:end]
    while kept and (not kept[-1].strip() or kept[-1].lstrip().startswith("#")):
        kept.pop()
    return textwrap.dedent("\n".join(kept))
