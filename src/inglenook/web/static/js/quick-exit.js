// <quick-exit data-to="https://...">: leaves at once, by its button or by Escape three times within two seconds.
const WITHIN = 2000;

class QuickExit extends HTMLElement {
  connectedCallback() {
    this.presses = [];
    this.addEventListener("submit", (event) => {
      event.preventDefault();
      this.leave();
    });
    this.onKey = (event) => {
      if (event.key !== "Escape" || event.repeat) return;
      const now = Date.now();
      this.presses = [...this.presses, now].filter((then) => now - then < WITHIN);
      if (this.presses.length >= 3) this.leave();
    };
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  leave() {
    const form = this.querySelector("form");
    // Nothing of the page may stay in sight while the next one loads.
    document.title = "…";
    document.documentElement.hidden = true;
    document.dispatchEvent(new Event("leaving"));
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true }).catch(() => {});
    location.replace(this.dataset.to);
  }
}

customElements.define("quick-exit", QuickExit);
