/** Immutable documents by name: manifests, runs, statements. A name is written once; the same name again changes nothing. */
export interface BlobStore {
  putOnce(key: string, bytes: Uint8Array): Promise<void>;
  get(key: string): Promise<Uint8Array | null>;
}
