/* Polygons fetched once by address and painted by value: fill, hatching, name and number. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const areas = new Map();
  const labels = [];

  /* Where names stand, so that shared badges can step aside: boxes in the map's own pixels. */
  S.nameBoxes = function () {
    return labels.filter((label) => label._container && label._container.offsetWidth).map(S.boxOf);
  };

  S.kinds.areas = function (name) {
    let area = null;
    return {
      update: (data) => {
        area = S.area({ name: data.shape || name, url: data.url });
        area.paint(data.values);
      },
      remove: () => area && area.paint({}),
    };
  };

  S.area = function (shape) {
    if (!areas.has(shape.name)) areas.set(shape.name, build(shape));
    return areas.get(shape.name);
  };

  function build(shape) {
    const area = { values: {}, parts: [] };
    area.paint = (values) => {
      area.values = values;
      area.parts.forEach((part) => paintPart(part, values[part.code]));
    };
    S.fetchShape(shape.url).then((polygons) => {
      const group = L.geoJSON(polygons, {
        renderer: S.renderers.area,
        interactive: false,
        coordsToLatLng: (pair) => S.at(pair[1], pair[0]),
      }).addTo(S.map);
      addHatching();
      group.eachLayer((layer) => area.parts.push(makePart(layer)));
      area.paint(area.values);
    });
    return area;
  }

  function makePart(layer) {
    const properties = layer.feature.properties;
    const code = String(properties.code);
    const box = S.element("div", "sd-area-label");
    const part = {
      layer: layer,
      code: code,
      name: S.config.area_names[code] || properties.name_zh || "",
      title: box.appendChild(S.element("div", "sd-area-name")),
      number: box.appendChild(S.element("div", "sd-area-number")),
    };
    labels.push(S.label(centre(layer), box, { direction: "center" }));
    return part;
  }

  function paintPart(part, value) {
    const isPainted = value !== undefined;
    const colour = S.colour(isPainted && value.fill ? value.fill : "area");
    const hatched = isPainted && value.hatch;
    part.layer.setStyle({
      color: hatched ? S.colour("muted") : colour,
      weight: isPainted ? 1.6 : 1,
      fillColor: hatched ? "url(#sd-hatch)" : colour,
      fillOpacity: hatched ? 0.9 : isPainted ? 0.38 * (value.strength ?? 1) : S.config.tiles ? 0 : 0.06,
    });
    S.write(part.title, isPainted && value.label ? value.label : part.name);
    S.write(part.number, isPainted ? value.number : "");
    part.number.style.display = isPainted && value.number ? "" : "none";
  }

  /* Stripes for the silent, once per drawing. */
  function addHatching() {
    const drawing = S.renderers.area._container;
    if (drawing.querySelector("#sd-hatch")) return;
    const space = "http://www.w3.org/2000/svg";
    const pattern = document.createElementNS(space, "pattern");
    const settings = { id: "sd-hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" };
    for (const [key, value] of Object.entries(settings)) pattern.setAttribute(key, value);
    for (const [colour, x] of [["hatch", 0], ["hatch-2", 4]]) {
      const stripe = document.createElementNS(space, "rect");
      for (const [key, value] of Object.entries({ x: x, y: 0, width: 4, height: 8, fill: S.colour(colour) })) {
        stripe.setAttribute(key, value);
      }
      pattern.appendChild(stripe);
    }
    drawing.insertBefore(pattern, drawing.firstChild);
  }

  /* The middle of the largest ring by weight of its area. */
  function centre(layer) {
    let best = { size: -1, lat: 0, lng: 0 };
    const visit = (part) => {
      if (!Array.isArray(part) || !part.length) return;
      if (Array.isArray(part[0])) {
        part.forEach(visit);
        return;
      }
      const found = weigh(part);
      if (found.size > best.size) best = found;
    };
    visit(layer.getLatLngs());
    return L.latLng(best.lat, best.lng);
  }

  function weigh(ring) {
    let twice = 0;
    let lat = 0;
    let lng = 0;
    const from = ring[0];
    for (let place = 0; place < ring.length; place += 1) {
      const one = ring[place];
      const other = ring[(place + 1) % ring.length];
      const part = (one.lng - from.lng) * (other.lat - from.lat) - (other.lng - from.lng) * (one.lat - from.lat);
      twice += part;
      lat += (one.lat + other.lat + from.lat) * part;
      lng += (one.lng + other.lng + from.lng) * part;
    }
    if (twice === 0) return { size: 0, lat: from.lat, lng: from.lng };
    return { size: Math.abs(twice), lat: lat / (3 * twice), lng: lng / (3 * twice) };
  }
})();
