// What every page gains when scripts run. Pages are whole without it.
import "./combobox.js";
import "./here.js";

// A refused form: the summary of what to mend is read first.
const summary = document.querySelector(".fr-alert--error");
if (summary) {
  summary.tabIndex = -1;
  summary.focus();
}

// A form sent twice is a report stored twice.
for (const form of document.querySelectorAll('form[method="post"]')) {
  form.addEventListener("submit", () => {
    const button = form.querySelector('[type="submit"]');
    // Once the browser has taken the form, not before: a disabled button sends nothing.
    setTimeout(() => { button.disabled = true; });
  });
}
// Coming back by the browser's history brings the button back.
addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button[disabled][type=submit]")) button.disabled = false;
});
