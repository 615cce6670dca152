import type { Click } from '../../domain/tracking/click.ts';
import type { Conversion } from '../../domain/tracking/conversion.ts';
import { followLink } from './follow-link.ts';
import type { FollowedLinks } from './followed-links.ts';

/** The visitors of the sample month: one browser each, with what the host and the shop put into it. */
export interface Visitors {
  readonly follow: (click: Click, linkId: string) => Promise<void>;
  /** The conversion with the ids that our host gave instead of the sample's own. */
  readonly asSeenByShop: (conversion: Conversion) => Conversion;
}

interface Browser {
  readonly cookie: string;
  /** The click id of the last visit: the shop found it in the address and kept it. */
  readonly clickId: string;
}

export interface VisitorsOptions {
  readonly address: string;
  readonly clickIdParameter: string;
  readonly followed: FollowedLinks;
}

export function visitorsOf({ address, clickIdParameter, followed }: VisitorsOptions): Visitors {
  const browsers = new Map<string, Browser>();
  return {
    follow: async ({ clickId: sampleClickId, visitorId, isBot }, linkId) => {
      const cookie = browsers.get(visitorId)?.cookie ?? null;
      let visit = followed.get(sampleClickId);
      if (visit === null) {
        visit = { sampleClickId, ...(await followLink(address, { linkId, cookie, isBot, clickIdParameter })) };
        followed.add(visit);
      }
      browsers.set(visitorId, visit);
    },
    asSeenByShop: (conversion) => {
      const { visitorId, clickId } = conversion;
      const browser = visitorId === null ? undefined : browsers.get(visitorId);
      const named = clickId === null ? undefined : (followed.get(clickId)?.clickId ?? clickId);
      if (browser === undefined) return { ...conversion, clickId: named ?? null };
      // Our cookie is invisible on the shop's host: what joins is the click id that it found in its address.
      return { ...conversion, visitorId: visitorIn(browser.cookie), clickId: named ?? browser.clickId };
    },
  };
}

/** The visitor's id stands in the cookie as it is. */
function visitorIn(cookie: string): string {
  return cookie.slice(cookie.indexOf('=') + 1);
}
