import type { Context } from "../service/context.ts";
import type { ViewerId } from "./keys.ts";
import { findWholeViewer, type Viewer } from "./viewers.ts";

const LARGEST = 10_000;

/**
 * Remembers which pseudonym a wallet has, to spare a query and a decryption a request. What it says can be out of date: another
 * replica may have erased the viewer. That is seen where it matters, since an erased pseudonym's consent is withdrawn: whoever
 * is refused for want of consent forgets the wallet and asks again.
 */
export class ViewerCache {
  readonly #context: Pick<Context, "store" | "secret">;
  readonly #known = new Map<string, Viewer>();

  constructor(context: Pick<Context, "store" | "secret">) {
    this.#context = context;
  }

  async find(address: string): Promise<ViewerId | null> {
    return (await this.findWhole(address))?.id ?? null;
  }

  /** The same with its keys. */
  async findWhole(address: string): Promise<Viewer | null> {
    const known = this.#known.get(address);
    if (known) return known;
    const viewer = await findWholeViewer(this.#context, address);
    if (this.#known.size >= LARGEST) this.#known.clear();
    if (viewer) this.#known.set(address, viewer);
    return viewer;
  }

  forget(address: string): void {
    this.#known.delete(address);
  }
}
