"use client";

import { Languages } from "lucide-react";
import { useLanguage, useWords } from "../language/context.tsx";
import type { Language } from "../language/language.ts";
import { Menu, MenuChoice } from "./Menu.tsx";

const CHOICES: readonly [Language, string, string][] = [
  ["en", "English", "en"],
  ["zh", "中文", "zh-Hans"],
];

export function LanguageMenu() {
  const words = useWords();
  const { language, setLanguage } = useLanguage();
  return (
    <Menu label={words.language.label} trigger={<Languages aria-hidden="true" size={18} strokeWidth={1.75} />}>
      <MenuChoice value={language} choices={CHOICES} onChange={setLanguage} />
    </Menu>
  );
}
