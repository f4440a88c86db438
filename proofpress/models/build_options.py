"""The options of a command as one frozen record."""

from pathlib import Path

from msgspec import Struct


class BuildOptions(Struct, frozen=True):
    """The options that every command shares, with their defaults.

    content, output, templates, runs: folders; the site's own templates take the place of the package's. base_url:
    replaces the one in site.yaml. jobs: workers that train, one for each core if None. scheduler: address of a Dask
    cluster to train on instead. drafts: build drafts too. only: slug of the one comparison to build.
    """

    content: Path = Path("content")
    output: Path = Path("output")
    templates: Path = Path("templates")
    runs: Path = Path("runs")
    base_url: str | None = None
    jobs: int | None = None
    scheduler: str | None = None
    drafts: bool = False
    only: str | None = None
