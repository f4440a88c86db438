"""Sites to measure with: as many comparisons as wanted, of which only the words differ.

All share the experiments and the figure of the tests' small site. Each has a title, a description and an introduction
of its own. A title is in every sheet of a poster, and a thousand posters take hours to draw: so the first one's
sheets are stored for the others too.
"""

import shutil
from pathlib import Path

from proofpress import claims, experiments, pipeline
from proofpress.cache.store import Entry, Store
from proofpress.infographic import draw
from proofpress.infographic.plan import create_plan
from proofpress.infographic.sheets.catalog import create_sheets
from proofpress.models.build_options import BuildOptions

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "sites" / "small"
PAGE = "page.yaml"
TITLE = "title: Small steps vs Large steps"
SUMMARY = "description: What the size of a step does to a tiny network, shown on"
FIRST, SECOND = "Every update moves the weights a little.", "A step subtracts a part of the gradient"


def lay(folder: Path, comparisons: int) -> list[str]:
    """Lay a site out as `folder`/content; return the slugs of its comparisons, the home first."""
    content = folder / "content"
    shutil.rmtree(content, ignore_errors=True)
    content.mkdir(parents=True)
    shutil.copy(SMALL / "site.yaml", content)
    slugs = ["steps", *(f"steps-{number}" for number in range(2, comparisons + 1))]
    for number, slug in enumerate(slugs, 1):
        shutil.copytree(SMALL / "steps", content / slug)
        if number > 1:
            said = f"{{{{ given({number}) }}}}"
            replace(content / slug / PAGE, TITLE, f"{TITLE}, page {said}")
            replace(content / slug / PAGE, SUMMARY, f"{SUMMARY} page {said} and")
            replace(content / slug / PAGE, FIRST, f"On page {said}, every update moves the weights a little.")
    return slugs


def replace(path: Path, old: str, new: str) -> None:
    """Replace words of a file, which must stand there just once."""
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"'{old}' stands {text.count(old)} times in {path}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def share_posters(content: Path, runs: Path) -> None:
    """Store the sheets of the home comparison's poster, drawn before, as those of all other comparisons."""
    store = Store(runs)
    site = pipeline.read(BuildOptions(content=content))
    drawn: dict[str, Entry | None] = {}
    for comparison in sorted(site.comparisons, key=lambda each: each.slug != site.home):
        records = experiments.train(comparison.experiments, store)
        for sheet in create_sheets(create_plan(comparison, records, claims.judge(comparison, records, store))):
            key = draw.create_key(sheet, records, comparison.legend)
            entry = drawn.setdefault(sheet.name, store.get(key, draw.KIND))
            if entry is None:
                raise ValueError(f"the sheet '{sheet.name}' of '{site.home}' is not drawn yet")
            if not store.has(key, draw.KIND):
                store.put(key, draw.KIND, entry.data, entry.meta)
