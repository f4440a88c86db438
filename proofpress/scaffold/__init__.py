"""What an author begins with, to be changed piece by piece: a comparison for `new`, a whole site for `init`.

Side effects: writes the files, asks for the day, and asks git and the system who the author is.
"""

import datetime
import getpass
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

from proofpress.cache.reading import is_input
from proofpress.diagnostics import BuildError, Diagnostic, Location, suggest
from proofpress.extras import TRAIN
from proofpress.models.names import DEVICES, RESERVED_SLUGS, is_kebab
from proofpress.models.own_files import OWN_SUFFIXES
from proofpress.models.own_logs import is_events
from proofpress.resources import EXAMPLES

HERE = Path(__file__).resolve().parent
EXAMPLE, SITE = HERE / "example", HERE / "site"
FIRST = "this-vs-that"
"""The first comparison of a new site."""
SCHEMAS = ".schemas"
"""The folder of a site in which editors find what each content file may hold."""
EXTRA = TRAIN
"""What the first comparison, and every bundled one, needs beside the base: it trains networks."""
FILES = {
    "build.py": "build.txt",
    "requirements.txt": "requirements.txt",
    "README.md": "readme.md",
    ".gitignore": "gitignore.txt",
    ".gitattributes": "gitattributes.txt",
    ".github/workflows/site.yml": "workflow.yml",
    ".devcontainer/devcontainer.json": "devcontainer.json",
    "content/site.yaml": "site.yaml",
}
"""The files of a new site, and which of ours each is made from; names that tools know would mean something here too."""
GITHUB = re.compile(r"(?:https://github\.com/|git@github\.com:|ssh://git@github\.com/)([\w.-]+)/([\w.-]+?)(?:\.git)?/?")


def scaffold(content: Path, slug: str) -> list[str]:
    """Write the files of a new comparison and return their paths.

    A slug such as `batch-vs-stream` names the two columns too. Raises BuildError if the slug cannot be part of an
    address, if something of that name is there already, and if the disk refuses.
    """
    if not is_kebab(slug) or slug[0].isdigit() or slug in RESERVED_SLUGS | DEVICES:
        shown = "".join(letter if letter.isprintable() else "?" for letter in slug[:80])
        hint = "use lower-case words joined by hyphens, such as this-vs-that"
        raise _refusal("new", "unsafe-slug", f"'{shown}' will not do as a part of an address", hint)
    if not (content / "site.yaml").is_file():
        message = f"there is no {content.as_posix()}/site.yaml, so that this is no site"
        hint = "run it in the root of the site, name the folder with --content, or begin a site with: proofpress init"
        raise _refusal("new", "missing-file", message, hint)
    folder = content / slug
    if folder.exists():
        message = f"{folder.as_posix()} is there already"
        raise _refusal("new", "taken", message, "choose another name; nothing was written")
    return _write("new", content, _comparison(slug, slug, (content.parent / SCHEMAS).is_dir()), folder)


def scaffold_site(folder: Path, version: str, schemas: Mapping[str, bytes], example: str | None = None) -> list[str]:
    """Write the files of a new site and return their paths.

    folder: made if it is not there; what lies in it stays. version: of the press that the site is pinned to. schemas:
    what editors read, by file name. example: the bundled comparison to begin with. Raises BuildError if the example is
    none, if a file is there already, and if the disk refuses.
    """
    examples = sorted(path.parent.name for path in EXAMPLES.glob("*/page.yaml"))
    if example is not None and example not in examples:
        message, hint = f"there is no example '{example[:80]}'", suggest(example, examples)
        raise _refusal("init", "unknown-example", message, hint)
    home = example or FIRST
    name = folder.resolve().name
    words = _describe(folder, name) | {"@HOME@": home, "@REQUIREMENT@": f"proofpress[{EXTRA}]=={version}"}
    files = {path: _fill((SITE / source).read_text(encoding="utf-8"), words) for path, source in FILES.items()}
    files["content/site.yaml"] = f"{_schema_line('site.yaml', 1)}{files['content/site.yaml']}"
    comparison = _bundled(example) if example else _comparison(FIRST, FIRST, True)
    files |= {f"content/{path}": text for path, text in comparison.items()}
    files |= {f"{SCHEMAS}/{path}": data.decode() for path, data in schemas.items()}
    taken = [path for path in files if os.path.lexists(folder / path)]
    if taken:
        more = f" and {len(taken) - 3} more" if len(taken) > 3 else ""
        message = f"{folder.as_posix()} holds {', '.join(taken[:3])}{more} already"
        raise _refusal("init", "taken", message, "give an empty folder; nothing was written")
    return _write("init", folder, files, folder)


