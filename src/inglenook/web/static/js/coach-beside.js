// <coach-beside src="/coach/beside/?...">: asks what the coach says of a box when its writer rests, and shows it below the
// form. What was put aside stays aside while the page is open. A try takes the place of one sentence, and can be undone.
// Where there is a language model, it is asked only at a press, and its answer stays until the box is done with.
const REST = 500;
const SAID = ".coach-remark, .coach-good, .coach-heard, .coach-silenced, .coach-answer";

class CoachBeside extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.panel = this.querySelector(":scope > [data-panel]");
    this.status = this.querySelector("[data-coach-says]");
    this.aside ??= new Set();
    this.addEventListener("input", this);
    this.addEventListener("click", this);
    // Before the form's own keeper takes it for handed in.
    this.addEventListener("submit", this, true);
    // Enter in another field hands the form in; the first button that does must not be this one.
    for (const look of this.querySelectorAll("[data-look]")) look.type = "button";
    // The page of a talk waits with what is new while somebody is at the panel.
    this.panel.addEventListener("focusout", (event) => {
      if (!this.panel.contains(event.relatedTarget)) this.dispatchEvent(new Event("held-back", { bubbles: true }));
    });
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    this.asking?.abort();
  }

  handleEvent(event) {
    const { target, type } = event;
    if (type === "submit" && target.closest("[data-model]")) return this.askModel(event);
    if (type === "submit" && this.panel.contains(target)) return this.choose(event);
    if (type === "submit") return;
    if (type === "input" && target.tagName === "TEXTAREA") return this.later(target);
    if (type === "input" && target.dataset.slot) return this.fill(target.closest("[data-try]"));
    if (type !== "click") return;
    if (target.closest("[data-look]")) this.lookNow();
    if (target.closest("[data-aside]")) this.putAside(target.closest(".coach-remark"));
    if (target.closest("[data-take]")) this.take(target.closest("[data-try]"));
  }

  // This form takes the place of the same one, drawn anew: what the coach said stays, and what was typed is asked about.
  goOn(before) {
    this.panel.replaceChildren(...before.panel.childNodes);
    this.panel.hidden = before.panel.hidden;
    this.status.textContent = before.status.textContent;
    this.aside = before.aside;
    this.told = before.told;
    if (before.box) this.later(this.form.elements.namedItem(before.box.name));
  }

  later(box) {
    this.box = box;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), REST);
  }

  lookNow() {
    clearTimeout(this.timer);
    this.box = null;
    this.ask(true);
  }

  async ask(wanted = false) {
    // Whoever is at what it said is not interrupted.
    if (this.panel.contains(document.activeElement)) return;
    this.asking?.abort();
    this.asking = new AbortController();
    const body = new URLSearchParams(new FormData(this.form));
    if (this.box) body.set("coach-field", this.box.name);
    try {
      // It asks by itself: from somebody locked, that is refused and not taken for a form to be kept.
      const headers = { "X-Fragment": "1" };
      const reply = await fetch(this.getAttribute("src"), { method: "POST", body, headers, signal: this.asking.signal, redirect: "error" });
      if (reply.ok) return this.show(await reply.text(), wanted);
    } catch (error) {
      if (error.name === "AbortError") return;
    }
    // No connection, or locked: asked by itself, the coach is simply silent.
    if (wanted) this.status.textContent = this.dataset.lost;
  }

  show(html, wanted) {
    const fresh = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    for (const remark of fresh.querySelectorAll(".coach-remark")) if (this.aside.has(keyOf(remark))) remark.remove();
    const told = fresh.innerHTML.replaceAll(/(name="csrfmiddlewaretoken" value=")[^"]*/g, "$1");
    if (this.panel.contains(document.activeElement)) return;
    // What is about to go is not spoken of anew: whoever reaches for a try would miss it.
    if (this.form.querySelector("textarea[readonly]")) return;
    if (told === this.told && !wanted) return;
    this.told = told;
    for (const old of this.panel.querySelectorAll("[data-model][open]")) fresh.querySelector(`[data-model][data-field="${old.dataset.field}"]`)?.replaceWith(old);
    const said = fresh.querySelector(SAID);
    this.panel.replaceChildren(fresh);
    this.panel.hidden = !(said || wanted);
    this.status.textContent = said || wanted ? fresh.dataset.summary : "";
    if (wanted) this.panel.scrollIntoView({ block: "nearest", behavior: "smooth" });
  }

  putAside(remark) {
    this.aside.add(keyOf(remark));
    this.leave(remark);
  }

  // The way on for whoever uses the keyboard: the next remark, or the box.
  leave(remark, instead) {
    const next = this.panel.querySelector(".coach-remark ~ .coach-remark [data-aside]");
    if (instead) remark.replaceWith(instead);
    else remark.remove();
    this.panel.hidden = !this.panel.querySelector(SAID);
    this.status.textContent = "";
    (instead?.querySelector("button") ?? (next?.isConnected ? next : this.box ?? this.form.querySelector("textarea")))?.focus();
  }

  // "Not helpful", and its undo.
  async choose(event) {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const reply = await fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      headers: { "X-Fragment": "1" },
    }).catch(() => null);
    // What is being typed may not be kept yet, so the page stays.
    if (!reply?.ok) return void (this.status.textContent = this.dataset.lost);
    if (form.matches(".coach-silenced")) {
      (this.box ?? this.form.querySelector("textarea")).focus();
      form.parentElement.remove();
      this.told = null;
      return this.ask();
    }
    const answer = new DOMParser().parseFromString(await reply.text(), "text/html").body.firstElementChild;
    this.leave(form.closest(".coach-remark"), answer);
  }

  // Only what stands in this one box is sent, as it stands there now.
  async askModel(event) {
    event.preventDefault();
    event.stopPropagation();
    const form = event.target;
    const part = form.closest("[data-model]");
    const answer = part.querySelector("[data-said]");
    if (part.ariaBusy) return;
    part.ariaBusy = "true";
    answer.textContent = form.dataset.asking;
    const body = new URLSearchParams(new FormData(form));
    body.set("coach-text", this.form.elements.namedItem(part.dataset.field).value);
    const reply = await fetch(form.action, { method: "POST", body, headers: { "X-Fragment": "1" }, redirect: "error" }).catch(() => null);
    const html = reply?.ok && (await reply.text().catch(() => ""));
    part.ariaBusy = null;
    if (html) answer.replaceChildren(new DOMParser().parseFromString(html, "text/html").body.firstElementChild);
    else answer.textContent = form.dataset.lost;
  }

  fill(part) {
    part.querySelector("output").textContent = this.written(part);
  }

  written(part) {
    if (part.matches("[data-whole]")) return part.dataset.try;
    return part.dataset.try.replaceAll(/\{(\w+)\}/g, (_, slot) => {
      const box = part.querySelector(`[data-slot="${slot}"]`);
      return box?.value.trim().replace(/[.!?…\s]+$/, "") || "…";
    }).replaceAll("….", "…");
  }

  take(part) {
    const box = this.form.elements.namedItem(part.closest("[data-field]").dataset.field);
    // It is about to be sent: that is held back first.
    if (box.readOnly) box.closest("send-later")?.release(box);
    const { start, end, old } = part.dataset;
    const letters = [...box.value.replaceAll("\r\n", "\n")];
    let from = letters.slice(0, Number(start)).join("").length;
    let to = from + old.length;
    // The text has changed since: look for the sentence, or else add to the end.
    if (letters.slice(Number(start), Number(end)).join("") !== old) {
      from = box.value.indexOf(old);
      to = from + old.length;
      if (from < 0) from = to = box.value.length;
    }
    const words = (from && from === to && !/\s$/.test(box.value) ? " " : "") + this.written(part);
    box.focus();
    box.setSelectionRange(from, to);
    // The browser's own undo takes it back only this way.
    if (!document.execCommand("insertText", false, words)) {
      box.setRangeText(words, from, to, "end");
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const blank = box.value.indexOf("…", from);
    if (blank >= 0 && blank < from + words.length) box.setSelectionRange(blank, blank + 1);
  }
}

const keyOf = (remark) => `${remark.dataset.kind} ${remark.dataset.words}`;

customElements.define("coach-beside", CoachBeside);
