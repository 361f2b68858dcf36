import { Command } from "commander";
import type { RowCounts } from "../prepare/kuairand.ts";
import { readOptions } from "../service/options.ts";
import { printAnswer } from "./output.ts";
import { withProgress } from "./progress.ts";

interface ImportOptions {
  log: string[];
  videos: string;
  name: string;
  json?: boolean;
}

/** `import`: KuaiRand's files into the store. */
export function importCommand(): Command {
  return new Command("import")
    .description("Bring a KuaiRand log into the store, to learn from; running it again adds nothing twice")
    .requiredOption("--log <files...>", "KuaiRand logs (CSV, plain or gzip)")
    .requiredOption("--videos <file>", "KuaiRand's basic video features (CSV, plain or gzip)")
    .option("--name <name>", "what the import is called", "kuairand")
    .option("--json", "print one JSON object and nothing else")
    .action(run);
}

async function run({ log, videos, name, json }: ImportOptions): Promise<void> {
  const { readKuaiRand } = await import("../prepare/kuairand.ts");
  const { openStore } = await import("../store/open.ts");
  const { saveImport } = await import("../store/imports.ts");
  const { counts, added } = await withProgress(async (report, signal) => {
    const read = await readKuaiRand(log, videos, (rows) => report(0.3, `${rows} rows read`), signal);
    const store = await openStore(readOptions());
    try {
      const onProgress = (share: number) => report(0.3 + 0.7 * share, "storing");
      return { counts: read.counts, added: await saveImport(store.db, name, read, { onProgress, signal }) };
    } finally {
      await store.close();
    }
  });
  const rows = { ...counts, alreadyStored: counts.kept - added.visits };
  printAnswer(json, { name, rows, added }, () =>
    [
      ...describeRows(counts),
      `new to the store: ${added.visits} visits, ${added.contents} videos (${rows.alreadyStored} were there)`,
    ].join("\n"),
  );
}

/** Rows read, kept and dropped by reason, a line each. */
export function describeRows({ read, kept, dropped }: RowCounts): string[] {
  const reasons = Object.entries(dropped).map(([reason, count]) => `  dropped, ${reason}: ${count}`);
  return [`rows read: ${read}`, `rows kept: ${kept}`, ...reasons];
}
