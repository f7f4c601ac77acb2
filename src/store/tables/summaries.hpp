// A message's summary and further keywords as bytes, sealed under the account's key and bound to account and message.
#pragma once
#include "base/seal.hpp"
#include "domain/mail/summary.hpp"
#include "domain/people/people.hpp"

namespace bailey::store::summaries {

// At most about 16 KB: longer lists are cut, and `partial` says so.
Bytes encode(const Summary& summary);
Result<Summary> decode(ByteView bytes);  // corrupt

// What an account's box is bound to besides account and id.
enum class Kind : std::uint8_t { summary = 1, keywords = 2, upload_key = 3, upload_type = 4, item = 5 };
Bytes seal(const Key& account_key, AccountId account, std::int64_t id, Kind kind, ByteView plain);
Result<Bytes> open(const Key& account_key, AccountId account, std::int64_t id, Kind kind, ByteView box);  // corrupt

Bytes encode_words(const std::vector<std::string>& words);  // keywords: they have no blanks
std::vector<std::string> decode_words(ByteView bytes);

}  // namespace bailey::store::summaries
