/** Writing a file so that it is either as before or as it should be, never in between. */
import { randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from './files';

/** What the writing needs of a file system, so that its faults can be tried. */
export interface Disk {
  readonly write: (descriptor: number, bytes: Uint8Array) => void;
}

const disk: Disk = {
  write: (descriptor, bytes) => {
    for (let at = 0; at < bytes.length;) at += writeSync(descriptor, bytes, at);
    fsyncSync(descriptor);
  },
};

/**
 * Puts `after` in the place of `before`: into a new file beside it that then takes its name. A link stays a link, permissions stay.
 * @returns why it was not written; the file is then as it was
 */
export function replaceFile(path: string, before: Uint8Array, after: Uint8Array, { write }: Disk = disk): string | undefined {
  let temporary: string | undefined;
  try {
    const real = realpathSync(path);
    const { mode } = statSync(real);
    // Renaming over it would succeed all the same.
    if ((mode & 0o222) === 0) return 'It is read-only, so nothing was written.';
    temporary = join(dirname(real), `.${basename(real)}.${randomBytes(6).toString('hex')}.tmp`);
    const descriptor = openSync(temporary, 'wx', mode & 0o777);
    try {
      write(descriptor, after);
    } finally {
      closeSync(descriptor);
    }
    if (!readFileSync(real).equals(before)) {
      rmSync(temporary, { force: true });
      return 'It has changed since it was read, so nothing was written.';
    }
    renameSync(temporary, real);
    return undefined;
  } catch (error) {
    if (temporary !== undefined) rmSync(temporary, { force: true });
    return `It could not be written, and is as it was: ${reasonOf(error, 'written')}`;
  }
}
