/* What a person types into a form with a text area is kept by the server while it is typed; the page
   says before a log-in ends. Every form works without this file: see tracker/typed.
   The body says: data-left (seconds that the log-in lasts), data-who, data-keep and data-kept (where
   text is sent and asked for), data-log-in, data-typed-at (the form that came back with errors). */
(function () {
  "use strict";

  const told = document.body.dataset;
  if (!told.keep) return;
  const PAUSE = 2000; /* after the last key */
  const LATEST = 5000; /* after the first that is not saved */
  const AGAIN = 15000; /* where the server could not be reached */
  const PATIENCE = 10000; /* for one answer */
  const WARN = 120000; /* before the log-in ends */
  const SKIPPED = ["hidden", "password", "file", "submit", "button", "reset", "image"];
  const page = (told.typedAt || location.pathname).split("#")[0];

  const HERE = { timeZone: "Asia/Shanghai", hour: "2-digit", minute: "2-digit", hour12: false };
  const clock = (time) => new Date(time).toLocaleTimeString("zh-CN", HERE);

  function made(tag, text, given) {
    const node = Object.assign(document.createElement(tag), given);
    node.textContent = text;
    return node;
  }

  function button(text, loud, press) {
    const node = made("button", text, { type: "button", className: "btn " + (loud ? "btn-main" : "btn-plain") });
    node.addEventListener("click", press);
    return node;
  }

  /* ---- the token of this page; one that a log-in elsewhere made void is asked for anew ---- */
  const tokenOf = () => (document.querySelector("[name=csrf_token]") || {}).value || "";

  async function ask() {
    const answer = await fetch(told.kept + "?page=" + encodeURIComponent(page), { credentials: "same-origin" });
    if (answer.redirected || !answer.ok) return null;
    const found = await answer.json();
    if (String(found.who) !== told.who) return null; /* somebody else is logged in by now */
    lasts(found.left);
    return found;
  }

  async function freshToken() {
    const found = await ask();
    if (!found) return false;
    document.querySelectorAll("[name=csrf_token]").forEach((field) => {
      field.value = found.token;
    });
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": found.token }));
    return true;
  }

  /* ---- until when the log-in lasts: all windows know of each other ---- */
  const SHARED = "tracker-log-in-ends";
  let ends = 0;

  function until(time) {
    ends = time;
    expired = false;
    showBar();
  }

  function lasts(left) {
    if (typeof left !== "number") return;
    until(Date.now() + left * 1000);
    try {
      localStorage.setItem(SHARED, String(ends));
    } catch (error) {
      /* a browser that keeps nothing: this window counts for itself */
    }
  }

  window.addEventListener("storage", (event) => {
    if (event.key === SHARED && Number(event.newValue) > ends) until(Number(event.newValue));
  });

  const bar = made("div", "", { className: "idle no-print", hidden: true });
  bar.setAttribute("role", "alert");
  document.body.append(bar);
  let barSays = "";
  let expired = false;
  let atLimit = false;

  function fillBar(sentence, way) {
    if (barSays === sentence) return;
    barSays = sentence;
    bar.replaceChildren(made("p", sentence));
    if (way) bar.append(way);
    bar.hidden = !sentence;
  }

  function showBar() {
    const now = Date.now();
    if (now >= ends) {
      if (!expired) end();
    } else if (now < ends - WARN) {
      atLimit = false;
      fillBar("");
    } else if (atLimit) {
      fillBar(`登录时间已到上限，${clock(ends)} 须重新登录，请先提交或保存。`);
    } else {
      fillBar(`您有一段时间没有操作，${clock(ends)} 将自动退出登录。`, button("继续使用", true, goOn));
    }
  }

  async function goOn() {
    atLimit = true; /* unless the answer gives more time */
    const found = await ask().catch(() => undefined);
    if (found === null) end();
    else showBar();
  }

  async function end() {
    expired = true;
    const way = made("a", "重新登录", { className: "btn btn-main" });
    way.href = told.logIn + "?next=" + encodeURIComponent(location.pathname + location.search);
    const written = forms.filter((form) => form.text() !== form.first);
    await Promise.all(written.map((form) => form.save()));
    const kept = written.length && !written.some((form) => form.isUnsaved);
    fillBar("登录已过期，须重新登录。" + (kept ? "您填写的内容已保存，登录后可在本页恢复。" : ""), way);
  }

  /* ---- one form ---- */
  class Kept {
    constructor(form) {
      this.form = form;
      const own = new URL(form.getAttribute("action") || "", location.href).pathname;
      this.place = own === page ? page : page + "#" + own;
      form.append(made("input", "", { type: "hidden", name: "typed_at", value: this.place }));
      const back = this.place === told.typedAt; /* with errors: nothing of it is on record */
      this.first = back ? "" : this.text();
      this.last = this.first; /* what the server holds, or the page as it came */
      this.earlier = null; /* what is offered, while nobody said what becomes of it */
      this.since = 0;
      form.addEventListener("input", () => this.typed());
      form.addEventListener("change", () => this.typed());
      if (back) this.typed();
    }

    controls() {
      return Array.from(this.form.elements).filter(
        (one) => one.name && !one.disabled && !SKIPPED.includes(one.type) && one.tagName !== "FIELDSET" && one.tagName !== "BUTTON"
      );
    }

    read() {
      const found = {};
      this.controls().forEach((one) => {
        if (one.type === "checkbox" || one.type === "radio" ? !one.checked : false) return;
        const chosen = one.multiple ? Array.from(one.selectedOptions, (option) => option.value) : [one.value];
        found[one.name] = (found[one.name] || []).concat(chosen);
      });
      return found;
    }

    text() {
      return JSON.stringify(this.read());
    }

    get isUnsaved() {
      return !this.sent && this.text() !== this.last;
    }

    typed() {
      this.sent = false;
      const now = Date.now();
      this.since = this.since || now;
      this.after(Math.min(PAUSE, Math.max(0, this.since + LATEST - now)));
    }

    after(wait) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), wait);
    }

    /* The text as it is sent; what was offered and not decided about is kept beside it. */
    parcel() {
      const now = this.read();
      const fields = this.text() === this.first ? {} : now;
      Object.entries(this.earlier || {}).forEach(([name, values]) => {
        if (JSON.stringify(now[name]) !== JSON.stringify(values)) fields["此前 " + name.replace(/^此前 /, "")] = values;
      });
      const sent = new FormData();
      sent.set("csrf_token", tokenOf());
      sent.set("place", this.place);
      sent.set("fields", JSON.stringify(fields));
      return sent;
    }

    async save(second) {
      window.clearTimeout(this.timer);
      if (!this.isUnsaved || this.stopped) return;
      if (this.going) {
        this.after(PAUSE);
        return;
      }
      this.since = 0;
      const text = this.text();
      const going = new AbortController();
      const patience = window.setTimeout(() => going.abort(), PATIENCE);
      this.going = going;
      this.unreached = false;
      try {
        const answer = await fetch(told.keep, { method: "POST", body: this.parcel(), signal: going.signal, credentials: "same-origin" });
        this.going = null;
        await this.hear(answer, text, second);
      } catch (error) {
        this.going = null;
        if (this.sent) return;
        this.unreached = true;
        this.say("没有存上：连不上服务器", true);
        this.after(AGAIN);
      } finally {
        window.clearTimeout(patience);
      }
    }

    /* A browser that finds no server leaves the page, and what was typed with it: a form goes only
       once the server was reached. What the server will not keep goes all the same. */
    holds() {
      return this.isUnsaved && !this.stopped && !this.mayGo;
    }

    async goOnceKept(button) {
      if (this.waits) return;
      this.waits = true;
      while (this.going) await new Promise((done) => window.setTimeout(done, 50));
      await this.save();
      this.waits = false;
      if (this.unreached) {
        this.say("连不上服务器，没有提交。请不要关闭本页，连上以后再按一次。", true);
        return;
      }
      this.mayGo = true;
      this.form.requestSubmit(button);
      this.mayGo = false;
    }

    async hear(answer, text, second) {
      if (answer.status === 400 && !second && (await freshToken())) {
        await this.save(true);
        return;
      }
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      const found = json && !answer.redirected ? await answer.json() : {};
      if (answer.ok && json) {
        this.last = text;
        this.say("已存 " + found.saved);
        lasts(found.left);
      } else if (found.kept) {
        this.last = text;
        if (!expired) until(0);
      } else {
        this.stopped = answer.status === 400; /* the token is void, and asking again is noted each time */
        this.say(found.sentence || "没有存上，请先复制填写的内容，再刷新页面", true);
      }
    }

    say(sentence, wrong) {
      if (!this.line) {
        this.line = made("span", "", { className: "kept no-print" });
        this.line.setAttribute("role", "status");
        const bars = this.form.querySelectorAll(".buttons, .actbar");
        const last = Array.from(this.form.querySelectorAll("button[type=submit]")).pop();
        if (bars.length) bars[bars.length - 1].append(this.line);
        else if (last) last.after(this.line);
        else this.form.append(this.line);
      }
      if (this.line.textContent !== sentence) this.line.textContent = sentence;
      this.line.classList.toggle("wrong", Boolean(wrong));
    }

    /* ---- what was kept is offered, never forced ---- */
    offer(kept) {
      const now = this.read();
      const differs = Object.entries(kept.fields).some(([name, values]) => JSON.stringify(now[name]) !== JSON.stringify(values));
      if (!differs || this.place === told.typedAt) return;
      this.earlier = kept.fields;
      const box = made("div", "", { className: "unsent no-print" });
      box.append(made("p", `您 ${kept.saved} 在这里写过、没有提交的内容：`));
      box.setAttribute("role", "group");
      box.setAttribute("aria-label", "没有提交的内容");
      box.append(button("恢复", true, () => this.restore(kept.fields, box)));
      box.append(button("丢弃", false, () => this.discard(box)));
      this.form.prepend(box);
      const folded = this.form.closest("details");
      if (folded && !document.querySelector(".how[open]")) folded.open = true; /* one may lie over the page */
    }

    restore(fields, box) {
      const used = {};
      this.controls().forEach((one) => {
        const values = fields[one.name] || [];
        const place = used[one.name] || 0;
        used[one.name] = place + 1;
        if (one.type === "checkbox" || one.type === "radio") one.checked = values.includes(one.value);
        else if (one.multiple) Array.from(one.options).forEach((option) => (option.selected = values.includes(option.value)));
        else if (place < values.length) one.value = values[place];
      });
      this.earlier = null;
      this.showRest(box, Object.keys(fields).filter((name) => !(name in used)).map((name) => fields[name].join("\n")));
      this.form.dispatchEvent(new Event("change", { bubbles: true }));
      const first = this.controls().find((one) => one.tagName === "TEXTAREA");
      if (first) first.focus();
    }

    /* What no field of the page takes any more stands there to be copied. */
    showRest(box, texts) {
      const rest = texts.filter((text) => text.trim()).join("\n\n");
      if (!rest) {
        box.remove();
        return;
      }
      box.replaceChildren(made("label", "下面的内容在本页没有对应的栏目，可以复制：", { htmlFor: "typed-rest" }));
      box.append(made("textarea", rest, { id: "typed-rest", readOnly: true, rows: 4 }));
    }

    async discard(box) {
      this.earlier = null;
      box.remove();
      const sent = this.parcel();
      if (this.text() === this.first) sent.set("fields", "{}");
      await fetch(told.keep, { method: "POST", body: sent, credentials: "same-origin" }).catch(() => this.typed());
    }

    leave() {
      window.clearTimeout(this.timer);
      if (this.isUnsaved && navigator.sendBeacon) navigator.sendBeacon(told.keep, this.parcel());
    }

    send() {
      this.sent = true;
      window.clearTimeout(this.timer);
      if (this.going) this.going.abort();
    }
  }

  const forms = Array.from(document.querySelectorAll("form[method=post]"))
    .filter((form) => form.querySelector("textarea:not([readonly])"))
    .map((form) => new Kept(form));

  const holdBack = (event) => {
    const form = forms.find((one) => one.form === event.target);
    if (!form || !form.holds()) return;
    event.preventDefault();
    form.goOnceKept(event.submitter);
  };
  document.addEventListener("submit", holdBack, true); /* before all that takes the form for sent */
  document.addEventListener("submit", (event) => {
    const form = forms.find((one) => one.form === event.target);
    if (form && !event.defaultPrevented) form.send();
  });
  window.addEventListener("online", () => forms.forEach((form) => form.save()));
  window.addEventListener("pagehide", () => forms.forEach((form) => form.leave()));
  window.addEventListener("pageshow", (event) => {
    forms.forEach((form) => (form.sent = false));
    if (event.persisted) ask().catch(() => undefined);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!forms.some((form) => form.isUnsaved)) return;
    event.preventDefault();
    event.returnValue = "";
  });

  lasts(Number(told.left));
  window.setInterval(showBar, 1000);
  if (forms.length) {
    ask()
      .then((found) => {
        (found ? found.kept : []).forEach((kept) => {
          const form = forms.find((one) => one.place === kept.place);
          if (form) form.offer(kept);
        });
      })
      .catch(() => undefined);
  }
})();
