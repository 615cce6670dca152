import type { LinkId, PartnerId, ProgramId } from '../ids.ts';

/** A URL that identifies a partner in a program; following it leads to a stored, allow-listed destination. */
export interface TrackingLink {
  readonly linkId: LinkId;
  readonly programId: ProgramId;
  readonly partnerId: PartnerId;
  readonly destination: string;
}
