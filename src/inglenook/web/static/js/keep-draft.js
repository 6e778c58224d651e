// <keep-draft src="/drafts/.../">: sends its form there while one types, so that nothing is lost.
// The server answers {revision, locked}, 409 when another tab has written since, or 413 when it is too long.
const REST = 700;
const LONGEST_WAIT = 60000;

class KeepDraft extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.status = this.form.querySelector(":scope > .kept");
    this.revision = this.dataset.seen || "0";
    this.changed = false;
    this.tries = 0;
    // So that the server knows this tab's own writing from another's, also where two are on their way or an answer is lost.
    this.tab = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    this.sent = 0;
    this.addEventListener("input", () => this.later());
    this.addEventListener("submit", (event) => this.handIn(event));
    this.flush = () => document.hidden && this.keep(true);
    this.leave = () => this.keep(true);
    this.online = () => this.changed && this.keep();
    this.shown = () => this.claim();
    document.addEventListener("visibilitychange", this.flush);
    addEventListener("pagehide", this.leave);
    addEventListener("online", this.online);
    addEventListener("pageshow", this.shown);
    document.addEventListener("leaving", this.leave);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.flush);
    removeEventListener("pagehide", this.leave);
    removeEventListener("online", this.online);
    removeEventListener("pageshow", this.shown);
    document.removeEventListener("leaving", this.leave);
  }

  // This form takes the place of the same one, drawn anew: what is kept of it goes on from there.
  async goOn(before) {
    this.tab = before.tab;
    this.sent = before.sent;
    this.status.replaceWith(before.status);
    this.status = before.status;
    this.stopped = before.stopped;
    if (before.changed || before.sending) {
      this.changed = before.changed;
      const { sending } = before;
      this.sending = sending;
      await sending;
      if (this.sending === sending) this.sending = null;
      // It may have been refused meanwhile, or wait to try again.
      clearTimeout(before.timer);
      this.stopped = before.stopped;
      this.revision = before.revision;
      if (this.changed || before.changed) this.later();
    } else if (Number(this.revision) > Number(before.revision) && this.isPutBack()) this.stop("elsewhere");
    else this.revision = String(Math.max(Number(this.revision), Number(before.revision)));
  }

  // Whoever goes back finds their words put back by the browser, but in a form with a new id: sent again, they would
  // be written twice. So the place in the history remembers which id the words belong to.
  claim() {
    this.handed = false;
    const id = this.form.elements.namedItem("id");
    if (!id?.value) return;
    const before = history.state?.writing;
    if (before && before !== id.value && this.isPutBack()) {
      this.setAttribute("src", this.getAttribute("src").replace(id.value, before));
      id.value = before;
    }
    history.replaceState({ ...history.state, writing: id.value }, "");
  }

  isPutBack() {
    return [...this.form.elements].some((box) => box.tagName === "TEXTAREA" && box.value !== box.defaultValue);
  }

  later(wait = REST) {
    this.changed = true;
    clearTimeout(this.timer);
    if (!this.stopped) this.timer = setTimeout(() => this.keep(), wait);
  }

  keep(leaving = false) {
    clearTimeout(this.timer);
    if (!this.changed || this.stopped || this.handed) return;
    if (this.sending && !leaving) return this.later();
    this.changed = false;
    const sending = Promise.all([this.sending, this.send(leaving)]).finally(() => {
      if (this.sending === sending) this.sending = null;
    });
    this.sending = sending;
  }

  async send(leaving) {
    try {
      const reply = await fetch(this.getAttribute("src"), {
        method: "POST",
        body: new URLSearchParams(new FormData(this.form)),
        headers: { "X-Revision": this.revision, "X-Tab": `${this.tab}-${++this.sent}` },
        // Browsers refuse a long body that is to outlive its page.
        keepalive: leaving && new TextEncoder().encode(this.textarea()).length < 60000,
        redirect: "error",
      });
      if (reply.status === 409) return this.stop("elsewhere");
      if (reply.status === 413) return this.say("long", true);
      if (!reply.ok) throw new Error(reply.status);
      const { revision, locked } = await reply.json();
      this.revision = String(Math.max(revision, Number(this.revision)));
      this.tries = 0;
      this.say(locked ? "locked" : "kept", locked);
    } catch {
      this.say("offline", true);
      this.later(Math.min(REST * 2 ** ++this.tries, LONGEST_WAIT));
    }
  }

  textarea() {
    return [...this.form.querySelectorAll("textarea")].map((box) => box.value).join("");
  }

  // A draft that is still under way must not arrive after the finished page.
  async handIn(event) {
    if (event.defaultPrevented) return this.keep();
    clearTimeout(this.timer);
    this.handed = true;
    if (!this.sending) return;
    event.preventDefault();
    await this.sending;
    this.form.requestSubmit(event.submitter);
  }

  stop(reason) {
    this.stopped = true;
    this.say(reason, true);
  }

  say(reason, careful = false) {
    this.status.textContent = this.dataset[reason];
    this.status.classList.toggle("is-careful", careful);
  }
}

customElements.define("keep-draft", KeepDraft);
