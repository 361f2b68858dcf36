interface Place {
  top: number;
  bottom: number;
}

/** The index of the place at this height, or of the nearest; undefined where there are none. Places are in order, top to bottom. */
export function nearestTo(y: number, places: readonly Place[]): number | undefined {
  let nearest: number | undefined;
  let least = Number.POSITIVE_INFINITY;
  places.forEach(({ top, bottom }, index) => {
    const away = y < top ? top - y : Math.max(0, y - bottom);
    if (away < least) [nearest, least] = [index, away];
  });
  return nearest;
}
