import type { TrackHost } from '../track-host.ts';

let host: Promise<TrackHost> | undefined;

/** The redirect's host in the cloud, made at the first visit and kept. */
export function awsTrackHost(): Promise<TrackHost> {
  host ??= import('./track-deps.ts').then(({ makeAwsTrackHost }) => makeAwsTrackHost());
  return host;
}
