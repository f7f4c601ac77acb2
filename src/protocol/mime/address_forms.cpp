// Address lists for people to read, whatever they look like. parse_mailboxes() is the strict reading, for submission.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "protocol/grammar/mail.hpp"
#include "protocol/mime/charset.hpp"
#include "protocol/mime/forms.hpp"
#include "protocol/mime/words.hpp"

namespace bailey::mime {
namespace {

using grammar::Cursor;

bool is_white(char c) { return grammar::is_wsp(c) || c == '\r' || c == '\n'; }

// "(" ... ")" with what is within, nested and all; to the end where it does not end.
std::string comment(Cursor& text) {
    std::string content;
    std::size_t depth = 0;
    while (!text.done()) {
        const char c = text.peek();
        text.skip();
        if (c == '(' && depth++ == 0) continue;
        if (c == ')' && --depth == 0) break;
        if (c == '\\' && !text.done()) {
            content += text.peek();
            text.skip();
        } else if (c != '\r' && c != '\n') {
            content += c;
        }
    }
    return content;
}

// A quoted-string; to the end where it does not end.
std::string quoted(Cursor& text) {
    std::string content;
    text.skip();
    while (!text.done() && !text.take('"')) {
        text.take('\\');
        if (text.peek() != '\r' && text.peek() != '\n') content += text.peek();
        text.skip();
    }
    return content;
}

// What has been read of a mailbox or of a group's name.
class Phrase {
public:
    void white() { space_ = !words_.empty() || !bare_.empty(); }
    void bare(std::string_view text) {
        if (space_) bare_ += ' ';
        if (space_ && !spec_.empty()) spec_spaced_ = true;
        space_ = false;
        bare_ += text;
        spec_ += text;
    }
    void quoted(std::string_view text, std::string_view as_written) {
        flush();
        words_ += repaired_utf8(text);
        spec_ += as_written;
        any_quoted_ = true;
    }
    bool empty() const { return words_.empty() && bare_.empty() && !any_quoted_; }
    bool has_at() const { return bare_.find('@') != std::string::npos; }

    std::optional<std::string> name() {
        flush();
        auto text = without_controls(nfc(words_));
        const auto trimmed_text = trim(text);
        if (trimmed_text.empty()) return std::nullopt;
        return std::string(trimmed_text);
    }
    // The same read as an addr-spec: white space around its dots and "@" is an obsolete form, and goes. What is no
    // address at all keeps it.
    std::string email() {
        if (has_at() || !spec_spaced_) return without_controls(spec_);
        return name().value_or("");
    }

private:
    // Encoded words are decoded together, as long as no quoted-string comes between (RFC 2047 section 5: not in one).
    void flush() {
        words_ += decode_words(bare_);
        bare_.clear();
        if (space_) words_ += ' ';
        space_ = false;
    }
    std::string words_, bare_, spec_;
    bool space_ = false, any_quoted_ = false, spec_spaced_ = false;
};

class AddressReader {
public:
    AddressReader(std::string_view value, std::size_t most) : text_(value), most_(most) {}
    std::vector<EmailAddressGroup> read();

private:
    void step();
    void angle();
    void run();
    void end_mailbox();
    void add(EmailAddress address);

