import { Fragment, type ReactNode } from "react";
import { blocksOf } from "../../oracle/prepare/blocks.ts";

const INLINE = /(\*\*[^*]+\*\*|\*[^*\s][^*]*\*|_[^_\s][^_]*_)/;

/** *emphasis* and **strong**; everything else is text, never markup. */
function inline(text: string): ReactNode {
  return text.split(INLINE).map((part, index) => {
    // biome-ignore-start lint/suspicious/noArrayIndexKey: a text's parts never move
    if (part.startsWith("**") && part.endsWith("**") && part.length > 4) {
      return <strong key={index}>{part.slice(2, -2)}</strong>;
    }
    if (INLINE.test(part)) return <em key={index}>{part.slice(1, -1)}</em>;
    return <Fragment key={index}>{part}</Fragment>;
    // biome-ignore-end lint/suspicious/noArrayIndexKey: a text's parts never move
  });
}

function items(block: string, mark: RegExp): ReactNode[] {
  return block.split("\n").map((line, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: a list's lines never move, and two may be equal
    <li key={index}>{inline(line.replace(mark, ""))}</li>
  ));
}

/** One block of the plain Markdown that pieces are written in: paragraph, heading, quotation, list. */
function Block({ text }: { text: string }) {
  if (text.startsWith("### ")) return <h3>{inline(text.slice(4))}</h3>;
  if (text.startsWith("## ")) return <h2>{inline(text.slice(3))}</h2>;
  if (text.startsWith("# ")) return <h2>{inline(text.slice(2))}</h2>;
  if (text.startsWith("> ")) return <blockquote>{inline(text.replace(/^> ?/gm, ""))}</blockquote>;
  if (/^[-*] /.test(text)) return <ul>{items(text, /^[-*] /)}</ul>;
  if (/^\d+\. /.test(text)) return <ol>{items(text, /^\d+\. /)}</ol>;
  return <p>{inline(text)}</p>;
}

/** Running text in plain Markdown, set to be read. */
export function Prose({ text }: { text: string }) {
  const blocks = blocksOf(text);
  return (
    <div className="reading" data-sections>
      {blocks.map((block, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a text's blocks never move
        <Block key={index} text={block} />
      ))}
    </div>
  );
}
