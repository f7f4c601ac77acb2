// Written by tools/web_types.py from the server's tables of properties: do not edit.
import type {
  AddressBookRights,
  ChangedBy,
  DateText,
  DeliveryStatus,
  EmailAddress,
  EmailBodyPart,
  EmailBodyValue,
  EmailHeader,
  Envelope,
  Id,
  MailboxRights,
  MailboxRole,
  PrincipalAccount,
} from './standard';

/** src/api/jmap/addressbook/books.cpp */
export interface AddressBook {
  readonly id: Id;
  name: string;
  description: string | null;
  sortOrder: number;
  readonly isDefault: boolean;
  isSubscribed: boolean;
  shareWith: Record<Id, AddressBookRights> | null;
  readonly myRights: AddressBookRights;
}

/** src/api/jmap/email/properties.cpp */
export interface Email {
  readonly id: Id;
  readonly blobId: Id;
  readonly threadId: Id;
  mailboxIds: Record<Id, true>;
  keywords: Record<string, true>;
  readonly size: number;
  readonly receivedAt: DateText | null;
  readonly messageId: string[] | null;
  readonly inReplyTo: string[] | null;
  readonly references: string[] | null;
  readonly sender: EmailAddress[] | null;
  readonly from: EmailAddress[] | null;
  readonly to: EmailAddress[] | null;
  readonly cc: EmailAddress[] | null;
  readonly bcc: EmailAddress[] | null;
  readonly replyTo: EmailAddress[] | null;
  readonly subject: string | null;
  readonly sentAt: DateText | null;
  readonly hasAttachment: boolean;
  readonly preview: string;
  readonly bodyValues: Record<string, EmailBodyValue>;
  readonly textBody: EmailBodyPart[] | null;
  readonly htmlBody: EmailBodyPart[] | null;
  readonly attachments: EmailBodyPart[] | null;
  readonly bodyStructure?: EmailBodyPart | null;
  readonly headers?: EmailHeader[];
}

/** src/api/jmap/submission/submission.cpp */
export interface EmailSubmission {
  readonly id: Id;
  readonly identityId: Id;
  readonly emailId: Id;
  readonly threadId: Id;
  readonly envelope: Envelope | null;
  readonly sendAt: DateText;
  undoStatus: 'pending' | 'final' | 'canceled';
  readonly deliveryStatus: Record<string, DeliveryStatus> | null;
  readonly dsnBlobIds: Id[];
  readonly mdnBlobIds: Id[];
}

/** src/api/jmap/identity/get.cpp */
export interface Identity {
  readonly id: Id;
  name: string;
  readonly email: string;
  replyTo: EmailAddress[] | null;
  bcc: EmailAddress[] | null;
  textSignature: string;
  htmlSignature: string;
  readonly mayDelete: boolean;
}

/** src/api/jmap/mailbox/properties.cpp */
export interface Mailbox {
  readonly id: Id;
  name: string;
  parentId: Id | null;
  role: MailboxRole | null;
  sortOrder: number;
  readonly totalEmails: number;
  readonly unreadEmails: number;
  readonly totalThreads: number;
  readonly unreadThreads: number;
  readonly myRights: MailboxRights;
  isSubscribed: boolean;
  shareWith?: Record<string, unknown> | null;
}

/** src/api/jmap/principal/principals.cpp */
export interface Principal {
  readonly id: Id;
  type: 'individual' | 'group' | 'resource' | 'location' | 'other';
  name: string;
  description: string | null;
  email: string | null;
  timeZone: string | null;
  readonly capabilities: Record<string, unknown>;
  readonly accounts: Record<Id, PrincipalAccount> | null;
}

/** src/api/jmap/quota/quota.cpp */
export interface Quota {
  readonly id: Id;
  readonly resourceType: string;
  readonly used: number;
  readonly hardLimit: number;
  readonly scope: string;
  readonly name: string;
  readonly types: string[];
  readonly warnLimit: number | null;
  readonly softLimit: number | null;
  readonly description: string | null;
}

/** src/api/jmap/share_notification/share_notification.cpp */
export interface ShareNotification {
  readonly id: Id;
  readonly created: DateText;
  readonly changedBy: ChangedBy;
  readonly objectType: string;
  readonly objectAccountId: Id;
  readonly objectId: Id;
  readonly oldRights: Record<string, unknown> | null;
  readonly newRights: Record<string, unknown> | null;
  readonly name: string;
}

/** src/api/jmap/sieve/script.cpp */
export interface SieveScript {
  readonly id: Id;
  name: string | null;
  blobId: Id;
  readonly isActive: boolean;
}

/** src/api/jmap/thread/get.cpp */
export interface Thread {
  readonly id: Id;
  readonly emailIds: Id[];
}

/** src/api/jmap/vacation/object.cpp */
export interface VacationResponse {
  readonly id: Id;
  isEnabled: boolean;
  fromDate: DateText | null;
  toDate: DateText | null;
  subject: string | null;
  textBody: string | null;
  htmlBody: string | null;
}
