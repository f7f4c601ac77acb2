// An SQLite VFS that gathers the writes of a write-ahead log: SQLite writes each page of a commit as two small writes
// (frame header, page); here they become one write at the synchronisation that ends the commit.
// Right only with `pragma synchronous=full`, where SQLite synchronises the log before it tells other connections of
// the new frames; other files are left to the system's VFS.
#pragma once

namespace bailey::sql {

// Registers it once; the name to open databases with, or null where it cannot be had (then the default serves).
const char* gathering_vfs();

}  // namespace bailey::sql
