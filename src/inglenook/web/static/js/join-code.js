// <join-code>: takes an invitation out of the address, where the browser's history would keep it, and into the field.
const CODE = /^[\w-]{12,64}$/;

class JoinCode extends HTMLElement {
  connectedCallback() {
    this.take = () => this.takeFromAddress();
    addEventListener("hashchange", this.take);
    this.take();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.take);
  }

  takeFromAddress() {
    const found = location.hash.slice(1);
    // "#main" is the way past the menu, no invitation.
    if (!CODE.test(found) || document.getElementById(found)) return;
    history.replaceState(null, "", location.pathname + location.search);
    // With its "#", so that a link that was cut short is known for one.
    this.querySelector("textarea").value = `#${found}`;
    this.querySelector("[data-typed]").hidden = true;
    this.querySelector("[data-taken]").hidden = false;
    this.querySelector("button").focus();
  }
}

customElements.define("join-code", JoinCode);
