#include "protocol/mime/decode.hpp"

#include <gtest/gtest.h>

#include "protocol/mime/charset.hpp"
#include "protocol/mime/encode.hpp"

namespace bailey::mime {
namespace {

using enum TransferEncoding;

std::string decoded(std::string_view body, TransferEncoding encoding) { return decode_transfer(body, encoding).bytes; }

TEST(TransferDecoder, QuotedPrintable) {
    EXPECT_EQ(decoded("a=20b=\r\nc  \r\nd=3D", quoted_printable), "a bc\r\nd=");
    EXPECT_EQ(decoded("soft =  \r\nbreak=", quoted_printable), "soft break");
    EXPECT_EQ(decoded("=c5=b5", quoted_printable), "\xC5\xB5");
}

TEST(TransferDecoder, WhatIsNoEscapeStandsAndIsReported) {
    const auto d = decode_transfer("100=% =ZZ\r\n", quoted_printable);
    EXPECT_EQ(d.bytes, "100=% =ZZ\r\n");
    EXPECT_TRUE(d.encoding_problem);
    EXPECT_FALSE(decode_transfer("fine=21\r\n", quoted_printable).encoding_problem);
}

TEST(TransferDecoder, Base64AsMailHasIt) {
    EXPECT_EQ(decoded("SGVs\r\nbG8=\r\n", base64), "Hello");
    EXPECT_FALSE(decode_transfer("SGVs\r\nbG8=\r\n", base64).encoding_problem);
    EXPECT_FALSE(decode_transfer("QQ==\r\n", base64).encoding_problem);
    EXPECT_EQ(decoded("SGVsbG8", base64), "Hello") << "without its padding";
    EXPECT_EQ(decoded("QQ==\r\nQg==", base64), "AB") << "two runs";
    const auto dirty = decode_transfer("SG*Vs.bG8=!", base64);
    EXPECT_EQ(dirty.bytes, "Hello");
    EXPECT_TRUE(dirty.encoding_problem);
}

TEST(TransferDecoder, Uuencode) {
    constexpr std::string_view body = "text before\r\nbegin 644 a.txt\r\n&2&5L;&\\*\r\n`\r\nend\r\n";
    const auto d = decode_transfer(body, uuencode);
    EXPECT_EQ(d.bytes, "Hello\n");
    EXPECT_FALSE(d.encoding_problem);
    EXPECT_TRUE(decode_transfer("begin 644 a\r\n#2&5L", uuencode).encoding_problem) << "no end";
    EXPECT_EQ(decoded("begin 644 a\r\n#2&5L", uuencode), "Hel");
}

TEST(TransferDecoder, AnUnknownEncodingIsNoneAndReported) {
    const auto d = decode_transfer("as it is", unknown);
    EXPECT_EQ(d.bytes, "as it is");
    EXPECT_TRUE(d.encoding_problem);
}

TEST(TransferDecoder, WhatComesOutDoesNotDependOnTheCuts) {
    std::string text = "begin 644 a\r\n&2&5L;&\\*\r\nend\r\n=20= \r\n ==3D=\r\nQUJD REVG\r\nQQ==Qg==  \t \r\n=";
    text += std::string(9000, 'x') + "=41" + std::string(9000, ' ') + "=4" + std::string(17000, '=') + "\r\n\r\nend";
    for (auto encoding : {identity, quoted_printable, base64, uuencode, unknown}) {
        const auto whole = decode_transfer(text, encoding);
        for (std::size_t step : {1, 2, 3, 5, 8, 64, 4096}) {
            TransferDecoder decoder(encoding);
            std::string out;
            for (std::size_t at = 0; at < text.size(); at += step)
                decoder.feed(std::string_view(text).substr(at, step), out);
            decoder.finish(out);
            EXPECT_EQ(out, whole.bytes) << step;
            EXPECT_EQ(decoder.problem(), whole.encoding_problem) << step;
        }
        EXPECT_EQ(decoded_size(text, encoding), whole.bytes.size());
    }
}

TEST(TransferEncoder, WhatIsEncodedIsDecodedAgain) {
    std::string text =
        "Trailing \r\n\tTabs\t\r\nŵ = \r\n" + std::string(300, 'y') + "\r\n" + std::string(1, '\0') + "end ";
    const auto qp = encode_quoted_printable(text);
    EXPECT_EQ(decoded(qp, quoted_printable), text);
    for (std::string_view rest = qp; !rest.empty();) {
        const auto line = rest.substr(0, rest.find("\r\n"));
        EXPECT_LE(line.size(), 76u);
        rest.remove_prefix(std::min(line.size() + 2, rest.size()));
    }
    std::string b64;
    Base64Encoder encoder;
    for (std::size_t at = 0; at < text.size(); at += 50) encoder.feed(std::string_view(text).substr(at, 50), b64);
    encoder.finish(b64);
    EXPECT_EQ(decoded(b64, base64), text);
    EXPECT_EQ(fitting_encoding("plain\r\n"), "7bit");
    EXPECT_EQ(fitting_encoding(std::string(999, 'x')), "quoted-printable");
    EXPECT_EQ(fitting_encoding("\xE6\x97\xA5\xE6\x9C\xAC"), "base64");
}

TEST(Charset, NamesAreReadAsBrowsersReadThem) {
    EXPECT_EQ(to_utf8("\x93quoted\x94 \x80", "ISO-8859-1").text, "“quoted” €");
    EXPECT_EQ(to_utf8("\xC4\xE3\xBA\xC3", "gb2312").text, "你好");
    EXPECT_EQ(to_utf8("\xC7\xD1\xB1\xDB", "ks_c_5601-1987").text, "한글");
    EXPECT_EQ(to_utf8("\x1B$B$3$s\x1B(B", "iso-2022-jp").text, "こん");
    EXPECT_EQ(to_utf8("\xF0", "iso-8859-14").text, "ŵ");
    EXPECT_FALSE(to_utf8("\xF0", "iso-8859-14").problem);
}

TEST(Charset, MalformedTextIsReplacedAndReported) {
    const auto t = to_utf8("a\xFFz", "utf-8");
    EXPECT_EQ(t.text, "a\xEF\xBF\xBDz");
    EXPECT_TRUE(t.problem);
    EXPECT_TRUE(to_utf8("\x81", "shift_jis").problem);
}

TEST(Charset, UnknownAndLyingNamesAreGuessed) {
    EXPECT_EQ(to_utf8("caf\xC3\xA9", "x-nobody-knows").text, "café");
    EXPECT_TRUE(to_utf8("cafe", "x-nobody-knows").problem);
    EXPECT_EQ(to_utf8("caf\xE9", "us-ascii").text, "café");
    EXPECT_TRUE(to_utf8("caf\xE9", "us-ascii").problem);
    EXPECT_FALSE(to_utf8("cafe", "us-ascii").problem);
    EXPECT_FALSE(to_utf8("caf\xE9", "").problem);
    EXPECT_FALSE(known_charset("utf-8,swaplfnl"));
    EXPECT_FALSE(known_charset("../utf-8"));
}

TEST(Charset, PiecesMayBeCutAnywhere) {
    const std::string text = "ŵ€𝄞 caf\xC3\xA9";
    for (std::string_view charset : {"utf-8", "", "us-ascii", "utf-16le", "gb18030"}) {
        const auto whole = to_utf8(text, charset);
        CharsetDecoder decoder(charset);
        std::string out;
        for (char c : text) decoder.feed(std::string_view(&c, 1), out);
        decoder.finish(out);
        EXPECT_EQ(out, whole.text) << charset;
        EXPECT_EQ(decoder.problem(), whole.problem) << charset;
    }
}

BodyValue value_of(const std::string& message, std::size_t most = 0) {
    return body_value(message, parse(message).root(), most);
}

TEST(BodyValue, IsUtf8WithLineFeeds) {
    const auto v = value_of(
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
        "caf=E9\r\nlone\rCR\r\n");
    EXPECT_EQ(v.value, "café\nlone\rCR\n");
    EXPECT_FALSE(v.is_encoding_problem);
    EXPECT_FALSE(v.is_truncated);
    EXPECT_TRUE(value_of("Content-Transfer-Encoding: odd\r\n\r\nx").is_encoding_problem);
    EXPECT_TRUE(value_of("Content-Type: text/plain; charset=odd\r\n\r\nx").is_encoding_problem);
}

TEST(BodyValue, IsCutBetweenCharactersAndOutsideTags) {
    const auto v = value_of("Content-Type: text/plain; charset=utf-8\r\n\r\naŵŵŵ", 4);
    EXPECT_EQ(v.value, "aŵ");
    EXPECT_TRUE(v.is_truncated);
    EXPECT_EQ(value_of("Content-Type: text/html\r\n\r\n<p>ab<a href=x>", 8).value, "<p>ab");
    EXPECT_FALSE(value_of("\r\nabcd", 4).is_truncated);
    EXPECT_TRUE(value_of("\r\n" + std::string(1000000, 'x'), 4).is_truncated);
}

}  // namespace
}  // namespace bailey::mime
