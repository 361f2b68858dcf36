"use client";

import { useState } from "react";
import { useWords } from "../language/context.tsx";
import { useErase, useExport } from "../oracle/mutations.ts";
import { Button } from "../parts/Button.tsx";
import { Dialog } from "../parts/Dialog.tsx";
import { Problem } from "../parts/Problem.tsx";

/** Hands a value to the viewer as a JSON file. */
function download(name: string, value: unknown): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(value, null, 2)], { type: "application/json" }));
  const link = Object.assign(document.createElement("a"), { href: url, download: name });
  link.click();
  URL.revokeObjectURL(url);
}

/** Everything known as a file; everything known, gone. */
export function TakeAway() {
  const { wallet: words } = useWords();
  const [asking, setAsking] = useState(false);
  const exporting = useExport();
  const erasing = useErase();
  const save = () => exporting.mutate(undefined, { onSuccess: (data) => download("heed-export.json", data) });
  const erase = () => erasing.mutate(undefined, { onSuccess: () => setAsking(false) });
  return (
    <>
      <Button onClick={save} disabled={exporting.isPending}>
        {exporting.isPending ? words.exporting : words.export}
      </Button>
      <Button onClick={() => setAsking(true)}>{words.erase}</Button>
      <span role="status" className="self-center text-sm text-soft">
        {erasing.isSuccess ? words.erased : ""}
      </span>
      {exporting.error && <Problem error={exporting.error} />}
      <Dialog open={asking} onOpenChange={setAsking} title={words.eraseTitle} description={words.eraseText}>
        {erasing.error && <Problem error={erasing.error} />}
        <div className="flex flex-wrap gap-3">
          <Button look="solid" onClick={erase} disabled={erasing.isPending}>
            {erasing.isPending ? words.erasing : words.eraseConfirm}
          </Button>
          <Button look="quiet" onClick={() => setAsking(false)}>
            {words.eraseCancel}
          </Button>
        </div>
      </Dialog>
    </>
  );
}
