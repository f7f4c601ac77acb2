#include "store/schema/schema.hpp"

namespace bailey::schema {
namespace {

// Numbers in the columns kind, state, connection and role are those of the enums of domain/people/people.hpp.
constexpr Migration migrations[] = {
    {1, R"sql(
-- A number that only grows. 'change' is the community's newest change: every row that caches copy bears the one it
-- changed at. 'account' and 'organisation' are the newest ids: never given twice, for a cell may still hold the mail
-- of an account that is gone. 'audit' is the newest audit record.
create table counter (
  name text primary key,
  value bigint not null
) {clustered};
insert into counter (name, value) values ('change', 0), ('account', 0), ('organisation', 0), ('audit', 0);

-- A member organisation. Organisations form a tree.
create table organisation (
  organisation_id {rowid},
  parent_id bigint not null,    -- 0 for those at the top: 0 is the community itself, which has no row
  name text not null,
  business_type text not null,  -- a code of the community profile, as is the area; empty where none was given
  area text not null,
  connection bigint not null,   -- 0 hosted, 1 server, 2 cloud, 3 trusted
  state bigint not null,        -- 0 active, 1 suspended
  address1 text not null,       -- postal address
  address2 text not null,
  town text not null,
  postcode text not null,
  telephone text not null,
  created_at bigint not null,   -- milliseconds since 1970, as every time here
  change bigint not null
);
create unique index organisation_name on organisation (parent_id, name);
create index organisation_change on organisation (change);

-- A mail domain of a member.
create table domain (
  domain text primary key,      -- its secure form, inside the suffix; lower case, A-labels
  organisation_id bigint not null
) {clustered};
create index domain_organisation on domain (organisation_id);

-- A person, or a mailbox that several persons share.
create table account (
  account_id {rowid},
  organisation_id bigint not null,
  kind bigint not null,         -- 0 user, 1 shared mailbox
  state bigint not null,        -- 0 new user locked, 1 active, 2 locked, 3 suspended, 4 deleted
  first_name text not null,
  last_name text not null,      -- of a shared mailbox: its name
  password_hash text,           -- PHC string format, argon2id; null: no password opens it
  must_change_password bigint not null,
  everyday_address text,        -- where it is not the secure address without the suffix
  non_secure_address text,      -- outside; for notices alone, never for content
  capacity_octets bigint not null,  -- of its mailbox
  ex_directory bigint not null, -- 1: hidden from ordinary searches
  cell bigint,                  -- the cell that holds its mailbox; null where its mail is kept elsewhere
  created_at bigint not null,
  last_active_at bigint,        -- to the hour
  locked_at bigint,
  deleted_at bigint,            -- it can be restored for 30 days
  deleted_state bigint,         -- the state it had, to be restored to
  change bigint not null
);
create index account_organisation on account (organisation_id);
create index account_change on account (change);

-- A secure address of an account.
create table address (
  address text primary key,     -- canonical: as the canonicaliser writes it
  account_id bigint not null,
  is_primary bigint not null    -- 1 for the one it sends as unless told otherwise
) {clustered};
create index address_account on address (account_id);

-- A right: `role` holds for the organisation and all below it; for 0, in the whole community.
create table role_grant (
  account_id bigint not null,
  role bigint not null,         -- 0 community administrator, 1 organisation administrator, 2 helpdesk, 3 engineer,
                                -- 4 mailbox user, 5 auditor
  organisation_id bigint not null,
  primary key (account_id, role, organisation_id)
) {clustered};
create index role_grant_organisation on role_grant (organisation_id);

-- A cell and how many accounts it holds: a new account goes where the fewest are.
create table cell (
  cell {rowid},                 -- its number in the configuration
  accounts bigint not null
);

-- Who did what: every administrative act, sign-in and access to somebody else's mailbox. A chain: the digest of a
-- record covers its content and the digest before it, under a key that the database does not hold, so that a change,
-- a gap or another order shows.
create table audit (
  audit_id {rowid},             -- 1, 2, 3 ... without gaps
  at bigint not null,
  actor_id bigint not null,     -- the account that acted; 0 for the operator at the command line and the service itself
  act text not null,            -- user_created, password_set, signed_in ...
  organisation_id bigint,       -- what it was done to
  account_id bigint,
  peer text not null,           -- the IP address it came from; empty where there is none
  detail text not null,         -- for people to read; never a secret, never content of mail
  digest bytea not null         -- HMAC-SHA-256
);
create index audit_account on audit (account_id);
create index audit_organisation on audit (organisation_id);
)sql"},
    {2, R"sql(
insert into counter (name, value) values ('session', 0), ('app_password', 0);

-- Somebody signed in: a page by its cookie, or a program by its token.
create table session (
  session_id {rowid},
  account_id bigint not null,
  kind bigint not null,         -- 0 page, 1 token
  digest bytea not null,        -- HMAC-SHA-256 of what the client shows
  name text not null,           -- what the client calls itself
  peer text not null,           -- the IP address it was last used from
  created_at bigint not null,
  last_used_at bigint not null, -- to five minutes
  expires_at bigint not null    -- however much it is used
);
create unique index session_digest on session (digest);
create index session_account on session (account_id);

-- A password for one mail program, made by the service.
create table app_password (
  app_password_id {rowid},
  account_id bigint not null,
  digest bytea not null,        -- HMAC-SHA-256: it is random, so that nothing slower is needed
  name text not null,           -- what its owner calls it
  created_at bigint not null,
  last_used_at bigint           -- to the hour; null: never
);
create unique index app_password_digest on app_password (digest);
create index app_password_account on app_password (account_id);
)sql"},
    {3, R"sql(
-- Who may open which shared mailbox, and for what.
create table mailbox_grant (
  mailbox_id bigint not null,   -- the shared mailbox: an account
  account_id bigint not null,   -- who may
  rights bigint not null,       -- bits: 1 read, 2 write, 4 mail (send as it), 8 manage (give rights to others)
  primary key (mailbox_id, account_id)
) {clustered};
create index mailbox_grant_account on mailbox_grant (account_id);

insert into counter (name, value) values ('share_notification', 0);

-- What tells somebody that their rights changed (RFC 9670 section 3).
create table share_notification (
  share_notification_id {rowid},
  account_id bigint not null,   -- who is told
  at bigint not null,
  changed_by bigint not null,   -- an account; 0 for the operator
  mailbox_id bigint not null,   -- whose rights changed
  old_rights bigint not null,   -- as in mailbox_grant; 0: none
  new_rights bigint not null,
  name text not null,           -- the mailbox's name and address at that time
  created_change bigint not null,
  change bigint not null,
  destroyed bigint not null     -- 1: dismissed; the row stays, for whoever asks what changed
);
create index share_notification_account on share_notification (account_id, change);
)sql"},
    {4, R"sql(
insert into counter (name, value) values ('notice', 0);

-- What everybody, or an organisation and all below it, is told in a banner.
create table notice (
  notice_id {rowid},
  organisation_id bigint not null,  -- 0: the whole community
  level bigint not null,        -- 0 information, 1 warning, 2 problem
  english text not null,
  welsh text not null,
  begins_at bigint not null,
  ends_at bigint,               -- null: until it is removed
  created_change bigint not null,
  change bigint not null,
  removed bigint not null       -- 1: the row stays, without its text, for whoever asks what changed
);
create index notice_change on notice (change);
)sql"},
    {5, R"sql(
-- The highest protective marking that an account may be sent: its place in the configured list (domain/mail/marking),
-- the lower of its own and its organisation's; 999 for no limit.
alter table account add column ceiling bigint not null default 999;
alter table organisation add column ceiling bigint not null default 999;
)sql"},
    {6, R"sql(
-- 1: whoever signs in to the pages must have a second factor. Those that were members before it was asked for go on
-- without until somebody switches it on.
alter table organisation add column second_factor bigint not null default 1;
update organisation set second_factor = 0;

insert into counter (name, value) values ('outgoing_notice', 0);

-- What an account has for its way in, beside the password. No row: nothing but the defaults.
create table account_access (
  account_id bigint primary key,
  language text not null,       -- 'en' or 'cy'
  recovery_verified_at bigint,  -- when its owner showed that the non-secure address is theirs; null: not yet
  mail_code bigint not null,    -- 1: its owner wants codes to that address as a second factor
  totp bytea,                   -- sealed secret of RFC 6238; null: none
  totp_new bytea,               -- likewise, not confirmed yet
  totp_step bigint not null,    -- the newest time step whose code was used: each is good once
  set_up_due bigint not null,   -- 1: the first sign-in is to ask for a second factor or a recovery address still
  password_changed_at bigint
) {clustered};

-- Ways in where there is no authenticator at hand, ten at a time, each good once.
create table recovery_code (
  account_id bigint not null,
  digest bytea not null,        -- HMAC-SHA-256
  primary key (account_id, digest)
) {clustered};

-- A browser in which the second factor need not be shown.
create table remembered_browser (
  digest bytea primary key,     -- HMAC-SHA-256 of its cookie
  account_id bigint not null,
  name text not null,           -- what it calls itself
  created_at bigint not null,
  expires_at bigint not null
) {clustered};
create index remembered_browser_account on remembered_browser (account_id);

-- A code, and a link that stands for it, sent to somebody's non-secure address.
create table one_time_code (
  account_id bigint not null,
  purpose bigint not null,      -- 0 verifies the address, 1 is a second factor, 2 sets a new password
  code bytea not null,          -- HMAC-SHA-256 of the digits
  link bytea not null,          -- and of the link's token
  address text not null,        -- where it was sent
  tries bigint not null,        -- wrong ones
  created_at bigint not null,
  expires_at bigint not null,
  primary key (account_id, purpose)
) {clustered};
create unique index one_time_code_link on one_time_code (link);

-- Somebody on the way in: the password was right, another step is to be taken.
create table entering (
  digest bytea primary key,     -- HMAC-SHA-256 of the cookie
  account_id bigint not null,
  proof bytea not null,         -- HMAC-SHA-256 of the password's hash: void once that changes
  passed bigint not null,       -- 1: the second factor was shown
  expires_at bigint not null
) {clustered};

-- The conditions of use as they were shown, and who accepted which when.
create table conditions (
  digest bytea primary key,     -- SHA-256 of version, language and text
  version text not null,
  language text not null,
  body text not null
) {clustered};
create table acceptance (
  account_id bigint not null,
  version text not null,
  digest bytea not null,
  at bigint not null,
  peer text not null,
  primary key (account_id, version)
) {clustered};

-- Notices to non-secure addresses that wait to be sent.
create table outgoing_notice (
  outgoing_notice_id {rowid},
  sealed bytea not null,        -- recipient and message
  tries bigint not null,
  next_try_at bigint not null,
  expires_at bigint not null    -- later than that it is of no use
);
create index outgoing_notice_due on outgoing_notice (next_try_at);
)sql"},
    {7, R"sql(
-- Who may open which folder or address book of somebody else's account, and for what.
create table object_grant (
  owner_id bigint not null,     -- the account it is in
  kind bigint not null,         -- 1 folder, 2 address book
  object_id bigint not null,    -- its number in that account
  account_id bigint not null,   -- who may
  rights bigint not null,       -- bits: domain/people/object_rights.hpp
  primary key (owner_id, kind, object_id, account_id)
) {clustered};
create index object_grant_account on object_grant (account_id);

-- Of a notification: 0 the whole mailbox, else as in object_grant; the rights are then those of that kind.
alter table share_notification add column kind bigint not null default 0;
alter table share_notification add column object_id bigint not null default 0;
)sql"},
};

}  // namespace

std::span<const Migration> community() { return migrations; }

}  // namespace bailey::schema
