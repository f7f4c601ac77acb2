#include "apps/demo/compose.hpp"

#include <algorithm>
#include <memory>

#include "apps/demo/attachments.hpp"
#include "apps/demo/papers/drawings.hpp"
#include "apps/demo/papers/png.hpp"
#include "apps/demo/writing.hpp"
#include "protocol/mime/build.hpp"

namespace bailey::apps::demo {
namespace {

using mime::NewPart;

std::vector<mime::EmailAddress> addresses(const std::vector<const Correspondent*>& list) {
    std::vector<mime::EmailAddress> out;
    for (auto* c : list) out.push_back({c->name, c->address});
    return out;
}

// RFC 5322 section 3.6.4: those of the letters before, oldest first.
std::vector<std::string> references(const Letter& letter, const std::vector<Letter>& all) {
    std::vector<std::string> ids;
    for (auto before = letter.answers; before; before = all[*before].answers) ids.push_back(all[*before].message_id);
    std::ranges::reverse(ids);
    return ids;
}

mime::Pieces all_of(std::string content) {
    auto kept = std::make_shared<const std::string>(std::move(content));
    return [kept, given = false]() mutable -> Result<std::string_view> {
        if (given) return std::string_view();
        given = true;
        return std::string_view(*kept);
    };
}

NewPart text_part(std::string type, std::string text) {
    NewPart part;
    part.type = std::move(type);
    part.text = std::move(text);
    return part;
}

NewPart multipart(std::string type, std::vector<NewPart> parts) {
    NewPart part;
    part.type = std::move(type);
    part.parts = std::move(parts);
    return part;
}

NewPart newsletter(const Letter& letter, NewPart plain) {
    NewPart picture;
    picture.type = "image/png";
    picture.cid = "crest";
    picture.disposition = "inline";
    picture.name = "crest.png";
    picture.pieces = all_of(png(crest(letter.from->key == "clerks" ? 40 : 0)));
    auto html = multipart("multipart/related", {text_part("text/html", letter.html), std::move(picture)});
    return multipart("multipart/alternative", {std::move(plain), std::move(html)});
}

NewPart text_of(const Letter& letter, const std::vector<Letter>& all) {
    const auto text = with_quotes(letter, all);
    if (!letter.html.empty()) return newsletter(letter, text_part("text/plain", wrapped(text)));
    if (letter.hand == Hand::plain) return text_part("text/plain", wrapped(text));
    if (letter.hand == Hand::html)
        return multipart("multipart/alternative",
                         {text_part("text/plain", wrapped(text)), text_part("text/html", as_html(text))});
    auto part = text_part("text/plain", flowed(text));
    part.parameters.push_back({"format", "flowed"});
    return part;
}

Result<NewPart> attached(const Letter& letter, std::size_t n, const std::vector<Letter>& all) {
    NewPart part;
    part.disposition = "attachment";
    if (letter.attachments[n] == "eml" && letter.answers) {
        auto& before = all[*letter.answers];
        BAILEY_TRY(auto message, compose(before, all));
        part.type = "message/rfc822";
        part.name = before.subject + ".eml";
        part.pieces = all_of(std::move(message));
        return part;
    }
    auto made = attachment(letter, n);
    part.type = made.type;
    part.name = made.name;
    if (made.type.starts_with("text/"))
        part.text = std::move(made.content);
    else
        part.pieces = all_of(std::move(made.content));
    return part;
}

// An invitation goes within the alternative, too, where programs look for it (RFC 6047 section 2.4).
void invite(const Letter& letter, NewPart& body) {
    auto part = text_part("text/calendar", calendar(letter, true));
    part.parameters.push_back({"method", "REQUEST"});
    if (body.type != "multipart/alternative") body = multipart("multipart/alternative", {std::move(body)});
    body.parts.push_back(std::move(part));
}

Result<NewPart> body_of(const Letter& letter, const std::vector<Letter>& all) {
    auto body = text_of(letter, all);
    std::vector<NewPart> parts;
    for (std::size_t n = 0; n < letter.attachments.size(); ++n) {
        if (letter.attachments[n] == "invitation") {
            invite(letter, body);
            continue;
        }
        BAILEY_TRY(auto part, attached(letter, n, all));
        parts.push_back(std::move(part));
    }
    if (parts.empty()) return body;
    parts.insert(parts.begin(), std::move(body));
    return multipart("multipart/mixed", std::move(parts));
}

}  // namespace

Result<std::string> compose(const Letter& letter, const std::vector<Letter>& all) {
    mime::NewMessage message;
    auto field = [&](const char* name, mime::FieldValue value) { message.fields.push_back({name, std::move(value)}); };
    field("From", addresses({letter.from}));
    field("To", addresses(letter.to));
    if (!letter.cc.empty()) field("Cc", addresses(letter.cc));
    field("Subject", letter.subject);
    if (letter.answers) {
        field("In-Reply-To", mime::MessageIds{{all[*letter.answers].message_id}});
        field("References", mime::MessageIds{references(letter, all)});
    }
    if (!letter.marking.empty()) field("X-Protective-Marking", letter.marking);
    if (letter.receipt) field("Disposition-Notification-To", addresses({letter.from}));
    message.date = {std::chrono::floor<std::chrono::seconds>(letter.sent), offset(letter.sent)};
    message.message_id = letter.message_id;
    // Of the alphabet of boundaries, and as long as they have to be.
    message.unique = letter.message_id.substr(0, letter.message_id.find('@'));
    std::ranges::replace(message.unique, '.', '-');
    message.unique.resize(std::max<std::size_t>(message.unique.size(), 16), '0');
    BAILEY_TRY(message.body, body_of(letter, all));
    std::string out;
    BAILEY_CHECK(mime::build(message, [&](std::string_view piece) -> Result<void> {
        out += piece;
        return {};
    }));
    return out;
}

}  // namespace bailey::apps::demo
