import type { Words } from "../language/en.ts";

/** The one page that needs no configuration: there is nothing to configure it with. */
export function NotDeployed({ words }: { words: Words }) {
  return (
    <main className="mx-auto max-w-xl px-5 py-24">
      <h1 className="text-4xl font-semibold">{words.problem.setupTitle}</h1>
      <p className="mt-4 font-serif text-lg text-soft">{words.problem.setup}</p>
    </main>
  );
}
