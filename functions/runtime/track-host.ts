import type { Stores } from '../store/store.ts';
import type { Deps } from './deps.ts';

/** The few things that the redirect leans on: nothing else is loaded while a visitor waits. */
export interface TrackDeps extends Pick<Deps, 'now' | 'newId' | 'clickIdKey' | 'clickFallback'> {
  readonly stores: Pick<Stores, 'clicks' | 'partners' | 'programs'>;
  /** By any of these a request shows that it came through the edge; absent: there is none. */
  readonly edgeSecrets?: readonly string[];
}

export interface TrackHost {
  readonly deps: TrackDeps;
}
