#include "protocol/mime/build.hpp"

#include <algorithm>
#include <array>

#include "protocol/grammar/characters.hpp"
#include "protocol/mime/encode.hpp"

namespace bailey::mime {
namespace {

using grammar::same_word;

constexpr std::size_t deepest = 50;

bool has_field(const std::vector<NewField>& fields, std::string_view name) {
    return std::ranges::any_of(fields, [&](const NewField& f) { return same_word(f.name, name); });
}

// RFC 2045 section 5.1: type "/" subtype, tokens both.
Result<void> check_type(std::string_view type) {
    const auto slash = type.find('/');
    auto token = [](std::string_view text) {
        constexpr std::size_t longest = 127;  // RFC 6838 section 4.2
        return !text.empty() && text.size() <= longest && std::ranges::all_of(text, [](char c) {
            return grammar::is_vchar(c) && std::string_view("()<>@,;:\\\"/[]?=").find(c) == std::string_view::npos;
        });
    };
    if (slash == std::string_view::npos || !token(type.substr(0, slash)) || !token(type.substr(slash + 1)))
        return Errc::bad_syntax;
    return {};
}

Result<void> check_token(std::string_view text) { return check_type("x/" + std::string(text)); }

bool is_multipart(const NewPart& part) { return same_word(std::string_view(part.type).substr(0, 10), "multipart/"); }
bool passes_as_it_is(const NewPart& part) {
    return part.pieces && same_word(std::string_view(part.type).substr(0, 8), "message/");
}
// RFC 2045 section 6.4: what is around an 8bit part is 8bit.
bool is_8bit(const NewPart& part) { return passes_as_it_is(part) || std::ranges::any_of(part.parts, is_8bit); }

class Builder {
public:
    Builder(const NewMessage& message, const Sink& sink) : message_(message), sink_(sink) {}

    Result<void> run() {
        std::string head;
        for (const auto& field : message_.fields)
            if (!same_word(field.name, "MIME-Version")) BAILEY_CHECK(add_field(field, message_.body, head));
        if (!has_field(message_.fields, "Date")) BAILEY_CHECK(add({"Date", message_.date}, head));
        if (!has_field(message_.fields, "Message-ID"))
            BAILEY_CHECK(add({"Message-ID", MessageIds{{message_.message_id}}}, head));
        head += "MIME-Version: 1.0\r\n";
        return part(message_.body, head, 0);
    }

private:
    static Result<void> add(const NewField& field, std::string& head) {
        BAILEY_TRY(const auto written, build_field(field));
        head += written;
        return {};
    }

    // Unless the part says the same in its own way.
    static Result<void> add_field(const NewField& field, const NewPart& part, std::string& head) {
        auto is = [&](std::string_view name) { return same_word(field.name, name); };
        const bool said = is("Content-Type") || is("Content-Transfer-Encoding") ||
                          (is("Content-Disposition") && part.disposition) || (is("Content-ID") && part.cid) ||
                          (is("Content-Language") && !part.language.empty()) ||
                          (is("Content-Location") && part.location);
        if (said) return {};
        return add(field, head);
    }

    // All that describes the part but its encoding.
    static Result<void> describe(const NewPart& part, std::string_view boundary, std::string& head) {
        BAILEY_CHECK(check_type(part.type));
        std::string line = "Content-Type: " + part.type;
        auto column = line.size();
        const bool is_text = same_word(std::string_view(part.type).substr(0, 5), "text/");
        if (is_text && !part.pieces) line += parameter_text("charset", "utf-8", column);
        for (const auto& p : part.parameters) {
            BAILEY_CHECK(check_token(p.name));
            const bool ours = p.name == "boundary" || (p.name == "charset" && is_text && !part.pieces);
            if (!ours) line += parameter_text(p.name, p.value, column);
        }
        if (part.name && !part.disposition) line += parameter_text("name", *part.name, column);
        if (!boundary.empty()) line += parameter_text("boundary", boundary, column);
        head += line + "\r\n";
        if (part.disposition) {
            BAILEY_CHECK(check_token(*part.disposition));
            line = "Content-Disposition: " + *part.disposition;
            column = line.size();
            if (part.name) line += parameter_text("filename", *part.name, column);
            head += line + "\r\n";
        }
        if (part.cid) BAILEY_CHECK(add({"Content-ID", MessageIds{{*part.cid}}}, head));
        std::string languages;
        for (const auto& tag : part.language) {
            BAILEY_CHECK(check_token(tag));
            languages += (languages.empty() ? " " : ",\r\n ") + tag;
        }
        if (!languages.empty()) BAILEY_CHECK(add({"Content-Language", RawValue{languages}}, head));
        if (part.location) BAILEY_CHECK(add({"Content-Location", RawValue{' ' + *part.location}}, head));
        return {};
    }

