import { Network } from "./network.ts";

/** A network that follows another one as its running mean. */
export interface AveragedNetwork {
  readonly network: Network;
  /** Takes in what the other has become after a step; `step` counts from 1. */
  follow(step: number): void;
}

/**
 * The mean of a network over its last steps, some `horizon` of them, newer ones counting more (Polyak and Juditsky 1992; exponential as in
 * Tarvainen and Valpola 2017): it stands in the middle of where the steps' noise throws the weights, and foretells better than any of them.
 */
export function createAverage(source: Network, horizon: number): AveragedNetwork {
  const parameters = [...source.values()].map((parameter) => ({ ...parameter, values: parameter.values.slice() }));
  return {
    network: new Network(source.architecture, parameters, source.features),
    follow(step) {
      // A plain mean at first, so that the start weighs no more than any later step.
      const share = Math.max(1 / step, 1 / horizon);
      for (const { name, values } of parameters) {
        const now = source.get(name)!.values;
        for (let i = 0; i < values.length; i++) values[i] = values[i]! + share * (now[i]! - values[i]!);
      }
    },
  };
}
