"""The files of all figures and of the infographic: pictures, CSV, further downloads."""

from collections.abc import Iterator

from proofpress.models import INFOGRAPHIC, File
from proofpress.site.addresses import figure_folder
from proofpress.site.context import SiteContext
from proofpress.site.material import Material
from proofpress.site.parts.numbers import write_csv


def create_files(context: SiteContext, material: Material) -> Iterator[File]:
    """Yield the files of all figures."""
    slug = material.comparison.slug
    yield from create_pictures(material)
    for figure, drawing in material.drawings.items():
        yield File(f"{figure_folder(slug, figure)}/{figure}.csv", write_csv(drawing.table))
    for download in material.downloads:
        yield File(f"{figure_folder(slug, INFOGRAPHIC)}/{download.path}", download.data)


def create_pictures(material: Material) -> Iterator[File]:
    """Yield the pictures of all figures, which is what pages load of them."""
    for figure, drawing in material.drawings.items():
        folder = figure_folder(material.comparison.slug, figure)
        for picture in drawing.pictures:
            yield File(f"{folder}/{picture.file}", picture.data)
