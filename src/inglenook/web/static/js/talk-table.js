// <talk-table>: keeps the screen awake while a talk runs. <talk-ring minutes="3">: a ring that fills, without numbers.
const ROUND = 2 * Math.PI * 24;

class TalkTable extends HTMLElement {
  connectedCallback() {
    this.wake = () => document.hidden || navigator.wakeLock?.request("screen").catch(() => {});
    document.addEventListener("visibilitychange", this.wake);
    // Whoever goes back by the browser must not find another's words in the box.
    this.shown = (event) => event.persisted && location.reload();
    addEventListener("pageshow", this.shown);
    this.wake();
  }

  disconnectedCallback() {
    document.removeEventListener("visibilitychange", this.wake);
    removeEventListener("pageshow", this.shown);
  }
}

class TalkRing extends HTMLElement {
  connectedCallback() {
    this.begun = Date.now();
    this.insertAdjacentHTML(
      "afterbegin",
      `<svg viewBox="0 0 56 56" aria-hidden="true"><circle cx="28" cy="28" r="24"/><circle class="gone" cx="28" cy="28" r="24"/></svg>`,
    );
    this.gone = this.querySelector(".gone");
    this.gone.style.strokeDasharray = ROUND;
    this.timer = setInterval(() => this.draw(), 1000);
    this.draw();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  draw() {
    const part = Math.min((Date.now() - this.begun) / (60000 * Number(this.getAttribute("minutes"))), 1);
    this.gone.style.strokeDashoffset = ROUND * (1 - part);
    if (part < 1) return;
    clearInterval(this.timer);
    this.querySelector("p").textContent = this.dataset.over;
  }
}

customElements.define("talk-table", TalkTable);
customElements.define("talk-ring", TalkRing);
