/** The project of a script: the folder its modules and its pyproject.toml are looked for in, and its configuration. */
import * as vscode from 'vscode';
import { mergeConfig, noConfig, readPyproject, readRules, type Config, type ReadConfig } from '../lint/config';
import { rules } from '../rules/index';
import { openFileCache } from './files';
import type { Closing } from './closing';

const known = rules.map(({ id }) => id);
const parentOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));

interface Project {
  /** Path of the root folder. */
  readonly root: string;
  readonly config: Config;
  /** A sentence for every setting that has no effect. */
  readonly problems: readonly string[];
}

export interface Projects extends Closing {
  readonly of: (uri: vscode.Uri) => Promise<Project>;
}

export function openProjects(): Projects {
  const files = openFileCache<ReadConfig>('**/pyproject.toml', (uri, text) =>
    readPyproject(text, known, vscode.workspace.asRelativePath(uri)),
  );
  return {
    async of(uri) {
      const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.path;
      const settings = readRules(
        vscode.workspace.getConfiguration('lossProbe', uri).get('rules'),
        known,
        'the setting lossProbe.rules',
      );
      const own: Config = { ...noConfig, rules: settings.rules };
      // The nearest pyproject.toml up to the workspace folder marks the project, as it does on the command line.
      for (let path = parentOf(uri.path); path.length > 1; path = parentOf(path)) {
        const read = uri.scheme === 'untitled' ? undefined : await files.get(uri.with({ path: `${path}/pyproject.toml` }));
        if (read !== undefined)
          return { root: path, config: mergeConfig(own, read.config), problems: [...settings.problems, ...read.problems] };
        if (folder === undefined || path === folder || !path.startsWith(folder)) break;
      }
      return { root: folder ?? parentOf(uri.path), config: own, problems: settings.problems };
    },
    dispose: () => files.dispose(),
  };
}
