#include "protocol/mime/bodies.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::mime {
namespace {

bool is_media(std::string_view type) {
    return type.starts_with("image/") || type.starts_with("audio/") || type.starts_with("video/");
}

// The algorithm of RFC 8621 section 4.1.4, step by step.
class Sorter {
public:
    explicit Sorter(const Structure& structure) : structure_(structure) {}

    Bodies sort() {
        const std::vector<std::uint32_t> root{0};
        place_all(root, "mixed", false, {true, true});
        return std::move(out_);
    }

private:
    struct Wanted {
        bool text, html;  // false: null in the RFC
    };

    const Part& part(std::uint32_t n) const { return structure_.parts[n]; }

    bool is_inline(std::uint32_t n, std::size_t place, std::string_view multipart) const {
        const auto& p = part(n);
        const bool shown = p.type == "text/plain" || p.type == "text/html" || is_media(p.type);
        const bool first_or_nameless = place == 0 || (multipart != "related" && (is_media(p.type) || !p.name));
        return p.disposition != "attachment" && shown && first_or_nameless;
    }

    void place_in_alternative(std::uint32_t n) {
        const auto& type = part(n).type;
        (type == "text/plain" ? out_.text : type == "text/html" ? out_.html : out_.attachments).push_back(n);
    }

    void place_inline(std::uint32_t n, bool in_alternative, Wanted& wanted) {
        const auto& type = part(n).type;
        if (in_alternative && type == "text/plain") wanted.html = false;
        if (in_alternative && type == "text/html") wanted.text = false;
        if (wanted.text) out_.text.push_back(n);
        if (wanted.html) out_.html.push_back(n);
        if ((!wanted.text || !wanted.html) && is_media(type)) out_.attachments.push_back(n);
    }

    void place_all(const std::vector<std::uint32_t>& parts, std::string_view multipart, bool in_alternative,
                   Wanted wanted) {
        const auto text_before = out_.text.size(), html_before = out_.html.size();
        const bool alternative = multipart == "alternative";
        for (std::size_t place = 0; place < parts.size(); ++place) {
            const auto n = parts[place];
            if (part(n).is_multipart()) {
                const auto kind = std::string_view(part(n).type).substr(part(n).type.find('/') + 1);
                place_all(part(n).children, kind, in_alternative || kind == "alternative", wanted);
            } else if (!is_inline(n, place, multipart)) {
                out_.attachments.push_back(n);
            } else if (alternative) {
                place_in_alternative(n);
            } else {
                place_inline(n, in_alternative, wanted);
            }
        }
        if (!alternative || !wanted.text || !wanted.html) return;
        // One of the two only: it serves as both.
        auto share = [](const std::vector<std::uint32_t>& from, std::size_t begin, std::vector<std::uint32_t>& to) {
            for (auto n = begin; n < from.size(); ++n) to.push_back(from[n]);
        };
        const bool any_text = out_.text.size() != text_before, any_html = out_.html.size() != html_before;
        if (!any_text && any_html) share(out_.html, html_before, out_.text);
        if (!any_html && any_text) share(out_.text, text_before, out_.html);
    }

    const Structure& structure_;
    Bodies out_;
};

bool is_signature(const Part& part) {
    return part.type == "application/pgp-signature" || part.type == "application/pkcs7-signature" ||
           part.type == "application/x-pkcs7-signature";
}

}  // namespace

Bodies bodies(const Structure& structure) { return Sorter(structure).sort(); }

bool has_attachment(const Structure& structure, const Bodies& bodies) {
    return std::ranges::any_of(bodies.attachments, [&](std::uint32_t n) {
        const auto& part = structure.parts[n];
        const auto parent = part.parent == Part::none ? std::string_view() : structure.parts[part.parent].type;
        const bool embedded =
            parent == "multipart/related" && part.cid && is_media(part.type) && part.disposition != "attachment";
        return part.disposition != "inline" && !embedded && !(parent == "multipart/signed" && is_signature(part));
    });
}

std::string readable_text(std::string_view message, const Part& part, std::size_t most_octets, Attributes attributes) {
    if (part.type == "text/html") {
        // Styles and markup come before the first words.
        constexpr std::size_t markup_for_each_octet = 8, least = 262144;
        const auto html = body_value(message, part, std::max(most_octets * markup_for_each_octet, least));
        return html_to_text(html.value, most_octets, attributes);
    }
    const auto value = body_value(message, part, most_octets).value;
    if (part.type != "text/plain" || !equals_ignoring_case(part.parameter("format").value_or(""), "flowed"))
        return value;
    return flowed_to_text(value, equals_ignoring_case(part.parameter("delsp").value_or(""), "yes"));
}

namespace {

// Words one space apart. Two UTF-16 units for a character beyond them: what JMAP's clients count.
void append_collapsed(std::string_view text, std::size_t most, std::string& out, std::size_t& count) {
    bool space = !out.empty();
    for (std::size_t at = 0; at < text.size();) {
        const auto start = at;
        const auto c = next_code_point(text, at);
        if (!c) return;
        constexpr char32_t no_break_space = 0xA0, zero_width = 0x200B, joiner = 0x200D, soft_hyphen = 0xAD,
                           byte_order = 0xFEFF, c1_end = 0x9F, filler = 0x34F;
        if (*c <= ' ' || (*c >= 0x7F && *c <= c1_end) || *c == no_break_space) {
            space |= !out.empty();
            continue;
        }
        // Senders fill previews with these, which show nothing.
        if ((*c >= zero_width && *c < joiner) || *c == soft_hyphen || *c == byte_order || *c == filler) continue;
        const std::size_t size = (*c > 0xFFFF ? 2u : 1u) + (space ? 1u : 0u);
        if (count + size > most) {
            count = most;
            return;
        }
        if (space) out += ' ';
        space = false;
        out += text.substr(start, at - start);
        count += size;
    }
}

}  // namespace

std::string preview(std::string_view message, const Structure& structure, const Bodies& bodies) {
    constexpr std::size_t most = 256, enough_octets = 8192;  // RFC 8621 section 4.1.4
    std::string out;
    std::size_t count = 0;
    for (auto n : bodies.text) {
        const auto& part = structure.parts[n];
        if (part.is_text()) append_collapsed(readable_text(message, part, enough_octets), most, out, count);
        if (count >= most) break;
    }
    return out;
}

bool is_tnef(const Part& part) {
    return part.type == "application/ms-tnef" || part.type == "application/vnd.ms-tnef" ||
           (part.type == "application/octet-stream" && part.name && equals_ignoring_case(*part.name, "winmail.dat"));
}

}  // namespace bailey::mime
