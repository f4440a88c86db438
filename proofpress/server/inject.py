"""The script that follows the builds, added to the pages that are served and never to those in output/."""

import html
import re

SCRIPT = "/.proofpress/live.js"
EVENTS = "/.proofpress/events"
"""Paths of the script and of the events that it listens to."""

NEEDED = ("script-src", "connect-src")
_META = re.compile(r"<meta\b[^>]*content-security-policy[^>]*>", re.IGNORECASE)
_CONTENT = re.compile(r"""(\bcontent\s*=\s*)("[^"]*"|'[^']*')""", re.IGNORECASE)
_BASE = re.compile(r'<base\b[^>]*\bhref="(/[^"]*)"', re.IGNORECASE)
_HEAD_END = re.compile(r"</head\s*>", re.IGNORECASE)


def add_script(page: bytes, build_id: str, path: str) -> bytes:
    """Return a page that loads the script and is allowed to. build_id: the build that the page is from.

    path: under which the page was asked for. Addresses are relative to it, since a proxy may put the server under a
    path that it does not know (JupyterHub, Codespaces).
    """
    text = _META.sub(lambda match: _allow_in_meta(match[0]), page.decode("utf-8", "surrogateescape"))
    root = "../" * (path.count("/") - 1) or "./"
    if base := _BASE.search(text):
        # What stands in the page is relative to its own base, which is made relative too.
        text = f"{text[: base.start(1)]}{root}{base[1].lstrip('/')}{text[base.end(1) :]}"
        root = "../" * (base[1].count("/") - 1) or "./"
    source, events = root + SCRIPT[1:], root + EVENTS[1:]
    script = f'<script src="{source}" data-build="{build_id}" data-events="{events}" defer></script>'
    end = _HEAD_END.search(text)
    index = end.start() if end else len(text)
    return (text[:index] + script + text[index:]).encode("utf-8", "surrogateescape")


def allow_script(policy: str) -> str:
    """Return a Content-Security-Policy that also allows scripts and connections of the same origin.

    >>> allow_script("default-src 'none'; script-src 'none'")
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


def waiting_page(problems: list[str]) -> bytes:
    """Return the page that is served until a build succeeds. problems: of the last build, none while it runs."""
    words = "The build failed." if problems else "The first build is running."
    listed = "".join(f"<li>{html.escape(problem)}</li>" for problem in problems)
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">'
        f"<title>{words}</title></head><body><main><h1>{words}</h1>"
        f"<p>This page reloads when the site is there.</p><ul>{listed}</ul></main></body></html>"
    ).encode()


def _allow_in_meta(meta: str) -> str:
    """Return the element of a policy with `allow_script` applied to its content."""

    def content(match: re.Match[str]) -> str:
        return f'{match[1]}"{html.escape(allow_script(html.unescape(match[2][1:-1])), quote=True)}"'

    return _CONTENT.sub(content, meta, count=1)