    Cursor text_;
    std::size_t most_, count_ = 0;
    std::vector<EmailAddressGroup> groups_;
    bool in_group_ = false, group_is_open_ = false;  // open: takes the next mailbox
    Phrase phrase_;
    std::optional<std::string> email_;
    std::string comment_;
};

void AddressReader::add(EmailAddress address) {
    if (count_ == most_) return;
    ++count_;
    if (!group_is_open_) groups_.emplace_back();
    group_is_open_ = true;
    groups_.back().addresses.push_back(std::move(address));
}

void AddressReader::end_mailbox() {
    if (email_ || !phrase_.empty()) {
        EmailAddress address;
        if (email_) {
            address.name = phrase_.name();
            address.email = std::move(*email_);
        } else {
            address.email = phrase_.email();
        }
        const auto remark = without_controls(nfc(decode_words(comment_)));
        if (const auto shown = trim(remark); !address.name && !shown.empty()) address.name = std::string(shown);
        if (address.name || !address.email.empty()) add(std::move(address));
    }
    phrase_ = {};
    email_.reset();
    comment_.clear();
}

// angle-addr: what follows its "<". A route (obs-route) goes.
void AddressReader::angle() {
    text_.skip();
    std::string email;
    while (!text_.done() && text_.peek() != '>') {
        const char c = text_.peek();
        if (c == '"') {
            const auto start = text_.at();
            quoted(text_);
            email += text_.since(start);
        } else if (c == '(') {
            comment(text_);
        } else if (c == ',' && !email.empty() && email.front() != '@') {
            break;  // the ">" was forgotten
        } else {
            if (c == ':' && email.starts_with('@'))
                email.clear();
            else if (!is_white(c) && c != '<')
                email += c;
            text_.skip();
        }
    }
    text_.take('>');
    comment_.clear();
    // Two addresses of one mailbox: the last is what programs reply to.
    email_ = without_controls(email);
}

// Characters without meaning of their own. An encoded word is taken whole, as some have commas in them.
void AddressReader::run() {
    constexpr std::string_view marks = "<>,;:\"()";
    const auto rest = text_.rest();
    std::size_t size = 0;
    if (rest.starts_with("=?")) {
        const auto charset = rest.find('?', 2);
        const auto encoded = charset == std::string_view::npos ? charset : rest.find('?', charset + 1);
        const auto end = encoded == std::string_view::npos ? encoded : rest.find('?', encoded + 1);
        constexpr std::size_t longest = 1000;
        if (end != std::string_view::npos && end < longest && end + 1 < rest.size() && rest[end + 1] == '=' &&
            std::ranges::none_of(rest.substr(0, end), is_white))
            size = end + 2;
    }
    while (size < rest.size() && !is_white(rest[size]) && marks.find(rest[size]) == std::string_view::npos) ++size;
    phrase_.bare(rest.substr(0, std::max<std::size_t>(size, 1)));
    text_.back_to(text_.at() + std::max<std::size_t>(size, 1));
}

void AddressReader::step() {
    const char c = text_.peek();
    if (is_white(c)) {
        text_.skip();
        phrase_.white();
    } else if (c == '"') {
        const auto start = text_.at();
        auto content = quoted(text_);
        phrase_.quoted(content, text_.since(start));
    } else if (c == '(') {
        comment_ = comment(text_);
        phrase_.white();
    } else if (c == '<') {
        angle();
    } else if (c == ',' || c == ';') {
        // Outlook's ";" between addresses is read as the comma it stands for.
        text_.skip();
        end_mailbox();
        if (c == ';' && in_group_) in_group_ = group_is_open_ = false;
    } else if (c == ':' && !in_group_ && !email_ && !phrase_.has_at()) {
        text_.skip();
        groups_.push_back({phrase_.name().value_or(""), {}});
        phrase_ = {};
        comment_.clear();
        in_group_ = group_is_open_ = true;
    } else if (c == '>' || c == ')') {
        text_.skip();  // of nothing that was opened
    } else {
        run();
    }
}

std::vector<EmailAddressGroup> AddressReader::read() {
    while (!text_.done() && count_ < most_ && groups_.size() <= most_) step();
    end_mailbox();
    return std::move(groups_);
}

}  // namespace

std::vector<EmailAddressGroup> as_grouped_addresses(std::string_view value, std::size_t most) {
    return AddressReader(value, most).read();
}

std::vector<EmailAddress> as_addresses(std::string_view value, std::size_t most) {
    std::vector<EmailAddress> all;
    for (auto& group : as_grouped_addresses(value, most))
        all.insert(all.end(), std::make_move_iterator(group.addresses.begin()),
                   std::make_move_iterator(group.addresses.end()));
    return all;
}

}  // namespace bailey::mime
