// Follows the builds: reloads the page after a good one, lays the diagnostics of a bad one over it.
// Served by `build.py serve` only; no part of a built site.
{
  const script = document.currentScript;
  const shownBuild = script.dataset.build;

  // A constructed style sheet is the one way to style this without loosening the page's policy.
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    dialog { box-sizing: border-box; width: min(72rem, 94vw); max-height: 90vh; overflow: auto; padding: 1.5rem;
      font: 16px/1.5 system-ui, sans-serif; color: #1b1f24; background: #ffffff; border: 0; border-top: 6px solid #a63d00; }
    dialog::backdrop { background: rgb(0 0 0 / 55%); }
    h2 { margin: 0 2rem 0 0; font-size: 1.4rem; }
    ol { margin: 0; padding: 0; list-style: none; }
    li { margin-top: 1.25rem; }
    p { margin: .25rem 0; }
    code, pre { font: 14px/1.5 ui-monospace, monospace; }
    pre { margin: .5rem 0; padding: .5rem 0; overflow-x: auto; background: #f4f5f7; }
    pre span { display: block; width: max-content; min-width: 100%; padding: 0 .75rem; box-sizing: border-box; }
    mark { display: block; width: max-content; min-width: 100%; padding: 0 .75rem; box-sizing: border-box;
      color: inherit; background: #fbd3ae; }
    .hint { font-weight: 600; }
    button { float: right; min-width: 44px; min-height: 44px; font: inherit; }
    @media (prefers-color-scheme: dark) {
      dialog { color: #e8eaed; background: #1b2128; border-color: #ffa566; }
      pre { background: #12161b; }
      mark { background: #5f2200; }
    }`);

  let overlay = null;

  function element(name, words, className) {
    const made = document.createElement(name);
    if (words) made.textContent = words;
    if (className) made.className = className;
    return made;
  }

  function excerptOf(lines) {
    const block = element("pre");
    const digits = String(lines.at(-1).number).length;
    for (const line of lines) {
      const number = String(line.number).padStart(digits);
      block.append(element(line.column ? "mark" : "span", `${number} | ${line.text}`));
      if (line.column) block.append(element("span", `${" ".repeat(digits)} | ${" ".repeat(line.column - 1)}^`));
    }
    return block;
  }

  function describe(diagnostic) {
    const item = element("li");
    const head = element("p");
    head.append(element("code", diagnostic.location), ` ${diagnostic.rule}`);
    item.append(head, element("p", diagnostic.message));
    if (diagnostic.excerpt.length) item.append(excerptOf(diagnostic.excerpt));
    if (diagnostic.hint) item.append(element("p", diagnostic.hint, "hint"));
    return item;
  }

  function show(diagnostics) {
    hide();
    overlay = element("proofpress-diagnostics");
    const root = overlay.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    const dialog = element("dialog");
    const close = element("button", "Close");
    close.addEventListener("click", () => dialog.close());
    const count = diagnostics.length === 1 ? "1 problem" : `${diagnostics.length} problems`;
    const title = element("h2", `The build failed: ${count}`);
    title.id = "title";
    dialog.setAttribute("aria-labelledby", "title");
    const list = element("ol");
    list.append(...diagnostics.map(describe));
    dialog.append(close, title, element("p", "This closes when the next build succeeds."), list);
    root.append(dialog);
    document.documentElement.append(overlay);
    dialog.showModal();
  }

  function hide() {
    overlay?.remove();
    overlay = null;
  }

  let told = "";

  function hear(event) {
    const state = JSON.parse(event.data);
    if (state.build !== shownBuild) {
      location.reload();
      return;
    }
    const diagnostics = JSON.stringify(state.diagnostics);
    if (diagnostics === told) return;
    told = diagnostics;
    if (state.diagnostics.length) show(state.diagnostics);
    else hide();
  }

  // A browser allows six connections to a host: pages in the background give theirs back.
  let events = null;

  function listen() {
    events?.close();
    events = null;
    if (document.visibilityState === "hidden") return;
    events = new EventSource(script.dataset.events);
    events.addEventListener("message", hear);
  }

  document.addEventListener("visibilitychange", listen);
  window.addEventListener("pagehide", () => events?.close());
  window.addEventListener("pageshow", (event) => event.persisted && listen());
  listen();
}
