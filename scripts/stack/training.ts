import { setTimeout as delay } from "node:timers/promises";

interface TrainingState {
  state: "idle" | "queued" | "running" | "failed";
  progress?: { stage: string; share: number };
  error?: string;
  outcome?: { name: string; served: boolean };
}

async function ask<T>(url: string, init?: RequestInit): Promise<T> {
  const response = await fetch(url, init);
  if (!response.ok)
    throw new Error(`${init?.method ?? "GET"} ${url} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

/**
 * Lets a running oracle train its first models and waits until they serve.
 * @returns false if it has models already
 */
export async function trainModel(
  oracleUrl: string,
  operatorToken: string,
  onLine: (line: string) => void = () => {},
  signal?: AbortSignal,
): Promise<boolean> {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const hasModel = async () => (await ask<{ model: unknown }>(`${oracleUrl}/status`)).model !== null;
  if (await hasModel()) return false;
  await ask(`${oracleUrl}/training`, { method: "POST", headers });
  for (;;) {
    const { state, progress, error, outcome } = await ask<TrainingState>(`${oracleUrl}/training`, { headers });
    if (state === "failed") throw new Error(`Training failed: ${error}`);
    if (state === "idle" && (await hasModel())) return true;
    if (outcome && !outcome.served)
      throw new Error(`The new model ${outcome.name} foretells no better than the mean, so none serves.`);
    if (progress) onLine(`${progress.stage}, ${Math.round(progress.share * 100)} %`);
    await delay(150, undefined, { signal });
  }
}
