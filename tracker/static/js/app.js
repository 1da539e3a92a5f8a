/* Small comforts; every page works without this file.
   Hooks are data attributes: data-search, data-select-all, data-select-row, data-select-strip,
   data-select-count, data-select-none, data-pick, data-key, data-pick-other, data-pick-new, data-print, data-live, data-max-mib. No inline handlers anywhere. */
(function () {
  "use strict";

  const one = (hook, root) => (root || document).querySelector("[" + hook + "]");
  const all = (hook, root) => Array.from((root || document).querySelectorAll("[" + hook + "]"));

  /* ---- choosing rows ---- */
  const scopeOf = (node) => node.closest("form") || document;

  function recount(scope) {
    const boxes = all("data-select-row", scope);
    const chosen = boxes.filter((box) => box.checked).length;
    boxes.forEach((box) => {
      const row = box.closest("tr");
      if (row) row.classList.toggle("sel", box.checked);
    });
    all("data-select-all", scope).forEach((box) => {
      box.checked = chosen > 0 && chosen === boxes.length;
      box.indeterminate = chosen > 0 && chosen < boxes.length;
    });
    all("data-select-count", scope).forEach((place) => {
      if (place.textContent !== String(chosen)) place.textContent = String(chosen);
    });
    all("data-select-strip", scope).forEach((strip) => {
      strip.hidden = chosen === 0;
    });
  }

  function choose(scope, yes) {
    all("data-select-row", scope).forEach((box) => {
      box.checked = yes;
    });
    recount(scope);
  }

  document.addEventListener("change", (event) => {
    const box = event.target;
    if (box.matches("[data-select-all]")) choose(scopeOf(box), box.checked);
    else if (box.matches("[data-select-row]")) recount(scopeOf(box));
  });

  /* ---- one answer for a name: proposed (by its number key), of the register, or entered here ---- */
  const withKeys = (event) => event.ctrlKey || event.altKey || event.metaKey || event.isComposing;

  document.addEventListener("keydown", (event) => {
    const row = event.target.closest("tr");
    const place = row && one("data-pick", row);
    if (!place || withKeys(event) || !/^[0-9]$/.test(event.key)) return;
    if (event.target.matches("input:not([type=radio]):not([type=checkbox]), select, textarea")) return;
    const proposed = place.querySelector(`[data-key="${event.key}"]`);
    if (!proposed) return;
    event.preventDefault();
    proposed.focus();
    proposed.click();
  });

  document.addEventListener("change", (event) => {
    const place = event.target.closest("[data-pick]");
    if (!place) return;
    const later = place.querySelector('[data-key="0"]');
    const other = one("data-pick-other", place);
    const made = one("data-pick-new", place);
    const isProposed = event.target.matches("[data-key]");
    const isOther = event.target === other;
    if (event.target.closest(".made") && event.target !== made) made.checked = true;
    if (made && (isProposed || isOther)) made.checked = false;
    if (other && !isOther) other.value = "0";
    if (later && !isProposed) later.checked = true;
  });

  /* ---- buttons that only make sense with script ---- */
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-print], [data-select-none]");
    if (!button) return;
    if (button.matches("[data-print]")) {
      window.print();
      return;
    }
    const scope = scopeOf(button);
    choose(scope, false);
    const first = one("data-select-all", scope);
    if (first) first.focus();
  });

  /* ---- a file that the server would refuse is not sent at all ---- */
  const MIB = 1024 * 1024;

  function sizeOf(form) {
    const files = all("data-max-mib", form).flatMap((field) => Array.from(field.files));
    return files.reduce((sum, file) => sum + file.size, 0);
  }

  function sayTooLarge(field) {
    const most = Number(field.dataset.maxMib);
    const before = document.getElementById(field.id + "-size");
    if (before) before.remove();
    const over = sizeOf(field.form) > most * MIB && field.files.length > 0;
    field.setAttribute("aria-invalid", String(over));
    if (!over) return;
    const line = document.createElement("p");
    line.className = "wrong";
    line.id = field.id + "-size";
    line.setAttribute("role", "alert");
    line.textContent = `文件超过 ${most} MiB，不能上传。请压缩或拆分后重新选择。`;
    field.before(line);
  }

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-max-mib]")) all("data-max-mib", event.target.form).forEach(sayTooLarge);
  });
  document.addEventListener("submit", (event) => {
    const field = all("data-max-mib", event.target).find((one) => one.files.length && sizeOf(one.form) > one.dataset.maxMib * MIB);
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  /* ---- a form is sent once: a second click while the answer is on its way does nothing ---- */
  const SENT_FOR = 8000; /* an answer that is a file leaves the page as it is */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    window.setTimeout(() => delete form.dataset.sent, SENT_FOR);
  });
  window.addEventListener("pageshow", () => {
    all("data-sent").forEach((form) => delete form.dataset.sent);
  });

  /* ---- "/" goes to the search box ---- */
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
    const search = one("data-search");
    if (event.key !== "/" || typing || !search) return;
    if (withKeys(event)) return;
    event.preventDefault();
    search.focus();
    search.select();
  });

  /* ---- an htmx request that failed says so, in the server's own sentence if there is one ---- */
  function say(sentence) {
    const place = one("data-live");
    if (!place) return;
    place.textContent = sentence;
    place.hidden = false;
    place.scrollIntoView({ block: "nearest" });
  }

  function sentenceOf(answer) {
    const page = new DOMParser().parseFromString(answer || "", "text/html");
    const place = page.querySelector("[data-sentence]") || page.querySelector("main p");
    return place ? place.textContent.trim() : "";
  }

  document.addEventListener("htmx:responseError", (event) => {
    say(sentenceOf(event.detail.xhr.responseText) || "没有办成，请刷新页面后再试。");
  });
  document.addEventListener("htmx:sendError", () => {
    say("连不上服务器，没有办成。请检查网络后再试。");
  });
  document.addEventListener("htmx:beforeRequest", () => {
    const place = one("data-live");
    if (place) place.hidden = true;
  });

  /* ---- what is new on the page ---- */
  const recountAll = () => new Set(all("data-select-row").map(scopeOf)).forEach(recount);

  function settle() {
    all("data-needs-script").forEach((node) => {
      node.hidden = false;
    });
    recountAll();
    const errors = document.querySelector(".errors[role=alert]");
    if (errors) errors.focus();
  }

  document.addEventListener("htmx:afterSettle", settle);
  window.addEventListener("pageshow", recountAll); // "back" restores the ticks
  settle();

  /* ---- a menu that opens over the page closes when one clicks elsewhere or presses Escape ---- */
  const OVER = ".mine[open], .burger[open], .menu[open], .how[open]";
  document.addEventListener("click", (event) => {
    document.querySelectorAll(OVER).forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    document.querySelectorAll(OVER).forEach((menu) => {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });
})();
