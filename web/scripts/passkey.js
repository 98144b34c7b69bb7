// Forms that sign with a key of the device (WebAuthn). They show themselves where the
// browser can; elsewhere the password is enough.

const keys = globalThis.PublicKeyCredential;

const ceremonies = {
  create: (options) => navigator.credentials.create({ publicKey: keys.parseCreationOptionsFromJSON(options) }),
  get: (options) => navigator.credentials.get({ publicKey: keys.parseRequestOptionsFromJSON(options) }),
};

async function sign(form) {
  const asked = await fetch(form.dataset.asks, { headers: { Accept: "application/json" } });
  if (asked.redirected) {
    location.assign(asked.url); // a page asks for something first
    return;
  }
  if (!asked.ok) throw new Error(asked.statusText);
  const { publicKey } = await asked.json();
  const credential = await ceremonies[form.dataset.passkey](publicKey);
  form.elements.reponse.value = JSON.stringify(credential.toJSON());
  form.submit();
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!keys?.parseCreationOptionsFromJSON) break;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    sign(form).catch(() => {
      form.querySelector("[role=status]").textContent = form.dataset.failed;
      form.querySelector("[type=submit]").disabled = false;
    });
  });
}
