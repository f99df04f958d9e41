/* One layer of column arrays, drawn on one canvas. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const OFFERED = 40;
  const HINTED = 5;

  const Canvas = L.Renderer.extend({
    initialize: function (paint) {
      L.Renderer.prototype.initialize.call(this, { pane: "sd-point", padding: 0.15 });
      this._paint = paint;
    },
    _initContainer: function () {
      this._container = S.element("canvas", "sd-points");
    },
    _destroyContainer: function () {
      this._container.remove();
      this._container = null;
    },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._container;
      canvas.width = Math.round(size.x * ratio);
      canvas.height = Math.round(size.y * ratio);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      L.DomUtil.setPosition(canvas, this._bounds.min);
      const pen = canvas.getContext("2d");
      pen.setTransform(ratio, 0, 0, ratio, -this._bounds.min.x * ratio, -this._bounds.min.y * ratio);
      this._paint(pen, this._bounds);
    },
  });

  S.kinds.points = function (name) {
    const layer = { name: name, points: null, marks: [] };
    const canvas = new Canvas((pen, bounds) => paint(layer, pen, bounds));
    const listeners = { click: (event) => press(layer, event), mousemove: (event) => hover(layer, event) };
    layer.update = (data) => {
      layer.points = arrange(data);
      layer.redraw();
    };
    layer.redraw = () => (canvas._map ? canvas._update() : canvas.addTo(S.map));
    layer.remove = () => {
      canvas.remove();
      S.map.off(listeners);
    };
    S.map.on(listeners);
    return layer;
  };

  /* The same, out of a page's message: whole numbers over a least one, words once each. */
  S.kinds.packed_points = function (name) {
    const layer = S.kinds.points(name);
    const update = layer.update;
    layer.update = (data) =>
      update({
        styles: data.styles,
        id: data.id,
        lat: data.lat.over.map((over) => (data.lat.least + over) / 100000),
        lon: data.lon.over.map((over) => (data.lon.least + over) / 100000),
        style: data.style,
        text: data.text.map((column) => column.all || column.at.map((place) => column.words[place])),
      });
    return layer;
  };

  /* Columns as they come, turned into what drawing needs. */
  function arrange(data) {
    const count = data.id.length;
    const points = {
      count: count,
      id: data.id,
      text: data.text,
      style: data.style,
      weight: data.weight,
      styles: data.styles,
      rank: data.styles.map((style) => style.rank),
      group: grouped(data.styles.map((style) => style.shape + style.glyph)),
      cells: new Map(),
      x: new Float64Array(count),
      y: new Float64Array(count),
      next: new Int32Array(count),
    };
    for (let index = 0; index < count; index += 1) {
      const place = S.at(data.lat[index], data.lon[index]);
      points.x[index] = S.worldX(place.lng);
      points.y[index] = S.worldY(place.lat);
    }
    return points;
  }

  /* Points share a badge only with their like. */
  function grouped(looks) {
    return looks.map((look) => looks.indexOf(look));
  }

  function paint(layer, pen, bounds) {
    const points = layer.points;
    if (!points) return;
    const zoom = S.map.getZoom();
    const origin = S.map.getPixelOrigin();
    layer.marks = S.gather(points, zoom, {
      west: bounds.min.x + origin.x,
      east: bounds.max.x + origin.x,
      north: bounds.min.y + origin.y,
      south: bounds.max.y + origin.y,
    });
    const rank = (mark) => points.rank[mark.style];
    layer.marks.sort((one, other) => rank(one) - rank(other) || one.sum - other.sum);
    for (const mark of layer.marks) {
      mark.x -= origin.x;
      mark.y -= origin.y;
      mark.radius = (mark.sum > 1 ? 12 : points.styles[mark.style].glyph ? 11 : 7.5) * S.scale;
    }
    S.spread(layer.marks);
    for (let pass = 0; pass < 6; pass += 1) {
      S.spread(layer.marks);
      S.dodge(layer.marks, S.nameBoxes());
    }
    layer.marks.forEach((mark) => drawMark(pen, points, mark));
  }

  const outlines = new Map();

  function outline(shape) {
    if (!outlines.has(shape)) outlines.set(shape, new Path2D(S.config.glyphs[shape]));
    return outlines.get(shape);
  }

  function drawMark(pen, points, mark) {
    const style = points.styles[mark.style];
    const colour = S.colour(style.colour);
    const isHollow = mark.sum > 1 || style.glyph !== "";
    pen.save();
    pen.translate(mark.x, mark.y);
    if (isChosen(points, mark)) drawRing(pen, mark.radius);
    pen.save();
    pen.scale(mark.radius / 10, mark.radius / 10);
    pen.lineWidth = isHollow ? 2 : 1.4;
    pen.fillStyle = isHollow ? S.colour("panel") : colour;
    pen.strokeStyle = isHollow ? colour : S.colour("ground");
    pen.fill(outline(style.shape));
    pen.stroke(outline(style.shape));
    pen.restore();
    if (style.glyph) write(pen, style.glyph, 0, 0, mark.radius, colour);
    if (mark.sum > 1) drawBadge(pen, mark, style, colour);
    pen.restore();
  }

  function isChosen(points, mark) {
    if (S.selected === null) return false;
    for (let index = mark.first; index !== -1; index = points.next[index]) {
      if (points.id[index] === S.selected) return true;
    }
    return false;
  }

  function drawRing(pen, radius) {
    pen.beginPath();
    pen.arc(0, 0, radius * 1.55, 0, 2 * Math.PI);
    pen.strokeStyle = S.colour("text");
    pen.lineWidth = 2.5 * S.scale;
    pen.stroke();
  }

  /* Without a glyph the number stands inside; with one it stands at its shoulder. */
  function drawBadge(pen, mark, style, colour) {
    const text = String(mark.sum);
    if (!style.glyph) {
      write(pen, text, 0, 0, mark.radius * (text.length > 3 ? 0.7 : 0.9), S.colour("text"));
      return;
    }
    const high = 8 * S.scale;
    const wide = high + text.length * 3.6 * S.scale;
    const x = mark.radius + wide * 0.45;
    const y = -mark.radius;
    pen.beginPath();
    pen.roundRect(x - wide, y - high, wide * 2, high * 2, high);
    pen.fillStyle = colour;
    pen.fill();
    write(pen, text, x, y, 11 * S.scale, S.colour("ground"));
  }

  function write(pen, text, x, y, size, colour) {
    pen.font = "600 " + Math.round(size) + "px 'Noto Sans SC', sans-serif";
    pen.textAlign = "center";
    pen.textBaseline = "middle";
    pen.fillStyle = colour;
    pen.fillText(text, x, y + size * 0.05);
  }

  function hit(layer, event) {
    const point = event.layerPoint;
    for (let place = layer.marks.length - 1; place >= 0; place -= 1) {
      const mark = layer.marks[place];
      const reach = mark.radius + 4;
      if (Math.abs(mark.x - point.x) <= reach && Math.abs(mark.y - point.y) <= reach) return mark;
    }
    return null;
  }

  function said(points, index) {
    return points.text.map((column) => column[index]).filter(Boolean).join(" · ");
  }

  function hover(layer, event) {
    const mark = layer.points && hit(layer, event);
    if (!mark) {
      if (S.tipOwner === layer) S.untip();
      S.tipOwner = S.tipOwner === layer ? null : S.tipOwner;
      return;
    }
    S.tipOwner = layer;
    S.tip(hints(layer.points, mark), event.containerPoint);
  }

  function hints(points, mark) {
    const lines = S.members(points, mark, HINTED).map((index) => said(points, index));
    const rest = mark.count - lines.length;
    if (rest > 0) lines.push(S.config.words.more.replace("{n}", String(rest)));
    return lines;
  }

  function press(layer, event) {
    const mark = layer.points && hit(layer, event);
    if (!mark) {
      if (layer.points && layer.points.id.includes(S.selected)) S.choose(null);
      return;
    }
    const points = layer.points;
    if (mark.count === 1) {
      S.choose(points.id[mark.first]);
      S.tip(hints(points, mark), event.containerPoint);
    } else if (!zoomInto(points, mark)) {
      const found = S.members(points, mark, OFFERED);
      S.offer(found.map((index) => ({ id: points.id[index], text: said(points, index) })), event.containerPoint);
    }
  }

  function zoomInto(points, mark) {
    const extent = S.extent(points, mark);
    const widest = Math.max(extent.east - extent.west, extent.south - extent.north);
    const zoom = S.map.getZoom();
    const most = S.map.getMaxZoom();
    if (zoom >= most || widest * 256 * Math.pow(2, most) < 24) return false;
    const scale = 256 * Math.pow(2, zoom);
    const middle = L.point(((extent.west + extent.east) / 2) * scale, ((extent.north + extent.south) / 2) * scale);
    const room = Math.min(S.map.getSize().x, S.map.getSize().y) * 0.7;
    const gain = Math.floor(Math.log2(room / Math.max(widest * scale, 1)));
    S.map.setView(S.map.unproject(middle, zoom), Math.min(most, zoom + Math.max(1, Math.min(gain, 4))));
    return true;
  }
})();
