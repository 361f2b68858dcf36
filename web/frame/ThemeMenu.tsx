"use client";

import { Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useWords } from "../language/context.tsx";
import { Menu, MenuChoice } from "./Menu.tsx";

type Theme = "light" | "dark" | "system";

export function ThemeMenu() {
  const { theme: words } = useWords();
  const { theme = "system", setTheme } = useTheme();
  const choices = [
    ["light", words.light],
    ["dark", words.dark],
    ["system", words.system],
  ] as const;
  return (
    <Menu
      label={words.label}
      trigger={
        // The stylesheet picks the icon: the server doesn't know the system's theme.
        <>
          <Sun aria-hidden="true" size={18} strokeWidth={1.75} className="dark:hidden" />
          <Moon aria-hidden="true" size={18} strokeWidth={1.75} className="hidden dark:block" />
        </>
      }
    >
      <MenuChoice value={theme as Theme} choices={choices} onChange={setTheme} />
    </Menu>
  );
}
