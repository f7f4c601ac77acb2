#include "protocol/sieve/regex.hpp"

#include <re2/re2.h>

#include <algorithm>

namespace bailey::sieve {
namespace {

constexpr std::int64_t most_memory = 2 << 20;  // octets of one expression, with what it learns while matching

re2::RE2::Options options(Comparator comparator) {
    re2::RE2::Options options;
    options.set_log_errors(false);
    options.set_posix_syntax(true);
    options.set_longest_match(true);  // POSIX: of several matches that begin first, the longest
    options.set_dot_nl(true);
    options.set_one_line(true);  // "^" and "$" are the ends of the text
    options.set_max_mem(most_memory);
    options.set_case_sensitive(comparator == Comparator::octet);
    if (comparator == Comparator::octet) options.set_encoding(re2::RE2::Options::EncodingLatin1);
    return options;
}

re2::StringPiece piece(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Regex::Regex() = default;
Regex::~Regex() = default;

std::shared_ptr<const Regex> Regex::compile(std::string_view expression, Comparator comparator, std::string& why) {
    std::shared_ptr<Regex> made(new Regex);
    made->expression_ = std::make_unique<re2::RE2>(piece(expression), options(comparator));
    if (made->expression_->ok()) return made;
    why = made->expression_->error();
    return nullptr;
}

bool Regex::matches(std::string_view text, std::vector<std::string>* captured, std::size_t most) const {
    const auto groups = captured ? std::min<std::size_t>(expression_->NumberOfCapturingGroups() + 1, most) : 0;
    std::vector<re2::StringPiece> found(groups);
    if (!expression_->Match(piece(text), 0, text.size(), re2::RE2::UNANCHORED, found.data(), static_cast<int>(groups)))
        return false;
    if (!captured) return true;
    captured->clear();
    for (const auto& group : found) captured->emplace_back(group.data() ? group.data() : "", group.size());
    return true;
}

}  // namespace bailey::sieve
