/** A wait, in words. */
export function Loading({ children }: { children: string }) {
  return (
    <p role="status" className="py-10 font-serif text-lg text-soft italic">
      {children}
    </p>
  );
}
