/** Processor seconds that an oracle has used so far, by its own metrics. */
export async function cpuSeconds(oracleUrl: string, operatorToken: string): Promise<number> {
  const headers = { authorization: `Bearer ${operatorToken}` };
  const metrics = await (await fetch(`${oracleUrl}/metrics`, { headers })).text();
  return Number(/^process_cpu_seconds_total (\S+)/m.exec(metrics)?.[1]);
}
