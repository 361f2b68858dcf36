import { expect } from "chai";
import { DeviceHistory } from "../../web/device/history.ts";
import { deviceStorage } from "../../web/device/storage.ts";

const event = { contentId: "1", kind: "like", atMs: 1, dwellMs: 0 } as const;

describe("what a browser keeps for ranking", () => {
  const own = Object.getOwnPropertyDescriptor(globalThis, "localStorage");
  const allow = (get: () => unknown) => Object.defineProperty(globalThis, "localStorage", { get, configurable: true });
  afterEach(() => {
    if (own) Object.defineProperty(globalThis, "localStorage", own);
    else Reflect.deleteProperty(globalThis, "localStorage");
  });

  it("is nothing, and no harm, where the browser forbids its storage", () => {
    allow(() => {
      throw new DOMException("The operation is insecure.", "SecurityError");
    });
    const history = new DeviceHistory(deviceStorage);
    history.add(event);
    history.erase();
    expect([history.events(), deviceStorage.getItem("any")]).to.deep.equal([[], null]);
  });

  it("is what was there before, where the storage is full", () => {
    const kept = new Map([["heed.device.history", JSON.stringify([event])]]);
    allow(() => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      },
      removeItem: (key: string) => kept.delete(key),
    }));
    const history = new DeviceHistory(deviceStorage);
    history.add({ ...event, contentId: "2" });
    expect(history.events()).to.deep.equal([event]);
    history.erase();
    expect(history.events()).to.deep.equal([]);
  });
});
