import { fileURLToPath } from 'node:url';

/** A path from the project's folder on, wherever that stands. */
export function projectPath(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url));
}
