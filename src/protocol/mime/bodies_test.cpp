#include "protocol/mime/bodies.hpp"

#include <gtest/gtest.h>

#include "protocol/mime/thread.hpp"

namespace bailey::mime {
namespace {

// A part for tests: "type[; extras]" lines of header, and children.
struct Sketch {
    std::string header;
    std::vector<Sketch> parts = {};
};

std::string written(const Sketch& sketch, int& boundary) {
    if (sketch.parts.empty()) return sketch.header + "\r\n\r\nx";
    const auto name = "b" + std::to_string(boundary++);
    auto text = sketch.header + "; boundary=" + name + "\r\n\r\n";
    for (const auto& part : sketch.parts) text += "--" + name + "\r\n" + written(part, boundary) + "\r\n";
    return text + "--" + name + "--\r\n";
}

std::string written(const Sketch& sketch) {
    int boundary = 0;
    return written(sketch, boundary);
}

Sketch of(std::string type, std::vector<Sketch> parts = {}) { return {"Content-Type: " + type, std::move(parts)}; }
Sketch with(std::string type, std::string disposition) {
    return {"Content-Type: " + type + "\r\nContent-Disposition: " + disposition, {}};
}

std::string ids(const Structure& s, const std::vector<std::uint32_t>& parts) {
    std::string out;
    for (auto n : parts) out += (out.empty() ? "" : " ") + s.parts[n].part_id().value_or("?");
    return out;
}

struct Sorted {
    std::string text, html, attachments;
    bool has_attachment;
    bool operator==(const Sorted&) const = default;
};
Sorted sorted(const Sketch& sketch) {
    const auto message = written(sketch);
    const auto s = parse(message);
    const auto b = bodies(s);
    return {ids(s, b.text), ids(s, b.html), ids(s, b.attachments), has_attachment(s, b)};
}

// RFC 8621 section 4.1.4: its own example
TEST(Bodies, TheExampleOfTheRfc) {
    const auto s =
        sorted(of("multipart/mixed",
                  {with("text/plain", "inline"),  // A: 1
                   of("multipart/mixed",
                      {of("multipart/alternative",
                          {of("multipart/mixed", {with("text/plain", "inline"),             // B: 2.1.1.1
                                                  with("image/jpeg", "inline"),             // C: 2.1.1.2
                                                  with("text/plain", "inline")}),           // D: 2.1.1.3
                           of("multipart/related", {of("text/html"), of("image/jpeg")})}),  // E: 2.1.2.1, F: 2.1.2.2
                       with("image/jpeg", "attachment"),                                    // G: 2.2
                       of("application/x-excel"),                                           // H: 2.3
                       of("message/rfc822")}),                                              // J: 2.4
                   with("text/plain", "inline")}));                                         // K: 3
    EXPECT_EQ(s.text, "1 2.1.1.1 2.1.1.2 2.1.1.3 3");
    EXPECT_EQ(s.html, "1 2.1.2.1 3");
    EXPECT_EQ(s.attachments, "2.1.1.2 2.1.2.2 2.2 2.3 2.4");
    EXPECT_TRUE(s.has_attachment);
}

TEST(Bodies, OneAlternativeServesAsBoth) {
    EXPECT_EQ(sorted(of("text/html")), (Sorted{"1", "1", "", false}));
    EXPECT_EQ(sorted(of("multipart/alternative", {of("text/plain")})), (Sorted{"1", "1", "", false}));
    EXPECT_EQ(sorted(of("multipart/alternative", {of("text/plain"), of("text/html"), of("text/calendar")})),
              (Sorted{"1", "2", "3", true}));
}

TEST(Bodies, ATextWithANameBehindTheFirstIsAnAttachment) {
    EXPECT_EQ(sorted(of("multipart/mixed", {of("text/plain"), of("text/plain; name=notes.txt")})),
              (Sorted{"1", "1", "2", true}));
}

TEST(Bodies, PicturesOfTheHtmlAndSignaturesAreNothingToDownload) {
    const Sketch picture{"Content-Type: image/png\r\nContent-ID: <a@b>", {}};
    EXPECT_FALSE(sorted(of("multipart/related", {of("text/html"), picture})).has_attachment);
    EXPECT_FALSE(sorted(of("multipart/signed", {of("text/plain"), of("application/pgp-signature")})).has_attachment);
    EXPECT_TRUE(sorted(of("application/pdf")).has_attachment);
}

TEST(Bodies, WinmailIsNamed) {
    EXPECT_TRUE(is_tnef(parse("Content-Type: application/ms-tnef; name=winmail.dat\r\n\r\n").root()));
    EXPECT_TRUE(is_tnef(parse("Content-Type: application/octet-stream; name=WINMAIL.DAT\r\n\r\n").root()));
    EXPECT_FALSE(is_tnef(parse("Content-Type: application/pdf\r\n\r\n").root()));
}

std::string preview_of(const std::string& message) {
    const auto s = parse(message);
    return preview(message, s, bodies(s));
}

TEST(Preview, IsOneLineOfAtMost256Characters) {
    EXPECT_EQ(preview_of("\r\n  Dear\r\n\r\n Ann,\t\r\n> quoted\r\n"), "Dear Ann, > quoted");
    EXPECT_EQ(preview_of("\r\n" + std::string(1000, 'x')).size(), 256u);
    std::string faces = "Content-Type: text/plain; charset=utf-8\r\n\r\n";
    for (int n = 0; n < 300; ++n) faces += "🙂";
    EXPECT_EQ(preview_of(faces).size(), 128u * 4) << "as JavaScript counts";
    EXPECT_EQ(preview_of(""), "");
}

TEST(Preview, OfHtml) {
    EXPECT_EQ(
        preview_of("Content-Type: text/html; charset=utf-8\r\n\r\n<html><head><title>t</title><style>p{}</style></head>"
                   "<body><p>Annwyl&nbsp;Si&acirc;n,</p><script>x<y</script><p>T&#375;&#x20;Llys</p>"),
        "Annwyl Siân, Tŷ Llys");
}

TEST(HtmlToText, TellsTagsFromText) {
    auto text = [](std::string_view html) { return html_to_text(html, 10000); };
    EXPECT_EQ(text("a<br>b"), "a\nb");
    EXPECT_EQ(text("<p>one</p>\n<p>two <b>b</b>old</p>"), "one\ntwo bold");
    EXPECT_EQ(text("<table><tr><td>a</td><td>b</td></tr></table>"), "a b");
    EXPECT_EQ(text("1 < 2 & 3 &amp; &lt;tag&gt; &bogus; &copy"), "1 < 2 & 3 & <tag> &bogus; ©");
    EXPECT_EQ(text("<a title='>' href=\"x>y\">link</a>"), "link");
    EXPECT_EQ(text("<!-- > hidden --><!DOCTYPE html>seen"), "seen");
    EXPECT_EQ(text("<style>never closed"), "");
    EXPECT_EQ(text("&#0;&#x110000;&#xD800;&#150;"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD–");
    EXPECT_EQ(html_to_text("aŵŵ", 4), "aŵ");
    EXPECT_EQ(html_to_text("a" + std::string(20, ' ') + "ŵ", 12), "a ŵ");
    EXPECT_EQ(text("it's <p title=it's>fine</p>"), "it's\nfine");
    const auto shown =
        html_to_text(R"(a<img class="k" ALT='Crest &amp; arms'>b<i title="y>z" alt="">c</i>)", 99, Attributes::shown);
    EXPECT_EQ(shown, "a Crest & arms b y>z c");
}

TEST(HtmlToText, IsLinear) {
    for (std::string piece : {"<a \"", "<", "&", "<script>", "</", "<!--", "<a b='", "<head><", "&#"}) {
        std::string html;
        while (html.size() < 2000000) html += piece;
        html_to_text(html, 10000000);
    }
}

// RFC 3676
TEST(Flowed, ParagraphsAreOneLine) {
    EXPECT_EQ(flowed_to_text("a \r\nb \r\nc\r\n d\r\n", false), "a b c\nd\n");
    EXPECT_EQ(flowed_to_text("Don \r\nau\r\n", true), "Donau\n");
    EXPECT_EQ(flowed_to_text("> q \n> r\n>> s \n> t\nu\n", false), "> q r\n>> s \n> t\nu\n");
    EXPECT_EQ(flowed_to_text("x \n-- \nAnn\n", false), "x \n-- \nAnn\n");
}

// RFC 5256 section 2.1
TEST(Thread, BaseSubject) {
    EXPECT_EQ(base_subject("Re: Listing"), "Listing");
    EXPECT_EQ(base_subject("RE:  fwd : [cps] Re[2]: Listing  (fwd) "), "Listing");
    EXPECT_EQ(base_subject("[cps] Listing"), "Listing");
    EXPECT_EQ(base_subject("[cps]"), "[cps]");
    EXPECT_EQ(base_subject("[Fwd: Re: Listing]"), "Listing");
    EXPECT_EQ(base_subject("Regarding: x"), "Regarding: x");
    EXPECT_EQ(base_subject(""), "");
    EXPECT_EQ(base_subject("[a] [b] [c]"), "[c]");
    EXPECT_EQ(thread_subject("Re: The  LISTING"), thread_subject("the listing"));
    EXPECT_EQ(thread_subject("Ŵyl"), thread_subject("fw: ŵyl"));
    std::string blobs;
    while (blobs.size() < 1000000) blobs += "[a]";
    EXPECT_EQ(base_subject(blobs), "[a]");
}

TEST(Thread, IdsAreEachOnceAndTheOwnFirst) {
    const std::string message =
        "References: <a@x> <b@x>\r\nIn-Reply-To: <b@x> <c@x>\r\nMessage-ID: <m@x>\r\nSubject: x\r\n\r\n";
    EXPECT_EQ(thread_ids(message, parse(message)), (std::vector<std::string>{"m@x", "a@x", "b@x", "c@x"}));
    std::string many = "References:";
    for (int n = 0; n < 500; ++n) many += " <" + std::to_string(n) + "@x>";
    many += "\r\n\r\n";
    const auto ids = thread_ids(many, parse(many));
    EXPECT_EQ(ids.size(), 100u);
    EXPECT_EQ(ids.front(), "0@x");
    EXPECT_EQ(ids.back(), "499@x");
}

}  // namespace
}  // namespace bailey::mime
