import { _ } from "./words.js";

/** Lets links beside headings and buttons copy what they stand for, and says so. */
export function offerCopies() {
  if (!navigator.clipboard) return;
  for (const anchor of document.querySelectorAll("a.anchor")) {
    anchor.addEventListener("click", () => copy(anchor.href, _`The link is copied.`));
  }
  for (const button of document.querySelectorAll("button[data-copy]")) {
    const from = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", () => copy(from.textContent, _`Copied.`));
  }
}

async function copy(text, success) {
  const status = document.getElementById("page-status");
  try {
    await navigator.clipboard.writeText(text);
    status.textContent = success;
  } catch {
    status.textContent = _`The browser did not allow copying.`;
  }
  status.classList.add("shown");
  setTimeout(() => status.classList.remove("shown"), 2000);
}
