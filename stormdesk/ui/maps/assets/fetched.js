/* A layer that the browser fetches by itself: whole once, then only what changed since what it holds. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const PATIENCE_MS = 10000;
  const STALE_MS = 20000;

  S.startFetching = function (feed) {
    const state = { feed: feed, version: "", rows: new Map(), names: [], lastGood: Date.now(), isStale: false };
    feeds.push(state);
    const turn = async () => {
      try {
        await ask(state);
        state.lastGood = Date.now();
      } catch (error) {
        console.warn("layer", feed.name, error.message);
      } finally {
        judge();
        window.setTimeout(turn, feed.every_s * 1000 * (0.95 + Math.random() * 0.1));
      }
    };
    turn();
  };

  const feeds = [];

  async function ask(state) {
    const query = new URLSearchParams(state.feed.query);
    if (state.version) query.set("since", state.version);
    const answer = await fetch(S.config.root + "layers/" + encodeURIComponent(state.feed.name) + "?" + query, {
      cache: "no-store",
      headers: state.version ? { "If-None-Match": '"' + state.version + '"' } : {},
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (answer.status === 304) return;
    if (!answer.ok) throw new Error("answered " + answer.status);
    take(state, await answer.json());
  }

  function take(state, news) {
    if (!news.since) state.rows.clear();
    state.names = Object.keys(news.columns).filter((name) => name !== "id");
    (news.removed || []).forEach((id) => state.rows.delete(id));
    news.columns.id.forEach((id, place) => {
      state.rows.set(id, state.names.map((name) => news.columns[name][place]));
    });
    state.version = news.version;
    S.show(state.feed.name, state.feed.kind, S.shapers[state.feed.kind](state)).isFetched = true;
  }

  function judge() {
    const now = Date.now();
    const late = feeds.filter((state) => now - state.lastGood > STALE_MS);
    const age = late.length ? Math.round((now - Math.min(...late.map((state) => state.lastGood))) / 1000) : 0;
    S.sayStale(late.length ? S.config.words.stale.replace("{n}", String(age)) : "");
    window.parent.postMessage({ stormdesk: late.length ? "stale" : "fresh", age_s: age }, window.location.origin);
  }

  function column(state, name) {
    const place = state.names.indexOf(name);
    return place === -1 ? [] : Array.from(state.rows.values(), (row) => row[place]);
  }

  S.shapers = {
    points: (state) => {
      const lat = column(state, "lat");
      const lon = column(state, "lon");
      const placed = lat.map((value, index) => index).filter((index) => lat[index] !== null && lon[index] !== null);
      const pick = (values) => placed.map((index) => values[index]);
      return {
        styles: state.feed.styles,
        id: pick(Array.from(state.rows.keys())),
        lat: pick(lat),
        lon: pick(lon),
        style: pick(column(state, "style")),
        weight: state.names.includes("weight") ? pick(column(state, "weight")) : undefined,
        text: [pick(column(state, "text"))],
      };
    },
    areas: (state) => {
      const values = {};
      for (const [code, row] of state.rows) {
        values[code] = Object.fromEntries(state.names.map((name, place) => [name, row[place]]));
      }
      return { shape: state.feed.shape, url: state.feed.url, values: values };
    },
    storm: (state) => {
      const data = { tracks: [], circles: [], marks: [] };
      for (const row of state.rows.values()) {
        const part = Object.fromEntries(state.names.map((name, place) => [name, row[place]]));
        if (data[part.part]) data[part.part].push(part);
      }
      return data;
    },
  };
})();
