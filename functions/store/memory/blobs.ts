import type { BlobStore } from '../blob-store.ts';

export function memoryBlobs(): BlobStore {
  const blobs = new Map<string, Uint8Array>();
  return {
    putOnce: async (key, bytes) => {
      if (!blobs.has(key)) blobs.set(key, bytes);
    },
    get: async (key) => blobs.get(key) ?? null,
  };
}