    Result<void> part(const NewPart& part, std::string& head, std::size_t depth) {
        for (const auto& field : part.fields) BAILEY_CHECK(add_field(field, part, head));
        if (is_multipart(part)) return multipart(part, head, depth);
        if (!part.parts.empty()) return Errc::bad_syntax;
        BAILEY_CHECK(describe(part, {}, head));
        if (!part.pieces) return text(part, head);
        head += passes_as_it_is(part) ? "Content-Transfer-Encoding: 8bit\r\n\r\n"
                                      : "Content-Transfer-Encoding: base64\r\n\r\n";
        BAILEY_CHECK(sink_(head));
        return pieces(part);
    }

    // "=_" occurs in no line of base64 or quoted-printable (RFC 2045 section 6.7); nobody can guess what follows, and
    // text that has it all the same is encoded.
    std::string boundary_start() const {
        constexpr std::size_t longest = 48;  // of 70, RFC 2046 section 5.1.1
        return "=_" + message_.unique.substr(0, longest) + '_';
    }

    Result<void> multipart(const NewPart& part, std::string& head, std::size_t depth) {
        if (part.parts.empty() || part.pieces || !part.text.empty()) return Errc::bad_syntax;
        if (depth >= deepest) return Errc::too_many;
        const auto boundary = boundary_start() + std::to_string(++boundaries_);
        BAILEY_CHECK(describe(part, boundary, head));
        if (is_8bit(part)) head += "Content-Transfer-Encoding: 8bit\r\n";
        head += "\r\n";
        BAILEY_CHECK(sink_(head));
        for (const auto& child : part.parts) {
            // The line end before a boundary belongs to it.
            std::string child_head = &child == &part.parts.front() ? "--" : "\r\n--";
            child_head += boundary + "\r\n";
            BAILEY_CHECK(this->part(child, child_head, depth + 1));
        }
        return sink_("\r\n--" + boundary + "--\r\n");
    }

    Result<void> text(const NewPart& part, std::string& head) {
        const auto lines = with_crlf(part.text);
        auto encoding = fitting_encoding(lines);
        if (encoding == "7bit" && lines.find(boundary_start()) != std::string::npos) encoding = "quoted-printable";
        ((head += "Content-Transfer-Encoding: ") += encoding) += "\r\n\r\n";
        if (encoding == "7bit") {
            head += lines;
        } else if (encoding == "quoted-printable") {
            head += encode_quoted_printable(lines);
        } else {
            Base64Encoder encoder;
            encoder.feed(lines, head);
            encoder.finish(head);
        }
        return sink_(head);
    }

    Result<void> pieces(const NewPart& part) {
        Base64Encoder encoder;
        std::string out;
        for (;;) {
            BAILEY_TRY(const auto piece, part.pieces());
            if (piece.empty()) break;
            if (passes_as_it_is(part)) {
                BAILEY_CHECK(sink_(piece));
                continue;
            }
            encoder.feed(piece, out);
            BAILEY_CHECK(sink_(out));
            out.clear();
        }
        encoder.finish(out);
        if (out.empty()) return {};
        return sink_(out);
    }

    const NewMessage& message_;
    const Sink& sink_;
    std::size_t boundaries_ = 0;
};

Result<void> check_unique(std::string_view unique) {
    constexpr std::size_t least = 16;
    auto fits = [](char c) { return grammar::is_alpha(c) || grammar::is_digit(c) || c == '-' || c == '_'; };
    if (unique.size() < least || !std::ranges::all_of(unique, fits)) return Errc::bad_syntax;
    return {};
}

}  // namespace

Result<void> build(const NewMessage& message, const Sink& sink) {
    BAILEY_CHECK(check_unique(message.unique));
    return Builder(message, sink).run();
}

}  // namespace bailey::mime
