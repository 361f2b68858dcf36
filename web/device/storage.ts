export type DeviceStorage = Pick<Storage, "getItem" | "setItem" | "removeItem">;

/** The browser's storage where it allows one: a full or forbidden one keeps nothing, and nothing else comes of it. */
export const deviceStorage: DeviceStorage = {
  getItem: (key) => attempt((storage) => storage.getItem(key)) ?? null,
  setItem: (key, value) => attempt((storage) => storage.setItem(key, value)),
  removeItem: (key) => attempt((storage) => storage.removeItem(key)),
};

function attempt<T>(use: (storage: Storage) => T): T | undefined {
  try {
    // Reading the property throws already where a browser forbids it.
    return use(localStorage);
  } catch {
    return undefined;
  }
}
