import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { compileFunction } from 'node:vm';
import type { BuildContext, Plugin } from 'esbuild';
import { context } from 'esbuild';
import type { Bug } from './bugs.ts';
import { BUGS } from './bugs.ts';
import type { firstFault } from './first-fault.ts';
import { planted } from './plant.ts';

interface Program {
  readonly firstFault: typeof firstFault;
}

const here = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const requireHere = createRequire(import.meta.url);

const WHERE_BUGS_ARE = new RegExp(`(?:${BUGS.map(({ file }) => file.replaceAll('.', '\\.')).join('|')})$`);

/** Years of programs that differ from ours by a bug, each bundled anew and loaded beside the others. */
export class Nursery {
  #bug: Bug | null = null;
  #bundler: Promise<BuildContext<{ write: false }>> | null = null;

  /** What the first year that notices a bug says of it; null when none of so many does. Without a bug none must. */
  async noticed(bug: Bug | null, seeds: number): Promise<string | null> {
    this.#bug = bug;
    this.#bundler ??= this.#makeBundler();
    const { outputFiles } = await (await this.#bundler).rebuild();
    const module = { exports: {} as Program };
    compileFunction(outputFiles[0]?.text ?? '', ['module', 'require'])(module, requireHere);
    return await module.exports.firstFault(seeds);
  }

  async close(): Promise<void> {
    await (await this.#bundler)?.dispose();
  }

  async #makeBundler(): Promise<BuildContext<{ write: false }>> {
    return await context({
      entryPoints: [here('first-fault.ts')],
      bundle: true,
      write: false,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      define: { 'import.meta.url': JSON.stringify(import.meta.url) },
      plugins: [this.#plant],
    });
  }

  readonly #plant: Plugin = {
    name: 'plant',
    setup: (build) => {
      build.onLoad({ filter: WHERE_BUGS_ARE }, ({ path }) => {
        const bug = this.#bug;
        if (bug === null || !path.endsWith(`/${bug.file}`)) return null;
        const contents = planted(bug);
        if (contents === null) throw new Error(`no single place for "${bug.what}" in ${bug.file}`);
        return { contents, loader: 'ts' };
      });
    },
  };
}
