// <talk-table>: keeps the screen awake while a talk runs. <talk-ring minutes="3">: a ring that fills; numbers only for
// whoever taps it. <send-later seconds="5">: what was written goes a moment later, and can be held back until then.
const ROUND = 2 * Math.PI * 24;

class TalkTable extends HTMLElement {
  connectedCallback() {
    this.wake = () => this.stayAwake();
    this.changes = new MutationObserver(this.wake);
    this.changes.observe(this, { childList: true, subtree: true });
    document.addEventListener("visibilitychange", this.wake);
    // Whoever goes back by the browser must not find another's words in the box.
    this.shown = (event) => event.persisted && location.reload();
    addEventListener("pageshow", this.shown);
    this.wake();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("pageshow", this.shown);
    this.changes.disconnect();
  }

  // Only while it is somebody's turn: through a pause, and afterwards, the screen may sleep.
  async stayAwake() {
    if (!this.runs) {
      this.lock?.release();
      this.lock = null;
    } else if (!this.lock && !this.waking) {
      this.waking = true;
      this.lock = await navigator.wakeLock?.request("screen").catch(() => null);
      this.waking = false;
      this.lock?.addEventListener("release", () => (this.lock = null));
      // It may have come to its end while the lock was asked for.
      if (!this.runs) this.lock?.release();
    }
  }

  get runs() {
    return !document.hidden && this.querySelector("[data-running]");
  }
}

// The steps whose minutes somebody wants to see: what is drawn anew meanwhile goes on showing them.
const counted = new Set();

class TalkRing extends HTMLElement {
  connectedCallback() {
    // A step that began elsewhere, or before this page was loaded, goes on from there.
    this.begun = Number(this.dataset.since) * 1000 || Date.now();
    if (!this.querySelector("svg")) this.insertAdjacentHTML(
      "afterbegin",
      `<svg viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="24"/><circle class="gone" cx="28" cy="28" r="24"/></svg>`,
    );
    this.gone = this.querySelector(".gone");
    this.counts = counted.has(this.dataset.since);
    if (!this.counts && !this.querySelector("button")) {
      const show = Object.assign(document.createElement("button"), { type: "button", className: "button quiet" });
      show.textContent = this.dataset.show;
      show.addEventListener("click", () => {
        this.counts = true;
        counted.add(this.dataset.since);
        show.remove();
        this.draw();
      });
      this.append(show);
    }
    this.gone.style.strokeDasharray = ROUND;
    this.timer = setInterval(() => this.draw(), 1000);
    this.draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  draw() {
    const part = Math.min(Math.max(Date.now() - this.begun, 0) / (60000 * Number(this.getAttribute("minutes"))), 1);
    this.gone.style.strokeDashoffset = ROUND * (1 - part);
    const all = this.getAttribute("minutes");
    const left = this.dataset.left.replace("{gone}", Math.floor(part * all)).replace("{all}", all);
    const told = this.querySelector("p");
    if (this.counts && part < 1 && told.textContent !== left) told.textContent = left;
    if (part < 1) return;
    clearInterval(this.timer);
    told.textContent = this.dataset.over;
  }
}

class SendLater extends HTMLElement {
  connectedCallback() {
    // Before the form's own keeper hears of it: what is held back goes on being kept.
    this.addEventListener("submit", (event) => this.hold(event), true);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  hold(event) {
    const box = event.target.querySelector("textarea");
    const gives = event.submitter?.name === "do" && event.submitter.value.startsWith("act");
    if (this.sure || !gives || !box?.value.trim()) return;
    event.preventDefault();
    if (this.bar) return;
    box.readOnly = true;
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "button plain" });
    undo.textContent = this.dataset.undo;
    undo.addEventListener("click", () => this.release(box));
    this.bar = Object.assign(document.createElement("div"), { className: "sending" });
    const told = Object.assign(document.createElement("p"), { textContent: this.dataset.wait });
    told.setAttribute("role", "status");
    this.bar.append(told, undo);
    event.target.after(this.bar);
    undo.focus();
    this.timer = setTimeout(() => this.send(event), 1000 * Number(this.getAttribute("seconds")));
  }

  // Without a connection it waits on, and can still be held back.
  send(event) {
    if (!navigator.onLine) return void (this.timer = setTimeout(() => this.send(event), 1000));
    this.sure = true;
    event.target.requestSubmit(event.submitter);
  }

  release(box) {
    clearTimeout(this.timer);
    this.bar.remove();
    this.bar = null;
    box.readOnly = false;
    box.focus();
    this.dispatchEvent(new Event("held-back", { bubbles: true }));
  }
}

customElements.define("send-later", SendLater);
customElements.define("talk-table", TalkTable);
customElements.define("talk-ring", TalkRing);
