// <copy-text data-text="..." data-done="Copied">: its button is there only where the browser can copy.
class CopyText extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector("button");
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.text);
      this.querySelector("[role=status]").textContent = this.dataset.done;
    });
  }
}

customElements.define("copy-text", CopyText);
