"""What the server adds to the pages it serves, and never to output/: the script that follows the builds."""

import html
import re

SCRIPT = "/.proofpress/live.js"
EVENTS = "/.proofpress/events"
NEEDED = ("script-src", "connect-src")
_META = re.compile(r"<meta\b[^>]*content-security-policy[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)


def followed(page: bytes, build: str) -> bytes:
    """Return a page that loads the script and is allowed to; `build` is the build that the page is from."""
    text = _META.sub(lambda found: _opened(found[0]), page.decode("utf-8", "surrogateescape"))
    script = f'<script src="{SCRIPT}" data-build="{build}" data-events="{EVENTS}" defer></script>'
    end = _HEAD_END.search(text)
    at = end.start() if end else len(text)
    return (text[:at] + script + text[at:]).encode("utf-8", "surrogateescape")


def allowed(policy: str) -> str:
    """Return a Content-Security-Policy that also lets scripts and connections of the same origin through.

    >>> allowed("default-src 'none'; script-src 'none'")
    "default-src 'none'; script-src 'self'; connect-src 'self'"
    """
    directives: dict[str, list[str]] = {}
    for name, *sources in filter(None, map(str.split, policy.split(";"))):
        directives.setdefault(name.lower(), sources)
    fallback = directives.get("default-src", [])
    for name in (*NEEDED, *(["script-src-elem"] if "script-src-elem" in directives else [])):
        if name not in directives and "default-src" not in directives:
            continue
        kept = [source for source in directives.get(name, fallback) if source not in {"'none'", "'self'"}]
        directives[name] = ["'self'", *kept]
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())


def waiting_page(building: bool, diagnostics: list[str]) -> bytes:
    """Return the page that stands in while there is no good build: the script fills it with the problems."""
    words = "The first build is running." if building else "The build failed."
    listed = "".join(f"<li>{html.escape(diagnostic)}</li>" for diagnostic in diagnostics)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{words}</title></head><body><main><h1>{words}</h1>"
        f"<p>This page reloads when the site is there.</p><ul>{listed}</ul></main></body></html>"
    ).encode()


def _opened(meta: str) -> str:
    def attribute(found: re.Match[str]) -> str:
        return f'{found[1]}"{html.escape(allowed(html.unescape(found[2][1:-1])), quote=True)}"'

    return _CONTENT.sub(attribute, meta, count=1)
