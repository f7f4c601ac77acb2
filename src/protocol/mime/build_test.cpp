#include "protocol/mime/build.hpp"

#include <gtest/gtest.h>

#include <random>

#include "protocol/mime/bodies.hpp"
#include "protocol/mime/decode.hpp"

namespace bailey::mime {
namespace {

using namespace std::chrono_literals;

constexpr DateTime date{std::chrono::sys_seconds(1800000000s), 60min};

NewMessage message_of(NewPart body, std::vector<NewField> fields = {}) {
    return {std::move(fields), std::move(body), date, "id@court.example", "0123456789abcdefABCDEF"};
}

std::string built(const NewMessage& message) {
    std::string out;
    const auto done = build(message, [&](std::string_view piece) -> Result<void> {
        out += piece;
        return {};
    });
    EXPECT_TRUE(done) << done.error().message();
    return out;
}

Errc error_of(const NewMessage& message) {
    const auto done = build(message, [](std::string_view) -> Result<void> { return {}; });
    return done ? Errc{} : errc_of(done.error());
}

// `content` in pieces of `step` octets.
Pieces pieces_of(std::string content, std::size_t step) {
    return [content = std::move(content), step, at = std::size_t{0}]() mutable -> Result<std::string_view> {
        const auto piece = std::string_view(content).substr(std::min(at, content.size()), step);
        at += step;
        return piece;
    };
}

std::string decoded(std::string_view message, const Part& part) {
    return decode_transfer(part.body.of(message), part.encoding).bytes;
}

void expect_lines(std::string_view message, std::size_t most) {
    while (!message.empty()) {
        const auto end = message.find("\r\n");
        const auto line = message.substr(0, end);
        EXPECT_LE(line.size(), most) << line;
        EXPECT_EQ(line.find_first_of("\r\n"), std::string_view::npos) << line;
        message.remove_prefix(std::min(line.size() + 2, message.size()));
    }
}

TEST(Build, APlainMessage) {
    EXPECT_EQ(built(message_of({.text = "Hello,\nAnn\n"}, {{"Subject", std::string("Listing")}})),
              "Subject: Listing\r\n"
              "Date: Fri, 15 Jan 2027 09:00:00 +0100\r\n"
              "Message-ID: <id@court.example>\r\n"
              "MIME-Version: 1.0\r\n"
              "Content-Type: text/plain; charset=utf-8\r\n"
              "Content-Transfer-Encoding: 7bit\r\n"
              "\r\n"
              "Hello,\r\nAnn\r\n");
}

TEST(Build, DateAndMessageIdGivenAreKept) {
    const auto m =
        built(message_of({.text = "x"}, {{"date", RawValue{" never"}}, {"message-id", MessageIds{{"a@b"}}}}));
    EXPECT_EQ(m.find("Date:"), std::string::npos);
    EXPECT_NE(m.find("message-id: <a@b>\r\n"), std::string::npos);
}

TEST(Build, EveryFormIsReadAgain) {
    const std::vector<EmailAddress> people{
        {"Siân Ŵyn", "sian@llys.example"},
        {"Smith, Ann (CPS)", "ann@cps.example"},
        {std::nullopt, "\"a b\"@x.example"},
        {"A rather long name of a department, as there are many of them in Whitehall today",
         "somebody.with.a.long.name@a.long.domain.of.government.example"}};
    const std::vector<EmailAddressGroup> groups{
        {std::nullopt, {people[0]}}, {"Y Llys: Caerdydd", {people[1], people[2]}}, {"empty", {}}};
    const MessageIds message_ids{{"a@x", "b@x", std::string(70, 'c') + "@x"}};
    const Urls urls{{"mailto:a@x?subject=b", "https://x.example/" + std::string(90, 'y')}};
    const std::string subject =
        "Gwrandawiad – R v Ŵyn, dydd Gwener 27 Tachwedd, am ddeg o'r gloch yn Llys y Goron Caerdydd";
    const auto m = built(message_of({.text = "x"}, {{"Subject", subject},
                                                    {"To", people},
                                                    {"Cc", groups},
                                                    {"Bcc", std::vector<EmailAddress>{}},
                                                    {"References", message_ids},
                                                    {"Resent-Date", date},
                                                    {"List-Help", urls},
                                                    {"X-Raw", RawValue{" as\r\n it is"}}}));
    const auto s = parse(m);
    auto field = [&](std::string_view name) { return last_field(m, s, s.root(), name).value_or("?"); };
    EXPECT_EQ(as_text(field("Subject")), subject);
    EXPECT_EQ(as_addresses(field("To")), people) << field("To");
    EXPECT_EQ(as_grouped_addresses(field("Cc")), groups) << field("Cc");
    EXPECT_EQ(field("Bcc"), "?");
    EXPECT_EQ(as_message_ids(field("References")), message_ids.ids);
    EXPECT_EQ(as_date(field("Resent-Date")), date);
    EXPECT_EQ(as_urls(field("List-Help")), urls.urls);
    EXPECT_EQ(as_raw(field("X-Raw")), " as\r\n it is");
    expect_lines(m, 112);
}

TEST(Build, PartsAttachmentsAndAllAreReadAgain) {
    const std::string html = "<p>Annwyl Siân</p>\r\n", file(100000, '\xA7'), forwarded = "Subject: in\r\n\r\nit\r\n";
    for (std::size_t step : {1, 57, 1000, 200000}) {
        NewPart both{.type = "multipart/alternative",
                     .parts = {{.text = "Annwyl Siân\n"}, {.type = "text/html", .text = html}}};
        NewPart pdf{.type = "application/pdf",
                    .name = "Gorchymyn Llys – R v Ŵyn; 27 Tachwedd 2026, fersiwn derfynol wedi'i lofnodi.pdf",
                    .disposition = "attachment",
                    .cid = "pdf@x",
                    .language = {"cy", "en"},
                    .location = "https://x.example/a",
                    .pieces = pieces_of(file, step)};
        NewPart inner{.type = "message/rfc822", .disposition = "attachment", .pieces = pieces_of(forwarded, step)};
        const auto m = built(message_of({.type = "multipart/mixed", .parts = {both, pdf, inner}}));
        const auto s = parse(m);
        ASSERT_EQ(s.parts.size(), 6u);
        EXPECT_EQ(body_value(m, s.parts[2]).value, "Annwyl Siân\n");
        EXPECT_EQ(decoded(m, s.parts[3]), html);
        const auto& part = s.parts[4];
        EXPECT_EQ(part.type, "application/pdf");
        EXPECT_EQ(part.name, pdf.name);
        EXPECT_EQ(part.disposition, "attachment");
        EXPECT_EQ(part.cid, "pdf@x");
        EXPECT_EQ(part.language, pdf.language);
        EXPECT_EQ(part.location, pdf.location);
        EXPECT_EQ(decoded(m, part), file);
        EXPECT_EQ(s.parts[5].body.of(m), forwarded);
        EXPECT_NE(m.find("Content-Transfer-Encoding: 8bit"), std::string::npos) << "RFC 2046 section 5.2.1";
        expect_lines(m, 78);
    }
}

TEST(Build, TextWithTheBoundaryInItEndsNoPart) {
    const std::string text = "--=_0123456789abcdefABCDEF_1\r\n--=_0123456789abcdefABCDEF_1--\r\n";
    const auto m = built(message_of({.type = "multipart/mixed", .parts = {{.text = text}, {.text = "2"}}}));
    const auto s = parse(m);
    ASSERT_EQ(s.parts.size(), 3u);
    EXPECT_EQ(decoded(m, s.parts[1]), text);
}

TEST(Build, WhatWouldBreakTheHeaderIsRefused) {
    auto with = [](NewField field) { return error_of(message_of({.text = "x"}, {std::move(field)})); };
    EXPECT_EQ(with({"X-A", RawValue{"a\r\nBcc: b@x"}}), Errc::bad_syntax);
    EXPECT_EQ(with({"X-A", RawValue{"a\r\n \r\n b"}}), Errc::bad_syntax);
    EXPECT_EQ(with({"X-A", RawValue{"a\r\n"}}), Errc::bad_syntax);
    EXPECT_EQ(with({"X-A", RawValue{"a\nb"}}), Errc::bad_syntax);
    EXPECT_EQ(with({"X-A", RawValue{std::string("a\0b", 3)}}), Errc::bad_syntax);
    EXPECT_EQ(with({"X-A", RawValue{std::string(999, 'x')}}), Errc::too_long);
    EXPECT_EQ(with({"X A", std::string("x")}), Errc::bad_syntax);
    EXPECT_EQ(with({"X:A", std::string("x")}), Errc::bad_syntax);
    EXPECT_EQ(with({"", std::string("x")}), Errc::bad_syntax);
    EXPECT_EQ(with({"To", std::vector<EmailAddress>{{std::nullopt, "a@x, b@x"}}}), Errc::bad_syntax);
    EXPECT_EQ(with({"To", std::vector<EmailAddress>{{std::nullopt, "a@x>\r\nBcc: b@x"}}}), Errc::bad_syntax);
    EXPECT_EQ(with({"References", MessageIds{{"a> <b"}}}), Errc::bad_syntax);
    EXPECT_EQ(with({"Subject", std::string("a\r\nBcc: b@x")}), Errc{}) << "control characters go";
    EXPECT_EQ(error_of(message_of({.type = "text"})), Errc::bad_syntax);
    EXPECT_EQ(error_of(message_of({.type = "text/plain\r\nX: y"})), Errc::bad_syntax);
    EXPECT_EQ(error_of(message_of({.type = "multipart/mixed"})), Errc::bad_syntax);
    EXPECT_EQ(error_of(message_of({.text = "x", .parts = {{.text = "y"}}})), Errc::bad_syntax);
    auto unguarded = message_of({.text = "x"});
    unguarded.unique = "short";
    EXPECT_EQ(error_of(unguarded), Errc::bad_syntax);
}

TEST(Build, ErrorsOfPiecesAndSinkComeOut) {
    const auto m = message_of({.type = "a/b", .pieces = []() -> Result<std::string_view> { return Errc::not_found; }});
    EXPECT_EQ(error_of(m), Errc::not_found);
    const auto done =
        build(message_of({.text = "x"}), [](std::string_view) -> Result<void> { return Errc::over_quota; });
    EXPECT_EQ(errc_of(done.error()), Errc::over_quota);
}

// Random texts and trees: what is built is parsed as it was meant.
TEST(Build, RoundTripOfRandomMessages) {
    std::mt19937 random(3);
    auto pick = [&](std::size_t n) { return std::uniform_int_distribution<std::size_t>(0, n - 1)(random); };
    auto words = [&](std::size_t most) {
        constexpr std::array<std::string_view, 12> some{
            "Llys",  "ŵ",  "a,b", "\"q\"", "=?x?=", "(c)", "日本語", "🙂", "wwwwwwwwwwwwwwwwwwwwwwwwwwwwwwww",
            "<a@b>", "\\", "--"};
        std::string text;
        for (auto n = pick(most) + 1; n > 0; --n)
            text += (text.empty() ? "" : " ") + std::string(some[pick(some.size())]);
        return text;
    };
    for (int round = 0; round < 500; ++round) {
        NewPart root{.type = "multipart/mixed"};
        std::vector<std::string> texts;
        for (auto n = pick(4) + 1; n > 0; --n) {
            texts.push_back(words(200) + (pick(2) ? "\r\n" : ""));
            root.parts.push_back({.name = words(12), .text = texts.back()});
        }
        const std::vector<EmailAddress> to{{words(20), "a@x"}, {words(3), "b@x"}};
        const auto subject = words(30);
        const auto m = built(message_of(root, {{"Subject", subject}, {"To", to}}));
        const auto s = parse(m);
        ASSERT_EQ(s.parts.size(), texts.size() + 1);
        EXPECT_EQ(as_text(*last_field(m, s, s.root(), "Subject")), subject);
        EXPECT_EQ(as_addresses(*last_field(m, s, s.root(), "To")), to);
        for (std::size_t n = 0; n < texts.size(); ++n) {
            EXPECT_EQ(decoded(m, s.parts[n + 1]), texts[n]);
            EXPECT_EQ(s.parts[n + 1].name, root.parts[n].name);
        }
    }
}

}  // namespace
}  // namespace bailey::mime
