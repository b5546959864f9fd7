/* A call of the API that has to succeed, sooner or later. */

import { ApiError } from './api.js';
import { Backoff } from './backoff.js';

/* Until it is done, no longer wanted, or refused for good: then null. longest: the pause between two attempts. */
export async function insist(call, wanted, longest = undefined) {
  const backoff = new Backoff({ longest });

  while (wanted()) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof ApiError))
        throw error;
      if (!error.passing)
        return null;
      await new Promise((resolve) => setTimeout(resolve, backoff.next()));
    }
  }
  return null;
}
