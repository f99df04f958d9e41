/* The ground that everything lies on: tiles if there are any, land, areas, lines and places. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const PANES = { "sd-land": 210, "sd-area": 320, "sd-line": 410, "sd-point": 620, "sd-label": 630 };

  S.buildBase = function () {
    for (const [name, depth] of Object.entries(PANES)) {
      const pane = S.map.createPane(name);
      pane.style.zIndex = depth;
      if (name !== "sd-line") pane.style.pointerEvents = "none";
    }
    S.renderers = {
      land: L.canvas({ pane: "sd-land", padding: 0.3 }),
      area: L.svg({ pane: "sd-area", padding: 0.3 }),
      line: L.svg({ pane: "sd-line", padding: 0.3 }),
    };
    goHome();
    S.map.on("resize", () => S.isTouched || goHome());
    S.map.on("zoomend moveend resize", declutterSoon);
    const box = S.map.getContainer();
    new ResizeObserver(() => S.map.invalidateSize({ animate: false, pan: false })).observe(box);
    for (const act of ["mousedown", "touchstart", "wheel", "keydown"]) {
      box.addEventListener(act, () => (S.isTouched = true), { passive: true });
    }
    addTiles();
    S.config.land.forEach(addLand);
    if (S.config.areas) S.area(S.config.areas);
    S.config.lines.forEach(addLine);
    S.config.places.forEach(addPlace);
  };

  /* The whole view, until a hand moves the map. */
  function goHome() {
    const view = S.config.view;
    S.map.fitBounds([S.at(view.south, view.west), S.at(view.north, view.east)], {
      animate: false,
      paddingBottomRight: [S.map.getSize().x * S.config.clear_right, 0],
    });
  }

  /* Polygons are worth waiting for: a server that restarts will have them again. */
  S.fetchShape = async function (url) {
    for (let wait_ms = 1000; ; wait_ms = Math.min(wait_ms * 2, 30000)) {
      try {
        const answer = await fetch(S.config.root + url);
        if (answer.ok) return await answer.json();
        console.warn("polygons answered", answer.status);
      } catch (error) {
        console.warn("no polygons", error.message);
      }
      await new Promise((wake) => window.setTimeout(wake, wait_ms));
    }
  };

  /* Texts are placed by their size, which style sheets and fonts may change after they are drawn. */
  const sized = new ResizeObserver((entries) => {
    entries.forEach((entry) => entry.target.sdLabel._updatePosition());
    declutterSoon();
  });

  /* A place keeps its dot, and its name only where it covers no name of an area or of an earlier place. */
  const places = [];
  let isWaiting = false;
  let dodged = "";

  function declutterSoon() {
    if (isWaiting) return;
    isWaiting = true;
    window.requestAnimationFrame(() => {
      isWaiting = false;
      const taken = S.nameBoxes();
      dodge(JSON.stringify(taken));
      places.forEach((place) => {
        const box = S.boxOf(place.label);
        const isFree = !taken.some((other) => overlap(box, other));
        place.text.style.visibility = isFree ? "" : "hidden";
        if (isFree) taken.push(box);
      });
    });
  }

  /* Badges that were drawn before the names had their size step aside now. */
  function dodge(boxes) {
    if (boxes === dodged) return;
    dodged = boxes;
    for (const layer of S.layers.values()) if (layer.redraw) layer.redraw();
  }

  function overlap(one, other) {
    return one.west < other.east && other.west < one.east && one.north < other.south && other.north < one.south;
  }

  /* Where a label stands, in the map's own pixels. */
  S.boxOf = function (label) {
    const corner = L.DomUtil.getPosition(label._container);
    const box = label._container;
    return { west: corner.x, north: corner.y, east: corner.x + box.offsetWidth, south: corner.y + box.offsetHeight };
  };
  const Label = L.Tooltip.extend({
    onAdd: function (map) {
      L.Tooltip.prototype.onAdd.call(this, map);
      this._container.sdLabel = this;
      sized.observe(this._container);
    },
    onRemove: function (map) {
      sized.unobserve(this._container);
      L.Tooltip.prototype.onRemove.call(this, map);
    },
  });

  /* Text at a place; the element is made here, so that no name is ever read as markup. */
  S.label = function (latLng, element, options) {
    const label = new Label(
      Object.assign({ permanent: true, interactive: false, opacity: 1, pane: "sd-label", className: "sd-label" }, options),
    );
    return label.setLatLng(latLng).setContent(element).addTo(S.map);
  };

  function addTiles() {
    const tiles = S.config.tiles;
    if (!tiles) return;
    const own = tiles.url.indexOf("//") === -1;
    L.tileLayer(own ? S.config.root + tiles.url : tiles.url, {
      subdomains: "01234567",
      maxNativeZoom: tiles.max_zoom,
      maxZoom: 19,
      className: S.config.theme === "dark" ? "sd-tiles-dark" : "",
    }).addTo(S.map);
  }

  async function addLand(url) {
    const polygons = await S.fetchShape(url);
    L.geoJSON(polygons, {
      renderer: S.renderers.land,
      interactive: false,
      coordsToLatLng: (pair) => S.at(pair[1], pair[0]),
      style: {
        color: S.colour("coast"),
        weight: 1,
        fillColor: S.colour("land"),
        fillOpacity: S.config.tiles ? 0 : 1,
      },
    }).addTo(S.map);
  }

  function addLine(guide) {
    const path = guide.lat.map((lat, place) => S.at(lat, guide.lon[place]));
    L.polyline(path, {
      renderer: S.renderers.line,
      interactive: false,
      color: S.colour(guide.colour),
      weight: 1.5,
      dashArray: guide.dash,
      opacity: 0.9,
    }).addTo(S.map);
    const view = S.map.getBounds();
    const seen = path.find((corner) => view.contains(corner)) || path[0];
    S.label(seen, S.element("div", "sd-line-name", guide.name), { direction: "center" });
  }

  function addPlace(place) {
    const dot = S.element("span", "sd-place-dot");
    const box = S.element("div", "sd-place");
    box.append(dot);
    const text = box.appendChild(S.element("span", "", place.name));
    places.push({ text: text, label: S.label(S.at(place.lat, place.lon), box, { direction: "right", offset: [0, 0] }) });
  }
})();
