/* The pad's queue: every report lies in the browser's store under a key of its own until it is answered. */
(function () {
  "use strict";
  const told = JSON.parse(document.getElementById("pad").dataset.pad);
  const OWN = "stormdesk-pad:" + told.account + ":";
  const ALL = "stormdesk-pad:";
  const QUEUED = OWN + "entry:";
  const LIST = OWN + "list";
  const PATIENCE_MS = 20000;
  const PING_MS = 5000;
  const PING_PATIENCE_MS = 4500;
  const FIRST_WAIT_MS = 1500;
  const LONGEST_WAIT_MS = 20000;
  const taken = [];
  const state = {
    told, taken, goodAt: performance.now(), isLinked: true, isOver: false, ahead: 0, trouble: "", changed() {},
  };
  let isSending = false;
  let waitMs = FIRST_WAIT_MS;
  let timer = 0;
  let lost = 0;

  function read(key) {
    try {
      return JSON.parse(localStorage.getItem(key));
    } catch (error) {
      return null;
    }
  }

  function write(key, value) {
    try {
      localStorage.setItem(key, JSON.stringify(value));
      return true;
    } catch (error) {
      return false;
    }
  }

  function entries() {
    const found = [];
    for (let place = 0; place < localStorage.length; place += 1) {
      const key = localStorage.key(place);
      if (!key.startsWith(QUEUED)) continue;
      const entry = read(key);
      if (entry && entry.id) found.push(entry);
    }
    return found.sort((one, other) => one.pressed_ms - other.pressed_ms);
  }

  const waiting = () => entries().filter((entry) => !entry.refused);
  const refused = () => entries().filter((entry) => entry.refused);

  function newId() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  /* Says whether the report is safe in the store; it is sent only from there. */
  function add(entry) {
    const whole = { ...entry, id: newId(), pressed_ms: Math.round(Date.now() + state.ahead), refused: "" };
    if (!write(QUEUED + whole.id, whole)) return false;
    waitMs = FIRST_WAIT_MS;
    send();
    return true;
  }

  function dismiss(id) {
    localStorage.removeItem(QUEUED + id);
    state.changed();
  }

  function hear(isGood, serverMs) {
    lost = isGood ? 0 : lost + 1;
    if (isGood) {
      state.goodAt = performance.now();
      if (!state.isLinked || state.isOver) waitMs = FIRST_WAIT_MS;
      state.isLinked = true;
    } else if (lost > 1 || !navigator.onLine) state.isLinked = false;
    if (serverMs) state.ahead = serverMs - Date.now();
    state.changed();
  }

  async function ask(path, options) {
    const wanted = { cache: "no-store", redirect: "error", signal: AbortSignal.timeout(PATIENCE_MS), ...options };
    const address = told.root + path + (path.includes("?") ? "&" : "?") + "lang=" + told.language;
    return fetch(address, wanted);
  }

  /* One after the other, in the order in which they were pressed; what gets no clear answer stays. */
  async function send() {
    if (isSending) return;
    isSending = true;
    window.clearTimeout(timer);
    try {
      for (let next = waiting()[0]; next && !state.isOver; next = waiting()[0]) {
        if (!(await sendOne(next))) {
          timer = window.setTimeout(send, waitMs);
          waitMs = Math.min(waitMs * 2, LONGEST_WAIT_MS);
          break;
        }
        waitMs = FIRST_WAIT_MS;
      }
    } finally {
      isSending = false;
      state.changed();
    }
  }

  async function sendOne(entry) {
    const { id, operation, subject, object, facet, status, number, note, pressed_ms } = entry;
    const body = JSON.stringify({ id, operation, subject, object, facet, status, number, note, pressed_ms });
    const headers = { "Content-Type": "application/json" };
    let answer;
    try {
      answer = await ask("pad/entries", { method: "POST", headers, body });
    } catch (error) {
      hear(false);
      return false;
    }
    if (answer.status === 401) {
      state.isOver = true;
      hear(true);
      return false;
    }
    const said = await answer.json().catch(() => null);
    const isFinal = answer.status === 200 || [400, 403, 404, 413].includes(answer.status);
    const isClear = said && (answer.status !== 200 || (said.id === id && typeof said.taken === "boolean"));
    if (!isFinal || !isClear) {
      state.trouble = told.words.unsure;
      hear(true);
      return false;
    }
    state.trouble = "";
    settle(entry, answer.status === 200 && said.taken, String(said.sentence || said.detail || answer.status));
    hear(true, said.server_ms);
    return true;
  }

  function settle(entry, isTaken, sentence) {
    if (!localStorage.getItem(QUEUED + entry.id)) return;
    if (isTaken) {
      localStorage.removeItem(QUEUED + entry.id);
      taken.unshift({ ...entry, sentence });
      taken.length = Math.min(taken.length, 5);
      state.wantsList = true;
    } else write(QUEUED + entry.id, { ...entry, refused: sentence });
  }

  async function ping() {
    try {
      const answer = await ask("healthz", { signal: AbortSignal.timeout(PING_PATIENCE_MS) });
      hear(typeof (await answer.json()).status === "string");
      if (waiting().length && waitMs === FIRST_WAIT_MS) send();
    } catch (error) {
      hear(false);
    }
    window.setTimeout(ping, PING_MS);
  }

  /* The list is fetched while there is a link, and kept for when there is none. */
  async function fetchList(area) {
    try {
      const answer = await ask("pad/list" + (area ? "?area=" + encodeURIComponent(area) : ""));
      if (answer.status === 401) state.isOver = true;
      if (!answer.ok) return hear(true);
      const list = await answer.json();
      write(LIST, { ...list, area, isKept: true });
      state.isOver = false;
      hear(true, list.server_ms);
      return { ...list, area };
    } catch (error) {
      return hear(false);
    }
  }

  /* What another account left to read goes; what it left to send stays for it alone. */
  function forgetOthers() {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(ALL) && key.endsWith(":list") && key !== LIST)
      .forEach((key) => localStorage.removeItem(key));
  }

  function forgetAll() {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(OWN))
      .forEach((key) => localStorage.removeItem(key));
  }

  window.addEventListener("online", () => {
    waitMs = FIRST_WAIT_MS;
    send();
  });
  window.addEventListener("offline", () => hear(false));
  window.addEventListener("storage", () => state.changed());
  forgetOthers();
  window.stormdeskPad = {
    state, add, dismiss, send, waiting, refused, fetchList, forgetAll, ping, kept: () => read(LIST),
  };
})();
