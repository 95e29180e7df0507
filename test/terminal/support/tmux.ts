import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findProgram } from './programs.ts';

export const tmux = findProgram('tmux');

/** One program in a terminal that we did not write. Its server is ours alone and ends with `close`. */
export class TmuxTerminal {
  readonly #folder = mkdtempSync(join(tmpdir(), 'firebreak-tmux-'));

  constructor(command: string, { columns, rows }: { columns: number; rows: number }) {
    const size = ['-x', `${columns}`, '-y', `${rows}`];
    this.#tmux(['-f', '/dev/null', 'new-session', '-d', '-s', 't', ...size, 'sh']);
    this.#tmux(['set-option', '-g', 'history-limit', '5000']);
    this.type(`clear; ${command}; echo "ended $?"`, 'Enter');
  }

  /** Text, or tmux's names of keys: "Enter", "Down", "C-c". */
  type(...keys: readonly string[]): void {
    this.#tmux(['send-keys', '-t', 't', ...keys]);
  }

  resize(columns: number, rows: number): void {
    this.#tmux(['resize-window', '-t', 't', '-x', `${columns}`, '-y', `${rows}`]);
  }

  screen(): string {
    return this.#tmux(['capture-pane', '-p', '-t', 't']).trimEnd();
  }

  /** The screen with what scrolled off above it. */
  history(): string {
    return this.#tmux(['capture-pane', '-p', '-S', '-', '-t', 't']).trimEnd();
  }

  cursor(): { column: number; row: number; isShown: boolean } {
    const told = this.#tmux(['display-message', '-p', '-t', 't', '#{cursor_x} #{cursor_y} #{cursor_flag}']);
    const [column = -1, row = -1, flag] = told.trim().split(' ').map(Number);
    return { column, row, isShown: flag === 1 };
  }

  /** Waits until the screen shows it; fails with what it shows instead. */
  async until(text: string, timeoutMs = 10_000): Promise<string> {
    for (const end = performance.now() + timeoutMs; performance.now() < end; await sleep(50)) {
      const screen = this.screen();
      if (screen.includes(text)) return screen;
    }
    throw new Error(`"${text}" did not appear; the screen is:\n${this.screen()}`);
  }

  close(): void {
    this.#tmux(['kill-server']);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #tmux(args: readonly string[]): string {
    return execFileSync('tmux', ['-u', '-S', join(this.#folder, 'socket'), ...args], { encoding: 'utf8' });
  }
}
