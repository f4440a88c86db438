"""What was drawn, and the files that the site is made of."""

from msgspec import Struct

INFOGRAPHIC = "infographic"
"""The id under which the infographic of a comparison is drawn; no figure may have it."""


class DataTable(Struct, frozen=True):
    """The numbers drawn in a figure, as its CSV and the table under it show them."""

    columns: tuple[str, ...]
    rows: tuple[tuple[float | int | str | None, ...], ...]


class Picture(Struct, frozen=True):
    """One drawn file. name: file name without theme and extension; width, height: CSS pixels.

    data: empty where a check has laid the picture out, and nobody drew it.
    """

    name: str
    theme: str
    format: str
    width: int
    height: int
    data: bytes

    @property
    def file(self) -> str:
        """The file's name: light is the plain one, dark says so."""
        dark = "-dark" if self.theme == "dark" else ""
        return f"{self.name}{dark}.{self.format}"


class Drawing(Struct, frozen=True):
    """A figure as drawn: its pictures, the words around it and the numbers in it. drawn: by this build."""

    figure: str
    title: str
    caption: str
    alt: str
    table: DataTable
    pictures: tuple[Picture, ...]
    drawn: bool


class File(Struct, frozen=True):
    """One file of the site. path: relative to output/, with forward slashes."""

    path: str
    data: bytes
