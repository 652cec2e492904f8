// Starts the GOV.UK components, and lets htmx post: its requests carry the token that forms carry in a field.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
initAll();

document.body.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = document.body.dataset.csrf;
});
// What htmx brings in has components too.
document.body.addEventListener("htmx:afterSettle", (event) => initAll({ scope: event.detail.elt }));

for (const button of document.querySelectorAll("[data-print]")) {
  button.addEventListener("click", () => window.print());
}