def _comparison(folder: str, slug: str, schemas: bool) -> dict[str, str]:
    """Return the files of the example comparison by path. schemas: whether editors find schemas in the site."""
    files = {}
    for path in sorted(EXAMPLE.glob("*.yaml")):
        text = _fill(path.read_text(encoding="utf-8"), name_columns(slug))
        files[f"{folder}/{path.name}"] = _schema_line(path.name, 2) + text if schemas else text
    return files


def _bundled(example: str) -> dict[str, str]:
    """Return the files of a bundled comparison by path: its YAML, and the tables and modules that it names."""
    home = EXAMPLES / example
    files = {path.relative_to(home).as_posix(): path for path in sorted(home.rglob("*")) if path.is_file()}
    return {
        f"{example}/{name}": (_schema_line(name, 2) if name.endswith(".yaml") else "")
        + path.read_text(encoding="utf-8")
        for name, path in files.items()
        if (name.endswith((".yaml", *OWN_SUFFIXES)) or is_events(name)) and is_input(name)
    }


def _schema_line(name: str, depth: int) -> str:
    """Return the line by which editors find the schema of a content file. depth: folders between it and the root."""
    return f"# yaml-language-server: $schema={'../' * depth}{SCHEMAS}/{Path(name).stem}.schema.json\n"


def _fill(text: str, words: Mapping[str, str]) -> str:
    for mark, word in words.items():
        text = text.replace(mark, word)
    return text


def _write(command: str, root: Path, files: Mapping[str, str], called: Path) -> list[str]:
    """Write files below a folder, all or none as far as the disk lets us; return their paths.

    called: what it is that cannot be written, where it cannot.
    """
    # Written beside and renamed, so that whoever is killed on the way leaves a hidden folder and the names free.
    begun = root / f".new-{os.urandom(8).hex()}"
    try:
        for name, text in files.items():
            path = begun / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        # Files last: the folders that a comparison needs are there by then.
        for entry in sorted(begun.iterdir(), key=lambda entry: entry.is_file()):
            _move(entry, root / entry.name)
    except OSError as error:
        message = f"{called.as_posix()} cannot be written: {error.strerror}"
        raise _refusal(command, "disk", message, "mend that and say it again") from None
    finally:
        shutil.rmtree(begun, ignore_errors=True)
    return [(root / name).as_posix() for name in files]


def _move(entry: Path, target: Path) -> None:
    """Rename a file or folder; what a folder holds goes into one that is there already."""
    if target.is_dir() and entry.is_dir():
        for inner in sorted(entry.iterdir()):
            _move(inner, target / inner.name)
    else:
        entry.rename(target)


def _describe(folder: Path, name: str) -> dict[str, str]:
    """Return what is known of a new site: its name, its author, and where it will be found, as git knows it."""
    remote = GITHUB.fullmatch(_git(folder, "remote", "get-url", "origin"))
    repository, base = "https://example.org/repository", f"https://example.org/{_part(name)}/"
    if remote:
        owner, project = remote.groups()
        repository = f"https://github.com/{owner}/{project}"
        pages = f"{owner.lower()}.github.io"
        base = f"https://{pages}/" if project.lower() == pages else f"https://{pages}/{project}/"
    title = name.replace("-", " ").replace("_", " ").strip().capitalize() or "Comparisons"
    author = _git(folder, "config", "user.name") or _user()
    # JSON strings are YAML strings, whatever a folder or a person is called.
    quoted = {"@TITLE@": title, "@AUTHOR@": author, "@BASE_URL@": base, "@REPOSITORY@": repository}
    return {mark: json.dumps(word, ensure_ascii=False) for mark, word in quoted.items()} | {"@NAME@": title}


def _part(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-") or "site"


def _git(folder: Path, *words: str) -> str:
    """Return what git says of a folder, or of that in which it will be made; nothing if it says nothing."""
    there = next(path for path in (folder.absolute(), *folder.absolute().parents) if path.is_dir())
    try:
        said = subprocess.run(
            ["git", "-C", str(there), *words], capture_output=True, encoding="utf-8", timeout=10, check=False
        )
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return said.stdout.strip() if said.returncode == 0 else ""


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "The author"


def _refusal(command: str, rule: str, message: str, hint: str) -> BuildError:
    return BuildError([Diagnostic(Location(command), rule, message, hint)])


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
