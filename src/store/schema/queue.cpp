#include "store/schema/schema.hpp"

namespace bailey::schema {
namespace {

constexpr Migration migrations[] = {
    {1, R"sql(
-- A message that was accepted (state S1) and is on its way, or finished (S3) and kept as a safety net.
create table entry (
  entry_id {rowid},             -- its queue id: time-ordered, unique in the community; people see it in base 32
  accepted_at bigint not null,  -- milliseconds since 1970
  finished_at bigint,           -- when its last recipient was settled; null until then
  sender_account bigint,        -- the account that sent it; null for reports of our own
  wrapped_key bytea not null,   -- the message key, wrapped by the queue's key
  envelope bytea not null,      -- sender, recipients and how it came, sealed under the message key
  octets bigint not null,       -- size of the message
  chunks bigint not null,       -- how many sealed chunks it has; the first one is here, the others in entry_chunk
  first_chunk bytea             -- chunk 0
);
-- What is finished, oldest first: the collector takes it when the safety net's time is over.
create index entry_finished on entry (finished_at) where finished_at is not null;

-- The chunks of large messages after the first. Rows of an entry that is not there belong to a message being received,
-- or to one whose reception was cut off: the collector removes those.
create table entry_chunk (
  entry_id bigint not null,
  number bigint not null,
  box bytea not null,           -- sealed under the message key
  primary key (entry_id, number)
);

-- One recipient of a message and what became of it (S2).
create table recipient (
  entry_id bigint not null,
  number bigint not null,       -- its place in the envelope, from 0
  account_id bigint,            -- the local account it resolved to
  state bigint not null,        -- 0 waiting, 1 delivered, 2 failed and reported, 3 removed by an operator
  attempts bigint not null,
  next_attempt_at bigint,       -- when to try next, or until when the lease holds; null once settled
  lease text,                   -- the node that is delivering it now
  delay_told bigint not null,   -- 1 when a delay report has gone to the sender
  changed_at bigint not null,
  reason bigint not null,       -- the Errc of the last attempt; 0 for none
  primary key (entry_id, number)
) {clustered};
create index recipient_due on recipient (next_attempt_at) where next_attempt_at is not null;
)sql"},

    {2, R"sql(
-- When a message that its sender asked to be held is released (RFC 4865); null for one that goes at once. Until a node
-- has leased one of its recipients, the sender may cancel it: state 4 of a recipient.
alter table entry add column held_until bigint;
)sql"},
};

}  // namespace

std::span<const Migration> queue() { return migrations; }

}  // namespace bailey::schema
