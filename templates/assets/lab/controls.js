/** The form: settings out of its fields and into them. The fields themselves stand in the page. */
import { plain, valueOf, withValue } from "./settings.js";
import { settingWords } from "./words.js";

export class Controls {
  /** changed: called when the reader moved a setting; with `true` once they let go of it. */
  constructor(form, changed) {
    this.form = form;
    this.fields = new Map();
    for (const element of form.querySelectorAll("[data-setting]")) {
      const field = new Field(element);
      this.fields.set(field.name, field);
      element.addEventListener("input", () => {
        field.taken();
        changed(false);
      });
      element.addEventListener("change", () => changed(true));
    }
    this.apart = form.querySelector("#lab-apart");
    this.apart.addEventListener("change", () => {
      this.#suggest(this.apart.value);
      this.#show();
      changed(true);
    });
    form.addEventListener("submit", (event) => event.preventDefault());
    /** What is known of each setting: name, label, form, values, start, most. */
    this.known = [...this.fields.values()].filter(({ name }) => !name.includes("."));
  }

  /** Return the settings as `settings.read` gives them, apart from the step. */
  get state() {
    const first = Object.fromEntries(this.known.map(({ name, value }) => [name, value]));
    const apart = this.apart.value || null;
    return { first, apart, other: apart && this.fields.get(`beside.${apart}`).value };
  }

  /** Put settings into the fields. */
  put({ first, apart, other }) {
    for (const field of this.known) field.put(first[field.name]);
    this.apart.value = apart ?? "";
    if (apart) this.fields.get(`beside.${apart}`).put(other);
    this.#show();
    const more = this.form.querySelector("#lab-more");
    if (more && this.known.some((field) => more.contains(field.element) && field.value !== field.start)) more.open = true;
  }

  #show() {
    for (const element of this.form.querySelectorAll("[data-second]")) {
      element.hidden = element.dataset.second !== this.apart.value;
    }
  }

  /** Put a second value beside the first that is not the same: the next one, or the one before. */
  #suggest(name) {
    if (!name) return;
    const { value, values, start } = this.fields.get(name);
    const other = this.fields.get(`beside.${name}`);
    if (!values.length || other.shape === "number") return other.put(value + 1);
    const at = values.indexOf(value);
    other.put(value === start ? values[at + 1] ?? values[at - 1] : start);
  }
}

class Field {
  constructor(element) {
    const { setting, shape, form, values, start, label, most } = element.dataset;
    Object.assign(this, { element, shape, label, form: form ?? "plain", name: setting, most: Number(most ?? 0) });
    const typed = (written) => (Number.isFinite(Number(written)) ? Number(written) : written);
    this.values = values.split(" ").map(typed);
    this.start = typed(start);
    this.value = this.start;
    this.all = /(batch_size|train)$/.test(setting) ? Math.max(...this.values) : null;
    this.put(this.start);
  }

  /** Show a value. */
  put(value) {
    this.value = value;
    if (this.shape === "choice") {
      for (const input of this.element.querySelectorAll("input")) input.checked = input.value === plain(value);
      return;
    }
    const input = this.element.querySelector("input");
    if (this.shape === "number") {
      input.value = plain(value);
      return;
    }
    this.values = withValue(this.values, value);
    input.max = this.values.length - 1;
    input.value = this.values.indexOf(value);
    this.#say(input);
  }

  /** Take over what the reader put in. */
  taken() {
    const input = this.element.querySelector("input:checked") ?? this.element.querySelector("input");
    if (this.shape === "range") {
      this.value = this.values[Number(input.value)];
      this.#say(input);
    } else {
      this.value = valueOf(input.value, this) ?? this.start;
    }
  }

  #say(input) {
    const words = settingWords(this.value, this.form, this.all);
    this.element.querySelector("output").textContent = words;
    input.setAttribute("aria-valuetext", words);
  }
}
