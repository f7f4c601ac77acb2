// Contact cards: JSContact (RFC 9553) as far as the pages write and show it, within the ContactCard of RFC 9610.
import type { Id } from './standard';

export interface NameComponent {
  kind: string;
  value: string;
}
export interface CardName {
  full?: string;
  components?: NameComponent[];
  isOrdered?: boolean;
  defaultSeparator?: string;
}
type Contexts = Partial<Record<'private' | 'work', boolean>> & Record<string, boolean | undefined>;
interface Said {
  contexts?: Contexts;
  pref?: number;
  label?: string;
}
export interface CardEmail extends Said {
  address: string;
}
export interface CardPhone extends Said {
  number: string;
  features?: Record<string, boolean>;
}
export interface CardAddress extends Said {
  components?: NameComponent[];
  full?: string;
  countryCode?: string;
}
export interface Organization {
  name?: string;
  units?: { name: string }[];
}
export interface Title {
  name: string;
  kind?: 'title' | 'role';
}
export interface Media extends Said {
  kind: string;
  uri?: string;
  blobId?: Id;
  mediaType?: string;
}
export interface Anniversary {
  kind: string;
  date: { '@type'?: string; year?: number; month?: number; day?: number; utc?: string };
}

/** What the Card itself says. */
export interface Card {
  uid?: string;
  kind?: string;
  name?: CardName;
  nicknames?: Record<string, { name: string }>;
  organizations?: Record<string, Organization>;
  titles?: Record<string, Title>;
  emails?: Record<string, CardEmail>;
  phones?: Record<string, CardPhone>;
  addresses?: Record<string, CardAddress>;
  onlineServices?: Record<string, { service?: string; uri?: string; user?: string }>;
  links?: Record<string, { uri: string; label?: string }>;
  media?: Record<string, Media>;
  anniversaries?: Record<string, Anniversary>;
  keywords?: Record<string, boolean>;
  notes?: Record<string, { note: string }>;
  members?: Record<string, boolean>;
}
export interface ContactCard extends Card {
  id: Id;
  uid: string;
  addressBookIds: Record<Id, boolean>;
}
