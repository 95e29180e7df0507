import { closeSync, constants, fdatasync, fdatasyncSync, openSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { performance } from 'node:perf_hooks';
import { makePrivateFolder, privateFileMode, syncFolder } from './durable-files.ts';

/** The three system calls that an append-only file needs; tests put a failing disk here. */
export interface Disk {
  /** Returns how many bytes were taken, which may be fewer than given. */
  write(fd: number, bytes: Uint8Array, from: number): number;
  sync(fd: number): Promise<void>;
}

/** A file that only grows. */
export interface AppendFile {
  /** Hands all bytes to the system; they are safe only after `sync`. */
  write(bytes: Uint8Array): void;
  sync(): Promise<void>;
  close(): void;
}

// Below this, waiting is cheaper than a trip through the thread pool; above it, a slow disk would
// hold up the screen and falsify round-trip times measured meanwhile.
const quickMs = 4;

/** The machine's disk. A sync is done in place as long as the disk is quick, else off the event loop. */
export function realDisk(quickSyncMs = quickMs): Disk {
  let lastSyncMs = 0;
  return {
    write: (fd, bytes, from) => writeSync(fd, bytes, from),
    async sync(fd) {
      const began = performance.now();
      if (lastSyncMs < quickSyncMs) fdatasyncSync(fd);
      else await fdatasyncLater(fd);
      lastSyncMs = performance.now() - began;
    },
  };
}

/** Creates the file, 0600, its folder 0700, and makes its name survive a power cut. Fails if it exists. */
export async function createAppendFile(path: string, disk: Disk = realDisk()): Promise<AppendFile> {
  await makePrivateFolder(dirname(path));
  const fd = openSync(
    path,
    constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_EXCL,
    privateFileMode,
  );
  await syncFolder(dirname(path));
  return appendTo(fd, disk);
}

/** Opens an existing file for appending; a symbolic link is refused. */
export function openAppendFile(path: string, disk: Disk = realDisk()): AppendFile {
  return appendTo(openSync(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW), disk);
}

function appendTo(fd: number, disk: Disk): AppendFile {
  return {
    write(bytes) {
      // write(2) may take less than it was given, on a full disk above all.
      for (let from = 0; from < bytes.length;) {
        const taken = disk.write(fd, bytes, from);
        if (taken <= 0) throw new Error('the disk took no bytes and gave no reason');
        from += taken;
      }
    },
    sync: () => disk.sync(fd),
    close: () => closeSync(fd),
  };
}

const fdatasyncLater = (fd: number): Promise<void> =>
  new Promise((resolve, reject) => fdatasync(fd, (error) => (error ? reject(error) : resolve())));
