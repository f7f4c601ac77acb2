#include "protocol/sieve/raw_message.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/mime/bodies.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/decode.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/header.hpp"

namespace bailey::sieve {
namespace {

constexpr std::size_t most_depth = 5;           // of messages within messages
constexpr std::size_t encoded_for_decoded = 4;  // octets that are read for one that is wanted, at most

// The parts of one message, and of the messages in it, within what is left of the limit.
class Collector {
public:
    explicit Collector(std::vector<Part>& parts) : parts_(parts) {}
    void message(std::string_view octets, const mime::Structure& structure, std::size_t depth);

private:
    void leaf(std::string_view octets, const mime::Part& part, std::size_t depth);
    void add(std::string_view type, std::string content);

    std::vector<Part>& parts_;
    std::size_t left_ = RawMessage::most_body;
};

// What stands before the first boundary and behind the last (RFC 5173 section 5.2).
std::string around_parts(std::string_view octets, const mime::Structure& structure, const mime::Part& part) {
    const auto body = part.body.of(octets);
    if (part.children.empty()) return std::string(body);
    const auto begin = structure.parts[part.children.front()].header.begin - part.body.begin;
    const auto end = std::min(structure.parts[part.children.back()].body.end - part.body.begin, body.size());
    // Without the boundary line before the first part, and the one behind the last.
    auto prologue = body.substr(0, begin);
    prologue = prologue.substr(0, prologue.empty() ? 0 : prologue.rfind('\n', prologue.size() - 2) + 1);
    auto epilogue = body.substr(end);
    for (int lines = 0; lines < 2; ++lines) {
        const auto line = epilogue.find('\n');
        epilogue.remove_prefix(line == std::string_view::npos ? epilogue.size() : line + 1);
    }
    return std::string(prologue) + std::string(epilogue);
}

void Collector::add(std::string_view type, std::string content) {
    if (content.size() > left_) content.resize(left_);
    left_ -= content.size();
    parts_.push_back({std::string(type), std::move(content)});
}

void Collector::leaf(std::string_view octets, const mime::Part& part, std::size_t depth) {
    const auto body = part.body.of(octets).substr(0, left_ * encoded_for_decoded);
    auto decoded = mime::decode_transfer(body, part.encoding).bytes;
    if (part.is_text()) decoded = mime::to_utf8(decoded, part.charset.value_or("us-ascii")).text;
    if (part.type != "message/rfc822" || depth == most_depth) return add(part.type, std::move(decoded));
    const auto inner = mime::parse(decoded);
    add(part.type, std::string(inner.root().header.of(decoded)));
    message(decoded, inner, depth + 1);
}

void Collector::message(std::string_view octets, const mime::Structure& structure, std::size_t depth) {
    for (const auto& part : structure.parts) {
        if (part.is_multipart())
            add(part.type, around_parts(octets, structure, part));
        else
            leaf(octets, part, depth);
    }
}

}  // namespace

RawMessage::RawMessage(std::string_view octets, Envelope envelope, std::uint64_t size)
    : octets_(octets),
      envelope_(std::move(envelope)),
      size_(size ? size : octets.size()),
      structure_(mime::parse(octets)) {
    const auto& root = structure_.root();
    for (auto at = root.first_field; at < root.first_field + root.fields; ++at) {
        const auto& field = structure_.fields[at];
        fields_[ascii_lower(field.name.of(octets_))].push_back(field.value.of(octets_));
    }
}

std::vector<std::string_view> RawMessage::values(std::string_view field) const {
    const auto found = fields_.find(ascii_lower(field));
    return found == fields_.end() ? std::vector<std::string_view>() : found->second;
}

std::vector<std::string> RawMessage::raw(std::string_view field) const {
    std::vector<std::string> out;
    for (const auto value : values(field)) out.emplace_back(trim(mime::unfolded(value)));
    return out;
}

std::vector<std::string> RawMessage::decoded(std::string_view field) const {
    std::vector<std::string> out;
    for (const auto value : values(field)) out.emplace_back(trim(mime::as_text(value)));
    return out;
}

std::string_view RawMessage::raw_body() const { return structure_.root().body.of(octets_).substr(0, most_body); }

const std::vector<Part>& RawMessage::parts() const {
    if (!parts_) {
        parts_.emplace();
        Collector(*parts_).message(octets_, structure_, 0);
    }
    return *parts_;
}

std::vector<std::string> RawMessage::readable_text() const {
    std::vector<std::string> out;
    auto left = most_body;
    for (const auto& part : structure_.parts) {
        if (!part.is_text() || left == 0) continue;
        out.push_back(mime::readable_text(octets_, part, left));
        left -= std::min(left, out.back().size());
    }
    return out;
}

}  // namespace bailey::sieve
