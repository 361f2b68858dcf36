"use client";

import { en } from "../language/en.ts";
import "./globals.css";

/** The layout itself threw: no language, no theme, but words. */
export default function GlobalError({ reset }: { error: Error; reset(): void }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto max-w-xl px-5 py-24">
          <title>{en.problem.title}</title>
          <h1 className="text-4xl font-semibold">{en.problem.title}</h1>
          <p className="my-4">{en.problem.generic}</p>
          <button type="button" className="text-link" onClick={reset}>
            {en.retry}
          </button>
        </main>
      </body>
    </html>
  );
}
