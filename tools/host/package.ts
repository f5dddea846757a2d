/** `npm run package [FILE]`: the built extension as a VSIX. */
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { createVSIX, listFiles, PackageManager } from '@vscode/vsce';
import { root } from './parts';

/** Make the VSIX; everything is bundled, so no dependency is packed. Throws when a file it needs is missing. */
export async function packageExtension(file: string): Promise<{ readonly bytes: number }> {
  mkdirSync(path.dirname(file), { recursive: true });
  await createVSIX({
    cwd: root,
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  return { bytes: statSync(file).size };
}

/** The files that would be packed, sorted, relative to the checkout. */
export const packagedFiles = async (): Promise<readonly string[]> =>
  (await listFiles({ cwd: root, packageManager: PackageManager.None })).sort();

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const file = path.resolve(process.argv[2] ?? path.join(root, 'loss-probe.vsix'));
  const { bytes } = await packageExtension(file);
  console.log(`${path.relative(process.cwd(), file)}: ${(bytes / 1e6).toFixed(2)} MB`);
}
