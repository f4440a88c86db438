"""`new`: a comparison that builds as it stands, to be changed piece by piece.

Side effects: writes below content/ and asks for the day.
"""

import datetime
import os
import shutil
from pathlib import Path

from proofpress.diagnostics import BuildError, Diagnostic, Location
from proofpress.models.names import DEVICES, RESERVED_SLUGS, is_kebab

EXAMPLE = Path(__file__).resolve().parent / "example"


def scaffold(content: Path, slug: str) -> list[str]:
    """Write the files of a new comparison and return their paths.

    A slug such as `batch-vs-stream` names the two columns too. Raises BuildError if the slug cannot be part of an
    address, if something of that name is there already, and if the disk refuses.
    """
    if not is_kebab(slug) or slug[0].isdigit() or slug in RESERVED_SLUGS | DEVICES:
        shown = "".join(letter if letter.isprintable() else "?" for letter in slug[:80])
        hint = "use lower-case words joined by hyphens, such as this-vs-that"
        raise _refusal("unsafe-slug", f"'{shown}' will not do as a part of an address", hint)
    if not (content / "site.yaml").is_file():
        message = f"there is no {content.as_posix()}/site.yaml, so that this is no site"
        raise _refusal("missing-file", message, "run it in the root of the site, or name the folder with --content")
    folder = content / slug
    if folder.exists():
        message = f"{folder.as_posix()} is there already"
        raise _refusal("taken", message, "choose another name; nothing was written")
    words = name_columns(slug)
    names = sorted(example.name for example in EXAMPLE.glob("*.yaml"))
    # Written beside and renamed, so that whoever is killed on the way leaves a hidden folder and the name free.
    begun = content / f".new-{os.urandom(8).hex()}"
    try:
        begun.mkdir()
        for name in names:
            text = (EXAMPLE / name).read_text(encoding="utf-8")
            for mark, word in words.items():
                text = text.replace(mark, word)
            (begun / name).write_text(text, encoding="utf-8")
        begun.rename(folder)
    except OSError as error:
        message = f"{folder.as_posix()} cannot be written: {error.strerror}"
        raise _refusal("disk", message, "mend that and say it again") from None
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return [(folder / name).as_posix() for name in names]


def _refusal(rule: str, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(Location("new"), rule, message, hint)])


def name_columns(slug: str) -> dict[str, str]:
    """Return what replaces each mark of the example: the title, the two columns, the day."""
    first, _, second = slug.partition("-vs-")
    first = first.replace("-", " ").capitalize()
    second = second.replace("-", " ").capitalize() or "The other"
    return {
        "@TITLE@": f"{first} vs {second}",
        "@FIRST@": first,
        "@SECOND@": second,
        "@TODAY@": datetime.date.today().isoformat(),
    }
