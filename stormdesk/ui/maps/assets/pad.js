/* What the pad shows: link, queue, list, one object with what may be said of it. Names only as text. */
(function () {
  "use strict";
  const pad = window.stormdeskPad;
  const { state } = pad;
  const { words, areas, root, language } = state.told;
  const REFRESH_MS = 60000;
  const MOST_SHOWN = 120;
  const DEAF_MS = 600;
  const at = (id) => document.getElementById(id);
  const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
  let list = pad.kept();
  let isKept = Boolean(list);
  let subject = "";
  let opened = null;
  let facet = "";
  let status = "";
  let sureOf = "";
  let isFetching = false;
  let deafUntil = 0;
  let pending = pad.waiting();

  function make(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    if (tag === "button") made.type = "button";
    return made;
  }

  function put(place, children) {
    at(place).replaceChildren(...children);
  }

  const here = () => list && list.subjects.find((one) => one.subject === subject);

  function drawLink() {
    const waitingNow = pad.waiting().length;
    const refusedNow = pad.refused().length;
    const lostS = Math.round((performance.now() - state.goodAt) / 1000);
    const lost = lostS < 120 ? fill(words.lost, { n: lostS }) : fill(words.lost_min, { n: Math.floor(lostS / 60) });
    at("link").className = state.isOver ? "is-over" : state.isLinked ? "is-good" : "is-lost";
    at("link-word").textContent = state.isLinked ? words.linked : lost;
    at("link-queue").textContent = waitingNow ? fill(words.waiting, { n: waitingNow }) : words.none_waiting;
    at("link-refused").textContent = refusedNow ? fill(words.refused, { n: refusedNow }) : "";
    at("link-over").hidden = !state.isOver;
    at("link-trouble").textContent = waitingNow && !state.isOver ? state.trouble : "";
  }

  function drawQueue() {
    const lines = [
      ...pad.refused().map((entry) => line(entry, "is-refused", words.is_refused, entry.refused)),
      ...pad.waiting().map((entry) => line(entry, "is-waiting", words.is_waiting, "")),
      ...state.taken.map((entry) => line(entry, "is-taken", words.is_taken, entry.sentence)),
    ];
    put("queue", lines);
  }

  function line(entry, className, word, sentence) {
    const made = make("li", className);
    made.append(make("b", "", word), make("span", "", entry.label));
    if (entry.note) made.append(make("span", "note", entry.note));
    if (sentence) made.append(make("span", "why", sentence));
    if (entry.refused) {
      const gone = make("button", "", words.dismiss);
      gone.addEventListener("click", () => pad.dismiss(entry.id));
      made.append(gone);
    }
    return made;
  }

  function drawTabs() {
    if (!list) return;
    if (!here() && list.subjects.length) subject = list.subjects[0].subject;
    put("tabs", list.subjects.map((one) => {
      const tab = make("button", one.subject === subject ? "is-on" : "", one.title + " " + one.total);
      tab.setAttribute("aria-pressed", String(one.subject === subject));
      tab.addEventListener("click", () => {
        subject = one.subject;
        drawTabs();
        drawRows();
      });
      return tab;
    }));
  }

  function drawRows() {
    const one = here();
    at("as-of").textContent = list && list.at ? fill(isKept || !state.isLinked ? words.kept : words.as_of, list) : "";
    if (!one) {
      put("rows", [make("li", "none", list ? words.closed : words.no_list)]);
      return;
    }
    const wanted = at("search").value.trim().toLowerCase();
    const hits = one.rows.filter((row) => !wanted || row.slice(0, 4).join(" ").toLowerCase().includes(wanted));
    const shown = hits.slice(0, MOST_SHOWN).map((row) => rowOf(one, row));
    if (!shown.length) shown.push(make("li", "none", wanted ? words.no_hit : words.empty));
    if (hits.length > MOST_SHOWN) shown.push(make("li", "none", fill(words.narrow, { n: hits.length - MOST_SHOWN })));
    if (one.total > one.rows.length) {
      shown.push(make("li", "none", fill(words.more, { n: one.total - one.rows.length })));
    }
    put("rows", shown);
  }

  function rowOf(one, row) {
    const made = make("li", "");
    const tap = make("button", "row");
    tap.append(make("b", "", row[1]), make("span", "", [row[2], row[3]].filter(Boolean).join(" · ")));
    tap.append(make("em", "", stateOf(one, row)));
    tap.addEventListener("click", () => performance.now() > deafUntil && open(row));
    made.append(tap);
    return made;
  }

  function stateOf(one, row) {
    const first = one.facets[0];
    const said = first.names[row[4][first.name]] || words.unreported;
    const people = row[5][first.name];
    const now = people === undefined || people === null ? said : said + " · " + fill(words.people, { n: people });
    const next = one.facets.map((known) => known.names[pendingOf(row, known.name)]).filter(Boolean);
    return next.length ? now + " → " + next.join(" · ") + " (" + words.is_waiting + ")" : now;
  }

  /* What was last written down of an object and is not sent yet. */
  function pendingOf(row, name) {
    const left = pending.filter((entry) => entry.object === row[0] && entry.subject === subject && entry.facet === name);
    return left.length ? left[left.length - 1].status : undefined;
  }

  function open(row) {
    opened = row;
    sureOf = "";
    facet = here().facets[0].name;
    status = "";
    at("note").value = "";
    at("said").textContent = "";
    document.body.className = "is-entering";
    drawEntry();
    at("entry").scrollIntoView({ block: "start" });
  }

  function close() {
    opened = null;
    document.body.className = "";
  }

  function drawEntry() {
    const one = here();
    const now = one.facets.find((known) => known.name === facet);
    at("entry-name").textContent = opened[1];
    at("entry-place").textContent = [opened[2], opened[3], stateOf(one, opened)].filter(Boolean).join(" · ");
    put("facets", one.facets.length < 2 ? [] : one.facets.map((known) => choice(known.title, known.name === facet, () => {
      facet = known.name;
      status = "";
      drawEntry();
    })));
    const before = pendingOf(opened, facet) ?? opened[4][facet];
    const known = before === undefined ? Object.keys(now.names) : [...(now.next[before] || []), before];
    const may = Object.keys(now.names).filter((code) => known.includes(code));
    put("statuses", may.map((code) => choice(now.names[code], code === status, () => {
      status = code;
      drawEntry();
    })));
    at("number-part").hidden = !now.number;
    at("number-title").textContent = now.number;
    if (at("number").dataset.of !== facet + opened[0]) {
      at("number").dataset.of = facet + opened[0];
      at("number").value = opened[5][facet] ?? "";
    }
  }

  function choice(text, isOn, pressed) {
    const made = make("button", isOn ? "is-on" : "", text);
    made.setAttribute("aria-pressed", String(isOn));
    made.addEventListener("click", pressed);
    return made;
  }

  function record() {
    const one = here();
    const now = one.facets.find((known) => known.name === facet);
    const typed = at("number").value.normalize("NFKC").trim();
    const number = now.number ? Number(typed) : null;
    if (!status) return say(words.need_status);
    if (now.number && (!/^\d{1,6}$/.test(typed) || number > 100000)) return say(words.need_number);
    const listed = opened[5][facet];
    if (now.isOfList && number > listed && sureOf !== typed) {
      sureOf = typed;
      return say(fill(words.more_than_listed, { listed, n: number }));
    }
    const people = now.number ? " · " + fill(words.people, { n: number }) : "";
    const label = opened[1] + " · " + now.names[status] + people;
    const note = at("note").value.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, " ").trim();
    const entry = { operation: list.operation, subject, object: opened[0], facet, status, number, note, label };
    if (!pad.add(entry)) return say(words.no_room);
    /* The second touch of a double one would open whoever comes to lie under the finger. */
    deafUntil = performance.now() + DEAF_MS;
    close();
    state.changed();
    at("flash").textContent = state.isLinked ? words.kept_here : words.kept_lost;
    return undefined;
  }

  function say(text) {
    at("said").textContent = text;
  }

  async function refresh() {
    if (isFetching) return;
    isFetching = true;
    const fresh = await pad.fetchList(at("area").value);
    isFetching = false;
    if (!fresh) return;
    list = fresh;
    isKept = false;
    state.wantsList = false;
    drawTabs();
    drawRows();
  }

  function leave(event) {
    const left = pad.waiting().length + pad.refused().length;
    if (!left) return pad.forgetAll();
    event.preventDefault();
    at("leave-word").textContent = fill(words.leave_ask, { n: left });
    at("leave").hidden = false;
    at("leave").scrollIntoView({ block: "center" });
    return undefined;
  }

  /* What is typed into stays above the keyboard: the page is as high as what is left of the screen. */
  function fit() {
    const seen = window.visualViewport;
    if (!seen) return;
    document.documentElement.style.setProperty("--hidden", Math.max(0, innerHeight - seen.height - seen.offsetTop) + "px");
    const active = document.activeElement;
    if (active && active.matches("input, select") && opened) active.scrollIntoView({ block: "center" });
  }

  at("area").replaceChildren(new Option(words.whole, ""), ...areas.map(([code, name]) => new Option(name, code)));
  at("area").hidden = areas.length === 0;
  if (list && list.area) at("area").value = list.area;
  at("area").addEventListener("change", refresh);
  at("search").addEventListener("input", drawRows);
  at("back").addEventListener("click", close);
  at("record").addEventListener("click", record);
  at("sign-out").addEventListener("click", leave);
  at("leave-stay").addEventListener("click", () => {
    at("leave").hidden = true;
  });
  at("leave-go").addEventListener("click", () => {
    pad.forgetAll();
    window.location.assign(root + "sign-out?lang=" + language);
  });
  if (window.visualViewport) window.visualViewport.addEventListener("resize", fit);
  let wasLinked = true;
  state.changed = () => {
    const before = pending.length;
    pending = pad.waiting();
    drawLink();
    drawQueue();
    if (!pending.length) at("flash").textContent = "";
    if (state.isLinked !== wasLinked || pending.length !== before) drawRows();
    if (state.isLinked && (state.wantsList || !wasLinked)) refresh();
    wasLinked = state.isLinked;
  };
  window.setInterval(drawLink, 1000);
  window.setInterval(() => {
    if (state.isLinked && !state.isOver && document.visibilityState === "visible") refresh();
  }, REFRESH_MS);
  drawTabs();
  drawRows();
  state.changed();
  refresh();
  pad.ping();
  pad.send();
})();
