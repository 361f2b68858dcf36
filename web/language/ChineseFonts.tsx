"use client";

import dynamic from "next/dynamic";

/** Loads the Chinese faces' declarations (200 kB of unicode ranges) only where there is Chinese to set. */
export const ChineseFonts = dynamic(() => import("./ChineseFontFaces.tsx").then((module) => module.ChineseFontFaces));
