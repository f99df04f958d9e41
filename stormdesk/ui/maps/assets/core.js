/* The map's registry: which layers are shown, and how their data arrives. */
(function () {
  "use strict";

  const S = {
    kinds: {},
    layers: new Map(),
    turns: new Map(),
    selected: null,
    view: null,
  };
  window.stormdesk = S;

  S.boot = function (map, settings) {
    S.map = map;
    S.config = S.read(settings);
    S.buildFrame();
    S.buildBase();
    S.config.fetched.forEach(S.startFetching);
  };

  /* The component keeps every feature group that it ever got; what it holds is ours to forget. */
  S.refresh = function (items) {
    window.feature_group = [];
    const wanted = new Set(items.map((item) => item.name));
    for (const [name, layer] of S.layers) {
      if (!layer.isFetched && !wanted.has(name)) S.drop(name);
    }
    items.forEach(S.put);
  };

  S.put = async function (item) {
    const held = S.layers.get(item.name);
    if (held && held.stamp === item.stamp) return;
    const turn = S.nextTurn(item.name);
    const data = await S.unpack(item.packed);
    if (S.turns.get(item.name) !== turn) return;
    S.show(item.name, item.kind, data).stamp = item.stamp;
  };

  S.nextTurn = function (name) {
    const turn = (S.turns.get(name) || 0) + 1;
    S.turns.set(name, turn);
    return turn;
  };

  S.show = function (name, kind, data) {
    let layer = S.layers.get(name);
    if (layer && layer.kind !== kind) {
      layer.remove();
      layer = undefined;
    }
    if (!layer) {
      layer = S.kinds[kind](name);
      layer.kind = kind;
      S.layers.set(name, layer);
    }
    layer.update(data);
    return layer;
  };

  S.drop = function (name) {
    S.nextTurn(name);
    const layer = S.layers.get(name);
    if (layer) layer.remove();
    S.layers.delete(name);
  };

  S.bytes = function (letters) {
    return Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0));
  };

  S.read = function (letters) {
    return JSON.parse(new TextDecoder().decode(S.bytes(letters)));
  };

  S.unpack = function (packed) {
    const plain = new Blob([S.bytes(packed)]).stream().pipeThrough(new DecompressionStream("deflate"));
    return new Response(plain).json();
  };

  /* Only a choice speaks to the server; panning and zooming never do. */
  S.choose = function (id) {
    if (id === S.selected) return;
    S.mark(id);
    tell();
  };

  /* A hand asks for what the map shows just now. */
  S.takeView = function () {
    const bounds = S.map.getBounds();
    S.view = {
      south: bounds.getSouth(),
      west: bounds.getWest(),
      north: bounds.getNorth(),
      east: bounds.getEast(),
    };
    tell();
  };

  function tell() {
    const said = {};
    if (S.selected !== null) said.selected = S.selected;
    if (S.view !== null) said.view = S.view;
    if (window.Streamlit) window.Streamlit.setComponentValue(said);
  }

  S.mark = function (id) {
    S.selected = id;
    for (const layer of S.layers.values()) if (layer.redraw) layer.redraw();
  };

  S.colour = function (token) {
    return S.config.palette[token] || token;
  };

  /* Data is WGS 84; where the background is drawn in a shifted datum, everything moves along with it. */
  S.at = function (lat, lon) {
    const shift = S.config.shift;
    if (!shift) return L.latLng(lat, lon);
    const row = Math.min(Math.max((lat - shift.south) / shift.step, 0), shift.rows - 1.001);
    const column = Math.min(Math.max((lon - shift.west) / shift.step, 0), shift.columns - 1.001);
    return L.latLng(lat + S.between(shift.lat, row, column), lon + S.between(shift.lon, row, column));
  };

  S.between = function (grid, row, column) {
    const columns = S.config.shift.columns;
    const top = Math.floor(row);
    const left = Math.floor(column);
    const down = row - top;
    const right = column - left;
    const corner = top * columns + left;
    return (
      grid[corner] * (1 - down) * (1 - right) +
      grid[corner + 1] * (1 - down) * right +
      grid[corner + columns] * down * (1 - right) +
      grid[corner + columns + 1] * down * right
    );
  };
})();
