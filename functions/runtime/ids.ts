import { hash, randomBytes } from 'node:crypto';

/** 128 random bits in 22 URL-safe letters. */
export function newId(): string {
  return randomBytes(16).toString('base64url');
}

/** SHA-256 of UTF-8 text, lower-case hex. */
export function sha256(text: string): string {
  return hash('sha256', text, 'hex');
}
