// <live-part src="/talk/.../">: shows the newest of one part of the page. All parts share one stream that only ever
// says that something changed; each then asks for its own fragment. With `reload`, the whole page is asked for again.
import { Stream } from "./stream.js";

const NAMED = "input[name], textarea[name], select[name]";
const DAY = 86400000;
const LATER = 10000;
const stream = new Stream("/changes");

function typedText(root) {
  const values = new Map();
  for (const box of root.querySelectorAll(NAMED)) {
    if ("checked" in box && ["checkbox", "radio"].includes(box.type)) {
      if (box.checked !== box.defaultChecked) values.set(`${box.name}=${box.value}`, box.checked);
    } else if (box.tagName === "SELECT" ? box.dataset.touched : box.value !== box.defaultValue) values.set(box.name, box.value);
  }
  return values;
}

function putBack(root, values) {
  for (const box of root.querySelectorAll(NAMED)) {
    const ticked = `${box.name}=${box.value}`;
    if (["checkbox", "radio"].includes(box.type)) {
      if (values.has(ticked)) box.checked = values.get(ticked);
    } else if (values.has(box.name)) box.value = values.get(box.name);
  }
}

// Each answer carries a token of its own for its forms: no change that anybody sees.
function bare(html) {
  return html.replace(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1").trim();
}

function folds(root) {
  return new Map([...root.querySelectorAll("details")].map((one) => [one.querySelector("summary")?.textContent, one.open]));
}

function states(root) {
  return new Map([...root.querySelectorAll("[data-turn]")].map((one) => [one.dataset.turn, one.dataset.state]));
}

class LivePart extends HTMLElement {
  connectedCallback() {
    this.content = this.querySelector("[data-live]") ?? this;
    this.status = this.querySelector(".live-status");
    this.seen = null;
    // As the server drew it: the elements inside may change themselves as they wake.
    this.drawn = bare(this.content.innerHTML);
    this.listener = {
      changed: () => this.refresh(),
      lost: () => this.say(this.dataset.lost ?? ""),
      found: () => this.say(""),
    };
    this.addEventListener("held-back", () => this.refresh());
    this.addEventListener("change", (event) => (event.target.dataset.touched = "1"));
    stream.join(this.listener);
    this.wait();
  }

  // Something in it changes by itself at a moment, in seconds since 1970.
  wait() {
    clearTimeout(this.timer);
    const at = Number(this.content.querySelector("[data-again]")?.dataset.again);
    const left = 1000 * at - Date.now();
    if (at && left < DAY) this.timer = setTimeout(() => this.refresh(), left > 0 ? left + 500 : LATER);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    stream.part(this.listener);
  }

  async refresh() {
    if (this.asking) return void (this.again = true);
    this.asking = true;
    try {
      const reply = await fetch(this.getAttribute("src"), { headers: { "X-Fragment": "1" }, redirect: "manual" });
      if (reply.status === 401 || reply.type === "opaqueredirect") return location.reload();
      if (reply.ok) this.show(await reply.text());
    } catch {
      this.say(this.dataset.lost ?? "");
    } finally {
      this.asking = false;
      if (this.again) {
        this.again = false;
        this.refresh();
      }
    }
  }

  show(html) {
    const first = this.seen === null;
    const plain = bare(html);
    if (plain === this.seen) return this.wait();
    // Something written here goes in a moment, or somebody is at what the coach says: what is new is shown right after.
    if (this.content.querySelector(".sending")) return;
    if (this.content.querySelector("[data-panel]")?.contains(document.activeElement)) return;
    const fresh = new DOMParser().parseFromString(html, "text/html").body;
    const same = first && bare(fresh.innerHTML) === this.drawn;
    this.seen = plain;
    if (same) return;
    const typed = typedText(this.content);
    if (this.hasAttribute("reload") && !typed.size) return location.reload();
    const said = fresh.querySelector("[data-say]")?.dataset.say;
    this.swap(fresh, typed);
    this.say(said ?? this.dataset.fresh ?? "");
    this.wait();
  }

  swap(fresh, typed) {
    const before = states(this.content);
    const open = folds(this.content);
    const turn = this.content.querySelector("[name=turn]")?.value;
    const kept = [...this.content.querySelectorAll("keep-draft")];
    const coached = this.content.querySelector("coach-beside");
    const at = this.content.contains(document.activeElement) ? document.activeElement : null;
    const [start, end] = at && "selectionStart" in at ? [at.selectionStart, at.selectionEnd] : [];
    this.content.replaceChildren(...fresh.childNodes);
    // What was typed for one turn never goes into the box of another.
    if (turn === this.content.querySelector("[name=turn]")?.value) {
      putBack(this.content, typed);
      if (coached) this.content.querySelector("coach-beside")?.goOn?.(coached);
    }
    for (const one of kept) {
      const next = this.content.querySelector(`keep-draft[src="${CSS.escape(one.getAttribute("src"))}"]`);
      // What was being typed is kept also where its form is gone: the talk was paused, or ended.
      if (next) next.goOn(one);
      else one.keep(true);
    }
    for (const one of this.content.querySelectorAll("details:not([data-panel] *)")) {
      one.open = open.get(one.querySelector("summary")?.textContent) ?? one.open;
    }
    for (const one of this.content.querySelectorAll("[data-turn]")) {
      const was = before.get(one.dataset.turn);
      if (was !== undefined && was !== one.dataset.state) one.classList.add("is-turning");
    }
    if (!at) return;
    const which = at.tagName === "BUTTON" ? `[value="${CSS.escape(at.value)}"]` : "";
    const named = at.name && this.content.querySelector(`[name="${CSS.escape(at.name)}"]${which}`);
    const next = (at.id && document.getElementById(at.id)) || named;
    // What had the focus may be gone; then the part itself keeps the reader's place.
    if (!next) this.tabIndex = -1;
    (next || this).focus({ preventScroll: true });
    if (next && start != null) next.setSelectionRange(start, end);
  }

  say(text) {
    if (!this.status || this.status.textContent === text) return;
    this.status.textContent = text;
    this.status.classList.toggle("is-lost", text === this.dataset.lost);
  }
}

customElements.define("live-part", LivePart);
