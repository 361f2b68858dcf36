"use client";

import "@fontsource-variable/noto-sans-sc/wght.css";
import "@fontsource-variable/noto-serif-sc/wght.css";

export function ChineseFontFaces() {
  return null;
}
