"""`new`: a comparison that builds as it stands, to be changed piece by piece.

Side effects: writes below content/ and asks for the day.
"""

import datetime
import re
import shutil
from pathlib import Path

from proofpress.diagnostics import BuildError, Diagnostic, Location

EXAMPLE = Path(__file__).resolve().parent / "example"
SLUG = re.compile(r"(?=.{1,64}$)[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Of the site's own files, and what Windows keeps for devices.
TAKEN = re.compile(r"assets|con|prn|aux|nul|(com|lpt)[0-9]")


def scaffold(content: Path, slug: str) -> list[str]:
    """Write the files of a new comparison and return their paths.

    A slug such as `batch-vs-stream` names the two columns too. Raises Problems where the slug will not do as
    part of an address, where something of that name is there already, and where the disk refuses.
    """
    location = Location("new")
    if not SLUG.fullmatch(slug) or TAKEN.fullmatch(slug):
        shown = "".join(letter if letter.isprintable() else "?" for letter in slug[:80])
        message = f"'{shown}' will not do as a part of an address"
        raise BuildError(
            [
                Diagnostic(
                    location, "unsafe-slug", message, "use lower-case words joined by hyphens, such as this-vs-that"
                )
            ]
        )
    if not (content / "site.yaml").is_file():
        message = f"there is no {content.as_posix()}/site.yaml, so that this is no site"
        raise BuildError(
            [
                Diagnostic(
                    location,
                    "missing-file",
                    message,
                    "run it in the root of the site, or name the folder with --content",
                )
            ]
        )
    folder = content / slug
    if folder.exists():
        message = f"{folder.as_posix()} is there already"
        raise BuildError([Diagnostic(location, "taken", message, "choose another name; nothing was written")])
    words = names(slug)
    made: list[str] = []
    begun = False
    try:
        folder.mkdir()
        begun = True
        for example in sorted(EXAMPLE.glob("*.yaml")):
            text = example.read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            (folder / example.name).write_text(text, encoding="utf-8")
            made.append((folder / example.name).as_posix())
    except OSError as fault:
        if begun:
            # Half an example would be in the way of the next attempt.
            shutil.rmtree(folder, ignore_errors=True)
        message = f"{folder.as_posix()} cannot be written: {fault.strerror}"
        raise BuildError([Diagnostic(location, "disk", message, "mend that and say it again")]) from None
    return made


def names(slug: str) -> dict[str, str]:
    """Return what stands for each mark of the example: the title, the two columns, the day."""
    first, _, second = slug.partition("-vs-")
    first = first.replace("-", " ").capitalize()
    second = second.replace("-", " ").capitalize() or "The other"
    return {
        "@TITLE@": f"{first} vs {second}",
        "@FIRST@": first,
        "@SECOND@": second,
        "@TODAY@": datetime.date.today().isoformat(),
    }
