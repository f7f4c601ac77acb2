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
};

}  // namespace

std::span<const Migration> cell() { return migrations; }

}  // namespace bailey::schema
