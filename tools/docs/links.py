"""Follow every link of the documentation, put where it will be found: `python -m tools.docs.links SITE DOCS BASE_URL`.

SITE is the folder of the built site, DOCS that of the built documentation, BASE_URL the address of the site, under
which the documentation is found at docs/. Exit status: 0 if every link leads somewhere and nothing is loaded from
elsewhere, 1 if not.

Side effects: reads both folders; prints.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

from proofpress.publish.page import has, read
from proofpress.publish.references import in_css, loads_from_outside, resolve, site_at

PLACE = "docs/"
"""Where the documentation is found, from the root of the site."""


def follow(site: Path, docs: Path, base_url: str) -> Iterator[str]:
    """Yield a line for each link that leads nowhere, and for each file that is loaded from another host."""
    where = site_at(base_url)
    files = {path.relative_to(site).as_posix(): path for path in site.rglob("*") if path.is_file()}
    files |= {PLACE + path.relative_to(docs).as_posix(): path for path in docs.rglob("*") if path.is_file()}
    pages = {name: read(path.read_text(encoding="utf-8")) for name, path in files.items() if _is_page(name)}
    for name, facts in pages.items():
        for link in facts.links:
            if link.loads and loads_from_outside(link.address, where):
                yield f"{name}:{link.line}: {link.element} is loaded from another host"
            target = resolve(link.address, name, where, facts.base)
            if target is None:
                continue
            if target.path not in files:
                yield f"{name}:{link.line}: {link.element} leads nowhere: there is no {target.path or 'such file'}"
            elif target.anchor and target.path.endswith(".html"):
                known = pages.get(target.path) or read(files[target.path].read_text(encoding="utf-8"))
                if not has(known.ids, target.anchor):
                    yield f"{name}:{link.line}: {link.element} leads to no element of {target.path}"
    for name in files:
        if name.startswith(PLACE) and name.endswith(".css"):
            for address in in_css(files[name].read_text(encoding="utf-8")):
                if loads_from_outside(address, where):
                    yield f"{name}: {address} is loaded from another host"


def main(arguments: list[str]) -> int:
    """Print what is wrong, and how much was looked at; return the exit status."""
    site, docs, base_url = arguments
    found = list(follow(Path(site), Path(docs), base_url))
    for line in found:
        print(line, file=sys.stderr)
    pages = sum(1 for _ in Path(docs).rglob("*.html"))
    print(f"{pages} pages of documentation, {len(found)} bad links")
    return 1 if found or not pages else 0


def _is_page(name: str) -> bool:
    # The page for addresses that lead nowhere links from the root of the host.
    return name.startswith(PLACE) and name.endswith(".html") and name != f"{PLACE}404.html"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
