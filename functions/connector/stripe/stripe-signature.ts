import Stripe from 'stripe';
import { TOLERANCE_SECONDS } from '../signatures.ts';

/** `Stripe-Signature` by Stripe's own library. Imported late: it is large, and only one function needs it. */
export function isSignedByStripe(body: Uint8Array, signature: string | undefined, secret: string): boolean {
  try {
    Stripe.webhooks.constructEvent(body, signature ?? '', secret, TOLERANCE_SECONDS);
    return true;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    // Rightly signed and no JSON: whoever reads it says so.
    if (error instanceof SyntaxError) return true;
    throw error;
  }
}
