// What the standards have beside whole objects: values within objects, and the arguments of the standard methods.
// RFC 8620 (core), RFC 8621 (mail), RFC 9610 (contacts), RFC 9670 (sharing).

export type Id = string;
/** RFC 3339; a UTCDate ends with "Z". */
export type DateText = string;

export interface EmailAddress {
  name: string | null;
  email: string;
}

export interface EmailHeader {
  name: string;
  value: string;
}

/** RFC 8621 section 4.1.4. */
export interface EmailBodyPart {
  partId: string | null;
  blobId: Id | null;
  size: number;
  headers?: EmailHeader[];
  name: string | null;
  type: string;
  charset: string | null;
  disposition: string | null;
  cid: string | null;
  language?: string[] | null;
  location?: string | null;
  subParts?: EmailBodyPart[] | null;
}

export interface EmailBodyValue {
  value: string;
  isEncodingProblem: boolean;
  isTruncated: boolean;
}

export type MailboxRole =
  | 'inbox'
  | 'drafts'
  | 'sent'
  | 'archive'
  | 'junk'
  | 'trash'
  | 'all'
  | 'flagged'
  | 'important'
  | 'subscribed';

/** RFC 8621 section 2. */
export interface MailboxRights {
  mayReadItems: boolean;
  mayAddItems: boolean;
  mayRemoveItems: boolean;
  maySetSeen: boolean;
  maySetKeywords: boolean;
  mayCreateChild: boolean;
  mayRename: boolean;
  mayDelete: boolean;
  maySubmit: boolean;
}

/** RFC 9610 section 2. */
export interface AddressBookRights {
  mayRead: boolean;
  mayWrite: boolean;
  mayShare: boolean;
  mayDelete: boolean;
}

/** RFC 8621 section 7. */
export interface Envelope {
  mailFrom: EnvelopeAddress;
  rcptTo: EnvelopeAddress[];
}
export interface EnvelopeAddress {
  email: string;
  parameters?: Record<string, string | null> | null;
}
export interface DeliveryStatus {
  smtpReply: string;
  delivered: 'queued' | 'yes' | 'no' | 'unknown';
  displayed: 'unknown' | 'yes';
}

/** RFC 9670 section 2. */
export interface PrincipalAccount {
  name: string;
  isPersonal: boolean;
  isReadOnly: boolean;
  accountCapabilities: Record<string, unknown>;
}
export interface ChangedBy {
  name: string;
  email: string | null;
  principalId: Id | null;
}

/** RFC 8620 section 2. */
export interface SessionAccount {
  name: string;
  isPersonal: boolean;
  isReadOnly: boolean;
  accountCapabilities: Record<string, Record<string, unknown>>;
}
export interface CoreLimits {
  maxSizeUpload: number;
  maxConcurrentUpload: number;
  maxSizeRequest: number;
  maxConcurrentRequests: number;
  maxCallsInRequest: number;
  maxObjectsInGet: number;
  maxObjectsInSet: number;
}
export interface JmapSession {
  capabilities: Record<string, Record<string, unknown>>;
  accounts: Record<Id, SessionAccount>;
  primaryAccounts: Record<string, Id>;
  username: string;
  apiUrl: string;
  downloadUrl: string;
  uploadUrl: string;
  eventSourceUrl: string;
  state: string;
}

export interface Sort {
  property: string;
  isAscending?: boolean;
  keyword?: string;
  collation?: string;
}
export type Filter<Condition> = Condition | { operator: 'AND' | 'OR' | 'NOT'; conditions: Filter<Condition>[] };

/** RFC 8621 section 4.4.1. */
export interface EmailCondition {
  inMailbox?: Id;
  inMailboxOtherThan?: Id[];
  before?: DateText;
  after?: DateText;
  minSize?: number;
  maxSize?: number;
  allInThreadHaveKeyword?: string;
  someInThreadHaveKeyword?: string;
  noneInThreadHaveKeyword?: string;
  hasKeyword?: string;
  notKeyword?: string;
  hasAttachment?: boolean;
  text?: string;
  from?: string;
  to?: string;
  cc?: string;
  bcc?: string;
  subject?: string;
  body?: string;
  header?: string[];
}
export type EmailFilter = Filter<EmailCondition>;

export interface GetResult<T> {
  accountId: Id;
  state: string;
  list: T[];
  notFound: Id[];
}
export interface ChangesResult {
  accountId: Id;
  oldState: string;
  newState: string;
  hasMoreChanges: boolean;
  created: Id[];
  updated: Id[];
  destroyed: Id[];
  updatedProperties?: string[] | null;
}
export interface QueryResult {
  accountId: Id;
  queryState: string;
  canCalculateChanges: boolean;
  position: number;
  ids: Id[];
  total?: number;
  limit?: number;
}
export interface QueryChangesResult {
  accountId: Id;
  oldQueryState: string;
  newQueryState: string;
  total?: number;
  removed: Id[];
  added: { id: Id; index: number }[];
}
export interface SetError {
  type: string;
  description?: string | null;
  properties?: string[];
  [more: string]: unknown;
}
export interface SetResult<T> {
  accountId: Id;
  oldState: string | null;
  newState: string;
  created: Record<Id, Partial<T> & { id: Id }> | null;
  updated: Record<Id, Partial<T> | null> | null;
  destroyed: Id[] | null;
  notCreated: Record<Id, SetError> | null;
  notUpdated: Record<Id, SetError> | null;
  notDestroyed: Record<Id, SetError> | null;
}
/** RFC 8621 section 5. */
export interface SearchSnippet {
  emailId: Id;
  subject: string | null;
  preview: string | null;
}
/** RFC 8620 section 7.1: the states of types, by account. */
export interface StateChange {
  changed: Record<Id, Record<string, string>>;
}
