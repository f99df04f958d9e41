/* Which points stand alone and which share a badge: a grid fixed to the ground, so that panning changes nothing. */
(function () {
  "use strict";
  const S = window.stormdesk;
  const WIDE_PX = 46;
  const NARROW_PX = 20;
  const SPLIT_ZOOM = 15;

  S.worldX = function (lon) {
    return (lon + 180) / 360;
  };

  S.worldY = function (lat) {
    const angle = (lat * Math.PI) / 180;
    return 0.5 - Math.log(Math.tan(Math.PI / 4 + angle / 2)) / (2 * Math.PI);
  };

  /* Returns marks {x, y, count, sum, first, style}; members of a mark chain through `next`. */
  S.gather = function (points, zoom, window_) {
    const scale = 256 * Math.pow(2, zoom);
    const cell = cellSize(points, zoom, scale);
    const west = Math.floor(window_.west / cell) * cell;
    const north = Math.floor(window_.north / cell) * cell;
    const east = Math.ceil(window_.east / cell) * cell;
    const south = Math.ceil(window_.south / cell) * cell;
    const cells = new Map();
    const marks = [];
    for (let index = 0; index < points.count; index += 1) {
      const x = points.x[index] * scale;
      const y = points.y[index] * scale;
      if (x < west || x >= east || y < north || y >= south) continue;
      const style = points.style[index];
      const key = Math.floor(x / cell) + ":" + Math.floor(y / cell) + ":" + points.group[style];
      const mark = cells.get(key);
      if (mark === undefined) {
        points.next[index] = -1;
        const made = { x: x, y: y, count: 1, sum: points.weight ? points.weight[index] : 1, first: index, style: style };
        cells.set(key, made);
        marks.push(made);
      } else {
        join(mark, points, index, x, y, style);
      }
    }
    return marks;
  };

  /* Cells grow where many kinds share them, by the whole layer and not by what is in view. */
  function cellSize(points, zoom, scale) {
    const known = points.cells.get(zoom);
    if (known && known.scale === S.scale) return known.size;
    const least = (zoom >= SPLIT_ZOOM ? NARROW_PX : S.config.cell_px || WIDE_PX) * S.scale;
    const cells = new Map();
    let kinds = 0;
    for (let index = 0; index < points.count; index += 1) {
      const key = Math.floor((points.x[index] * scale) / least) * 67108864 + Math.floor((points.y[index] * scale) / least);
      const held = cells.get(key) || 0;
      const bit = 1 << (points.group[points.style[index]] % 31);
      if (!(held & bit)) kinds += 1;
      cells.set(key, held | bit);
    }
    const size = least * Math.sqrt(Math.max(1, kinds / Math.max(cells.size, 1)));
    points.cells.set(zoom, { scale: S.scale, size: size });
    return size;
  }

  function join(mark, points, index, x, y, style) {
    points.next[index] = mark.first;
    mark.first = index;
    mark.x += (x - mark.x) / (mark.count + 1);
    mark.y += (y - mark.y) / (mark.count + 1);
    mark.count += 1;
    mark.sum += points.weight ? points.weight[index] : 1;
    if (points.rank[style] > points.rank[mark.style]) mark.style = style;
  }

  /* Shared badges step aside until nothing hides anything; points that stand alone never move. */
  S.spread = function (marks) {
    for (let pass = 0; pass < 4; pass += 1) {
      for (let place = 0; place < marks.length; place += 1) {
        for (let other = place + 1; other < marks.length; other += 1) part(marks[place], marks[other]);
      }
    }
  };

  function part(one, other) {
    const room = one.radius + other.radius;
    const dx = other.x - one.x;
    if (dx > room || dx < -room || (one.count === 1 && other.count === 1)) return;
    const dy = other.y - one.y;
    const apart = Math.hypot(dx, dy);
    if (apart >= room) return;
    const push = (room - apart) / Math.max(apart, 0.1);
    const share = one.count === 1 ? 0 : other.count === 1 ? 1 : 0.5;
    one.x -= dx * push * share;
    one.y -= (dy || 0.1) * push * share;
    other.x += dx * push * (1 - share);
    other.y += (dy || 0.1) * push * (1 - share);
  }

  /* Shared badges leave the names of areas free, by the shortest way. */
  S.dodge = function (marks, boxes) {
    for (const mark of marks) {
      if (mark.sum === 1) continue;
      for (const box of boxes) stepOut(mark, box);
    }
  };

  function stepOut(mark, box) {
    const room = mark.radius + 2;
    const ways = [
      [mark.x + room - box.west, -1, 0],
      [box.east - mark.x + room, 1, 0],
      [mark.y + room - box.north, 0, -1],
      [box.south - mark.y + room, 0, 1],
    ];
    if (ways.some((way) => way[0] <= 0)) return;
    const best = ways.reduce((least, way) => (way[0] < least[0] ? way : least));
    mark.x += best[0] * best[1];
    mark.y += best[0] * best[2];
  }

  S.members = function (points, mark, most) {
    const found = [];
    for (let index = mark.first; index !== -1 && found.length < most; index = points.next[index]) found.push(index);
    return found;
  };

  /* The ground that a mark's members cover, in shares of the world. */
  S.extent = function (points, mark) {
    const extent = { west: 2, east: -1, north: 2, south: -1 };
    for (let index = mark.first; index !== -1; index = points.next[index]) {
      extent.west = Math.min(extent.west, points.x[index]);
      extent.east = Math.max(extent.east, points.x[index]);
      extent.north = Math.min(extent.north, points.y[index]);
      extent.south = Math.max(extent.south, points.y[index]);
    }
    return extent;
  };
})();
