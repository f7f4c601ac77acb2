#include "store/schema/schema.hpp"

namespace bailey::schema {
namespace {

constexpr Migration migrations[] = {
    {1, R"sql(
-- An account whose mailboxes live in this cell.
create table account (
  account_id {rowid},           -- as in the community database
  wrapped_key bytea not null,   -- the account's key, wrapped by the master key: destroying it destroys the mail
  change bigint not null,       -- the account's newest change number; every row below bears the one it changed at
  used_octets bigint not null,
  capacity_octets bigint not null
);

-- A mailbox (folder).
create table mailbox (
  account_id bigint not null,
  mailbox_id bigint not null,   -- 1 is the Inbox
  name bytea not null,          -- sealed under the account's key
  role text not null,           -- RFC 8621 section 2: inbox, sent, drafts, trash, junk ...; empty for none
  uid_validity bigint not null, -- RFC 9051 section 2.3.1.1
  uid_next bigint not null,
  messages bigint not null,
  unread bigint not null,
  change bigint not null,
  primary key (account_id, mailbox_id)
) {clustered};

-- A message of an account. Its id is its delivery id, so a second delivery of the same message is seen and dropped.
create table message (
  account_id bigint not null,
  message_id bigint not null,   -- time-ordered; POP3's unique-id for ever
  blob_id bigint,               -- null once removed: the row stays a while so that neither a late delivery nor a
                                -- client's /changes misses the removal
  wrapped_key bytea,            -- the message key, wrapped by the account's key; null once removed
  octets bigint not null,
  received_at bigint not null,
  change bigint not null,
  primary key (account_id, message_id)
) {clustered};

-- A message in a mailbox.
create table mailbox_message (
  account_id bigint not null,
  mailbox_id bigint not null,
  uid bigint not null,
  message_id bigint not null,
  octets bigint not null,       -- the message's: a maildrop is listed from this table alone
  flags bigint not null,        -- bit 0 seen, 1 answered, 2 flagged, 3 draft
  change bigint not null,
  primary key (account_id, mailbox_id, uid)
) {clustered};

-- The bytes of a message, once a cell however many accounts hold it, sealed in chunks under the message key.
create table blob (
  blob_id {rowid},
  refs bigint not null,         -- messages that name it
  octets bigint not null,
  chunks bigint not null,
  first_chunk bytea             -- chunk 0; the others are in blob_chunk
);
create index blob_unused on blob (blob_id) where refs = 0;

create table blob_chunk (
  blob_id bigint not null,
  number bigint not null,
  box bytea not null,
  primary key (blob_id, number)
);
)sql"},
    {2, R"sql(
-- The state of each type of data (RFC 8620 section 5.1): the change number at which one of its objects last changed,
-- set by the statement that takes the number.
alter table account add column email_change bigint not null default 0;
alter table account add column mailbox_change bigint not null default 0;
alter table account add column thread_change bigint not null default 0;
alter table account add column delivery_change bigint not null default 0;  -- when new mail last came
-- The id of the next mailbox. 2: only the Inbox was ever made; the other usual ones are made when first looked for,
-- because their names are sealed under a key that a migration does not have.
alter table account add column next_mailbox bigint not null default 2;
alter table account add column next_item bigint not null default 1;
update account set email_change = change, mailbox_change = change, thread_change = change, delivery_change = change;

-- A destroyed mailbox keeps its row, without name and role, so that a client's /changes sees it go.
alter table mailbox add column parent_id bigint not null default 0;    -- 0: at the top
alter table mailbox add column sort_order bigint not null default 0;
alter table mailbox add column subscribed bigint not null default 1;
alter table mailbox add column created_change bigint not null default 1;
alter table mailbox add column properties_change bigint not null default 1;  -- of anything but counts
alter table mailbox add column destroyed bigint not null default 0;

-- Keywords belong to a message, not to its place in a mailbox (RFC 8621 section 4.1.1). Until now nothing set any.
alter table mailbox_message drop column flags;

alter table message add column created_change bigint not null default 0;
alter table message add column thread_id bigint;      -- the id of the first message of its thread; null for one that
                                                      -- was stored before this migration and not looked at since
alter table message add column flags bigint not null default 0;  -- domain/mail/keywords.hpp: 1 seen, 2 answered ...
alter table message add column places text not null default '';  -- where mailbox_message has it, "mailbox:uid" and a
                                                      -- blank between: a message is found in its mailboxes by this
alter table message add column keywords bytea;        -- further keywords, sealed; null for none
alter table message add column summary bytea;         -- what lists show (domain/mail/summary.hpp), sealed; null as above
create index mailbox_message_by_message on mailbox_message (account_id, message_id);
update message set created_change = change where blob_id is not null;
update message set places = (select '1:' || p.uid from mailbox_message p
    where p.account_id = message.account_id and p.message_id = message.message_id) where blob_id is not null;
drop index mailbox_message_by_message;
-- What changed after it came. New mail is not in it, so that delivering does not pay for it: new mail is found by its
-- uids, which a mailbox gives in order.
create index message_changed on message (account_id, change) where change <> created_change;

-- Which thread a message id leads to. `ref` is a keyed digest of a message id and a base subject: two messages are in
-- one thread where they share both (RFC 8621 section 3).
create table thread_ref (
  account_id bigint not null,
  ref bigint not null,
  thread_id bigint not null,
  primary key (account_id, ref)
) {clustered};

-- Bytes that a client sent and no message has yet (RFC 8620 section 6.1). They are a blob.
create table upload (
  account_id bigint not null,
  upload_id bigint not null,
  blob_id bigint not null,
  wrapped_key bytea not null,   -- the blob's key, wrapped by the account's key
  type bytea not null,          -- media type as the client gave it, sealed
  octets bigint not null,
  expires_at bigint not null,
  message_id bigint,            -- the message it was imported as
  primary key (account_id, upload_id)
) {clustered};
create index upload_expires on upload (expires_at);

-- Small objects: identities, submissions, scripts, contacts ... (services/mailbox/items.hpp numbers the types).
create table item (
  account_id bigint not null,
  type bigint not null,
  item_id bigint not null,
  created_change bigint not null,
  change bigint not null,
  destroyed bigint not null,    -- 1: the row stays for /changes
  box bytea,                    -- JSON, sealed under the account's key; null once destroyed
  primary key (account_id, type, item_id)
) {clustered};
create index item_change on item (account_id, type, change);
)sql"},
    {3, R"sql(
-- Messages that came with this change number or an earlier one are in the search index.
alter table account add column search_change bigint not null default 0;

-- A part of an account's search index (services/search/segment.hpp). It never changes; several become one.
create table search_segment (
  account_id bigint not null,
  segment_id bigint not null,
  messages bigint not null,
  blocks bigint not null,
  head bytea not null,          -- which messages, and the first word of each block; sealed under the account's key
  primary key (account_id, segment_id)
);
create table search_block (
  account_id bigint not null,
  segment_id bigint not null,
  number bigint not null,       -- from 0
  box bytea not null,           -- words in order with the messages that have them; sealed under the account's key
  primary key (account_id, segment_id, number)
);
)sql"},
    {4, R"sql(
-- A message that was destroyed and can be brought back for a while: its row as it was, with its reference to its blob.
-- The row in `message` stays as one that is gone. It counts against no capacity.
create table deleted_message (
  account_id bigint not null,
  message_id bigint not null,
  blob_id bigint not null,
  wrapped_key bytea not null,
  octets bigint not null,
  received_at bigint not null,
  deleted_at bigint not null,
  change bigint not null,       -- at which it went
  flags bigint not null,
  places text not null,         -- where it was
  keywords bytea,
  summary bytea,
  primary key (account_id, message_id)
) {clustered};
create index deleted_message_time on deleted_message (deleted_at);
)sql"},
};

}  // namespace

std::span<const Migration> cell() { return migrations; }

}  // namespace bailey::schema
