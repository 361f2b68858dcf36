import { Counter, collectDefaultMetrics, Histogram, Registry } from "prom-client";

export type Metrics = ReturnType<typeof createMetrics>;

/** Builds the process's Prometheus metrics; each context has its own registry, so two oracles in one test don't clash. */
export function createMetrics() {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    requests: new Histogram({
      name: "heed_http_request_seconds",
      help: "Time to answer a request",
      labelNames: ["method", "route", "status"],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 5],
      registers: [registry],
    }),
    events: new Counter({
      name: "heed_events_total",
      help: "Events by what became of them: accepted, duplicate, rejected",
      labelNames: ["outcome"],
      registers: [registry],
    }),
    rejections: new Counter({
      name: "heed_event_rejections_total",
      help: "Events rejected, by error code",
      labelNames: ["code"],
      registers: [registry],
    }),
    reductions: new Counter({
      name: "heed_reductions_total",
      help: "Events whose claim was reduced, by reason",
      labelNames: ["reason"],
      registers: [registry],
    }),
    reducedSeconds: new Counter({
      name: "heed_reduced_seconds_total",
      help: "Attention-seconds claimed and not verified, by reason",
      labelNames: ["reason"],
      registers: [registry],
    }),
  };
}
