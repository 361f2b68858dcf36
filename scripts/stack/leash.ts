// Runs a command that must not outlive the program that asked for it: `node leash.ts COMMAND [ARGUMENTS …]`.
// The parent holds the other end of standard input; when that closes (also because the parent was killed), the command is stopped.
import { spawn } from "node:child_process";

/** How long a command may take to finish by itself after SIGTERM before it is killed, ms. */
const graceMs = 8_000;

const [command, ...args] = process.argv.slice(2);
if (!command) {
  console.error("leash: name the command to run");
  process.exit(2);
}

// A group of its own, so that a Ctrl-C in the terminal reaches only the program that decides the order of stopping.
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });

function signalGroup(signal: NodeJS.Signals): void {
  try {
    process.kill(-child.pid!, signal);
  } catch {
    // The group has gone already.
  }
}

let stopping = false;
function stop(): void {
  if (stopping) return;
  stopping = true;
  signalGroup("SIGTERM");
  setTimeout(() => signalGroup("SIGKILL"), graceMs).unref();
}

process.stdin.on("end", stop).on("error", stop).resume();
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, stop);

child.on("error", (error) => {
  console.error(`leash: ${command} could not be started: ${error.message}`);
  process.exit(127);
});
child.on("exit", (code, signal) => {
  signalGroup("SIGKILL"); // whatever the command itself left behind
  process.exit(code ?? (signal ? 1 : 0));
});
